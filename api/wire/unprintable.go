package wire

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"hallmark/pdf"
	"hallmark/pdf/fonts"
	"hallmark/standard"
)

// FontsKey is the key under which a request of gin holds the fonts of the installation's papers.
const FontsKey = "fonts"

// UnprintableHeader names, in an answer to a JSON request, the members whose text is stored but
// cannot be printed whole, with the numbers of the signs: "name(U+1F600), notes[2](unjoined)".
const UnprintableHeader = "Hallmark-Unprintable"

// UnprintableKey is the key under which a request of gin holds such members, a []Unprintable.
const UnprintableKey = "unprintable"

// Unprintable is a member or form field whose text cannot be printed whole.
type Unprintable struct {
	Name, Text, Signs string // Signs as "😀(U+1F600)"
	Unjoined          bool
}

// isCommon reports whether a sign is surely printed: those of ASCII and of GBK, of which nearly every
// text is made.
func isCommon(r rune) bool {
	return r >= ' ' && r < 0x7F || r == '\n' || r == '\t' || r == '\r' ||
		r >= 0x4E00 && r <= 0x9FA5 || r >= 0x3001 && r <= 0x3011 || r >= 0xFF01 && r <= 0xFF5E
}

// NoteTexts notes what papers cannot print of the texts of a JSON body, and returns it.
func NoteTexts(c *gin.Context, body []byte, asIs map[string]bool) (list []Unprintable) {
	set, ok := c.Value(FontsKey).(*fonts.Set)
	if !ok {
		return nil
	}
	rare := func(r rune) bool { return !isCommon(r) }
	if !bytes.ContainsFunc(body, rare) && !bytes.Contains(body, []byte(`\u`)) {
		return nil
	}
	var value any
	if json.Unmarshal(body, &value) != nil {
		return nil // the decoder has said what is wrong
	}
	eachText("", value, func(place, text string) {
		if !asIs[place] {
			list = appendLoss(list, set, place, text)
		}
	})
	noteUnprintable(c, list)
	return list
}

// PrintableSigns are the signs that papers print, in the form of [pdf.Printable], and the digest of the
// office's fonts.
func PrintableSigns(c *gin.Context) (signs string, of standard.Digest) {
	set, ok := c.Value(FontsKey).(*fonts.Set)
	if !ok {
		return "", ""
	}
	return pdf.Printable(set), set.Digest()
}

// mostLosses is how many texts of a file are named that papers cannot print.
const mostLosses = 100

// UnprintableIn lists what papers cannot print of the texts of a value that was read from a file, each
// with its place in it below that of the value: it is said before anybody prints it, as it is where
// a text is typed.
func UnprintableIn(c *gin.Context, place string, value any) (losses []standard.Loss) {
	body, err := json.Marshal(value)
	var tree any
	if err != nil || json.Unmarshal(body, &tree) != nil {
		return nil // never: what was read
	}
	eachText(place, tree, func(at, text string) {
		text = strings.Map(withoutMarks, text)
		if len(losses) < mostLosses && strings.ContainsFunc(text, func(r rune) bool { return !isCommon(r) }) {
			losses = append(losses, lossOf(c, at, text)...)
		}
	})
	return losses
}

// withoutMarks takes out what a draft marks numbers in its texts with.
func withoutMarks(r rune) rune {
	if r < ' ' && r != '\n' {
		return -1
	}
	return r
}

// lossOf says what papers cannot print of a text; nothing of one that they can.
func lossOf(c *gin.Context, place, text string) []standard.Loss {
	switch signs, unjoined := lostIn(c, text); {
	case signs != "":
		return []standard.Loss{{Path: place, Code: "loss.unprintable", Args: []any{text, signs}}}
	case unjoined:
		return []standard.Loss{{Path: place, Code: "loss.unjoined", Args: []any{text}}}
	}
	return nil
}

// lostIn names the signs of a text that papers cannot print, "" for none, and says whether letters that
// belong together would stand one by one.
func lostIn(c *gin.Context, text string) (signs string, unjoined bool) {
	set, ok := c.Value(FontsKey).(*fonts.Set)
	if !ok {
		return "", false
	}
	lost := pdf.LostOf(set, text)
	return lost.String(), lost.Unjoined
}

// eachText calls visit with each text of a JSON value and its place, in the order of the names.
func eachText(place string, value any, visit func(place, text string)) {
	switch v := value.(type) {
	case string:
		visit(place, v)
	case []any:
		for i, one := range v {
			eachText(place+"["+strconv.Itoa(i)+"]", one, visit)
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			at := name
			if place != "" {
				at = place + "." + name
			}
			eachText(at, v[name], visit)
		}
	}
}

func appendLoss(list []Unprintable, set *fonts.Set, name, text string) []Unprintable {
	lost := pdf.LostOf(set, text)
	if lost.None() {
		return list
	}
	return append(list, Unprintable{name, text, lost.String(), lost.Unjoined})
}

// NoteForm notes what papers cannot print of the values of a form, and returns it.
func NoteForm(c *gin.Context, form url.Values, asIs map[string]bool) (list []Unprintable) {
	set, ok := c.Value(FontsKey).(*fonts.Set)
	if !ok {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(form)) {
		for _, text := range form[name] {
			if !asIs[name] {
				list = appendLoss(list, set, name, text)
			}
		}
	}
	noteUnprintable(c, list)
	return list
}

func noteUnprintable(c *gin.Context, list []Unprintable) {
	if len(list) == 0 {
		return
	}
	c.Set(UnprintableKey, list)
	c.Header(UnprintableHeader, UnprintableLine(list))
}

// mostNamed is how many members a header names; the others are counted.
const mostNamed = 20

// UnprintableLine names members with the numbers of their signs, in ASCII.
func UnprintableLine(list []Unprintable) string {
	parts := make([]string, 0, mostNamed+1)
	for i, one := range list {
		if i == mostNamed {
			parts = append(parts, "+"+strconv.Itoa(len(list)-i))
			break
		}
		parts = append(parts, escapeName(one.Name)+"("+one.numbers()+")")
	}
	return strings.Join(parts, ", ")
}

// numbers are the numbers of the signs: "U+1F600 U+1F44D", or "unjoined".
func (u Unprintable) numbers() string {
	if u.Signs == "" {
		return "unjoined"
	}
	var numbers []string
	for _, sign := range strings.Fields(u.Signs) {
		if at := strings.LastIndex(sign, "U+"); at >= 0 {
			numbers = append(numbers, strings.TrimSuffix(sign[at:], ")"))
		}
	}
	return strings.Join(numbers, " ")
}

func escapeName(name string) string {
	return strings.NewReplacer("%5B", "[", "%5D", "]").Replace(url.QueryEscape(name))
}
