package seal

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"maps"
	"slices"
)

// update is an incremental update (7.5.6) in the making.
type update struct {
	base      *file
	out       []byte
	previous  int // where the last cross-reference table of the base stands
	next      int // the next free object number
	positions map[int]position
}

type position struct{ at, generation int }

func newUpdate(pdf []byte) (*update, error) {
	if !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		return nil, ErrNotPDF
	}
	f := readFile(pdf)
	i := bytes.LastIndex(pdf, []byte("startxref"))
	if i < 0 {
		return nil, ErrNotPDF
	}
	x := &lexer{b: pdf, i: i + len("startxref")}
	v, err := x.value(0)
	previous, ok := whole(v)
	if err != nil || !ok || previous < 0 || previous >= len(pdf) {
		return nil, ErrNotPDF
	}
	switch {
	case f.trailer["Encrypt"] != nil:
		return nil, ErrEncrypted
	case !bytes.HasPrefix(pdf[previous:], []byte("xref")):
		return nil, ErrUnsupported
	case len(f.signatures()) > 0:
		return nil, ErrSealed
	}
	size, ok := whole(f.trailer["Size"])
	if _, isReference := f.trailer["Root"].(reference); !ok || !isReference || size < 1 {
		return nil, ErrNotPDF
	}
	for n := range f.objects {
		size = max(size, n+1)
	}
	u := &update{base: f, previous: previous, next: size, positions: map[int]position{}}
	u.out = append(make([]byte, 0, len(pdf)+1<<16), pdf...)
	if u.out[len(u.out)-1] != '\n' {
		u.out = append(u.out, '\n')
	}
	return u, nil
}

func (u *update) allocate() reference {
	u.next++
	return reference{object: u.next - 1}
}

func (u *update) begin(r reference) {
	u.positions[r.object] = position{len(u.out), r.generation}
	u.out = fmt.Appendf(u.out, "%d %d obj\n", r.object, r.generation)
}

func (u *update) put(r reference, v any) {
	u.begin(r)
	u.out = append(appendValue(u.out, v, appendReference), "\nendobj\n"...)
}

// putStream writes a stream, deflated.
func (u *update) putStream(r reference, d dict, data []byte) error {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	if _, err := z.Write(data); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	d["Filter"], d["Length"] = name("FlateDecode"), b.Len()
	u.begin(r)
	u.out = append(appendValue(u.out, d, appendReference), "\nstream\n"...)
	u.out = append(append(u.out, b.Bytes()...), "\nendstream\nendobj\n"...)
	return nil
}

// finish writes the cross-reference table and the trailer.
func (u *update) finish(trailer dict) {
	start := len(u.out)
	u.out = append(u.out, "xref\n"...)
	numbers := slices.Sorted(maps.Keys(u.positions))
	for i := 0; i < len(numbers); {
		j := i + 1
		for j < len(numbers) && numbers[j] == numbers[j-1]+1 {
			j++
		}
		u.out = fmt.Appendf(u.out, "%d %d\n", numbers[i], j-i)
		for ; i < j; i++ {
			p := u.positions[numbers[i]]
			u.out = fmt.Appendf(u.out, "%010d %05d n \n", p.at, p.generation)
		}
	}
	u.out = append(u.out, "trailer\n"...)
	u.out = appendValue(u.out, trailer, appendReference)
	u.out = fmt.Appendf(u.out, "\nstartxref\n%d\n%%%%EOF\n", start)
}
