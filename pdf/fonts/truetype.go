package fonts

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Why a font file is refused.
var (
	ErrFont       = errors.New("not a usable TrueType font")
	ErrRestricted = errors.New("the font's licence bits forbid embedding")
)

// maxFont is the largest font file that is read, in bytes.
const maxFont = 64 << 20

// collection is the mark of a TrueType collection (simsun.ttc); its first font is taken.
const collection = 0x74746366

// Font is a TrueType font, checked and indexed. It never changes, so goroutines may share it.
type Font struct {
	name   string // file name, for messages
	weight int    // OS/2 usWeightClass, 100..900
	data   []byte
	tables map[string][]byte

	unitsPerEm int
	numGlyphs  int
	numMetrics int
	longLoca   bool
	glyphs     pages[uint16] // 0 is "no glyph"
	blocks     [][]byte      // the outlines of a packed font (see Pack); nil for a file's
}

// lastRune is the last character that a font is asked for, the end of plane 3: every Chinese
// character of Unicode stands before it.
const lastRune = 0x3FFFF

// pages holds a value for each character up to lastRune, in pages of 256; a page without values
// takes no room.
type pages[T any] [(lastRune + 1) >> 8]*[1 << 8]T

func (p *pages[T]) at(r rune) (v T) {
	if r < 0 || r > lastRune || p[r>>8] == nil {
		return v
	}
	return p[r>>8][r&0xFF]
}

func (p *pages[T]) set(r rune, v T) {
	if p[r>>8] == nil {
		p[r>>8] = new([1 << 8]T)
	}
	p[r>>8][r&0xFF] = v
}

// parse checks a font file and indexes it. Nothing of the file is trusted: every table is checked
// here, because gofpdf panics on a bad one, or prints to standard output and goes on.
func parse(name string, data []byte) (*Font, error) {
	f := &Font{name: name, data: data, tables: map[string][]byte{}}
	for _, step := range []func() error{f.readTables, f.readHead, f.readOS2, f.readCmap} {
		if err := step(); err != nil {
			return nil, fmt.Errorf("font %s: %w", name, err)
		}
	}
	return f, nil
}

func (f *Font) readTables() error {
	if len(f.data) < 12 || len(f.data) > maxFont {
		return fmt.Errorf("%w: %d bytes", ErrFont, len(f.data))
	}
	at := 0
	if be32(f.data, 0) == collection {
		if len(f.data) < 16 || be32(f.data, 8) == 0 {
			return fmt.Errorf("%w: a collection without fonts", ErrFont)
		}
		if at = be32(f.data, 12); at > len(f.data)-12 {
			return fmt.Errorf("%w: truncated", ErrFont)
		}
	}
	switch kind := be32(f.data, at); kind {
	case 0x00010000, 0x74727565: // TrueType outlines
	case 0x4F54544F:
		return fmt.Errorf("%w: OpenType with CFF outlines; TrueType outlines are needed", ErrFont)
	default:
		return fmt.Errorf("%w: unknown type %08x", ErrFont, kind)
	}
	n := be16(f.data, at+4)
	if len(f.data)-at < 12+16*n {
		return fmt.Errorf("%w: truncated", ErrFont)
	}
	for i := range n {
		entry := f.data[at+12+16*i:]
		from, size := be32(entry, 8), be32(entry, 12)
		if from > len(f.data) || size > len(f.data)-from {
			return fmt.Errorf("%w: truncated", ErrFont)
		}
		f.tables[string(entry[:4])] = f.data[from : from+size]
	}
	for name, size := range map[string]int{"head": 54, "hhea": 36, "maxp": 6, "OS/2": 78,
		"post": 32, "hmtx": 4, "loca": 4, "glyf": 0, "cmap": 4} {
		if t, ok := f.tables[name]; !ok || len(t) < size {
			return fmt.Errorf("%w: table %s is missing or short", ErrFont, name)
		}
	}
	return nil
}

func (f *Font) readHead() error {
	head, hhea := f.tables["head"], f.tables["hhea"]
	f.unitsPerEm = be16(head, 18)
	f.longLoca = be16(head, 50) == 1
	f.numGlyphs = be16(f.tables["maxp"], 4)
	f.numMetrics = be16(hhea, 34)
	locaSize := 2
	if f.longLoca {
		locaSize = 4
	}
	switch {
	case f.unitsPerEm < 16 || f.unitsPerEm > 16384, be16(head, 50) > 1, be16(head, 52) != 0:
		return fmt.Errorf("%w: table head", ErrFont)
	case f.numGlyphs == 0, f.numMetrics == 0, f.numMetrics > f.numGlyphs, be16(hhea, 32) != 0:
		return fmt.Errorf("%w: no glyphs or no metrics", ErrFont)
	case len(f.tables["hmtx"]) < 4*f.numMetrics+2*(f.numGlyphs-f.numMetrics):
		return fmt.Errorf("%w: table hmtx is short", ErrFont)
	case len(f.tables["loca"]) < locaSize*(f.numGlyphs+1):
		return fmt.Errorf("%w: table loca is short", ErrFont)
	}
	return nil
}

