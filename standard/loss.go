package standard

import "hallmark/standard/message"

// Loss is one thing that a file format cannot carry, or that a reader found and could not place.
// Every exporter and importer of another format returns all of them as its loss report; an empty
// report says that reading the file again gives the same edition, digest and all.
type Loss struct {
	Path string // place in the edition or, of a reader, in the file: "clauses[3].refs", "Sheet!C7"
	Code string // key of the sentence in the message catalogue, such as "loss.no-place"
	Args []any  // what the sentence mentions
}

// Text returns the sentence in a language, without the place.
func (l Loss) Text(language message.Language) string {
	return message.Text(language, l.Code, l.Args...)
}
