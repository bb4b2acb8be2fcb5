package web_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"testing"
	"time"

	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/fixtures"
	"hallmark/standard"
	"hallmark/standard/message"
)

// A story is one page with data to look at. The structural tests run over all of them; with
// HALLMARK_STORIES=DIR they are written to files that a browser can open (see TestStories).
type story struct {
	name string
	page func(web.Frame) web.Page
}

// world is the data of the stories.
type world struct {
	edition *standard.Edition
	amended *standard.Edition
	halls   []checklists.Hall
	audit   checklists.Audit
	states  map[standard.ClauseUID]checklists.ClauseState
	score   checklists.Score
	people  web.People
	note    string // what people type: hostile in one of the tests
}

const auditID = checklists.AuditID("01949b2c-7d00-7000-8000-00000000a001")

func at(hour, minute int) checklists.Time {
	return checklists.At(time.Date(2018, 1, 22, hour, minute, 0, 0, checklists.HallZone))
}

func newWorld(t testing.TB, note string) *world {
	t.Helper()
	edition, err := fixtures.Edition2017()
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := fixtures.AmendmentXG1()
	if err != nil {
		t.Fatal(err)
	}
	amended, err := standard.Apply(edition, sheet)
	if err != nil {
		t.Fatal(err)
	}
	halls, err := fixtures.Halls()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{edition: edition, amended: amended, halls: halls, note: note, people: web.People{
		"auditor": "林思远", "auditor2": "陈晓禾", "supervisor": "周予安"}}
	w.audit = checklists.Audit{
		ID: auditID, Number: "GS-S03-20180122-00A001", Hall: "GS-S03",
		HallName: halls[3].Name + note, Tier: standard.Subdistrict, Kind: checklists.Comprehensive,
		State: checklists.InProgress, Edition: edition.ID(), EditionDigest: edition.Digest(),
		Inspectors: []checklists.Username{"auditor", "auditor2"},
		StartedAt:  at(9, 5), UpdatedAt: at(10, 32), Revision: 141, Digest: edition.Digest(),
		Transitions: []checklists.Transition{
			{To: checklists.InProgress, By: "supervisor", At: at(8, 30), Digest: edition.Digest()},
			{To: checklists.Returned, By: "supervisor", At: at(9, 0), Digest: edition.Digest(),
				Comment: "5.2.3 的照片看不清,请重拍。" + note},
		},
	}
	w.answer(t, func(i int) bool { return i%9 != 7 })
	return w
}

// answer fills the checklist but for the clauses that are to be left.
func (w *world) answer(t testing.TB, take func(i int) bool) {
	t.Helper()
	w.states = map[standard.ClauseUID]checklists.ClauseState{}
	answers := map[standard.ClauseUID]checklists.Answer{}
	for i, c := range w.edition.Checklist(w.audit.Tier) {
		if !take(i) {
			continue
		}
		a := w.answerTo(c, i)
		answers[c.UID] = a
		state := checklists.ClauseState{Answer: a, By: "auditor", At: "1516588320000-0001-tab7",
			Change: "c1", Heads: []checklists.ChangeID{"c1"}}
		if i == 12 || i == 3 {
			other := a
			other.Level, other.Pass, other.Numerator = 1, !a.Pass, 2
			other.Note = "复核时看到的情况不同。" + w.note
			state.Heads = append(state.Heads, "c2")
			state.Conflict = []checklists.Head{
				{Answer: a, By: "auditor", At: state.At, Change: "c1"},
				{Answer: other, By: "auditor2", At: "1516588020000-0001-tab8", Change: "c2"}}
		}
		w.states[c.UID] = state
	}
	score, err := checklists.ScoreOf(w.edition, w.audit.Tier, answers)
	if err != nil {
		t.Fatal(err)
	}
	w.score = score
}

func (w *world) answerTo(c *standard.Clause, i int) checklists.Answer {
	a := checklists.Answer{}
	low := i%6 == 1
	if low {
		a.Note = "现场查看3次,其中1次不符合要求。" + w.note
	}
	switch c.Method.Type {
	case standard.PassFail:
		a.Kind, a.Pass = checklists.Verdict, !low
	case standard.Graded:
		a.Kind, a.Level = checklists.Level, 3
		if low {
			a.Level = 1
		}
	case standard.Measured:
		a.Kind = checklists.Value
		a.Value, _ = c.Method.Target.Get(w.audit.Tier)
	case standard.Ratio:
		a.Kind, a.Numerator, a.Denominator = checklists.RatioOf, 19, 20
	case standard.Deduction:
		a.Kind = checklists.Occurrences
		a.Occurrences = []checklists.Occurrence{{ID: "o1", Kind: c.Method.Occurrences[0].ID}}
	}
	if i%40 == 5 && !c.Veto {
		a = checklists.Answer{Kind: checklists.NotApplicable, Reason: "本大厅不设该区域。" + w.note}
	}
	if i%10 == 2 {
		a.Evidence = []standard.Digest{standard.DigestBytes(picture(0)),
			standard.DigestBytes(picture(1))}
	}
	return a
}

// picture is a small photograph.
func picture(kind uint8) []byte {
	img := image.NewGray(image.Rect(0, 0, 160, 120))
	for i := range img.Pix {
		img.Pix[i] = color.Gray{Y: uint8(i%160) + 40*kind}.Y
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func (w *world) frame(l message.Language, role checklists.Role, path string) web.Frame {
	f := web.Frame{Language: l, Path: path}
	if role != "" {
		f.User = &web.User{Username: "auditor", Name: "林思远" + w.note, Role: role}
	}
	return f
}

func (w *world) rows() []web.AuditRow {
	states := []checklists.State{checklists.InProgress, checklists.Submitted,
		checklists.Returned, checklists.Approved, checklists.Final}
	var rows []web.AuditRow
	for i, s := range states {
		h := w.halls[i*2]
		row := web.AuditRow{ID: auditID, Number: fmt.Sprintf("%s-2018012%d-00A001", h.ID, i),
			HallName: h.Name + w.note, Tier: h.Tier, Kind: checklists.Comprehensive, State: s,
			Edition: "2017", StartedAt: at(9, i), Asked: 122, Answered: 122,
			Total: standard.NewDecimal(int64(962-90*i), 1), Grade: "优秀"}
		switch s {
		case checklists.InProgress:
			row.Answered, row.Grade = 74, "合格"
		case checklists.Final:
			row.Grade = "不合格"
		}
		rows = append(rows, row)
	}
	return rows
}
