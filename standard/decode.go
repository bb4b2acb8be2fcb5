package standard

import (
	"encoding"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// decode fills *out from a tree of map[string]any, []any, string, bool, json.Number and nil, by
// json tags, strictly: every unknown field, missing field and wrong type is noted with its place.
// A field is required unless its tag says omitempty or omitzero.
func decode(tree any, out any, problems *Problems) { decodeAt(tree, out, "", problems) }

func decodeAt(tree any, out any, path string, problems *Problems) {
	decodeValue(tree, reflect.ValueOf(out).Elem(), path, problems)
}

var (
	decimalType  = reflect.TypeFor[Decimal]()
	perTierType  = reflect.TypeFor[PerTier]()
	textType     = reflect.TypeFor[encoding.TextUnmarshaler]()
	untypedValue = reflect.TypeFor[any]()
)

func decodeValue(tree any, v reflect.Value, path string, problems *Problems) {
	switch {
	case v.Type() == untypedValue:
		if tree != nil {
			checkNumbers(tree, path, problems)
			v.Set(reflect.ValueOf(tree))
		}
	case v.Kind() == reflect.Pointer:
		if tree != nil {
			v.Set(reflect.New(v.Type().Elem()))
			decodeValue(tree, v.Elem(), path, problems)
		}
	case v.Type() == decimalType:
		decodeDecimal(tree, v.Addr().Interface().(*Decimal), path, problems)
	case v.Type() == perTierType:
		decodePerTier(tree, v.Addr().Interface().(*PerTier), path, problems)
	case v.CanAddr() && v.Addr().Type().Implements(textType):
		decodeText(tree, v.Addr().Interface().(encoding.TextUnmarshaler), path, problems)
	default:
		decodeKind(tree, v, path, problems)
	}
}

func decodeKind(tree any, v reflect.Value, path string, problems *Problems) {
	switch v.Kind() {
	case reflect.Struct:
		if m, ok := tree.(map[string]any); ok {
			decodeStruct(m, v, path, problems)
			return
		}
	case reflect.Map:
		if m, ok := tree.(map[string]any); ok {
			decodeMap(m, v, path, problems)
			return
		}
	case reflect.Slice:
		if list, ok := tree.([]any); ok {
			v.Set(reflect.MakeSlice(v.Type(), len(list), len(list)))
			for i, item := range list {
				decodeValue(item, v.Index(i), fmt.Sprintf("%s[%d]", path, i), problems)
			}
			return
		}
	case reflect.String:
		if s, ok := tree.(string); ok {
			v.SetString(s)
			return
		}
	case reflect.Bool:
		if b, ok := tree.(bool); ok {
			v.SetBool(b)
			return
		}
	case reflect.Int:
		if n, ok := tree.(json.Number); ok {
			if d, err := ParseDecimal(n.String()); err == nil && d.scale == 0 {
				v.SetInt(d.coef)
				return
			}
		}
	default:
		panic("standard: cannot decode into " + v.Type().String())
	}
	problems.Add(path, "type-"+v.Kind().String(), describe(tree))
}

func decodeStruct(m map[string]any, v reflect.Value, path string, problems *Problems) {
	known := map[string]bool{}
	for i := range v.NumField() {
		tag := v.Type().Field(i).Tag.Get("json")
		if tag == "" {
			continue
		}
		name, options, _ := strings.Cut(tag, ",")
		known[name] = true
		tree, ok := m[name]
		switch {
		case ok && (tree != nil || v.Field(i).Kind() == reflect.Pointer):
			decodeValue(tree, v.Field(i), join(path, name), problems)
		case options == "" && !(v.Type() == clauseType && name == "key"):
			problems.Add(join(path, name), "missing")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(m)) {
		if !known[name] {
			problems.Add(join(path, name), "unknown-field", name)
		}
	}
}

var clauseType = reflect.TypeFor[Clause]()

// clauseFields lists the names of a clause's fields.
func clauseFields() []string { return fieldNames(clauseType) }

// methodFields lists the names of a method's fields.
func methodFields() []string { return fieldNames(reflect.TypeFor[Method]()) }

func fieldNames(t reflect.Type) []string {
	names := make([]string, t.NumField())
	for i := range names {
		names[i], _, _ = strings.Cut(t.Field(i).Tag.Get("json"), ",")
	}
	return names
}

func decodeMap(m map[string]any, v reflect.Value, path string, problems *Problems) {
	v.Set(reflect.MakeMapWithSize(v.Type(), len(m)))
	for _, name := range slices.Sorted(maps.Keys(m)) {
		key := reflect.New(v.Type().Key()).Elem()
		value := reflect.New(v.Type().Elem()).Elem()
		decodeValue(name, key, join(path, name), problems)
		decodeValue(m[name], value, join(path, name), problems)
		v.SetMapIndex(key, value)
	}
}

func decodeDecimal(tree any, d *Decimal, path string, problems *Problems) {
	n, ok := tree.(json.Number)
	if !ok {
		problems.Add(path, "type-number", describe(tree))
		return
	}
	v, err := ParseDecimal(n.String())
	if err != nil {
		problems.Add(path, "number-range", n.String())
		return
	}
	*d = v
}

func decodePerTier(tree any, p *PerTier, path string, problems *Problems) {
	m, ok := tree.(map[string]any)
	if !ok {
		problems.Add(path, "type-map", describe(tree))
		return
	}
	for _, name := range slices.Sorted(maps.Keys(m)) {
		t, err := ParseTier(name)
		if err != nil {
			problems.Add(join(path, name), "tier", name)
			continue
		}
		var d Decimal
		decodeDecimal(m[name], &d, join(path, name), problems)
		*p = p.With(t, d)
	}
}

func decodeText(tree any, u encoding.TextUnmarshaler, path string, problems *Problems) {
	s, ok := tree.(string)
	if !ok {
		problems.Add(path, "type-string", describe(tree))
		return
	}
	if err := u.UnmarshalText([]byte(s)); err != nil || s == "" {
		problems.Add(path, "value", s)
	}
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// describe shows a wrong value shortly.
func describe(tree any) string {
	if tree == nil {
		return "null"
	}
	s := []rune(fmt.Sprint(tree))
	if len(s) > 40 {
		s = append(s[:40], '…')
	}
	return string(s)
}
