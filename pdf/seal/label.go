package seal

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"hallmark/standard"
)

// label names one object: its part, and which of the objects of that part it is. Labels do not
// depend on object numbers, so they outlive another program writing the file anew.
type label struct {
	Part
	Ordinal int `json:"ordinal,omitempty"`
}

// labels are the labels of all objects of a file, found by walking it as a reader does.
type labels struct {
	f     *file
	of    map[int]label
	count map[Part]int
}

func labelFile(f *file) *labels {
	l := &labels{f, map[int]label{}, map[Part]int{}}
	root := f.trailer["Root"]
	catalog := f.dict(root)
	pages, nodes := f.pages()
	l.give(f.trailer["Info"], Part{Kind: PartInformation})
	l.assign(root, Part{Kind: PartCatalog})
	for _, r := range nodes {
		l.assign(r, Part{Kind: PartPageTree})
	}
	for i, r := range pages {
		l.assign(r, Part{Kind: PartPage, Page: i + 1})
	}
	l.give(catalog["AcroForm"], Part{Kind: PartField})
	for i, r := range pages {
		l.page(i+1, f.dict(r))
	}
	for _, r := range slices.Concat(pages, nodes) { // pages share them, so after all pages
		l.give(f.dict(r)["Resources"], Part{Kind: PartResources})
	}
	l.give(catalog["Outlines"], Part{Kind: PartBookmark})
	l.give(catalog["Metadata"], Part{Kind: PartMetadata})
	f.eachName(f.dict(catalog["Names"])["EmbeddedFiles"], func(_ text, v any) {
		l.give(v, Part{Kind: PartAttachment, Name: fileName(f, f.dict(v))})
	})
	for i, r := range pages {
		l.give(f.dict(r), Part{Kind: PartPage, Page: i + 1})
	}
	l.give(catalog, Part{Kind: PartCatalog})
	for _, n := range slices.Sorted(maps.Keys(f.objects)) {
		p := Part{Kind: PartObject, Index: n}
		if d, _ := f.objects[n].value.(dict); d["Type"] == name("Metadata") {
			p = Part{Kind: PartMetadata}
		}
		l.assign(reference{object: n}, p)
	}
	return l
}

// page labels what a page leads to, in an order that does not depend on object numbers.
func (l *labels) page(n int, page dict) {
	l.give(page["Contents"], Part{Kind: PartContent, Page: n})
	resources := l.f.dict(l.f.inherited(page, "Resources"))
	pieces := l.f.dict(resources["XObject"])
	var images, drawings int
	var shown []name
	if len(pieces) > 0 {
		shown = l.f.drawn(page["Contents"])
	}
	for _, used := range shown {
		r, ok := pieces[used].(reference)
		if _, done := l.of[r.object]; done || !ok {
			continue
		}
		if l.f.dict(r)["Subtype"] == name("Image") {
			images++
			l.give(r, Part{Kind: PartImage, Page: n, Index: images})
		} else {
			drawings++
			l.give(r, Part{Kind: PartDrawing, Page: n, Index: drawings})
		}
	}
	fonts := l.f.dict(resources["Font"])
	if l.f.work += len(fonts) << 6; l.f.work > maxWork { // hostile: many pages share many fonts
		return
	}
	for _, key := range slices.Sorted(maps.Keys(fonts)) {
		base, _ := l.f.resolve(l.f.dict(fonts[key])["BaseFont"]).(name)
		l.give(fonts[key], Part{Kind: PartFont, Name: strings.ToValidUTF8(string(base), "?")})
	}
	l.give(page["Annots"], Part{Kind: PartNote, Page: n})
}

// drawn returns the names of the images and drawings that a content shows, in order.
func (f *file) drawn(contents any) []name {
	list, ok := f.resolve(contents).(array)
	if !ok {
		list = array{contents}
	}
	var names []name
	for _, part := range list {
		o := f.streamOf(part)
		if o == nil {
			continue
		}
		var last []byte
		for word := range bytes.FieldsSeq(f.data(o)) {
			if string(word) == "Do" && len(last) > 1 && last[0] == '/' {
				names = append(names, name(last[1:]))
			}
			last = word
		}
	}
	return names
}

// assign labels the object that v refers to and reports whether it had no label.
func (l *labels) assign(v any, p Part) bool {
	r, ok := v.(reference)
	if !ok {
		return false
	}
	if _, done := l.of[r.object]; done {
		return false
	}
	if p.Kind == PartBookmark {
		p.Name = decodeText(l.f.resolve(l.f.dict(r)["Title"]))
	}
	l.of[r.object] = label{p, l.count[p]}
	l.count[p]++
	return true
}

// give labels all that v leads to and that has no label yet.
func (l *labels) give(v any, p Part) {
	type item struct {
		value any
		part  Part
	}
	for open := []item{{v, p}}; len(open) > 0; open = open[1:] {
		part := open[0].part
		switch v := open[0].value.(type) {
		case reference:
			if o := l.f.objects[v.object]; l.assign(v, part) && o != nil {
				open = append(open, item{o.value, part})
			}
		case array:
			for _, child := range v {
				open = append(open, item{child, part})
			}
		case dict:
			for _, key := range slices.Sorted(maps.Keys(v)) {
				child := part
				if part.Kind == PartField && key == "V" {
					child = Part{Kind: PartSignature}
				}
				open = append(open, item{v[key], child})
			}
		}
	}
}

// meaning returns a digest of what an object says: it stays the same when another program numbers,
// spells or deflates the object in its own way.
func (l *labels) meaning(o *object) standard.Digest {
	v, data := o.value, o.raw
	if d, ok := v.(dict); ok && o.stream {
		d = clone(d)
		delete(d, "Length")
		if decoded, ok := l.f.decode(o); ok {
			data = decoded
			delete(d, "Filter")
			delete(d, "DecodeParms")
		}
		v = d
	}
	b := appendValue(nil, v, func(b []byte, r reference) []byte {
		if is, ok := l.of[r.object]; ok {
			return fmt.Appendf(b, "{%s %d %d %q %d}", is.Kind, is.Page, is.Index, is.Name, is.Ordinal)
		}
		return append(b, "null"...)
	})
	h := sha256.New()
	h.Write(b)
	h.Write(data)
	return standard.Digest(hex.EncodeToString(h.Sum(nil)))
}
