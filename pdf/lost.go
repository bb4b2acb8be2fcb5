package pdf

import (
	"fmt"
	"strconv"
	"strings"

	"hallmark/pdf/canvas"
	"hallmark/pdf/fonts"
)

// Lost is what a text loses in print.
type Lost struct {
	Signs    []rune // which become 〓, each once, in their order
	Unjoined bool   // letters that belong together stand one by one
}

// LostOf says what a text loses in the papers of a set of fonts, nil for the embedded ones. It is the
// one rule for all who warn of it.
func LostOf(set *fonts.Set, text string) Lost {
	if set == nil {
		embedded, err := fonts.Embedded()
		if err != nil {
			return Lost{}
		}
		set = embedded
	}
	signs, unjoined := canvas.Lost(set, text)
	return Lost{signs, unjoined}
}

// Printable says which signs the papers of a set of fonts print, nil for the embedded ones, as a device
// keeps it: the runs of [canvas.Printable] to the base 36, with commas between them.
func Printable(set *fonts.Set) string {
	if set == nil {
		embedded, err := fonts.Embedded()
		if err != nil {
			return ""
		}
		set = embedded
	}
	var b []byte
	for i, n := range canvas.Printable(set) {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, int64(n), 36)
	}
	return string(b)
}

// None reports whether nothing is lost.
func (l Lost) None() bool { return len(l.Signs) == 0 && !l.Unjoined }

// String names the signs, each with its number, since whoever reads it may not see them: "😀(U+1F600)".
func (l Lost) String() string {
	names := make([]string, len(l.Signs))
	for i, r := range l.Signs {
		names[i] = fmt.Sprintf("U+%04X", r)
		if r > ' ' && r != 0x7F && !(r >= 0x80 && r < 0xA0) {
			names[i] = fmt.Sprintf("%c(U+%04X)", r, r)
		}
	}
	return strings.Join(names, " ")
}

// LostText is a text of a document with what it loses.
type LostText struct {
	Place string // the number of a clause; "" for what is about no clause
	Text  string
	Lost
}

// Lost lists the texts of people in a report or record that lose something in print, in the order of
// the document.
func (r *Report) Lost() (list []LostText) {
	look := func(place string, texts ...string) {
		for _, text := range texts {
			if lost := LostOf(r.Fonts, text); !lost.None() {
				list = append(list, LostText{place, text, lost})
			}
		}
	}
	look("", r.Office, r.Audit.HallName, r.Campaign, r.Firm, r.Facts, r.Statement, r.Remark)
	for _, name := range r.Audit.Inspectors {
		look("", r.Names[name])
	}
	for _, s := range r.Audit.Signatures() {
		look("", s.Name, s.Refused)
	}
	for _, c := range r.Audit.Checklist(r.Edition) {
		a := r.Answers[c.UID]
		look(c.Code, c.Title, c.Text, a.Reason, a.Note)
		for _, o := range a.Occurrences {
			look(c.Code, o.Note)
		}
	}
	return list
}
