package pdf

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"hallmark/checklists"
	"hallmark/pdf/fonts"
	"hallmark/pdf/manuscript"
	"hallmark/standard"
	"hallmark/standard/message"
)

// Notice is the notice of rectification 整改通知书 after an approved audit: what was found wanting,
// what was asked, and by when it is to be mended. It says what held when it was issued; deadlines
// that were moved since are not in it. A remark below the date says what appeals have changed.
type Notice struct {
	Language  message.Language
	Edition   *standard.Edition
	Audit     *checklists.Audit
	Result    checklists.Result // as first released
	Items     []checklists.Rectification
	Appeals   []checklists.Appeal // against clauses of the audit, decided or not
	Deadlines checklists.Deadlines
	AppealDue string // "2018-03-08"
	// AppealUncertain is set when the holidays of a year on the way are not known.
	AppealUncertain bool
	Office          string // who issues it
}

// WriteNotice writes the notice as PDF in the layout of GB/T 9704, with the errors of
// [WriteStandard].
func WriteNotice(w io.Writer, n Notice, set *fonts.Set) error {
	if n.Edition == nil || n.Audit == nil {
		return fmt.Errorf("%w: no edition or no audit", ErrIncomplete)
	}
	return WriteManuscript(w, n.Manuscript(), set)
}

// Manuscript writes the notice; package docx can set it as well.
func (n Notice) Manuscript() *manuscript.Manuscript {
	a, issued := n.Audit, checklists.At(n.Audit.ApprovedAt())
	m := &manuscript.Manuscript{Language: n.Language, Form: manuscript.OfficialForm,
		Title: n.say("title"), Author: n.Office, Subject: a.HallName, Header: a.Number,
		Created: issued.Time}
	hall, others := n.parted()
	opening := "opening"
	if a.Partial() {
		opening = "opening-partial" // it has no grade
	}
	m.Body = []manuscript.Block{
		{Kind: manuscript.RedHead, Text: n.Office, Number: n.say("number", a.Number)},
		{Kind: manuscript.Title, Text: n.say("title")},
		{Kind: manuscript.Addressee, Text: n.say("to", a.HallName)},
		{Text: n.say(opening, n.day(a.StartedAt.InHall()),
			message.Text(n.Language, "audit.kind-"+string(a.Kind)), a.Number,
			n.Edition.Standard.Number, manuscript.Typeset(n.Edition.Standard.Name), n.Edition.ID(),
			fixed(n.Result.Total, 1), n.grade(n.Result.Grade), len(n.Items))},
	}
	n.heading(m, 1, "findings")
	if len(hall) == 0 {
		m.Body = append(m.Body, manuscript.Block{Text: n.say("no-findings")})
	}
	for i := range hall {
		m.Body = append(m.Body, n.finding(i+1, &hall[i])...)
	}
	n.heading(m, 2, "requirements")
	m.Body = append(m.Body, n.requirements()...)
	if len(others) > 0 {
		n.heading(m, 3, "others")
		m.Body = append(m.Body, manuscript.Block{Text: n.say("others-about")},
			manuscript.Block{Kind: manuscript.TableBlock, Table: n.others(others)})
	}
	m.Body = append(m.Body, manuscript.Block{Kind: manuscript.Signature,
		Text: n.say("seal", n.Office) + "\n" + n.day(issued.InHall())})
	if remark := n.remark(); remark != "" {
		m.Body = append(m.Body, manuscript.Block{Kind: manuscript.Note, Text: remark})
	}
	m.Body = append(m.Body, manuscript.Block{Kind: manuscript.Back, Text: n.say("copies", n.Office,
		n.day(issued.InHall()))})
	return n.receipt(m)
}

