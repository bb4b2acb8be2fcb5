package fonts

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
)

// Face is one of the four typefaces that documents are set in.
type Face uint8

// The faces; Serif stands for 仿宋 and 宋体, SerifBold for 小标宋, Sans and SansBold for 黑体.
const (
	Serif Face = iota
	SerifBold
	Sans
	SansBold
	faces
)

// Missing is printed where no font has the character, the geta mark 〓.
const Missing = '〓'

var (
	files    = [faces]string{"serif.ttf", "serif-bold.ttf", "sans.ttf", "sans-bold.ttf"}
	weighs   = [faces]int{400, 700, 400, 700}
	embedded = sync.OnceValues(func() (*Set, error) { return load(nil) })
)

// The cuts, compressed after RFC 8878 to half of their size (.ci/fonts).
var (
	//go:embed serif.ttf.zst
	serif []byte
	//go:embed serif-bold.ttf.zst
	serifBold []byte
	//go:embed sans.ttf.zst
	sans []byte
	//go:embed sans-bold.ttf.zst
	sansBold []byte
)

// Set holds for each face the fonts that serve it. It never changes; goroutines may share it.
type Set struct {
	fonts []*Font
	faces [faces]table
}

// table says for each character of the BMP which font draws it and how wide it is.
type table struct {
	font  []uint8  // index into Set.fonts
	width []uint16 // 1/1000 em
}

const noFont = 0xFF

// Embedded returns the set of the embedded cuts. It is read at the first call.
func Embedded() (*Set, error) { return embedded() }

// Open returns the embedded cuts and the fonts of a directory, "" for none. A file serif.ttf,
// serif-bold.ttf, sans.ttf or sans-bold.ttf takes the place of that face (an office's own 仿宋 is
// serif.ttf, its 小标宋 serif-bold.ttf); any other .ttf serves the characters that a face lacks,
// the nearest weight first, and of these one with serif in its name for the serif faces. A file
// that is no TrueType font, or that may not be embedded, is an error with its name.
func Open(dir string) (*Set, error) {
	if dir == "" {
		return Embedded()
	}
	return load(os.DirFS(dir))
}

func load(dir fs.FS) (*Set, error) {
	s := new(Set)
	for face, cut := range [faces][]byte{serif, serifBold, sans, sansBold} {
		data, err := unpack(cut)
		if err == nil {
			err = s.add(files[face], data)
		}
		if err != nil {
			return nil, err
		}
	}
	own := len(s.fonts)
	if dir != nil {
		if err := s.read(dir); err != nil {
			return nil, err
		}
	}
	if len(s.fonts) >= noFont {
		return nil, fmt.Errorf("fonts: %d files are too many", len(s.fonts))
	}
	for face := range faces {
		s.faces[face] = s.index(s.chain(face, own))
	}
	return s, nil
}

func (s *Set) add(name string, data []byte) error {
	font, err := parse(name, data)
	if err == nil {
		s.fonts = append(s.fonts, font)
	}
	return err
}

func (s *Set) read(dir fs.FS) error {
	names, err := fs.Glob(dir, "*.[tT][tT][fF]")
	if err == nil && len(names) == 0 {
		err = errors.New("fonts: no .ttf file in the directory")
	}
	for _, name := range names {
		data, readErr := fs.ReadFile(dir, name)
		if readErr != nil {
			return fmt.Errorf("font %s: %w", name, readErr)
		}
		if err := s.add(name, data); err != nil {
			return err
		}
	}
	return err
}

// chain returns the fonts of a face, the first choice first: the office's, the embedded cut, then
// whatever else there is.
func (s *Set) chain(face Face, own int) []int {
	order := make([]int, len(s.fonts))
	for i := range order {
		order[i] = i
	}
	rank := func(i int) int {
		switch same := strings.EqualFold(path.Base(s.fonts[i].name), files[face]); {
		case same && i >= own:
			return -2
		case same:
			return -1
		}
		off := max(s.fonts[i].weight-weighs[face], weighs[face]-s.fonts[i].weight)
		if isSerif(s.fonts[i].name) != isSerif(files[face]) {
			off++
		}
		return off
	}
	slices.SortStableFunc(order, func(a, b int) int { return rank(a) - rank(b) })
	return order
}

func isSerif(name string) bool { return strings.Contains(strings.ToLower(name), "serif") }

func (s *Set) index(chain []int) table {
	t := table{font: make([]uint8, 1<<16), width: make([]uint16, 1<<16)}
	for r := range t.font {
		t.font[r] = noFont
		for _, i := range chain {
			if gid := s.fonts[i].gid[r]; gid != 0 {
				t.font[r], t.width[r] = uint8(i), uint16(s.fonts[i].advance(int(gid)))
				break
			}
		}
	}
	return t
}

// Find returns the number of the font that draws a character in a face, and whether there is one.
// There is always one for [Missing].
func (s *Set) Find(face Face, r rune) (font int, ok bool) {
	if r <= 0 || r >= 0xFFFF {
		return 0, false
	}
	n := s.faces[face].font[r]
	return int(n), n != noFont
}

// Width returns the width of a character that [Set.Find] has found, in 1/1000 em.
func (s *Set) Width(face Face, r rune) int { return int(s.faces[face].width[r]) }

// Subset returns a font of its own with the given characters of one of the fonts.
func (s *Set) Subset(font int, runes []rune) []byte { return s.fonts[font].Subset(runes) }
