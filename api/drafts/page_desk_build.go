package drafts

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/standard"
)

func jsonOf(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // texts
	}
	return b
}

// deskBuilder puts a desk together.
type deskBuilder struct {
	server  *Service
	c       *gin.Context
	draft   *DraftDocument
	value   *standard.WorkingDraft
	edition *standard.Edition
	diff    standard.Diff
	state   deskState

	changes map[standard.ClauseUID]*standard.ClauseChange
	found   map[standard.ClauseUID][]web.DeskRemark
	errors  map[int]int // by chapter
}

// remarks sorts what the check finds by clause.
func (b *deskBuilder) remarks() {
	b.found, b.errors = map[standard.ClauseUID][]web.DeskRemark{}, map[int]int{}
	l := wire.LanguageOf(b.c)
	for _, r := range b.value.Check() {
		v := web.DeskRemark{Field: remarkControl(r.Field), Error: r.Severity == standard.SeverityError,
			Text: r.Text(l), Source: r.Source}
		if r.UID == "" {
			v.Field = ""
		}
		if fix := r.Fix; fix != nil && fix.Modality != "" {
			v.Fix, v.New = "modality|"+string(fix.Modality), string(fix.Modality)
		} else if fix != nil {
			v.Fix = fmt.Sprintf("%s|%d|%d|%s|%s", r.Field, r.From, r.To, fix.Old, fix.New)
			v.New = fix.New
		}
		b.found[r.UID] = append(b.found[r.UID], v)
		if clause, ok := b.edition.Clause(r.UID); ok && v.Error {
			b.errors[clause.Chapter]++
		}
	}
}

// remarkControl is the control that a field of the check stands in: "text" for "text", "items" for
// "items[2].text", "points" for "points.district".
func remarkControl(field string) string {
	if rest, ok := strings.CutPrefix(field, "method."); ok {
		field = strings.NewReplacer("zero_at", "zero", "min_sample", "sample", "pass_if", "pass-if",
			"levels.", "level-").Replace(rest)
	}
	if strings.HasPrefix(field, "level-") {
		return field
	}
	if i := strings.IndexAny(field, ".["); i >= 0 {
		field = field[:i]
	}
	switch field {
	case "title_en":
		return "title-en"
	case "bonus_points":
		return "bonus"
	case "duty_holder":
		return "duty"
	case "code", "section", "chapter", "uid":
		return "title"
	}
	return field
}

// fill lists the chapters and the clauses of one.
func (b *deskBuilder) fill(page *web.Desk, chosen string) {
	l := wire.LanguageOf(b.c)
	chapters := b.chaptersWithClauses()
	if chosen == "" && len(chapters) > 0 {
		chosen = strconv.Itoa(chapters[0].Number)
	}
	for _, chapter := range append([]standard.Chapter{{Title: deskText(l, "frame")}}, chapters...) {
		row := web.DeskChapter{Chapter: chapter, Errors: b.errors[chapter.Number],
			URL:     web.DraftChapterURL(b.draft.ID, chapter.Number),
			Current: strconv.Itoa(chapter.Number) == chosen || chapter.Number == 0 && chosen == "frame"}
		for _, change := range b.diff.Clauses {
			clause := change.After
			if clause == nil {
				clause = change.Before
			}
			if clause.Chapter == chapter.Number {
				row.Changes++
			}
		}
		if chapter.Number == 0 {
			row.Changes, row.Errors = len(b.diff.Other), countErrors(b.found[""])
		}
		if row.Current {
			page.Chapter = chapter
		}
		page.Chapters = append(page.Chapters, row)
	}
	page.Remarks = b.found[""]
	if page.Chapter.Number == 0 {
		b.frame(page)
		return
	}
	b.clauses(page)
}

func countErrors(list []web.DeskRemark) (n int) {
	for _, r := range list {
		if r.Error {
			n++
		}
	}
	return n
}

func (b *deskBuilder) chaptersWithClauses() []standard.Chapter {
	var list []standard.Chapter
	for _, chapter := range b.edition.Chapters {
		has := func(c standard.Clause) bool { return c.Chapter == chapter.Number }
		if slices.ContainsFunc(b.edition.Clauses, has) || slices.ContainsFunc(b.edition.Sections,
			func(s standard.Section) bool {
				return strings.HasPrefix(s.Code, strconv.Itoa(chapter.Number)+".")
			}) {
			list = append(list, chapter)
		}
	}
	return list
}

