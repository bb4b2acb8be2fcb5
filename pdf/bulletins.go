package pdf

import (
	"fmt"
	"io"
	"strings"
	"time"

	"hallmark/checklists"
	"hallmark/checklists/bulletin"
	"hallmark/pdf/fonts"
	"hallmark/pdf/manuscript"
	"hallmark/standard"
	"hallmark/standard/message"
)

// BulletinSheet is a bulletin 通报 to be printed, in its own language. One that is not issued is
// printed without a number, and says so.
type BulletinSheet struct {
	Bulletin *bulletin.Bulletin
}

// WriteBulletin writes a bulletin as PDF after GB/T 9704, with the errors of [WriteStandard].
func WriteBulletin(w io.Writer, s BulletinSheet, set *fonts.Set) error {
	if s.Bulletin == nil {
		return fmt.Errorf("%w: no bulletin", ErrIncomplete)
	}
	return WriteManuscript(w, s.Manuscript(), set)
}

// Manuscript writes red head, title, sections, signature and 版记, and the data as annexes; package
// docx can set it as well.
func (s BulletinSheet) Manuscript() *manuscript.Manuscript {
	b := s.Bulletin
	w := bulletinPrinter{Bulletin: b, l: message.ParseLanguage(b.Language),
		f: bulletin.FiguresOf(&b.Data)}
	number, printed, mark := b.Number.Text(w.l), b.Issued, ""
	if b.State != bulletin.Issued {
		number, printed, mark = w.say("print-draft"), b.Created, w.say("print-mark")
	}
	m := &manuscript.Manuscript{Language: w.l, Form: manuscript.NoticeForm, Title: b.Title,
		Author: b.Issuer, Subject: number, Mark: mark, Created: printed.Time}
	w.annexes()
	if len(w.names) == 1 {
		w.blocks[0].Number = w.say("print-annex-only")
	}
	m.Body = append(m.Body, manuscript.Block{Kind: manuscript.RedHead, Text: w.issuer(), Number: number},
		manuscript.Block{Kind: manuscript.Title, Text: w.title()})
	if b.Addressees != "" {
		m.Body = append(m.Body, manuscript.Block{Kind: manuscript.Addressee,
			Text: w.say("print-to", b.Addressees)})
	}
	for i, section := range b.Sections {
		m.Body = append(m.Body, manuscript.Block{Kind: manuscript.Heading, Level: 1,
			Text: w.ordinal(i+1) + w.say("section-"+string(section.Key))})
		for _, line := range strings.Split(section.Text, "\n") {
			if line = strings.TrimSpace(line); line != "" {
				m.Body = append(m.Body, manuscript.Block{Text: manuscript.Typeset(line)})
			}
		}
	}
	m.Body = append(m.Body, w.list()...)
	m.Body = append(m.Body, w.signature())
	m.Body = append(m.Body, w.blocks...)
	m.Body = append(m.Body, manuscript.Block{Kind: manuscript.Note,
		Text: w.say("print-digest", b.DataDigest)})
	m.Body = append(m.Body, manuscript.Block{Kind: manuscript.Back, Text: w.back(printed)})
	return m
}

// bulletinPrinter is a bulletin in the making.
type bulletinPrinter struct {
	*bulletin.Bulletin
	l      message.Language
	f      bulletin.Figures
	names  []string           // of the annexes
	blocks []manuscript.Block // the annexes themselves
}

func (w *bulletinPrinter) say(key string, args ...any) string {
	return message.Text(w.l, "bulletin."+key, args...)
}

// issuer is the agency; a draft may have none yet.
func (w *bulletinPrinter) issuer() string {
	if w.Issuer == "" {
		return w.say("print-no-issuer")
	}
	return w.Issuer
}

// ordinal numbers a section: 一、 or "1. ".
func (w *bulletinPrinter) ordinal(n int) string {
	if w.l == message.English {
		return fmt.Sprintf("%d. ", n)
	}
	return standard.SheetLabel(n)
}

// list names the annexes below the text 附件说明; a single one has no number (GB/T 9704, 7.3.4).
func (w *bulletinPrinter) list() []manuscript.Block {
	if len(w.names) == 1 {
		return []manuscript.Block{{Text: w.say("print-annexes") + w.names[0]}}
	}
	var blocks []manuscript.Block
	for i, name := range w.names {
		blocks = append(blocks, manuscript.Block{Text: w.say("print-annex-line", i+1, name)})
	}
	for i := range blocks {
		if i == 0 {
			blocks[i].Text = w.say("print-annexes") + blocks[i].Text
		} else { // below the first one, after GB/T 9704, 7.3.4
			blocks[i].Text = strings.Repeat("　", 3) + blocks[i].Text
		}
	}
	return blocks
}

// title begins a line with what stands in brackets.
func (w *bulletinPrinter) title() string {
	title := manuscript.Typeset(w.Title)
	if name, period, ok := strings.Cut(title, "（"); ok && name != "" {
		return name + "\n（" + period
	}
	return title
}

// day writes the day of an instant in the halls.
func (w *bulletinPrinter) day(t checklists.Time) string {
	d := t.InHall()
	return message.Text(w.l, "print.day", d.Year(), int(d.Month()), d.Day())
}

// date writes a day that comes as "2018-03-14".
func (w *bulletinPrinter) date(s string) string {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return s
	}
	return message.Text(w.l, "print.day", t.Year(), int(t.Month()), t.Day())
}

func (w *bulletinPrinter) signature() manuscript.Block {
	lines := []string{w.issuer()}
	if w.State == bulletin.Issued {
		lines = append(lines, w.day(w.Issued))
	}
	return manuscript.Block{Kind: manuscript.Signature, Text: strings.Join(lines, "\n")}
}

func (w *bulletinPrinter) back(printed checklists.Time) string {
	var lines []string
	if w.Copies != "" {
		lines = append(lines, w.say("print-copies", w.Copies))
	}
	key := "print-issued"
	if w.State != bulletin.Issued {
		key = "print-drafted"
	}
	return strings.Join(append(lines, w.say(key, w.issuer(), w.day(printed))), "\n")
}

// annex adds a table on a page of its own, unless it has no rows.
func (w *bulletinPrinter) annex(name string, t *manuscript.Table) {
	if len(t.Rows) == 0 {
		return
	}
	w.names = append(w.names, name)
	w.blocks = append(w.blocks, manuscript.Block{Kind: manuscript.Attachment,
		Number: w.say("print-annex", len(w.names)), Text: name},
		manuscript.Block{Kind: manuscript.TableBlock, Table: t})
}
