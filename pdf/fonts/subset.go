package fonts

import (
	"encoding/binary"
	"maps"
	"slices"
)

// Subset returns a TrueType font of its own that draws, for each key of codes, the character that
// it names; those that the font lacks are left out. Codes are of the BMP. The result shares no
// memory with the font, so that gofpdf, which writes into the bytes that it is given, can have it.
// The cost grows with the characters, not with the font.
func (f *Font) Subset(codes map[rune]rune) []byte {
	s := newSubset(f)
	for _, code := range slices.Sorted(maps.Keys(codes)) {
		s.add(code, codes[code])
	}
	s.addParts()
	return s.assemble(s.cmap4())
}

type subset struct {
	font   *Font
	codes  []rune         // each with a glyph
	glyphs []int          // glyphs of the font, in the new order
	place  map[int]int    // glyph of the font to its place in the new order
	of     map[rune]int   // code to place
	blocks map[int][]byte // of a packed font, unpacked
}

func newSubset(f *Font) *subset {
	return &subset{font: f, glyphs: []int{0}, place: map[int]int{0: 0}, of: map[rune]int{},
		blocks: map[int][]byte{}}
}

// add takes a character, whose glyph is the next one in the new order unless another character has
// it already.
func (s *subset) add(code, r rune) {
	if !s.font.Has(r) {
		return
	}
	s.codes = append(s.codes, code)
	s.of[code] = s.take(int(s.font.glyphs.at(r)))
}

func (s *subset) take(gid int) int {
	at, ok := s.place[gid]
	if !ok {
		at = len(s.glyphs)
		s.place[gid] = at
		s.glyphs = append(s.glyphs, gid)
	}
	return at
}

// addParts takes the parts of composite glyphs.
func (s *subset) addParts() {
	for i := 0; i < len(s.glyphs); i++ {
		eachPart(s.outline(s.glyphs[i]), func(part []byte) { s.take(be16(part, 0)) })
	}
}

// maxDepth and maxParts bound composite glyphs; real ones have two or three parts of one level.
const (
	maxDepth = 4
	maxParts = 16
)

// outline returns the outline of a glyph, nil for one that is not sound: gofpdf would follow a
// glyph that is a part of itself without end.
func (s *subset) outline(gid int) []byte {
	if outline := s.stored(gid); s.sound(outline, 0) {
		return outline
	}
	return nil
}

// stored returns the outline of a glyph as the font has it; nil for a blank one.
func (s *subset) stored(gid int) []byte {
	from, to := s.font.place(gid)
	switch glyf := s.font.tables["glyf"]; {
	case to == 0:
		return nil
	case s.font.blocks != nil:
		return s.unpack(from, to)
	case to > len(glyf):
		return nil
	default:
		return glyf[from:to]
	}
}

func (s *subset) sound(outline []byte, depth int) bool {
	sound, parts := depth < maxDepth, 0
	whole := eachPart(outline, func(part []byte) {
		gid := be16(part, 0)
		if parts++; parts > maxParts || gid >= s.font.numGlyphs {
			sound = false
		}
		sound = sound && s.sound(s.stored(gid), depth+1)
	})
	return sound && whole
}

// Flags of a composite glyph's part (OpenType, table glyf).
const (
	argsAreWords  = 0x0001
	haveScale     = 0x0008
	moreParts     = 0x0020
	haveXYScale   = 0x0040
	haveTwoByTwo  = 0x0080
	partHead      = 4 // flags and glyph
	compositeHead = 10
)

// eachPart calls visit with the bytes of each part's glyph number in a composite glyph; it returns
// false where the outline ends too early.
func eachPart(outline []byte, visit func(gid []byte)) bool {
	if len(outline) < compositeHead || int16(be16(outline, 0)) >= 0 {
		return true
	}
	at := compositeHead
	for flags := moreParts; flags&moreParts != 0; {
		if at+partHead > len(outline) {
			return false
		}
		flags = be16(outline, at)
		visit(outline[at+2 : at+4])
		at += partHead + 2
		if flags&argsAreWords != 0 {
			at += 2
		}
		switch {
		case flags&haveScale != 0:
			at += 2
		case flags&haveXYScale != 0:
			at += 4
		case flags&haveTwoByTwo != 0:
			at += 8
		}
	}
	return at <= len(outline)
}

