package fonts_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hallmark/pdf/fonts"
)

func embedded(t testing.TB) *fonts.Set {
	t.Helper()
	set, err := fonts.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestEmbeddedCutsHoldEveryCharacter(t *testing.T) {
	list, err := os.ReadFile("characters.txt")
	if err != nil {
		t.Fatal(err)
	}
	set := embedded(t)
	for face := fonts.Serif; face <= fonts.SansBold; face++ {
		for _, r := range string(list) + "!\"#aZ09~ÀÿÜ×÷" + "〔〕★—…·℃㎡〓" {
			if _, ok := set.Find(face, r); !ok && r > ' ' {
				t.Errorf("face %d lacks %q", face, r)
			}
		}
		if w := set.Width(face, '国'); w != 1000 {
			t.Errorf("face %d: 国 is %d/1000 em wide", face, w)
		}
		if w := set.Width(face, 'i'); w < 100 || w > 500 {
			t.Errorf("face %d: i is %d/1000 em wide", face, w)
		}
	}
}

// TestChineseNames has every face draw what names are written with: all hanzi of GBK, Extension A,
// those of 通用规范汉字表 beyond the BMP (U+2CE7C … are the last of its 8,105), and what Hong Kong and
// Japan use beside them.
func TestChineseNames(t *testing.T) {
	set := embedded(t)
	names := "张龑囧劉陳張㼆𠮷𠮷野𫍽㇏𬱖𬟁𬶮𬺈𪣻𫓯𤩽𫄸𬙂𬸪𠅤𡃁"
	for face := fonts.Serif; face <= fonts.SansBold; face++ {
		for _, r := range names {
			if _, ok := set.Find(face, r); !ok {
				t.Errorf("face %d lacks %c %U", face, r, r)
			}
		}
		for _, block := range [][2]rune{{0x4E00, 0x9FA5}, {0x3400, 0x4DB5}} {
			for r := block[0]; r <= block[1]; r++ {
				if _, ok := set.Find(face, r); !ok || set.Width(face, r) != 1000 {
					t.Fatalf("face %d lacks %c %U or has it %d wide", face, r, r, set.Width(face, r))
				}
			}
		}
	}
}

// same asks for characters under their own codes.
func same(runes ...rune) map[rune]rune {
	codes := map[rune]rune{}
	for _, r := range runes {
		codes[r] = r
	}
	return codes
}

func TestNoFontForOtherCharacters(t *testing.T) {
	set := embedded(t)
	for _, r := range []rune{-1, 0, 0xFFFF, '😀', 0x10000, 0x3FFFF, 0x40000, 0x10FFFF, 'ש', 0xE000, 0xD800} {
		if font, ok := set.Find(fonts.Serif, r); ok {
			t.Errorf("font %d claims %U", font, r)
		}
	}
}

// moved returns a font whose only character is to instead of from.
func moved(t *testing.T, from, to rune) []byte {
	t.Helper()
	set := embedded(t)
	font, _ := set.Find(fonts.Sans, from)
	small := set.Subset(font, same(from))
	if len(small) > 10_000 { // the whole cut has millions
		t.Fatalf("the subset of one character has %d bytes", len(small))
	}
	word := func(n int) []byte { return binary.BigEndian.AppendUint16(nil, uint16(n)) }
	small = bytes.ReplaceAll(small, word(int(from)), word(int(to)))
	return bytes.ReplaceAll(small, word(1-int(from)), word(1-int(to)))
}

func write(t *testing.T, dir, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestDirectoryServesWhatTheCutsLack(t *testing.T) {
	const rare = 'ש'
	if _, ok := embedded(t).Find(fonts.Serif, rare); ok {
		t.Fatal("the cut has the rare character already")
	}
	dir := t.TempDir()
	write(t, dir, "extra.TTF", moved(t, '中', rare))
	set, err := fonts.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	for face := fonts.Serif; face <= fonts.SansBold; face++ {
		if _, ok := set.Find(face, rare); !ok {
			t.Errorf("face %d does not find it", face)
		}
		was, _ := embedded(t).Find(face, '国')
		if now, _ := set.Find(face, '国'); now != was {
			t.Errorf("face %d draws 国 from another font", face)
		}
	}
}

func TestOfficeFontTakesTheFace(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "serif.ttf", moved(t, '中', '中'))
	set, err := fonts.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	office, _ := set.Find(fonts.Serif, '中')
	cut, _ := set.Find(fonts.Serif, '国')
	other, _ := set.Find(fonts.SansBold, '中')
	if office == cut || office == other {
		t.Errorf("fonts %d (office), %d (cut), %d (other face) must differ", office, cut, other)
	}
}

func TestOpenRefusesWhatIsNoFont(t *testing.T) {
	good := moved(t, '中', '中')
	restricted := bytes.Clone(good)
	at := bytes.Index(restricted, []byte("OS/2"))
	os2 := binary.BigEndian.Uint32(restricted[at+8:])
	binary.BigEndian.PutUint16(restricted[os2+8:], 2)
	tests := map[string]struct {
		data []byte
		want error
	}{
		"empty":      {nil, fonts.ErrFont},
		"garbage":    {bytes.Repeat([]byte("字体"), 99), fonts.ErrFont},
		"opentype":   {append([]byte("OTTO"), good[4:]...), fonts.ErrFont},
		"no fonts":   {append([]byte("ttcf\x00\x01\x00\x00\x00\x00\x00\x00"), good...), fonts.ErrFont},
		"collection": {append([]byte("ttcf"), good[4:]...), fonts.ErrFont},
		"restricted": {restricted, fonts.ErrRestricted},
	}
	for n := 1; n < len(good); n += 97 {
		tests["truncated "+string(rune('a'+n/97%26))] = struct {
			data []byte
			want error
		}{good[:n], fonts.ErrFont}
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, "bad.ttf", test.data)
			_, err := fonts.Open(dir)
			if !errors.Is(err, test.want) || !strings.Contains(err.Error(), "bad.ttf") {
				t.Errorf("error %v, want %v with the name of the file", err, test.want)
			}
		})
	}
	if _, err := fonts.Open(t.TempDir()); err == nil {
		t.Error("a directory without fonts is no error")
	}
	if _, err := fonts.Open(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a missing directory is no error")
	}
}

