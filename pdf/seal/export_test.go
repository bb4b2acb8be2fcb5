package seal

import (
	"bytes"
	"slices"
)

// SignBehind signs a sealed file once more, as a program does that knows nothing of seals: with a
// field of its own and no manifest.
func SignBehind(pdf []byte, key *Key, o Options) ([]byte, error) {
	f := readFile(pdf)
	x := &lexer{b: pdf, i: bytes.LastIndex(pdf, []byte("startxref")) + len("startxref")}
	v, err := x.value(0)
	if err != nil {
		return nil, err
	}
	previous, _ := whole(v)
	size, _ := whole(f.trailer["Size"])
	s, err := sealingBy(key, o)
	if err != nil {
		return nil, err
	}
	s.update = &update{base: f, previous: previous, next: size, positions: map[int]position{},
		out: bytes.Clone(pdf)}
	root := f.trailer["Root"].(reference)
	page, _ := f.firstPage()
	catalog := clone(f.dict(root))
	field := s.allocate()
	s.signature = s.allocate()
	s.putField(field, page, catalog)
	s.put(root, catalog)
	return s.putSignature()
}

// Comment appends a comment to the first page, as a reader for PDF does.
func Comment(pdf []byte, by, says string) []byte {
	f := readFile(pdf)
	page, _ := f.firstPage()
	size, _ := whole(f.trailer["Size"])
	u := &update{base: f, next: size, positions: map[int]position{}, out: bytes.Clone(pdf)}
	note := u.allocate()
	u.put(note, dict{"Type": name("Annot"), "Subtype": name("Text"), "Rect": array{10, 10, 30, 30},
		"T": encodeText(by), "Contents": encodeText(says)})
	d := clone(f.dict(page))
	d["Annots"] = append(slices.Clone(f.array(d["Annots"])), note)
	u.put(page, d)
	u.finish(dict{"Root": f.trailer["Root"], "Size": u.next})
	return u.out
}
