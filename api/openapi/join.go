package openapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// Join makes one document of the parts. Paths, methods, kinds and names are in alphabetical order;
// the texts below them stay as they are.
func Join(parts []Part) ([]byte, error) {
	whole := Part{Paths: Texts{}, Components: Texts{}}
	for _, p := range parts {
		if err := whole.addHead(p); err != nil {
			return nil, err
		}
		if err := add(whole.Paths, p.Paths); err != nil {
			return nil, fmt.Errorf("part of %s: %w", p.Room, err)
		}
		if err := add(whole.Components, p.Components); err != nil {
			return nil, fmt.Errorf("part of %s: %w", p.Room, err)
		}
	}
	return whole.document(), nil
}

// addHead takes the head of the document from the shared part; no other part has one.
func (whole *Part) addHead(p Part) error {
	for _, text := range []json.RawMessage{p.OpenAPI, p.Info, p.Servers, p.Security, p.Tags} {
		if (text != nil) != (p.Room == Shared) {
			return fmt.Errorf("part of %s: the head of the document stands in that of %s", p.Room, Shared)
		}
	}
	if p.Room == Shared {
		whole.OpenAPI, whole.Info, whole.Servers = p.OpenAPI, p.Info, p.Servers
		whole.Security, whole.Tags = p.Security, p.Tags
	}
	return nil
}

func add(whole, part Texts) error {
	for outer, texts := range part {
		if whole[outer] == nil {
			whole[outer] = map[string]json.RawMessage{}
		}
		for inner, text := range texts {
			if whole[outer][inner] != nil {
				return fmt.Errorf("%s %s is described twice", outer, inner)
			}
			whole[outer][inner] = text
		}
	}
	return nil
}

func (whole *Part) document() []byte {
	var b bytes.Buffer
	b.WriteString("{\n")
	for _, member := range []struct {
		name string
		text json.RawMessage
	}{
		{"openapi", whole.OpenAPI}, {"info", whole.Info}, {"servers", whole.Servers},
		{"security", whole.Security}, {"tags", whole.Tags},
	} {
		fmt.Fprintf(&b, "\t%q: %s,\n", member.name, member.text)
	}
	b.WriteString("\t\"paths\": ")
	whole.Paths.write(&b)
	b.WriteString(",\n\t\"components\": ")
	whole.Components.write(&b)
	b.WriteString("\n}\n")
	return b.Bytes()
}

// write keeps the depth that texts have in their parts, so that lines stay as they are.
func (t Texts) write(b *bytes.Buffer) {
	object(b, t, "\t", func(texts map[string]json.RawMessage) {
		object(b, texts, "\t\t", func(text json.RawMessage) { b.Write(text) })
	})
}

// object writes an object with a line for each member.
func object[V any](b *bytes.Buffer, members map[string]V, indent string, value func(V)) {
	separator := "{\n"
	for _, name := range slices.Sorted(maps.Keys(members)) {
		b.WriteString(separator + indent + "\t" + strconv.Quote(name) + ": ")
		value(members[name])
		separator = ",\n"
	}
	b.WriteString("\n" + indent + "}")
}