func (s *subset) assemble(cmap []byte) []byte {
	tables := map[string][]byte{}
	for _, name := range []string{"name", "OS/2", "cvt ", "fpgm", "prep", "gasp"} {
		if t := s.font.tables[name]; t != nil {
			tables[name] = t
		}
	}
	if t := tables["name"]; len(t) < 6 || be16(t, 0) != 0 {
		tables["name"] = []byte{0, 0, 0, 0, 0, 6} // no names; gofpdf reads format 0 only
	}
	tables["head"] = patched(s.font.tables["head"], map[int]int{8: 0, 10: 0, 50: 1})
	tables["hhea"] = patched(s.font.tables["hhea"], map[int]int{34: len(s.glyphs)})
	tables["maxp"] = patched(s.font.tables["maxp"], map[int]int{4: len(s.glyphs)})
	tables["post"] = patched(s.font.tables["post"][:32], map[int]int{0: 3, 2: 0})
	tables["cmap"] = cmap
	tables["hmtx"] = s.hmtx()
	tables["glyf"], tables["loca"] = s.glyf()
	return join(tables)
}

func (s *subset) hmtx() []byte {
	old, last := s.font.tables["hmtx"], s.font.numMetrics-1
	out := make([]byte, 0, 4*len(s.glyphs))
	for _, gid := range s.glyphs {
		bearing := 4*gid + 2
		if gid > last {
			bearing = 4*(last+1) + 2*(gid-last-1)
		}
		out = append(append(out, old[4*min(gid, last):][:2]...), old[bearing:][:2]...)
	}
	return out
}

func (s *subset) glyf() (glyf, loca []byte) {
	for _, gid := range s.glyphs {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		outline := slices.Clone(s.outline(gid))
		eachPart(outline, s.renumber)
		glyf = append(glyf, outline...)
		for len(glyf)%4 != 0 {
			glyf = append(glyf, 0)
		}
	}
	return glyf, binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
}

func (s *subset) renumber(gid []byte) {
	binary.BigEndian.PutUint16(gid, uint16(s.place[be16(gid, 0)]))
}

// segment is a run of codes whose glyphs follow one another.
type segment struct{ first, last, gid int }

func (s *subset) segments() []segment {
	var runs []segment
	for _, code := range slices.Sorted(slices.Values(s.codes)) {
		c, gid := int(code), s.of[code]
		if n := len(runs) - 1; n >= 0 && c == runs[n].last+1 && gid == runs[n].gid+c-runs[n].first {
			runs[n].last++
		} else {
			runs = append(runs, segment{c, c, gid})
		}
	}
	return runs
}

// maxSegments keeps the length field of a format 4 map within its 16 bits.
const maxSegments = 8000

// cmap4 writes a format 4 map, which gofpdf reads.
func (s *subset) cmap4() []byte {
	segments := s.segments()
	segments = append(segments[:min(len(segments), maxSegments)], segment{0xFFFF, 0xFFFF, 0x10000})
	n := len(segments)
	words := []int{0, 1, 3, 1, 0, 12, 4, 16 + 8*n, 0, 2 * n, 0, 0, 0}
	for _, g := range segments {
		words = append(words, g.last)
	}
	words = append(words, 0)
	for _, g := range segments {
		words = append(words, g.first)
	}
	for _, g := range segments {
		words = append(words, g.gid-g.first)
	}
	out := make([]byte, 0, 2*(len(words)+n))
	for _, w := range words {
		out = binary.BigEndian.AppendUint16(out, uint16(w))
	}
	return append(out, make([]byte, 2*n)...) // no segment uses a glyph array
}

// cmap12 writes a format 12 map, which holds characters beyond the BMP.
func (s *subset) cmap12() []byte {
	segments := s.segments()
	out := []byte{0, 0, 0, 1, 0, 3, 0, 10, 0, 0, 0, 12, 0, 12, 0, 0}
	out = binary.BigEndian.AppendUint32(out, uint32(16+12*len(segments)))
	out = binary.BigEndian.AppendUint32(out, 0)
	out = binary.BigEndian.AppendUint32(out, uint32(len(segments)))
	for _, g := range segments {
		for _, v := range []int{g.first, g.last, g.gid} {
			out = binary.BigEndian.AppendUint32(out, uint32(v))
		}
	}
	return out
}

func patched(table []byte, words map[int]int) []byte {
	out := slices.Clone(table)
	for at, w := range words {
		binary.BigEndian.PutUint16(out[at:], uint16(w))
	}
	return out
}

// join writes the tables, sorted by name, behind their directory. The checksums are left 0: no
// reader of embedded fonts looks at them, and gofpdf writes its own.
func join(tables map[string][]byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, 0x00010000)
	out = binary.BigEndian.AppendUint16(out, uint16(len(tables)))
	out = append(out, make([]byte, 6)...)
	names := slices.Sorted(maps.Keys(tables))
	at := 12 + 16*len(names)
	for _, name := range names {
		out = append(append(out, name...), 0, 0, 0, 0)
		out = binary.BigEndian.AppendUint32(out, uint32(at))
		out = binary.BigEndian.AppendUint32(out, uint32(len(tables[name])))
		at += (len(tables[name]) + 3) &^ 3
	}
	for _, name := range names {
		out = append(out, tables[name]...)
		out = append(out, make([]byte, -len(tables[name])&3)...)
	}
	return out
}
