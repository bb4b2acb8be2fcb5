package fonts

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"sync"

	"hallmark/standard"
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
	files    = [faces]string{"serif", "serif-bold", "sans", "sans-bold"}
	weighs   = [faces]int{400, 700, 400, 700}
	embedded = sync.OnceValues(func() (*Set, error) { return load(nil) })
)

// The cuts (.ci/fonts): of each face the characters of Noto SC, then those of Hong Kong and of Japan
// that it lacks.
//
//go:embed *.font
var cuts embed.FS

// Set holds for each face the fonts that serve it. It never changes; goroutines may share it.
type Set struct {
	fonts []*Font
	faces [faces]table
	own   standard.Digest // of the office's fonts; "" for none
}

// Digest tells the fonts of an office from others; it is "" for the embedded ones alone, as it is for
// nil.
func (s *Set) Digest() standard.Digest {
	if s == nil {
		return ""
	}
	return s.own
}

// table says for each character which font draws it and how wide it is.
type table struct{ pages[drawn] }

type drawn struct {
	font  uint16 // index into Set.fonts, plus 1; 0 is "no font"
	width uint16 // 1/1000 em
}

// Embedded returns the set of the embedded cuts. It is read at the first call.
func Embedded() (*Set, error) { return embedded() }

// Open returns the embedded cuts and the fonts of a directory, "" for none. A file named serif,
// serif-bold, sans or sans-bold (.ttf, .otf or .ttc) takes the place of that face (an office's own
// 仿宋 is serif.ttf, its 小标宋 serif-bold.ttf); any other one serves the characters that a face
// lacks, the nearest weight first, and of these one with serif in its name for the serif faces. Of
// a collection the first font is taken. A file without TrueType outlines, or that may not be
// embedded, is an error with its name.
func Open(dir string) (*Set, error) {
	if dir == "" {
		return Embedded()
	}
	return load(os.DirFS(dir))
}

func load(dir fs.FS) (*Set, error) {
	s := new(Set)
	for _, face := range files {
		for _, part := range regions {
			packed, err := cuts.ReadFile(face + part + ".font")
			if err != nil {
				return nil, err
			}
			font, err := open(face+part, packed)
			if err != nil {
				return nil, err
			}
			s.fonts = append(s.fonts, font)
		}
	}
	own := len(s.fonts)
	if dir != nil {
		if err := s.read(dir); err != nil {
			return nil, err
		}
	}
	if len(s.fonts) > maxFiles {
		return nil, fmt.Errorf("fonts: %d files are too many", len(s.fonts))
	}
	for face := range faces {
		s.index(&s.faces[face], s.chain(face, own))
	}
	return s, nil
}

// regions names the parts of an embedded face.
var regions = [parts]string{"", "-hk", "-jp"}

const parts = 3

// maxFiles is how many fonts a set may have.
const maxFiles = 256

func (s *Set) read(dir fs.FS) error {
	names, err := fs.Glob(dir, "*.[tToO][tT][fFcC]")
	if err == nil && len(names) == 0 {
		err = errors.New("fonts: no .ttf, .otf or .ttc file in the directory")
	}
	sum := sha256.New()
	for _, name := range names {
		data, readErr := fs.ReadFile(dir, name)
		if readErr != nil {
			return fmt.Errorf("font %s: %w", name, readErr)
		}
		font, err := parse(name, data)
		if err != nil {
			return err
		}
		s.fonts = append(s.fonts, font)
		fmt.Fprintf(sum, "%s\n%s\n", name, standard.DigestBytes(data))
	}
	s.own = standard.Digest(hex.EncodeToString(sum.Sum(nil)))
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
		name := strings.TrimSuffix(s.fonts[i].name, path.Ext(s.fonts[i].name))
		switch {
		case strings.EqualFold(name, files[face]) && i >= own:
			return -2
		case i < own && i/parts == int(face):
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

// index fills a face's table from its fonts, the first choice last, so that it stays.
func (s *Set) index(t *table, chain []int) {
	for _, i := range slices.Backward(chain) {
		font := s.fonts[i]
		for page, glyphs := range font.glyphs {
			if glyphs == nil {
				continue
			}
			for low, gid := range glyphs {
				if gid != 0 {
					t.set(rune(page<<8+low), drawn{uint16(i + 1), uint16(font.advance(int(gid)))})
				}
			}
		}
	}
}

// Find returns the number of the font that draws a character in a face, and whether there is one.
// There is always one for [Missing].
func (s *Set) Find(face Face, r rune) (font int, ok bool) {
	n := s.faces[face].at(r).font
	return int(n) - 1, n != 0
}

// Width returns the width of a character that [Set.Find] has found, in 1/1000 em.
func (s *Set) Width(face Face, r rune) int { return int(s.faces[face].at(r).width) }

// Subset returns a font of its own that draws, for each key of codes, the character that it names,
// as [Font.Subset] does.
func (s *Set) Subset(font int, codes map[rune]rune) []byte { return s.fonts[font].Subset(codes) }
