package oscal

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"hallmark/standard"
)

// A field of an edition that has no place of its own in OSCAL becomes a property or a part, by its
// JSON name and its type. The rules are the same for every type of package standard, so a field
// that is added there is carried here without a change:
//
//	text, number          property of that name
//	true                  property "true"; false is no property
//	numbers by tier       one property a tier, with the tier as class
//	list of texts         one property each, in order
//	texts by name         one property each, the name as value and the text as remarks
//	fields, list of them  one part each

var (
	perTierType = reflect.TypeFor[standard.PerTier]()
	decimalType = reflect.TypeFor[standard.Decimal]()
	tierType    = reflect.TypeFor[standard.Tier]()
)

// fieldsOf writes the fields of a struct, besides those with a place of their own.
func fieldsOf(v reflect.Value, placed ...string) (props []Prop, parts []Part) {
	for i := range v.NumField() {
		name, optional := jsonName(v.Type().Field(i))
		f := v.Field(i)
		if name == "" || slices.Contains(placed, name) || optional && isNothing(f) {
			continue
		}
		fieldOf(f, token(name), &props, &parts)
	}
	return props, parts
}

// jsonName returns the JSON name of a field and whether it may be left out.
func jsonName(f reflect.StructField) (name string, optional bool) {
	name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name, options != ""
}

// isNothing reports whether a field that may be left out is left out.
func isNothing(f reflect.Value) bool {
	switch f.Kind() {
	case reflect.Slice, reflect.Map:
		return f.Len() == 0
	}
	return f.IsZero()
}

// token makes a JSON name an OSCAL token.
func token(name string) string { return strings.ReplaceAll(name, "_", "-") }

func fieldOf(f reflect.Value, name string, props *[]Prop, parts *[]Part) {
	switch {
	case f.Kind() == reflect.Pointer:
		if !f.IsNil() {
			fieldOf(f.Elem(), name, props, parts)
		}
	case f.Type() == perTierType:
		values := f.Interface().(standard.PerTier)
		*props = append(*props, tierProps(name, values)...)
	case f.Type() == decimalType, f.Type() == tierType, f.Kind() == reflect.Int:
		*props = append(*props, Own(name, fmt.Sprint(f.Interface())))
	case f.Kind() == reflect.String:
		*props = append(*props, Own(name, f.String()))
	case f.Kind() == reflect.Bool:
		if f.Bool() {
			*props = append(*props, Own(name, "true"))
		}
	case f.Kind() == reflect.Slice:
		for i := range f.Len() {
			fieldOf(f.Index(i), name, props, parts)
		}
	case f.Kind() == reflect.Map:
		*props = append(*props, entries(f, name)...)
	case f.Kind() == reflect.Struct:
		part := Part{Name: name, NS: Namespace}
		part.Props, part.Parts = fieldsOf(f)
		*parts = append(*parts, part)
	default:
		panic("oscal: cannot write " + f.Type().String())
	}
}

func tierProps(name string, values standard.PerTier) []Prop {
	var props []Prop
	for _, t := range standard.Tiers() {
		if d, ok := values.Get(t); ok {
			props = append(props, OwnOf(name, t.String(), d.String()))
		}
	}
	return props
}

// entries writes a map, its names in order.
func entries(f reflect.Value, name string) []Prop {
	keys := f.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int {
		if a.Type() == tierType {
			return cmp.Compare(a.Uint(), b.Uint())
		}
		return strings.Compare(a.String(), b.String())
	})
	var props []Prop
	for _, k := range keys {
		if k.Type() == tierType {
			props = append(props, OwnOf(name, fmt.Sprint(k.Interface()), fmt.Sprint(f.MapIndex(k))))
			continue
		}
		p := Own(name, k.String())
		p.Remarks = Escape(f.MapIndex(k).String())
		props = append(props, p)
	}
	return props
}
