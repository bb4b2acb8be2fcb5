package canvas

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"hallmark/pdf/fonts"
)

// gofpdf writes a character of a text as its code point in two bytes, so that nothing beyond the
// BMP can be said to it. Such a character therefore gets a code of the private use area that the
// document does not use otherwise, and the file's map from codes to Unicode says what it is. So does
// a form of an Arabic letter: who copies it gets the letter.

// The codes that are given away, the last one first.
const (
	firstCode = 0xE000
	lastCode  = 0xF8FF
)

func needsCode(r rune) bool { return r > 0xFFFF || isForm[r] }

// codes returns for each font that is used the codes of its characters, and for each character
// that needs one its code. With more such characters than there are codes, the last ones become 〓.
func (d *Document) codes() (byFont []map[rune]rune, codeOf map[rune]rune) {
	taken, far := map[rune]bool{}, map[rune]bool{}
	for _, used := range d.used {
		for r := range used {
			if needsCode(r) {
				far[r] = true
			} else {
				taken[r] = true
			}
		}
	}
	codeOf = map[rune]rune{}
	code := rune(lastCode)
	for _, r := range slices.Sorted(maps.Keys(far)) {
		for taken[code] {
			code--
		}
		if code < firstCode {
			codeOf[r] = fonts.Missing
			continue
		}
		codeOf[r] = code
		code--
	}
	byFont = make([]map[rune]rune, len(d.used))
	for font, used := range d.used {
		if used == nil {
			continue
		}
		byFont[font] = make(map[rune]rune, len(used))
		for r := range used {
			byFont[font][coded(codeOf, r)] = r
		}
	}
	return byFont, codeOf
}

func coded(codeOf map[rune]rune, r rune) rune {
	if !needsCode(r) {
		return r
	}
	return codeOf[r]
}

// encode writes a text in the codes of the document.
func encode(codeOf map[rune]rune, text []rune) string {
	var b strings.Builder
	for _, r := range text {
		b.WriteRune(coded(codeOf, r))
	}
	return b.String()
}

// spell writes a text for gofpdf where a reader sees it as Unicode, in metadata and bookmarks: what
// is beyond the BMP as two surrogates of three bytes each, which gofpdf turns into UTF-16.
func spell(text []rune) string {
	var b []byte
	for _, r := range text {
		if high, low := utf16.EncodeRune(r); high != utf8.RuneError {
			for _, half := range []rune{high, low} {
				b = append(b, 0xED, 0x80|byte(half>>6&0x3F), 0x80|byte(half&0x3F))
			}
			continue
		}
		b = utf8.AppendRune(b, r)
	}
	return string(b)
}

var errShape = errors.New("pdf: the file has not the shape that the map of its characters needs")

// nameCodes writes into a file what the codes of a font mean that are not their own characters, in
// place of gofpdf's map of every code to itself, and moves the table of the file's objects.
func (d *Document) nameCodes(file []byte, byFont []map[rune]rune) ([]byte, error) {
	for font, codes := range byFont {
		entries := d.entries(codes)
		if len(entries) == 0 {
			continue
		}
		at := regexp.MustCompile(`/BaseFont /utf8` + family(font) +
			`\n[^>]*?/ToUnicode (\d+) 0 R`).FindSubmatch(file)
		if at == nil {
			return nil, errShape
		}
		var err error
		if file, err = replaceStream(file, string(at[1]), unicodeMap(entries)); err != nil {
			return nil, err
		}
	}
	return file, nil
}

// entries returns "<code> <UTF-16>" for each code that stands for another character, sorted.
func (d *Document) entries(codes map[rune]rune) []string {
	var lines []string
	for _, code := range slices.Sorted(maps.Keys(codes)) {
		if r := codes[code]; r != code && code != fonts.Missing {
			if letter := d.letters[r]; letter != 0 {
				r = letter
			}
			line := fmt.Sprintf("<%04X> <", code)
			for _, unit := range utf16.Encode([]rune{r}) {
				line += fmt.Sprintf("%04X", unit)
			}
			lines = append(lines, line+">")
		}
	}
	return lines
}

// maxEntries is how many entries one section of a map may have (Adobe Technical Note 5014).
const maxEntries = 100

// unicodeMap returns the CMap (ISO 32000-2, 9.10.3) of codes that are their own characters, but for
// those of the private use area that are given.
func unicodeMap(entries []string) []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo\n<</Registry (Adobe)\n/Ordering (UCS)\n/Supplement 0\n>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n" +
		"1 beginbfrange\n<0000> <DFFF> <0000>\nendbfrange\n")
	for part := range slices.Chunk(entries, maxEntries) {
		fmt.Fprintf(&b, "%d beginbfchar\n%s\nendbfchar\n", len(part), strings.Join(part, "\n"))
	}
	b.WriteString("1 beginbfrange\n<F900> <FFFF> <F900>\nendbfrange\n" +
		"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend")
	return b.Bytes()
}

// replaceStream gives an object of a file that gofpdf wrote another stream, and brings the table of
// objects at its end up to date.
func replaceStream(file []byte, object string, stream []byte) ([]byte, error) {
	from := bytes.Index(file, []byte("\n"+object+" 0 obj\n"))
	if from < 0 {
		return nil, errShape
	}
	from++
	size := bytes.Index(file[from:], []byte("endobj"))
	table := bytes.LastIndex(file, []byte("\nxref\n"))
	if size < 0 || table < from {
		return nil, errShape
	}
	fresh := fmt.Appendf(nil, "%s 0 obj\n<</Length %d>>\nstream\n%s\nendstream\n", object,
		len(stream), stream)
	out := slices.Concat(file[:from], fresh, file[from+size:])
	return moveTable(out, table+len(fresh)-size+1, from, len(fresh)-size)
}

// moveTable adds by to the place of each object behind from in the table that stands at table.
func moveTable(file []byte, table, from, by int) ([]byte, error) {
	lines := bytes.SplitAfter(file[table:], []byte("\n"))
	for i, line := range lines {
		if len(line) == len("0000000000 00000 n \n") && bytes.HasSuffix(line, []byte(" n \n")) {
			at, err := strconv.Atoi(string(line[:10]))
			if err != nil {
				return nil, errShape
			}
			if at > from {
				at += by
			}
			copy(line, fmt.Sprintf("%010d", at))
		}
		if bytes.Equal(line, []byte("startxref\n")) && i+1 < len(lines) {
			return slices.Concat(file[:table], bytes.Join(lines[:i+1], nil),
				fmt.Appendf(nil, "%d\n", table), bytes.Join(lines[i+2:], nil)), nil
		}
	}
	return nil, errShape
}