// upheld lists the appeals by which findings of the notice fell away or became less, the earliest
// decision first.
func (n Notice) upheld() (list []*checklists.Appeal) {
	for i := range n.Appeals {
		p := &n.Appeals[i]
		if p.State == checklists.AppealUpheld && slices.ContainsFunc(n.Items,
			func(r checklists.Rectification) bool { return r.Clause == p.Clause }) {
			list = append(list, p)
		}
	}
	slices.SortStableFunc(list, func(a, b *checklists.Appeal) int {
		return a.Decision.At.Compare(b.Decision.At.Time)
	})
	return list
}

// Made is when all that the notice says had come about: the approval, or the latest decision of its
// remark.
func (n Notice) Made() checklists.Time {
	made := checklists.At(n.Audit.ApprovedAt())
	if list := n.upheld(); len(list) > 0 {
		made = list[len(list)-1].Decision.At
	}
	return made
}

// remark 附注 names the findings that appeals took away or made less after the notice was issued,
// each with the decision and the score before and after it; "" without one.
func (n Notice) remark() string {
	var lines []string
	for _, p := range n.upheld() {
		d, key := p.Decision, "remark-less"
		if p.TookAway() {
			key = "remark-revoked"
		}
		score := "remark-score"
		if n.Audit.Partial() {
			score = "remark-rate"
		}
		lines = append(lines, n.say(key, n.day(d.At.InHall()), p.Code, manuscript.Typeset(p.Title),
			manuscript.Typeset(d.Reason), fixed(p.Lost(), 2), fixed(n.lost(p), 2))+
			n.say(score, fixed(d.Before.Total, 1), fixed(d.After.Total, 1)))
	}
	if len(lines) == 0 {
		return ""
	}
	return n.say("remark") + strings.Join(lines, "\n")
}

// lost is what a clause loses after the decision on its appeal, in points.
func (n Notice) lost(appeal *checklists.Appeal) standard.Decimal {
	after := *appeal
	after.Earned = appeal.Decision.Earned
	return after.Lost()
}

func (n Notice) say(key string, args ...any) string {
	return message.Text(n.Language, "notice."+key, args...)
}

func (n Notice) day(t time.Time) string {
	return t.Format(message.Text(n.Language, "page.format.date"))
}

func (n Notice) date(s string) string {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return s
	}
	return n.day(t)
}

// grade returns a grade in the document's language.
func (n Notice) grade(name string) string {
	if n.Language == message.English {
		for _, g := range n.Edition.Scoring.Grades {
			if g.Name == name && g.NameEN != "" {
				return g.NameEN
			}
		}
	}
	return name
}

// parted tells what the hall itself mends from what others do.
func (n Notice) parted() (hall, others []checklists.Rectification) {
	for _, r := range n.Items {
		if r.Holder == standard.DutyHall || r.Holder == "" {
			hall = append(hall, r)
		} else {
			others = append(others, r)
		}
	}
	return hall, others
}

func (n Notice) heading(m *manuscript.Manuscript, number int, key string) {
	label := standard.SheetLabel(number)
	if n.Language == message.English {
		label = fmt.Sprintf("%d. ", number)
	}
	m.Body = append(m.Body, manuscript.Block{Kind: manuscript.Heading, Level: 1, Number: label,
		Text: n.say(key)})
}

// finding sets one finding: the clause as it read, what was found, how grave it is, by when.
func (n Notice) finding(number int, r *checklists.Rectification) []manuscript.Block {
	clause := manuscript.Typeset(r.Text)
	for _, item := range r.Items {
		clause += n.say("item", item.Label, manuscript.Typeset(item.Text))
	}
	found := n.say("no-note")
	if strings.TrimSpace(r.Found) != "" {
		found = manuscript.Typeset(r.Found)
	}
	if len(r.Evidence) > 0 {
		found += n.say("photos", len(r.Evidence))
	}
	blocks := []manuscript.Block{
		{Kind: manuscript.Heading, Level: 2, Number: n.say("ordinal", number),
			Text: r.Code + " " + manuscript.Typeset(r.Title)},
		{Text: n.say("clause", clause)},
		{Text: n.say("found", found)},
		{Text: n.say("due", n.severity(r), fixed(r.Lost, 2),
			n.due(r))},
	}
	if step := r.Continues(); step != nil && step.Since.Before(r.Opened.Time) {
		blocks = append(blocks, manuscript.Block{Text: n.say("continued", n.day(step.Since.InHall()), n.due(r))})
	}
	if r.Repeats > 0 {
		blocks = append(blocks, manuscript.Block{Text: n.say("repeated", r.Repeats)})
	}
	return blocks
}

