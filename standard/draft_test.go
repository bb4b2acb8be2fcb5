package standard_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hallmark/standard"
)

const resultXG1 = "c9e63a7c9eb2fdc2e9545a9f30e09e419040a5ec93dcaeb1604e66941a380b70"

// sheetHead is the head that a person fills in.
func sheetHead(base *standard.Edition) standard.Sheet {
	return standard.Sheet{ID: standard.NextSheetID(base), Approval: "经批准。", Approved: "2022-05-20",
		Announcement: "2022年第6号公告", Effective: "2022-07-01"}
}

func raw(t testing.TB, v any) json.RawMessage {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// edited applies edits that must all be taken.
func edited(t testing.TB, d *standard.WorkingDraft, edits ...standard.Edit) {
	t.Helper()
	for _, e := range edits {
		if _, err := d.Apply(e); err != nil {
			t.Fatalf("%s %s: %v", e.Op, e.Place(), err)
		}
	}
}

// reasoned gives every item a reason.
func reasoned(t testing.TB, d *standard.WorkingDraft) {
	t.Helper()
	for _, item := range d.Proposal(sheetHead(d.Base())).Items {
		note := d.Note(item.Key())
		if note.Reason == "" {
			note.Reason = "实施反馈"
		}
		if err := d.SetNote(note); err != nil {
			t.Fatal(err)
		}
	}
}

func derived(t testing.TB, d *standard.WorkingDraft) *standard.Amendment {
	t.Helper()
	reasoned(t, d)
	a, err := standard.DeriveAmendment(d.Base(), d, sheetHead(d.Base()))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestDraftUntouched opens and closes drafts of both editions: not a byte may differ.
func TestDraftUntouched(t *testing.T) {
	for _, base := range []*standard.Edition{reference(t), amended(t)} {
		d := standard.OpenDraft(base)
		e, err := d.Edition()
		if err != nil {
			t.Fatal(err)
		}
		if e.Digest() != base.Digest() {
			t.Errorf("%s: digest %s", base.ID(), e.Digest())
		}
		if d := cmp.Diff(string(raw(t, base.Clauses)), string(raw(t, e.Clauses))); d != "" {
			t.Error(d)
		}
		if items := d.Proposal(standard.Sheet{}).Items; len(items) > 0 {
			t.Errorf("%s: %v", base.ID(), items)
		}
		stored := raw(t, d)
		again, err := standard.ResumeDraft(base, stored)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(stored), string(raw(t, again))); d != "" {
			t.Error(d)
		}
	}
	other := raw(t, standard.OpenDraft(reference(t)))
	if _, err := standard.ResumeDraft(amended(t), other); err == nil {
		t.Error("a draft was resumed on another edition")
	}
}

// editsOfXG1 are the sixteen changes of the amendment as an editor makes them. The fields that
// items 3 to 14 replace are set one by one.
func editsOfXG1(t testing.TB) []standard.Edit {
	var edits []standard.Edit
	for _, item := range sheetXG1(t).Items {
		after, _ := item.After.(map[string]any)
		switch item.Op {
		case standard.OpReplace:
			for field, value := range after {
				edits = append(edits, standard.Edit{Op: standard.EditSet, UID: item.UID, Field: field,
					Value: raw(t, value)})
			}
		case standard.OpAdd:
			before := map[standard.ClauseUID]standard.ClauseUID{"HS132": "HS056", "HS133": "HS064"}
			fields := map[string]any{}
			for name, value := range after {
				if !strings.Contains(" uid code chapter section ", name) {
					fields[name] = value
				}
			}
			section, _ := after["section"].(string)
			edits = append(edits, standard.Edit{Op: standard.EditAdd, Section: section,
				After: before[item.UID], Value: raw(t, fields)})
		case standard.OpDelete:
			edits = append(edits, standard.Edit{Op: standard.EditWithdraw, UID: item.UID,
				Numbering: item.Numbering, Other: item.SupersededBy})
		case standard.OpWeight:
			for chapter, weight := range after {
				edits = append(edits, standard.Edit{Op: standard.EditWeight, Field: chapter,
					Value: raw(t, weight)})
			}
		case standard.OpTerm:
			edits = append(edits, standard.Edit{Op: standard.EditTerm, Value: raw(t, after)})
		case standard.OpFrontMatter:
			edits = append(edits, standard.Edit{Op: standard.EditFront, Field: "normative_references",
				Value: raw(t, item.After)})
		}
		edits = append(edits, standard.Edit{Op: standard.EditNote, Value: raw(t, standard.ItemNote{
			Key: item.Key(), Reason: item.Reason, Basis: item.Basis, Transition: item.Transition})})
	}
	return edits
}

// TestDeriveXG1 makes the reference amendment by hand.
func TestDeriveXG1(t *testing.T) {
	base, want := reference(t), sheetXG1(t)
	d := standard.OpenDraft(base)
	edited(t, d, editsOfXG1(t)...)
	a, err := standard.DeriveAmendment(base, d, sheetHead(base))
	if err != nil {
		t.Fatal(err)
	}
	if a.Sheet.Digest.Result != resultXG1 || a.Sheet.ResultEdition != "2017+XG1" {
		t.Errorf("result %s %s", a.Sheet.ResultEdition, a.Sheet.Digest.Result)
	}
	if d := cmp.Diff(want.Sheet.Counts, a.Sheet.Counts); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(want.Sheet.Number, a.Sheet.Number); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(want.Sheet.Title, a.Sheet.Title); d != "" {
		t.Error(d)
	}
	byKey := map[string]standard.Item{}
	for _, item := range a.Items {
		byKey[item.Key()] = item
	}
	for _, w := range want.Items {
		have := byKey[w.Key()]
		w.Seq, w.Label, w.SheetText = have.Seq, have.Label, have.SheetText
		if w.Op == standard.OpTerm || w.Op == standard.OpFrontMatter || w.UID == "HS061" {
			w.Grade = have.Grade // proposed where the sheet has none; 20 s is more than editorial
		}
		if d := cmp.Diff(raw2(t, w), raw2(t, have)); d != "" {
			t.Errorf("%s (-want +have)\n%s", w.Key(), d)
		}
	}
	e, err := standard.Apply(base, a)
	if err != nil {
		t.Fatal(err)
	}
	whole, _ := standard.Apply(base, want)
	if d := cmp.Diff(jsonOf(t, whole), jsonOf(t, e)); d != "" {
		t.Error(d)
	}
}

// raw2 is a value as a tree, so that 1 and 1.0 and numbers of any kind compare.
func raw2(t testing.TB, v any) (tree any) {
	t.Helper()
	if err := json.Unmarshal(raw(t, v), &tree); err != nil {
		t.Fatal(err)
	}
	return tree
}

// TestDraftReferences moves, withdraws and restores what a text points to.
func TestDraftReferences(t *testing.T) {
	d := standard.OpenDraft(reference(t))
	text := func(uid standard.ClauseUID) string {
		c, _ := d.Clause(uid)
		return c.Text
	}
	set := func(uid standard.ClauseUID, s string) standard.Edit {
		return standard.Edit{Op: standard.EditSet, UID: uid, Field: "text", Value: raw(t, s)}
	}
	edited(t, d, set("HS063", "应按9.2.4、9.2.5的规定,见8.4.1 a)和f),不低于9.2分,"+
		"不涉及GB/T 36113—2018 7.5.1和2022.7.1。"),
		standard.Edit{Op: standard.EditAdd, Section: "9.2", After: "HS064"})
	if have, want := text("HS063"), "应按9.2.5、9.2.6的规定,见8.4.1 a)和f),不低于9.2分,"+
		"不涉及GB/T 36113—2018 7.5.1和2022.7.1。"; have != want {
		t.Errorf("after an addition:\n%s\n%s", have, want)
	}
	items := []standard.ListItem{{"a", "新的一项;"}, {"b", "受理条件;"}, {"c", "咨询和投诉电话。"}}
	edited(t, d, standard.Edit{Op: standard.EditSet, UID: "HS057", Field: "items",
		Value: raw(t, items)})
	if have := text("HS063"); !strings.Contains(have, "8.4.1 b)和c)") {
		t.Error("letters did not follow: " + have)
	}
	edited(t, d, standard.Edit{Op: standard.EditWithdraw, UID: "HS065"})
	if have := text("HS063"); !strings.Contains(have, "按9.2.5、9.2.5的规定") {
		t.Error("after a withdrawal: " + have)
	}
	if !hasRemark(d, "HS063", "draft.remark-dangling") {
		t.Errorf("no remark: %v", d.Check())
	}
	edited(t, d, set("HS063", text("HS063")+"另见9.2.5。"))
	edited(t, d, standard.Edit{Op: standard.EditRestore, UID: "HS065"})
	if have := text("HS063"); !strings.Contains(have, "按9.2.5、9.2.6的规定") ||
		!strings.HasSuffix(have, "另见9.2.6。") {
		t.Error("after the return: " + have)
	}
	if hasRemark(d, "HS063", "draft.remark-dangling") {
		t.Errorf("remark stays: %v", d.Check())
	}
}

func hasRemark(d *standard.WorkingDraft, uid standard.ClauseUID, code string) bool {
	for _, r := range d.Check() {
		if r.UID == uid && r.Code == code {
			return true
		}
	}
	return false
}

// TestDraftNumbers holds both customs of numbering and the order.
func TestDraftNumbers(t *testing.T) {
	d := standard.OpenDraft(reference(t))
	codes := func(section string) string {
		var list []string
		for _, c := range d.Preview().Clauses {
			if c.Section == section {
				list = append(list, string(c.UID)+" "+c.Code[len(section)+1:])
			}
		}
		return strings.Join(list, ", ")
	}
	for _, step := range []struct {
		edit standard.Edit
		want string
	}{
		{standard.Edit{Op: standard.EditWithdraw, UID: "HS063", Numbering: standard.NumberRetired},
			"HS062 1, HS064 3, HS065 4, HS066 5"},
		{standard.Edit{Op: standard.EditAdd, Section: "9.2", After: "HS062"},
			"HS062 1, HS132 3, HS064 4, HS065 5, HS066 6"},
		{standard.Edit{Op: standard.EditMove, UID: "HS066", Section: "9.2"},
			"HS066 1, HS062 3, HS132 4, HS064 5, HS065 6"},
		{standard.Edit{Op: standard.EditWithdraw, UID: "HS064"},
			"HS066 1, HS062 3, HS132 4, HS065 5"},
		{standard.Edit{Op: standard.EditRestore, UID: "HS063"},
			"HS066 1, HS062 2, HS063 3, HS132 4, HS065 5"},
		{standard.Edit{Op: standard.EditWithdraw, UID: "HS132"},
			"HS066 1, HS062 2, HS063 3, HS065 4"},
		{standard.Edit{Op: standard.EditAdd, Section: "9.2", After: "HS065"},
			"HS066 1, HS062 2, HS063 3, HS065 4, HS133 5"},
		{standard.Edit{Op: standard.EditMove, UID: "HS001", Section: "9.2", After: "HS063"},
			"HS066 1, HS062 2, HS063 3, HS001 4, HS065 5, HS133 6"},
	} {
		edited(t, d, step.edit)
		if have := codes("9.2"); have != step.want {
			t.Fatalf("%s %s:\nhave %s\nwant %s", step.edit.Op, step.edit.UID, have, step.want)
		}
	}
}

// TestDraftRefusesEdits checks that a wrong edit is named and changes nothing.
func TestDraftRefusesEdits(t *testing.T) {
	d := standard.OpenDraft(reference(t))
	edited(t, d, standard.Edit{Op: standard.EditWithdraw, UID: "HS099"})
	before := string(raw(t, d))
	for want, e := range map[string]standard.Edit{
		"uid draft.uid-unknown": {Op: standard.EditSet, UID: "HS999", Field: "text", Value: raw(t, "x")},
		"uid draft.uid-gone":    {Op: standard.EditSet, UID: "HS099", Field: "text", Value: raw(t, "x")},
		"field unknown-field":   {Op: standard.EditSet, UID: "HS001", Field: "code", Value: raw(t, "1")},
		"value.text type-string": {Op: standard.EditSet, UID: "HS001", Field: "text",
			Value: raw(t, 1)},
		"value control": {Op: standard.EditSet, UID: "HS001", Field: "text",
			Value: raw(t, "x\x02HS001\x03")},
		"value.tiers[0] value":    {Op: standard.EditSet, UID: "HS001", Field: "tiers", Value: raw(t, []string{"x"})},
		"section section-unknown": {Op: standard.EditAdd, Section: "5.99"},
		"after draft.after":       {Op: standard.EditAdd, Section: "5.1", After: "HS066"},
		"value.uid unknown-field": {Op: standard.EditAdd, Section: "5.1",
			Value: raw(t, map[string]any{"uid": "HS777"})},
		"other apply-superseded":      {Op: standard.EditWithdraw, UID: "HS001", Other: "HS001"},
		"numbering choice":            {Op: standard.EditWithdraw, UID: "HS001", Numbering: "lost"},
		"uid draft.not-gone":          {Op: standard.EditRestore, UID: "HS001"},
		"other draft.merge-self":      {Op: standard.EditMerge, UID: "HS001", Other: "HS001"},
		"value missing":               {Op: standard.EditSplit, UID: "HS001"},
		"field apply-chapter-unknown": {Op: standard.EditWeight, Field: "99", Value: raw(t, map[string]int{})},
		"field choice":                {Op: standard.EditFront, Field: "name", Value: raw(t, "x")},
		"field apply-term-unknown":    {Op: standard.EditTerm, Field: "3.99"},
		"value.grade choice": {Op: standard.EditNote,
			Value: raw(t, standard.ItemNote{Key: "HS001", Grade: "huge"})},
		"op draft.op":        {Op: "explode"},
		" json.end":          {Op: standard.EditSet, UID: "HS001", Field: "text", Value: []byte("{")},
		"after draft.after ": {Op: standard.EditMove, UID: "HS001", Section: "5.1", After: "HS001"},
	} {
		_, err := d.Apply(e)
		wantProblems(t, err, strings.TrimSpace(want))
	}
	if d := cmp.Diff(before, string(raw(t, d))); d != "" {
		t.Error(d)
	}
}

// TestDeriveSplitAndMerge holds the grades and what the sheet says.
func TestDeriveSplitAndMerge(t *testing.T) {
	d := standard.OpenDraft(reference(t))
	made, err := d.Apply(standard.Edit{Op: standard.EditSplit, UID: "HS001", Value: raw(t,
		standard.SplitParts{"使用面积", "对公众开放的办事区域应达到下限。", "面积核算", "面积应按图纸核算。"})})
	if err != nil {
		t.Fatal(err)
	}
	edited(t, d, standard.Edit{Op: standard.EditMerge, UID: "HS014", Other: "HS015",
		Numbering: standard.NumberRetired})
	grades := derived(t, d).Grades()
	for uid, want := range map[standard.ClauseUID]standard.ChangeGrade{"HS001": standard.Split,
		made: standard.Split, "HS014": standard.Merged, "HS015": standard.Merged} {
		if grades[uid] != want {
			t.Errorf("%s: %s, want %s", uid, grades[uid], want)
		}
	}
	c, _ := d.Clause("HS014")
	if worth, _ := c.Points.Get(standard.Community); worth.String() != "1" || len(c.Tiers) != 3 {
		t.Errorf("merged: %v %v", c.Points, c.Tiers)
	}
	if err := d.SetNote(standard.ItemNote{Key: "HS001", Grade: standard.Editorial}); err != nil {
		t.Fatal(err)
	}
	if g := derived(t, d).Grades()["HS001"]; g != standard.Editorial {
		t.Errorf("the grade set by hand is lost: %s", g)
	}
}

// TestDeriveRefuses checks that nothing incomplete becomes an amendment.
func TestDeriveRefuses(t *testing.T) {
	base := reference(t)
	d := standard.OpenDraft(base)
	edited(t, d, standard.Edit{Op: standard.EditSet, UID: "HS001", Field: "title",
		Value: raw(t, "办事区域面积")})
	_, err := standard.DeriveAmendment(base, d, sheetHead(base))
	wantProblems(t, err, "items[0].reason empty")
	reasoned(t, d)
	if _, err := standard.DeriveAmendment(base, d, standard.Sheet{ID: "XG1"}); err == nil {
		t.Error("a sheet without dates was made")
	}
	edited(t, d, standard.Edit{Op: standard.EditSet, UID: "HS001", Field: "text",
		Value: raw(t, "")})
	_, err = standard.DeriveAmendment(base, d, sheetHead(base))
	wantProblems(t, err, "clauses[5].text empty", "clauses[5].text verb")
	if _, err := standard.DeriveAmendment(amended(t), d, sheetHead(base)); err == nil {
		t.Error("a draft was derived from another edition")
	}
}

// TestDeriveAnyDraft makes random edits, derives the amendment, and applies it.
func TestDeriveAnyDraft(t *testing.T) {
	bases := []*standard.Edition{reference(t), amended(t)}
	rapid.Check(t, func(r *rapid.T) {
		base := bases[rapid.IntRange(0, 1).Draw(r, "base")]
		d := standard.OpenDraft(base)
		for range rapid.IntRange(1, 12).Draw(r, "edits") {
			randomEdit(t, r, d)
		}
		want, err := d.Edition()
		if err != nil {
			r.Fatalf("the edits make no edition: %v", err)
		}
		reasoned(t, d)
		proposal := d.Proposal(sheetHead(base))
		if len(proposal.Items) == 0 {
			return
		}
		a, err := standard.DeriveAmendment(base, d, sheetHead(base))
		if err != nil {
			r.Fatalf("%v\n%v", err, proposal.Items)
		}
		again, err := standard.ParseAmendment(strings.NewReader(string(raw(t, a))))
		if err != nil {
			r.Fatalf("the sheet cannot be read back: %v", err)
		}
		e, err := standard.Apply(base, again)
		if err != nil {
			r.Fatal(err)
		}
		if e.Digest() != want.Digest() {
			r.Fatalf("digest %s, want %s", e.Digest(), want.Digest())
		}
		for _, item := range a.Items {
			if item.Grade == "" || item.SheetText == "" ||
				strings.Contains(item.SheetText, "sheettext.") {
				r.Fatalf("%s: grade %q, text %q", item.String(), item.Grade, item.SheetText)
			}
		}
	})
}

// randomEdit makes an edit that leaves the edition valid.
func randomEdit(t *testing.T, r *rapid.T, d *standard.WorkingDraft) {
	clauses := d.Clauses
	c := clauses[rapid.IntRange(0, len(clauses)-1).Draw(r, "clause")]
	other := clauses[rapid.IntRange(0, len(clauses)-1).Draw(r, "other")]
	c, _ = d.Clause(c.UID)
	custom := rapid.SampledFrom([]standard.Numbering{standard.NumberRetired,
		standard.NumberRenumbered}).Draw(r, "custom")
	set := func(field string, v any) {
		edited(t, d, standard.Edit{Op: standard.EditSet, UID: c.UID, Field: field, Value: raw(t, v)})
	}
	full := c.Section != c.Code && strings.Count(c.Code, ".") == 2
	switch rapid.IntRange(0, 9).Draw(r, "kind") {
	case 0:
		set("text", string(c.Modality)+"，"+rapid.StringMatching(`[一-龥]{0,9}`).Draw(r, "text")+
			"见"+other.Code+"。"+c.Verb)
	case 1:
		set("title", rapid.StringMatching(`[一-龥]{1,9}`).Draw(r, "title"))
	case 2:
		set("condition", rapid.SampledFrom([]string{"", "雨天", "见" + other.Code}).Draw(r, "when"))
	case 3:
		if len(clauses) > 100 && c.UID != other.UID {
			edited(t, d, standard.Edit{Op: standard.EditWithdraw, UID: c.UID, Numbering: custom,
				Other: rapid.SampledFrom([]standard.ClauseUID{"", other.UID}).Draw(r, "successor")})
			for _, gone := range d.Gone { // a successor that goes too leaves none
				if gone.SupersededBy == c.UID {
					edited(t, d, standard.Edit{Op: standard.EditRestore, UID: gone.Clause.UID})
				}
			}
		}
	case 4:
		if full {
			fields := map[string]any{"title": "新增", "text": "应办理。", "scored": c.Scored}
			if c.Scored {
				fields["points"], fields["method"] = map[string]int{"district": 1, "subdistrict": 2,
					"community": 3}, map[string]any{"type": "pass_fail", "pass_if": "有"}
			}
			edited(t, d, standard.Edit{Op: standard.EditAdd, Section: c.Section, After: c.UID,
				Value: raw(t, fields)})
		}
	case 5, 6:
		if full && strings.Count(other.Code, ".") == 2 && c.UID != other.UID {
			edited(t, d, standard.Edit{Op: standard.EditMove, UID: c.UID, Section: other.Section,
				After: other.UID})
		}
	case 7:
		if gone := d.Withdrawn(); len(gone) > 0 {
			edited(t, d, standard.Edit{Op: standard.EditRestore,
				UID: gone[rapid.IntRange(0, len(gone)-1).Draw(r, "gone")].UID})
		}
	case 8:
		if c.Scored && full {
			edited(t, d, standard.Edit{Op: standard.EditSplit, UID: c.UID, Value: raw(t,
				standard.SplitParts{"甲", "甲" + c.Text, "乙", "乙" + string(c.Modality) + c.Verb + "。"})})
		}
	case 9:
		edited(t, d, standard.Edit{Op: standard.EditTerm, Value: raw(t, map[string]any{
			"term": rapid.StringMatching(`[一-龥]{8,9}`).Draw(r, "term"), "definition": "见" + c.Code})})
	}
}
