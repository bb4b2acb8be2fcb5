package manuscript

import (
	"strings"
	"time"

	"hallmark/standard"
	"hallmark/standard/message"
)

// Sheet is an amendment sheet 修改单 to be printed.
type Sheet struct {
	Language  message.Language
	Amendment *standard.Amendment
	Base      *standard.Edition // gives titles and the approver; nil: sentences name numbers alone
	Stage     Stage
	Approver  string    // the person who approved it; "": a line to sign on
	Signed    time.Time // of the approver's signature; zero: the day that the sheet states
	Notes     bool      // with 编制说明: reasons, and a table of what was and what is
	Printed   time.Time // written into the file; zero: the day of approval
}

// Stage says how far a sheet has come. What is not published is marked on every page, and bears no
// day of approval.
type Stage uint8

// The stages: 草案, 报批稿, and published.
const (
	Drafted Stage = iota
	ForApproval
	Published
)

// mark is what every page of a sheet says that is not published.
func (s Sheet) mark() string {
	switch s.Stage {
	case Drafted:
		return s.say("sheet.drafted")
	case ForApproval:
		return s.say("sheet.for-approval")
	}
	return ""
}

// Manuscript writes the sheet in its customary form: title, sentence of approval, and the items
// 一、二、… in the drafter's own sentences; in English, or where there are none, in the program's.
func (s Sheet) Manuscript() *Manuscript {
	head := &s.Amendment.Sheet
	if s.Printed.IsZero() {
		s.Printed, _ = time.Parse(time.DateOnly, head.Approved) // a validated date
	}
	m := &Manuscript{Language: s.Language, Form: OfficialForm, Title: head.Title,
		Author: s.body(), Subject: head.Number, Header: head.Number, Mark: s.mark(),
		Created: s.Printed}
	m.Body = append(m.Body, Block{Kind: Title, Text: s.title()},
		Block{Kind: Subtitle, Text: head.Number})
	if head.NumberNote != "" {
		m.Body = append(m.Body, Block{Kind: Note, Text: s.say("sheet.statement",
			Typeset(head.NumberNote))})
	}
	m.Body = append(m.Body, Block{Text: Typeset(head.Approval)},
		Block{Kind: Subtitle, Text: s.say("sheet.matters")})
	for i := range s.Amendment.Items {
		m.Body = append(m.Body, s.item(i, &s.Amendment.Items[i])...)
	}
	m.Body = append(m.Body, s.closing()...)
	if s.Notes {
		m.Body = append(m.Body, s.notes()...)
	}
	return m
}

func (s Sheet) say(key string, args ...any) string {
	return message.Text(s.Language, "print."+key, args...)
}

// title begins a line with the name of the standard: 编号 / 《名称》第N号修改单.
func (s Sheet) title() string {
	title := Typeset(s.Amendment.Sheet.Title)
	if number, name, ok := strings.Cut(title, "《"); ok && number != "" {
		return strings.TrimSpace(number) + "\n《" + name
	}
	return title
}

// body is who issues the standard.
func (s Sheet) body() string {
	if s.Base == nil {
		return ""
	}
	return Typeset(s.Base.Standard.IssuingBody)
}

// sentence is the drafter's own sentence, if there is one in the language.
func (s Sheet) sentence(item *standard.Item) string {
	if s.Language == message.Chinese && item.SheetText != "" {
		return Typeset(item.SheetText)
	}
	return Typeset(standard.SheetText(s.Language, item, s.Base))
}

// item prints one operation: its sentence, the wording that the sentence does not quote, and the
// transition.
func (s Sheet) item(i int, item *standard.Item) []Block {
	label := item.Label
	if s.Language == message.English {
		label = s.say("sheet.label", i+1)
	} else if label == "" {
		label = standard.SheetLabel(i + 1)
	}
	sentence := s.sentence(item)
	blocks := []Block{{Number: label, Text: sentence}}
	switch item.Op {
	case standard.OpAdd, standard.OpReplace:
		blocks = append(blocks, s.wording(item, sentence)...)
	case standard.OpTerm:
		blocks = append(blocks, s.term(item, sentence)...)
	case standard.OpWeight:
		blocks = append(blocks, s.weights(item))
	}
	if words := standard.TransitionText(s.Language, item); words != "" {
		blocks = append(blocks, Block{Text: Typeset(words)})
	}
	return blocks
}