// A damaged font either is refused or can be cut; it never stops the program.
func TestDamagedFonts(t *testing.T) {
	set := embedded(t)
	font, _ := set.Find(fonts.Serif, 'A')
	good := set.Subset(font, same([]rune("AÀÉcafé国检查〓")...))
	rapid.Check(t, func(t *rapid.T) {
		bad := bytes.Clone(good)
		for range rapid.IntRange(1, 8).Draw(t, "damages") {
			i := rapid.IntRange(0, min(len(bad)-1, 2000)).Draw(t, "at")
			bad[i] = rapid.Byte().Draw(t, "byte")
		}
		_, _ = fonts.Cut("bad.ttf", bad, []rune("AÀÉcafé国检查"))
	})
}

func TestSubsetsAreIndependent(t *testing.T) {
	set := embedded(t)
	font, _ := set.Find(fonts.Serif, '国')
	a := set.Subset(font, same([]rune("国家标准")...))
	b := set.Subset(font, same([]rune("准标家国国")...))
	if !bytes.Equal(a, b) {
		t.Error("the same characters give different subsets")
	}
	for i := range a {
		a[i] = 0xFF
	}
	if c := set.Subset(font, same([]rune("国家标准")...)); !bytes.Equal(b, c) {
		t.Error("writing into a subset changed the font")
	}
}

// collected returns a collection of one font, as simsun.ttc is one of two.
func collected(font []byte) []byte {
	const head = 16
	out := append([]byte("ttcf\x00\x01\x00\x00\x00\x00\x00\x01\x00\x00\x00\x10"), font...)
	for i := range int(binary.BigEndian.Uint16(font[4:])) {
		at := out[head+12+16*i+8:]
		binary.BigEndian.PutUint32(at, binary.BigEndian.Uint32(at)+head)
	}
	return out
}

func TestDirectoryReadsCollectionsAndOpenType(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "simsun.ttc", collected(moved(t, '中', 'ש')))
	write(t, dir, "extra.otf", moved(t, '中', 'ת'))
	set, err := fonts.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range "שת" {
		if _, ok := set.Find(fonts.Serif, r); !ok {
			t.Errorf("%c is not found", r)
		}
	}
}

// TestDirectoryCoversTheSupplementaryPlanes reads the fonts of Hanazono, which hold what the
// embedded ones lack of planes 2 and 3.
func TestDirectoryCoversTheSupplementaryPlanes(t *testing.T) {
	const rare = '𪚥' // U+2A6A5, four dragons
	if _, ok := embedded(t).Find(fonts.Serif, rare); ok {
		t.Fatal("the embedded fonts have it: the test needs another character")
	}
	set, err := fonts.Open("/usr/share/fonts/truetype/hanazono")
	if err != nil {
		t.Fatalf("%v (apt-get install fonts-hanazono)", err)
	}
	if _, ok := set.Find(fonts.Serif, rare); !ok {
		t.Error("Hanazono's 𪚥 is not found")
	}
	was, _ := embedded(t).Find(fonts.Serif, '国')
	if now, _ := set.Find(fonts.Serif, '国'); now != was {
		t.Error("国 is no more drawn by the embedded face")
	}
}

// TestPackedStaysPacked asks for a character of a face and sees that no more is unpacked than the
// outlines near it.
func TestPackedStaysPacked(t *testing.T) {
	set := embedded(t)
	font, _ := set.Find(fonts.SerifBold, '国')
	set.Subset(font, same('国'))
	got := testing.Benchmark(func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			set.Subset(font, same('国'))
		}
	}).AllocedBytesPerOp()
	if got > 2<<20 { // the whole face has 14 MB
		t.Errorf("a subset of one character allocates %d bytes", got)
	}
}
