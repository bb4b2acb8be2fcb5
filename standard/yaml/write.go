package yaml

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"

	"go.yaml.in/yaml/v3"

	"hallmark/standard"
)

// Write writes an edition as [Parse] reads it, its fields in the order of the reference edition.
// The same edition always gives the same bytes, and reading them back gives the same digest.
func Write(w io.Writer, e *standard.Edition) error {
	text, err := json.Marshal(e)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	node, err := nodeOf(decoder)
	if err != nil {
		return err
	}
	encoder := yaml.NewEncoder(w)
	encoder.SetIndent(2)
	encoder.CompactSeqIndent()
	if err := encoder.Encode(node); err != nil {
		return err
	}
	return encoder.Close()
}

// nodeOf makes a YAML node of the next JSON value and keeps the order of its members.
func nodeOf(d *json.Decoder) (*yaml.Node, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t := token.(type) {
	case json.Delim:
		return collection(d, t)
	case string:
		return text(t), nil
	case json.Number:
		return &yaml.Node{Kind: yaml.ScalarNode, Value: t.String()}, nil
	case bool:
		if t {
			return &yaml.Node{Kind: yaml.ScalarNode, Value: "true"}, nil
		}
		return &yaml.Node{Kind: yaml.ScalarNode, Value: "false"}, nil
	}
	return &yaml.Node{Kind: yaml.ScalarNode, Value: "null"}, nil
}

func collection(d *json.Decoder, open json.Delim) (*yaml.Node, error) {
	n := &yaml.Node{Kind: yaml.SequenceNode}
	if open == '{' {
		n.Kind = yaml.MappingNode
	}
	for d.More() {
		item, err := nodeOf(d)
		if err != nil {
			return nil, err
		}
		if n.Kind == yaml.MappingNode && len(n.Content)%2 == 0 && isDigits(item.Value) {
			item.Tag, item.Style = "", 0 // levels: 3, not "3"
		}
		n.Content = append(n.Content, item)
	}
	if len(n.Content) == 0 {
		n.Style = yaml.FlowStyle
	}
	_, err := d.Token()
	return n, err
}

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// text is quoted where it has to be. Printed numbers (5.1.1) always are, since 5.1 alone would read
// as a number; a text of several lines stays on one, so that no space is lost at a line's end.
func text(s string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s}
	if strings.Trim(s, "0123456789.") == "" ||
		strings.ContainsAny(s, "\n\t\u0085\u2028\u2029") || s != strings.TrimSpace(s) {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}