// due is the deadline as it was issued: that of the older rectification where one goes on in this one.
func (n Notice) due(r *checklists.Rectification) string {
	if step := r.Continues(); step != nil {
		return n.date(step.Day) + uncertain(n.Language, step.DayUncertain)
	}
	return n.date(r.FirstDue) + uncertain(n.Language, r.DueUncertain)
}

func (n Notice) severity(r *checklists.Rectification) string {
	return message.Text(n.Language, "audit.severity-"+string(r.Severity))
}

func (n Notice) requirements() []manuscript.Block {
	d, planDue, unsure := n.Deadlines, "", false
	for i := range n.Items {
		if r := &n.Items[i]; r.PlanDue > planDue {
			planDue, unsure = r.PlanDue, r.PlanDueUncertain
		}
	}
	texts := []string{n.say("plan", n.date(planDue)+uncertain(n.Language, unsure)), n.say("reply"), n.say("recheck", d.Verify),
		n.say("late", d.Escalation.Urge, d.Escalation.Report, d.Escalation.Summon),
		n.say("appeal", n.date(n.AppealDue)+uncertain(n.Language, n.AppealUncertain))}
	blocks := make([]manuscript.Block, len(texts))
	for i, text := range texts {
		blocks[i] = manuscript.Block{Text: n.say("ordinal", i+1) + text}
	}
	return blocks
}

// uncertain is what follows a day that was counted through a year whose holidays are not known.
func uncertain(l message.Language, is bool) string {
	if !is {
		return ""
	}
	return message.Text(l, "calendar.uncertain")
}

func (n Notice) others(list []checklists.Rectification) *manuscript.Table {
	t := &manuscript.Table{Columns: []manuscript.Column{
		{Head: n.say("column.clause"), Width: 0.34}, {Head: n.say("column.holder"), Width: 0.2},
		{Head: n.say("column.found"), Width: 0.26},
		{Head: n.say("column.due"), Width: 0.2, Center: true}}}
	for i := range list {
		r := &list[i]
		t.Rows = append(t.Rows, manuscript.Row{Cells: []string{
			r.Code + " " + manuscript.Typeset(r.Title),
			message.Text(n.Language, "page.duty."+string(r.Holder)), manuscript.Typeset(r.Found),
			n.due(r)}})
	}
	return t
}

// receipt adds the slip by which the hall confirms that the notice has come.
func (n Notice) receipt(m *manuscript.Manuscript) *manuscript.Manuscript {
	t := &manuscript.Table{Columns: []manuscript.Column{{Head: n.say("receipt.item"), Width: 0.3},
		{Head: n.say("receipt.content"), Width: 0.7}}}
	for _, row := range [][2]string{{"receipt.document", n.say("title") + "\n" +
		n.say("number", n.Audit.Number)}, {"receipt.hall", n.Audit.HallName},
		{"receipt.receiver", "\n\n"}, {"receipt.date", n.say("receipt.blank-date")},
		{"receipt.remark", "\n\n"}} {
		t.Rows = append(t.Rows, manuscript.Row{Cells: []string{n.say(row[0]), row[1]}})
	}
	m.Body = append(m.Body, manuscript.Block{Kind: manuscript.Attachment,
		Number: n.say("attachment"), Text: n.say("receipt")},
		manuscript.Block{Kind: manuscript.TableBlock, Table: t})
	return m
}
