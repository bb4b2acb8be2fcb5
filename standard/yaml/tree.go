package yaml

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"

	"go.yaml.in/yaml/v3"

	"hallmark/standard"
)

// Tree reads any YAML document as the tree that [standard.FromTree] takes: maps, lists, texts,
// booleans, json.Number as it is written, and nil. It is as strict as [Parse]: one document, no
// doubled names, no anchors, aliases, merge keys or tags.
func Tree(r io.Reader) (any, error) {
	doc, err := read(r)
	if err != nil {
		return nil, err
	}
	return doc.tree, nil
}

// document is a YAML text as a tree, with the line of every place in it.
type document struct {
	tree     any
	lines    map[string]int
	problems standard.Problems
}

func read(r io.Reader) (*document, error) {
	text, err := standard.ReadSource(r)
	if err != nil {
		return nil, err
	}
	return documentOf(text)
}

// lineBreaks are signs that YAML takes for line breaks and that nobody sees: a text would come out
// with a blank in their place.
var lineBreaks = regexp.MustCompile("[\u0085\u2028\u2029]")

func documentOf(text []byte) (*document, error) {
	if at := lineBreaks.FindIndex(text); at != nil {
		return nil, &standard.InvalidError{Problems: []standard.Problem{{
			Line: 1 + bytes.Count(text[:at[0]], []byte{'\n'}), Code: "yaml.line-break",
			Args: []any{fmt.Sprintf("%U", []rune(string(text[at[0]:at[1]]))[0])}}}}
	}
	d := &document{lines: map[string]int{}}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var root, next yaml.Node
	switch err := decoder.Decode(&root); {
	case errors.Is(err, io.EOF), err == nil && len(root.Content) == 0:
		d.problems.Add("", "empty")
	case err != nil:
		return d, broken(text, err)
	default:
		d.tree = d.value(root.Content[0], "", 0)
		switch err := decoder.Decode(&next); {
		case err == nil:
			return d, &standard.InvalidError{Problems: []standard.Problem{
				{Line: secondLine(&next), Code: "many-documents"}}}
		case !errors.Is(err, io.EOF):
			return d, broken(text, err)
		}
	}
	return d, d.locate(d.problems.Err())
}

func (d *document) value(n *yaml.Node, path string, depth int) any {
	if _, known := d.lines[path]; !known {
		d.lines[path] = n.Line
	}
	if depth > standard.MaxDepth {
		d.problems.Add(path, "depth", standard.MaxDepth)
		return nil
	}
	if n.Kind == yaml.AliasNode || n.Anchor != "" { // they hide what a clause says
		d.problems.Add(path, "alias")
		return nil
	}
	if n.Style&yaml.TaggedStyle != 0 {
		d.problems.Add(path, "tag", n.Tag)
		return nil
	}
	switch n.Kind {
	case yaml.MappingNode:
		return d.mapping(n, path, depth)
	case yaml.SequenceNode:
		list := make([]any, len(n.Content))
		for i, item := range n.Content {
			list[i] = d.value(item, fmt.Sprintf("%s[%d]", path, i), depth+1)
		}
		return list
	}
	return scalar(n)
}

func (d *document) mapping(n *yaml.Node, path string, depth int) any {
	m := make(map[string]any, len(n.Content)/2)
	for i := 0; i < len(n.Content); i += 2 {
		key, name := n.Content[i], n.Content[i].Value
		place := name
		if path != "" {
			place = path + "." + name
		}
		_, twice := m[name]
		switch {
		case key.Tag == "!!merge":
			d.lines[place] = key.Line
			d.problems.Add(place, "merge")
		case key.Kind != yaml.ScalarNode || key.Anchor != "" || key.Style&yaml.TaggedStyle != 0:
			d.problems.Add(path, "key")
		case twice:
			d.lines[place] = key.Line
			d.problems.Add(place, "twice", name)
		default:
			m[name] = d.value(n.Content[i+1], place, depth+1)
			d.lines[place] = key.Line
		}
	}
	return m
}

func scalar(n *yaml.Node) any {
	switch n.Tag {
	case "!!null":
		return nil
	case "!!bool":
		return n.Value == "true" || n.Value == "True" || n.Value == "TRUE"
	case "!!int", "!!float":
		return json.Number(n.Value) // package standard judges it: 0x10, 1_000 and .inf are refused
	}
	return n.Value
}
