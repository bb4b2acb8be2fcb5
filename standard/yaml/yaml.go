// Package yaml reads and writes editions and amendment sheets as YAML (JSON is read too). It adds
// line numbers to the problems that package standard finds.
package yaml

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"go.yaml.in/yaml/v3"

	"hallmark/standard"
)

// Parse reads an edition. It returns an *[standard.InvalidError] with every problem and its place.
func Parse(r io.Reader) (*standard.Edition, error) {
	doc, err := read(r)
	if err != nil {
		return nil, err
	}
	e, err := standard.FromTree(doc.tree)
	return e, doc.locate(err)
}

// ParseAmendment reads an amendment sheet, like [Parse].
func ParseAmendment(r io.Reader) (*standard.Amendment, error) {
	doc, err := read(r)
	if err != nil {
		return nil, err
	}
	a, err := standard.AmendmentFromTree(doc.tree)
	return a, doc.locate(err)
}

// document is a YAML text as a tree, with the line of every place in it.
type document struct {
	tree  any
	lines map[string]int
}

func (d *document) locate(err error) error {
	var invalid *standard.InvalidError
	if errors.As(err, &invalid) {
		for i := range invalid.Problems {
			invalid.Problems[i].Line = d.lines[invalid.Problems[i].Path]
		}
	}
	return err
}

func read(r io.Reader) (*document, error) {
	var problems standard.Problems
	var root yaml.Node
	err := yaml.NewDecoder(io.LimitReader(r, standard.MaxSource)).Decode(&root)
	if err != nil {
		problems.Add("", "syntax", err.Error())
		return nil, problems.Err()
	}
	d := &document{lines: map[string]int{}}
	d.tree = d.value(root.Content[0], "", &problems)
	return d, d.locate(problems.Err())
}

func (d *document) value(n *yaml.Node, path string, problems *standard.Problems) any {
	d.lines[path] = n.Line
	switch n.Kind {
	case yaml.MappingNode:
		m := make(map[string]any, len(n.Content)/2)
		for i := 0; i < len(n.Content); i += 2 {
			name := n.Content[i].Value
			place := name
			if path != "" {
				place = path + "." + name
			}
			if _, twice := m[name]; twice {
				problems.Add(place, "twice", name)
			}
			m[name] = d.value(n.Content[i+1], place, problems)
		}
		return m
	case yaml.SequenceNode:
		list := make([]any, len(n.Content))
		for i, item := range n.Content {
			list[i] = d.value(item, fmt.Sprintf("%s[%d]", path, i), problems)
		}
		return list
	case yaml.ScalarNode:
		return scalar(n)
	}
	problems.Add(path, "alias") // anchors and aliases hide what a clause says
	return nil
}

func scalar(n *yaml.Node) any {
	switch n.Tag {
	case "!!null":
		return nil
	case "!!bool":
		return n.Value == "true" || n.Value == "True" || n.Value == "TRUE"
	case "!!int", "!!float":
		return json.Number(n.Value)
	}
	return n.Value
}
