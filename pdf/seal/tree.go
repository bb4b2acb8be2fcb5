package seal

import (
	"bytes"
	"cmp"
	"maps"
	"slices"
)

// maxPages bounds the page tree of a hostile file.
const maxPages = 100_000

// clone returns a copy to change; of nil, an empty one.
func clone(d dict) dict {
	if d == nil {
		return dict{}
	}
	return maps.Clone(d)
}

// signatures returns the signature dictionaries in the order of the file.
func (f *file) signatures() []*object {
	var list []*object
	for _, o := range f.all {
		d, _ := o.value.(dict)
		if _, ok := d["ByteRange"].(array); ok && d["Contents"] != nil {
			list = append(list, o)
		}
	}
	return list
}

// pages returns the pages in order, and the nodes of the page tree above them.
func (f *file) pages() (pages, nodes []reference) {
	seen := map[int]bool{}
	open := []any{f.dict(f.trailer["Root"])["Pages"]}
	for len(open) > 0 && len(seen) < maxPages {
		r, ok := open[len(open)-1].(reference)
		open = open[:len(open)-1]
		if !ok || seen[r.object] {
			continue
		}
		seen[r.object] = true
		d := f.dict(r)
		kids, isNode := f.resolve(d["Kids"]).(array)
		switch {
		case d == nil:
		case isNode:
			nodes = append(nodes, r)
			for _, kid := range slices.Backward(kids) {
				open = append(open, kid)
			}
		default:
			pages = append(pages, r)
		}
	}
	return pages, nodes
}

func (f *file) firstPage() (reference, bool) {
	pages, _ := f.pages()
	if len(pages) == 0 {
		return reference{}, false
	}
	return pages[0], true
}

// inherited finds an attribute that a page may take from the nodes above it (7.7.3.4).
func (f *file) inherited(page dict, key name) any {
	for range maxDepth {
		if v, ok := page[key]; ok {
			return v
		}
		page = f.dict(page["Parent"])
	}
	return nil
}

// eachName calls yield for every entry of a name tree (7.9.6).
func (f *file) eachName(root any, yield func(key text, value any)) {
	seen := map[int]bool{}
	for open := []any{root}; len(open) > 0; {
		v := open[len(open)-1]
		open = open[:len(open)-1]
		if r, ok := v.(reference); ok {
			if seen[r.object] {
				continue
			}
			seen[r.object] = true
		}
		d := f.dict(v)
		list := f.array(d["Names"])
		for i := 0; i+1 < len(list); i += 2 {
			key, _ := f.resolve(list[i]).(text)
			yield(key, list[i+1])
		}
		for _, kid := range slices.Backward(f.array(d["Kids"])) {
			open = append(open, kid)
		}
	}
}

// embeddedFile is an attachment as it was found.
type embeddedFile struct {
	Attachment
	plain bool // its data were unpacked, or never packed
}

// attachments returns every embedded file in force, by name.
func (f *file) attachments() []embeddedFile {
	var list []embeddedFile
	for _, n := range slices.Sorted(maps.Keys(f.objects)) {
		d, _ := f.objects[n].value.(dict)
		embedded := f.dict(d["EF"])
		o := f.streamOf(cmp.Or(embedded["F"], embedded["UF"]))
		if o == nil {
			continue
		}
		a := embeddedFile{Attachment: Attachment{Name: fileName(f, d),
			Description: decodeText(f.resolve(d["Desc"]))}}
		if subtype, ok := f.resolve(o.value.(dict)["Subtype"]).(name); ok {
			a.MIME = string(subtype)
		}
		if a.Data, a.plain = f.decode(o); !a.plain {
			a.Data = f.data(o)
			a.plain = f.resolve(o.value.(dict)["Filter"]) == nil
		}
		list = append(list, a)
	}
	slices.SortStableFunc(list, func(a, b embeddedFile) int { return cmp.Compare(a.Name, b.Name) })
	return list
}

func fileName(f *file, filespec dict) string {
	if s := decodeText(f.resolve(filespec["UF"])); s != "" {
		return s
	}
	return decodeText(f.resolve(filespec["F"]))
}

// atLeast17 reports whether the file says that it is PDF 1.7 or later.
func (f *file) atLeast17(catalog dict) bool {
	version, _ := catalog["Version"].(name)
	header, _, _ := bytes.Cut(f.bytes[len("%PDF-"):min(len(f.bytes), 16)], []byte("\n"))
	return max(string(version), string(bytes.TrimSpace(header))) >= "1.7"
}