// readOS2 takes the weight and keeps to the embedding bits (fsType: 0x0002 restricted, 0x0100 no
// subsetting, 0x0200 bitmaps only).
func (f *Font) readOS2() error {
	os2 := f.tables["OS/2"]
	f.weight = be16(os2, 4)
	if bits := be16(os2, 8); bits&0x000F == 0x0002 || bits&0x0300 != 0 {
		return ErrRestricted
	}
	return nil
}

// readCmap fills the index from the best Unicode sub-table, format 12 or 4.
func (f *Font) readCmap() error {
	cmap := f.tables["cmap"]
	n := be16(cmap, 2)
	if len(cmap) < 4+8*n {
		return fmt.Errorf("%w: table cmap", ErrFont)
	}
	var read func([]byte) error
	var sub []byte
	for i := range n {
		system, coding, at := be16(cmap, 4+8*i), be16(cmap, 6+8*i), be32(cmap, 8+8*i)
		if at > len(cmap)-16 || system != 0 && (system != 3 || coding != 1 && coding != 10) {
			continue
		}
		switch be16(cmap, at) {
		case 12:
			read, sub = f.readCmap12, cmap[at:]
		case 4:
			if read == nil {
				read, sub = f.readCmap4, cmap[at:]
			}
		}
	}
	if read == nil {
		return fmt.Errorf("%w: no Unicode character map", ErrFont)
	}
	return read(sub)
}

func (f *Font) readCmap12(sub []byte) error {
	groups := be32(sub, 12)
	if groups > (len(sub)-16)/12 {
		return fmt.Errorf("%w: character map is short", ErrFont)
	}
	next := 0 // groups ascend, so that no file makes the loop long
	for i := range groups {
		g := sub[16+12*i:]
		first, last, gid := be32(g, 0), be32(g, 4), be32(g, 8)
		if first < next || last < first {
			return fmt.Errorf("%w: character map is not in order", ErrFont)
		}
		next = last + 1
		for r := first; r <= min(last, lastRune); r++ {
			f.setGlyph(r, gid+r-first)
		}
	}
	return nil
}

func (f *Font) readCmap4(sub []byte) error {
	segments := be16(sub, 6) / 2
	if len(sub) < 16+8*segments {
		return fmt.Errorf("%w: character map is short", ErrFont)
	}
	ends, starts := sub[14:], sub[16+2*segments:]
	deltas, offsets := sub[16+4*segments:], sub[16+6*segments:]
	next := 0
	for i := range segments {
		first, last := be16(starts, 2*i), min(be16(ends, 2*i), 0xFFFE)
		if first < next {
			return fmt.Errorf("%w: character map is not in order", ErrFont)
		}
		next = last + 1
		delta, offset := be16(deltas, 2*i), be16(offsets, 2*i)
		for r := first; r <= last; r++ {
			gid := r
			if offset != 0 {
				at := 2*i + offset + 2*(r-first)
				if at+2 > len(offsets) {
					break
				}
				if gid = be16(offsets, at); gid == 0 {
					continue
				}
			}
			f.setGlyph(r, (gid+delta)&0xFFFF)
		}
	}
	return nil
}

func (f *Font) setGlyph(r, gid int) {
	if gid > 0 && gid < f.numGlyphs && r > 0 && r&0xFFFE != 0xFFFE {
		f.glyphs.set(rune(r), uint16(gid))
	}
}

// Has reports whether the font draws a character.
func (f *Font) Has(r rune) bool { return f.glyphs.at(r) != 0 }

// runes returns the characters that the font draws, sorted.
func (f *Font) runes() []rune {
	var all []rune
	for r := range rune(lastRune) {
		if f.Has(r) {
			all = append(all, r)
		}
	}
	return all
}

// advance returns the width of a glyph in 1/1000 em.
func (f *Font) advance(gid int) int {
	units := be16(f.tables["hmtx"], 4*min(gid, f.numMetrics-1))
	return (units*1000 + f.unitsPerEm/2) / f.unitsPerEm
}

// place returns where the outline of a glyph stands in the table glyf; to is 0 for a blank one and
// where the file is wrong.
func (f *Font) place(gid int) (from, to int) {
	loca := f.tables["loca"]
	if f.longLoca {
		from, to = be32(loca, 4*gid), be32(loca, 4*gid+4)
	} else {
		from, to = 2*be16(loca, 2*gid), 2*be16(loca, 2*gid+2)
	}
	if to-from < compositeHead+2 {
		return 0, 0
	}
	return from, to
}

func be16(b []byte, at int) int { return int(binary.BigEndian.Uint16(b[at:])) }
func be32(b []byte, at int) int { return int(binary.BigEndian.Uint32(b[at:])) }
