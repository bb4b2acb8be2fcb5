package formats

import (
	"bytes"
	"io"
	"regexp"
	"strings"

	"hallmark/standard"
	"hallmark/standard/csv"
	"hallmark/standard/grid"
	"hallmark/standard/message"
	"hallmark/standard/oscal"
)

// maxFile bounds what is read of a file before its form is known, in bytes: the largest limit of a
// codec and a byte, so that the codec still says what is too large.
const maxFile = oscal.MaxSource + 1

// Read reads an edition from a file of any form that can be read. The content decides which form it
// is; name, the file's name or the name of a form, decides where the content leaves it open, and
// another form than the name says is reported among the losses. A file of another kind is refused
// with an *[standard.InvalidError] that says what it is and what to do.
func Read(name string, r io.Reader, base *standard.Edition) (*standard.Edition, []standard.Loss,
	error,
) {
	content, err := io.ReadAll(io.LimitReader(r, maxFile))
	if err != nil {
		return nil, nil, err
	}
	hint, known := Named(name)
	if !known {
		hint, known = OfFile(name)
	}
	f, err := recognise(hint, content)
	if err != nil {
		return nil, nil, err
	}
	e, losses, err := f.Read(bytes.NewReader(content), base)
	if known && hint.Name != f.Name && !(hint.Name == "yaml" && f.Name == "json") { // it is YAML, too
		losses = append([]standard.Loss{{Code: "format.recognised",
			Args: []any{message.Key("format." + f.Name)}}}, losses...)
	}
	return e, losses, err
}

// recognise finds the form of a content. Of hint only the name of a text without marks of its own
// is believed.
func recognise(hint Format, content []byte) (Format, error) {
	if code := standard.ForeignFile(content); code != "" {
		return Format{}, refused(code)
	}
	head := bytes.TrimLeft(bytes.TrimPrefix(content, []byte("\ufeff")), " \t\r\n")
	name := "yaml"
	switch {
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		name = "xlsx"
	case bytes.HasPrefix(head, []byte("<")):
		if oscalXML.Match(head[:min(len(head), 2000)]) {
			return Format{}, refused("file.oscal-xml")
		}
		name = "sts"
	case bytes.HasPrefix(head, []byte("{")), bytes.HasPrefix(head, []byte("[")):
		var err error
		if name, err = jsonKind(head); err != nil {
			return Format{}, err
		}
	case csv.Recognised(content, grid.ClauseTable()):
		name = "csv"
	default:
		m := yamlMember.FindSubmatch(head)
		switch {
		case m == nil && hint.Read != nil:
			name = hint.Name // its reader says what is wrong
		case m == nil:
		case string(m[1]) == "catalog":
			name = "oscal-catalog"
		default:
			if err := otherDocument(string(m[1])); err != nil {
				return Format{}, err
			}
		}
	}
	f, _ := Named(name)
	return f, nil
}

var (
	oscalXML   = regexp.MustCompile(`<[a-z-]+\s[^>]*csrc\.nist\.gov/ns/oscal`)
	yamlMember = regexp.MustCompile(`(?m)^([a-z-]+):\s*$`)
	jsonMember = regexp.MustCompile(`^\{\s*(?:"\$schema"\s*:\s*"[^"]*"\s*,\s*)?"([^"]*)"\s*:`)
)

// jsonKind tells a catalog from an edition by the first member.
func jsonKind(head []byte) (string, error) {
	m := jsonMember.FindSubmatch(head)
	if m == nil {
		return "json", nil
	}
	if err := otherDocument(string(m[1])); err != nil {
		return "", err
	}
	if string(m[1]) == "catalog" {
		return "oscal-catalog", nil
	}
	return "json", nil
}

// otherDocument refuses documents that are no edition, by the name of their first member.
func otherDocument(member string) error {
	switch member {
	case "profile", "mapping-collection", "component-definition", "system-security-plan",
		"assessment-plan", "assessment-results", "plan-of-action-and-milestones":
		return refused("file.oscal-other", message.Key("file.oscal-"+member), member)
	case "amendment":
		return refused("file.amendment")
	}
	return nil
}

func refused(code string, args ...any) error {
	return &standard.InvalidError{Problems: []standard.Problem{{Code: code, Args: args}}}
}

// Readable lists the names of the forms that can be read.
func Readable() (names []string) {
	for _, f := range All() {
		if f.Read != nil {
			names = append(names, f.Name)
		}
	}
	return names
}

// ReadableNames is [Readable] as one text, for a sentence about a form that cannot be read.
func ReadableNames() string { return strings.Join(Readable(), " ") }
