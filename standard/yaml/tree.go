package yaml

import "io"

// Tree reads any YAML document as the tree that [standard.FromTree] takes: maps, lists, texts,
// booleans, json.Number and nil. It is as strict as [Parse] about doubled names and aliases.
func Tree(r io.Reader) (any, error) {
	doc, err := read(r)
	if err != nil {
		return nil, err
	}
	return doc.tree, nil
}
