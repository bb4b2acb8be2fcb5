package manuscript

import (
	"strings"
	"time"

	"hallmark/standard"
	"hallmark/standard/message"
)

// Standard is the whole text of an edition to be printed.
type Standard struct {
	Language message.Language
	Edition  *standard.Edition
	Base     *standard.Edition     // what differs from it is marked in the margin; nil: no marks
	Sheets   []*standard.Amendment // those the edition includes, for the foreword; may be fewer
	Record   string                // 备案号; "": none
	Printed  time.Time             // written into the file; zero: the day it takes effect
}

// Manuscript writes the standard in the order of GB/T 1.1: cover, contents, foreword, scope,
// normative references, terms, chapters, and the scoring as an informative annex.
func (s Standard) Manuscript() *Manuscript {
	w := standardWriter{Standard: s, meta: &s.Edition.Standard}
	if w.Printed.IsZero() {
		w.Printed, _ = time.Parse(time.DateOnly, w.meta.Effective) // a validated date
	}
	w.compare()
	m := &Manuscript{Language: s.Language, Form: StandardForm, Created: w.Printed,
		Title: w.meta.Number + " " + Typeset(w.meta.Name), Author: Typeset(w.meta.IssuingBody),
		Subject: string(s.Edition.ID()), Header: w.meta.Number, Cover: w.cover(), Contents: true,
		Front: w.foreword()}
	w.chapters()
	w.annex()
	w.add(Block{Kind: End})
	m.Body = w.blocks
	return m
}

// standardWriter is a standard in the making.
type standardWriter struct {
	Standard
	meta    *standard.Metadata
	blocks  []Block
	changes changes
	tables  int // of the annex, so far
}

func (w *standardWriter) say(key string, args ...any) string {
	return message.Text(w.Language, "print."+key, args...)
}

func (w *standardWriter) add(blocks ...Block) { w.blocks = append(w.blocks, blocks...) }

// reference reports whether the edition says that its number is only an example, so that readers
// must be told that they do not hold a published standard.
func (w *standardWriter) reference() bool { return w.meta.NumberNote != "" }

func (w *standardWriter) cover() *Cover {
	c := &Cover{Mark: mark(w.meta.Number), Level: w.level(), Number: w.meta.Number,
		Name: Typeset(w.meta.Name), NameEN: w.meta.NameEN, Amended: w.amended(),
		Issued:    w.say("issued", day(w.Language, w.meta.Issued)),
		Effective: w.say("effective", day(w.Language, w.meta.Effective)),
		Body:      Typeset(w.meta.IssuingBody), Issues: w.say("issues")}
	if w.meta.ICS != "" {
		c.ICS = "ICS  " + w.meta.ICS
	}
	if w.meta.CCS != "" {
		c.CCS = "CCS  " + w.meta.CCS
	}
	if w.Record != "" {
		c.Record = w.say("record", w.Record)
	}
	if w.reference() {
		c.Statement = w.say("statement")
	}
	return c
}

// mark is the large code of the cover: DB330105 of DB330105/T 999—2017.
func mark(number string) string {
	code, _, _ := strings.Cut(number, " ")
	code, _, _ = strings.Cut(code, "/")
	return code
}

// level is the kind of standard, by the letters of its number.
func (w *standardWriter) level() string {
	for _, kind := range []string{"DB", "GB", "T/"} {
		if strings.HasPrefix(w.meta.Number, kind) {
			return w.say("level." + strings.TrimSuffix(kind, "/"))
		}
	}
	return w.say("level.other")
}

// amended names the amendments that the text includes.
func (w *standardWriter) amended() string {
	if len(w.meta.Amendments) == 0 {
		return ""
	}
	return w.say("amended", strings.Join(w.meta.Amendments, w.say("and")))
}

func (w *standardWriter) foreword() []Block {
	list := []Block{{Kind: Front, Text: w.say("foreword")}, {Text: w.say("foreword.layout")}}
	if w.reference() {
		list = append(list, Block{Text: w.say("foreword.own")},
			Block{Text: w.say("foreword.number", w.meta.Number, Typeset(w.meta.NumberNote))})
	}
	if w.meta.WordingRule != "" {
		list = append(list, Block{Text: Typeset(w.meta.WordingRule)})
	}
	list = append(list, w.sheets()...)
	for _, line := range []struct{ key, value string }{
		{"foreword.body", w.meta.IssuingBody}, {"foreword.technical", w.meta.TechnicalBody},
		{"foreword.drafting", w.meta.DraftingSupport},
	} {
		if line.value != "" {
			list = append(list, Block{Text: w.say(line.key, Typeset(line.value))})
		}
	}
	return append(list, Block{Text: w.say("foreword.digest", w.Edition.ID())},
		Block{Kind: Note, Text: string(w.Edition.Digest())})
}

// sheets names the amendments that a consolidated text includes, with what is known of them.
func (w *standardWriter) sheets() []Block {
	if len(w.meta.Amendments) == 0 {
		return nil
	}
	list := []Block{{Text: w.say("foreword.consolidated")}}
	for i, id := range w.meta.Amendments {
		words := id
		for _, a := range w.Sheets {
			if a.Sheet.ID == id {
				words = w.say("foreword.sheet", a.Sheet.Number, day(w.Language, a.Sheet.Approved),
					Typeset(a.Sheet.Announcement), day(w.Language, a.Sheet.Effective))
			}
		}
		list = append(list, Block{Kind: Item, Level: 1, Number: letter(i), Text: words +
			stop(i, len(w.meta.Amendments))})
	}
	if w.Base != nil {
		list = append(list, Block{Text: w.say("foreword.bars", w.Base.ID())})
	}
	return list
}

// letter labels the items of a list: a) to z), then 1).
func letter(i int) string { return string(rune('a'+i%26)) + ")" }

// stop ends the i-th item of a list of n.
func stop(i, n int) string {
	if i == n-1 {
		return "。"
	}
	return "；"
}
