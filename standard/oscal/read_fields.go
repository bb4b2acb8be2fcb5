package oscal

import (
	"encoding/json"
	"reflect"
	"slices"

	"hallmark/standard"
)

// The types of package standard that a catalog holds.
var (
	editionType     = reflect.TypeFor[standard.Edition]()
	metadataType    = reflect.TypeFor[standard.Metadata]()
	frontMatterType = reflect.TypeFor[standard.FrontMatter]()
	scoringType     = reflect.TypeFor[standard.Scoring]()
	chapterType     = reflect.TypeFor[standard.Chapter]()
	sectionType     = reflect.TypeFor[standard.Section]()
	termType        = reflect.TypeFor[standard.Term]()
	clauseType      = reflect.TypeFor[standard.Clause]()
	methodType      = reflect.TypeFor[standard.Method]()
)

// fields reads what [fieldsOf] has written: the members of a tree for a struct of type t. Place is
// that of the struct in the edition.
func (r *catalogReader) fields(n *node, t reflect.Type, place string, placed ...string,
) map[string]any {
	tree := map[string]any{}
	for i := range t.NumField() {
		name, optional := jsonName(t.Field(i))
		if name == "" || slices.Contains(placed, name) {
			continue
		}
		at := place + "." + name
		if t == editionType {
			at = name
		}
		if value := r.field(n, t.Field(i).Type, token(name), at); value != nil {
			tree[name] = value
		} else if empty := emptyOf(t.Field(i).Type); empty != nil && !optional {
			tree[name] = empty
		}
	}
	return tree
}

// emptyOf is what a required field is when nothing was written for it; nil when that is an error.
func emptyOf(t reflect.Type) any {
	switch t.Kind() {
	case reflect.Bool:
		return false
	case reflect.Slice:
		return []any{}
	case reflect.Map:
		return map[string]any{}
	}
	return nil
}

// field reads one field, or returns nil where nothing stands for it.
func (r *catalogReader) field(n *node, t reflect.Type, name, place string) any {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case t == perTierType:
		return r.perTier(n, name, place)
	case t.Kind() == reflect.Struct && t != decimalType:
		if parts := r.ownParts(n, name); len(parts) > 0 {
			r.places[place] = parts[0].path
			return r.fields(parts[0], t, place)
		}
		return nil
	case t.Kind() == reflect.Slice:
		return r.listOf(n, t.Elem(), name, place)
	case t.Kind() == reflect.Map:
		return r.entries(n, t, name, place)
	}
	found := n.props(Namespace, name)
	if len(found) == 0 {
		return nil
	}
	r.places[place] = found[0].path
	return scalar(t, found[0].value())
}

// scalar returns a text as the tree of a type; package standard judges it.
func scalar(t reflect.Type, value string) any {
	switch {
	case t == tierType:
		return value
	case t == decimalType, t.Kind() == reflect.Int:
		return json.Number(value)
	case t.Kind() == reflect.Bool:
		return value == "true"
	}
	return value
}

func (r *catalogReader) perTier(n *node, name, place string) any {
	found := n.props(Namespace, name)
	if len(found) == 0 {
		return nil
	}
	r.places[place] = found[0].path
	tree := map[string]any{}
	for _, p := range found {
		tree[p.text("class")] = json.Number(p.text("value"))
		r.places[place+"."+p.text("class")] = p.path
	}
	return tree
}

func (r *catalogReader) listOf(n *node, t reflect.Type, name, place string) any {
	var list []any
	if t.Kind() == reflect.Struct && t != decimalType {
		for _, part := range r.ownParts(n, name) {
			at := index(place, len(list))
			r.places[at] = part.path
			list = append(list, r.fields(part, t, at))
		}
	} else {
		for _, p := range n.props(Namespace, name) {
			r.places[index(place, len(list))] = p.path
			list = append(list, scalar(t, p.value()))
		}
	}
	if list == nil {
		return nil
	}
	return list
}

func (r *catalogReader) entries(n *node, t reflect.Type, name, place string) any {
	found := n.props(Namespace, name)
	if len(found) == 0 {
		return nil
	}
	r.places[place] = found[0].path
	tree := map[string]any{}
	for _, p := range found {
		if t.Key() == tierType {
			tree[p.text("class")] = scalar(t.Elem(), p.text("value"))
			continue
		}
		key := p.value()
		tree[key] = Unescape(p.text("remarks"))
		r.places[place+"."+key] = p.path
	}
	return tree
}

// ownParts returns the parts of a name in the namespace of this project.
func (r *catalogReader) ownParts(n *node, name string) []*node {
	return slices.DeleteFunc(n.parts(name), func(p *node) bool { return p.peek("ns") != Namespace })
}

func index(place string, i int) string { return place + "[" + itoa(i) + "]" }
