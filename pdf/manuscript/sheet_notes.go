package manuscript

import (
	"strings"

	"hallmark/standard"
)

// notes is the attachment that explains the sheet 编制说明: why each item is there, and what was
// beside what is.
func (s Sheet) notes() []Block {
	return []Block{
		{Kind: Attachment, Number: s.say("attachment"), Text: s.say("sheet.notes")},
		{Kind: Caption, Text: s.say("sheet.reasons")},
		{Kind: TableBlock, Table: s.reasons()},
		{Kind: Caption, Text: s.say("sheet.comparison")},
		{Kind: TableBlock, Table: s.comparison()},
	}
}

func (s Sheet) reasons() *Table {
	t := &Table{Columns: []Column{{s.say("column.no"), 0.09, true},
		{s.say("column.place"), 0.12, true}, {s.say("column.grade"), 0.13, true},
		{s.say("column.reason"), 0.36, false}, {s.say("column.basis"), 0.3, false}}}
	for i := range s.Amendment.Items {
		item := &s.Amendment.Items[i]
		grade := "—"
		if item.Grade != "" {
			grade = s.say("grade." + string(item.Grade))
		}
		t.Rows = append(t.Rows, Row{Cells: []string{standard.Numeral(i + 1), s.placeOf(item), grade,
			Typeset(item.Reason), Typeset(strings.Join(item.Basis, "\n"))}})
	}
	return t
}

// placeOf names what an item changes: a clause's number, or a chapter.
func (s Sheet) placeOf(item *standard.Item) string {
	switch {
	case item.Code != "":
		return item.Code
	case item.Op == standard.OpWeight:
		return s.say("place.weights")
	case strings.HasSuffix(item.Target, "references"):
		return s.say("chapter", 2)
	}
	return s.say("chapter", 1)
}

func (s Sheet) comparison() *Table {
	t := &Table{Columns: []Column{{s.say("column.place"), 0.1, true},
		{s.say("column.what"), 0.12, true}, {s.say("sheet.before"), 0.39, false},
		{s.say("sheet.after"), 0.39, false}}}
	show := func(text string) string {
		if text == "" {
			return "—"
		}
		return Typeset(text)
	}
	for i := range s.Amendment.Items {
		item := &s.Amendment.Items[i]
		for _, row := range standard.Compare(s.Language, item) {
			t.Rows = append(t.Rows, Row{Cells: []string{s.placeOf(item), row.Label,
				show(row.Before), show(row.After)}})
		}
	}
	return t
}