// wording quotes the new text, and the new way of checking, unless the sentence has said it.
func (s Sheet) wording(item *standard.Item, sentence string) []Block {
	var blocks []Block
	for _, row := range standard.Compare(s.Language, item) {
		after := Typeset(row.After)
		said := said(sentence, Typeset(row.Before), after)
		switch row.Label {
		case s.field("title"):
			if !strings.Contains(sentence, after) || item.Op == standard.OpAdd {
				blocks = append(blocks, Block{Kind: Quote, Text: join(item.Code, after)})
			}
		case s.field("text"):
			if !said && item.Op == standard.OpAdd {
				blocks = append(blocks, Block{Kind: Quote, Text: after})
			} else if !said {
				blocks = append(blocks, Block{Kind: Quote, Text: join(item.Code, after)})
			}
		case s.field("items"):
			if !said && item.Op == standard.OpAdd {
				blocks = append(blocks, Block{Kind: Quote, Text: after})
			}
		case s.field("points"):
			if item.Op == standard.OpAdd && !strings.Contains(sentence, after) {
				blocks = append(blocks, Block{Kind: Quote, Text: s.say("sheet.points", after)})
			}
		case s.field("method"):
			if !strings.Contains(sentence, after) {
				blocks = append(blocks, Block{Kind: Quote, Text: s.say("sheet.method", after)})
			}
		}
	}
	return blocks
}

func (s Sheet) field(name string) string {
	return message.Text(s.Language, "sheettext.field."+name)
}

// said reports whether a sentence quotes everything that a text has gained.
func said(sentence, before, after string) bool {
	for _, span := range standard.Redline(before, after) {
		if span.Op == standard.SpanInsert && !strings.Contains(sentence, Typeset(span.Text)) {
			return false
		}
	}
	return true
}

func (s Sheet) term(item *standard.Item, sentence string) []Block {
	rows := standard.Compare(s.Language, item)
	if len(rows) == 0 || rows[0].After == "" || said(sentence, rows[0].Before, rows[0].After) {
		return nil
	}
	return []Block{{Kind: Quote, Text: Typeset(rows[0].After)}}
}

// weights sets the new weights out as a table.
func (s Sheet) weights(item *standard.Item) Block {
	t := &Table{Columns: []Column{{s.say("column.item"), 0.34, false},
		{s.say("sheet.before"), 0.33, true}, {s.say("sheet.after"), 0.33, true}}}
	for _, row := range standard.Compare(s.Language, item) {
		t.Rows = append(t.Rows, Row{Cells: []string{row.Label, row.Before, row.After}})
	}
	return Block{Kind: TableBlock, Table: t}
}

// closing seals the sheet: what it starts from, what comes out, and who approved it.
func (s Sheet) closing() []Block {
	head := &s.Amendment.Sheet
	blocks := []Block{{Kind: Note, Text: s.say("sheet.base", head.BaseEdition, head.Digest.Base) +
		"\n" + s.say("sheet.result", head.ResultEdition, head.Digest.Result)}}
	lines := []string{s.body()}
	if s.Approver != "" {
		lines = append(lines, s.say("sheet.approver", s.Approver))
	} else {
		lines = append(lines, s.say("sheet.approver", "                "))
	}
	lines = append(lines, s.signedOn())
	if lines[0] == "" {
		lines = lines[1:]
	}
	return append(blocks, Block{Kind: Signature, Text: strings.Join(lines, "\n")})
}

// signedOn is the day under the signature: of the act itself, or a line to write it on.
func (s Sheet) signedOn() string {
	switch {
	case s.Stage != Published:
		return s.say("sheet.no-day")
	case s.Signed.IsZero():
		return s.day(s.Amendment.Sheet.Approved)
	}
	return s.day(s.Signed.Format(time.DateOnly))
}

func (s Sheet) day(date string) string { return day(s.Language, date) }

// day writes "2022年5月20日" for "2022-05-20".
func day(l message.Language, date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return message.Text(l, "print.day", t.Year(), int(t.Month()), t.Day())
}
