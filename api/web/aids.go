package web

import (
	"net/url"
	"strings"

	"hallmark/checklists"
	"hallmark/standard"
)

// AidsURL is the address of the aids of an edition.
func AidsURL(id standard.EditionID) string {
	return "/editions/" + url.PathEscape(string(id)) + "/aids"
}

// Aids shows and sets what helps with the clauses of an edition, at /editions/{id}/aids.
type Aids struct {
	Frame
	Edition  *standard.Edition
	Lines    []AidLine
	Revision int
	By       string          // name of the person who saved last; "" for nobody, or for those of the program
	At       checklists.Time // when
	May      bool            // change them
	Saved    bool            // just now
}

func (*Aids) template() string { return "aids" }

// Action returns the address to which the form is sent.
func (p *Aids) Action() string { return AidsURL(p.Edition.ID()) }

// AidLine is a clause with its aid; First says that its chapter begins with it.
type AidLine struct {
	Clause  *standard.Clause
	Chapter *standard.Chapter
	First   bool
	standard.Aid
}

// PhraseLines is the phrases as they are typed, one to a line.
func (l *AidLine) PhraseLines() string { return strings.Join(l.Phrases, "\n") }

// SynonymLine is the synonyms as they are typed.
func (l *AidLine) SynonymLine() string { return strings.Join(l.Synonyms, "、") }

// AidLines lists the clauses of an edition with their aids.
func AidLines(e *standard.Edition, aids []standard.Aid) []AidLine {
	by := make(map[standard.ClauseUID]standard.Aid, len(aids))
	for _, a := range aids {
		by[a.Clause] = a
	}
	var lines []AidLine
	for i := range e.Clauses {
		c := &e.Clauses[i]
		chapter, _ := e.Chapter(c.Chapter)
		lines = append(lines, AidLine{Clause: c, Chapter: chapter, Aid: by[c.UID],
			First: i == 0 || e.Clauses[i-1].Chapter != c.Chapter})
	}
	return lines
}

// AidsForm is sent to /editions/{id}/aids, beside phrases-UID, synonyms-UID and hint-UID for each
// clause.
type AidsForm struct {
	Revision int `form:"revision" validate:"min=0"`
}