func (b *deskBuilder) frame(page *web.Desk) {
	form := frameForm(b.value, b.edition, b.draft.Revision)
	if sent := b.state.frame; sent != nil {
		was := form.Was
		form = *sent
		form.Revision, form.Was = b.draft.Revision, was
		if len(form.TermCodes) == 0 || form.TermCodes[len(form.TermCodes)-1] != "" {
			form.TermCodes = append(form.TermCodes, "")
		}
	}
	page.FrameForm = &web.FrameEditor{Form: form, Chapters: b.edition.Chapters}
}

// clauses lists the sections of the page's chapter.
func (b *deskBuilder) clauses(page *web.Desk) {
	sections := b.sections(page.Chapter.Number)
	for i := range b.edition.Clauses {
		clause := &b.edition.Clauses[i]
		text := clause.Code + " " + clause.Title
		if clause.UID != b.state.clause {
			page.Others = append(page.Others, web.DeskPlace{Value: string(clause.UID), Text: text})
		}
		if clause.Chapter != page.Chapter.Number {
			continue
		}
		at := slices.IndexFunc(sections, func(s web.DeskSection) bool {
			return s.Code == headingOf(clause)
		})
		if at < 0 {
			continue
		}
		sections[at].Clauses = append(sections[at].Clauses, b.line(clause))
		if clause.UID == b.state.clause && page.MayEdit {
			page.Editor = b.editor(clause)
			page.ForSplit = web.SplitDefaults{Title: clause.Title, Text: clause.Text}
		}
	}
	for i := range sections {
		steps(sections[i].Clauses)
	}
	page.Sections = sections
	for _, s := range b.edition.Sections {
		page.Places = append(page.Places, web.DeskPlace{Value: s.Code, Text: s.Code + " " + s.Title})
	}
	for _, gone := range b.value.Withdrawn() {
		if gone.Chapter == page.Chapter.Number {
			page.Withdrawn = append(page.Withdrawn, b.gone(&gone))
		}
	}
}

// sections lists the headings of a chapter; clauses that stand in the chapter itself come first.
func (b *deskBuilder) sections(chapter int) []web.DeskSection {
	number := strconv.Itoa(chapter)
	var list []web.DeskSection
	if slices.ContainsFunc(b.edition.Clauses, func(c standard.Clause) bool {
		return c.Chapter == chapter && c.Section == c.Code
	}) {
		list = append(list, web.DeskSection{Code: number})
	}
	for _, s := range b.edition.Sections {
		if strings.HasPrefix(s.Code, number+".") {
			list = append(list, web.DeskSection{Code: s.Code, Title: s.Title})
		}
	}
	return list
}

func (b *deskBuilder) line(clause *standard.Clause) web.DeskClause {
	line := web.DeskClause{Clause: clause, Open: clause.UID == b.state.clause,
		URL:     web.DraftClauseURL(b.draft.ID, clause.Chapter, clause.UID),
		Remarks: b.found[clause.UID]}
	change := b.changes[clause.UID]
	if change == nil {
		return line
	}
	line.Change, line.Grades = change.Kind, change.Grades
	if change.CodeBefore != change.CodeAfter {
		line.Was = change.CodeBefore
	}
	for _, f := range change.Fields {
		if f.Field == "text" {
			line.Redline = f.Redline
		}
	}
	return line
}

// steps says behind which clause each one stands after a step up or down.
func steps(list []web.DeskClause) {
	for i := range list {
		list[i].CanUp, list[i].CanDown = i > 0, i+1 < len(list)
		if i > 1 {
			list[i].Up = list[i-2].UID
		}
		if i+1 < len(list) {
			list[i].Down = list[i+1].UID
		}
	}
}

func (b *deskBuilder) gone(clause *standard.Clause) web.DeskGone {
	g := web.DeskGone{Clause: clause}
	for _, entry := range b.value.Gone {
		if other, ok := b.edition.Clause(entry.SupersededBy); ok && entry.Clause.UID == clause.UID {
			g.SupersededBy = other.Code + " " + other.Title
		}
	}
	return g
}

// editor fills the form of the open clause: with the clause, or with what was sent and refused.
func (b *deskBuilder) editor(clause *standard.Clause) *web.ClauseEditor {
	e := &web.ClauseEditor{Clause: clause, Remarks: b.found[clause.UID],
		Form: clauseForm(b.value, clause, b.draft.Revision)}
	e.Base, _ = b.value.Base().Clause(clause.UID)
	if sent := b.state.form; sent != nil {
		was := e.Form.Was
		e.Form = *sent
		e.Form.Revision, e.Form.Was = b.draft.Revision, was
	}
	var conflict *conflictError
	if errors.As(b.state.failed, &conflict) {
		e.Conflicts = conflict.conflicts
	}
	return e
}
