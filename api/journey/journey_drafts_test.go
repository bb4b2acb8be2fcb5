package journey_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"hallmark/fixtures"
	"hallmark/standard"
)

// resultXG1 is the digest of the clauses that amendment XG1 states for 2017+XG1.
const resultXG1 = "c9e63a7c9eb2fdc2e9545a9f30e09e419040a5ec93dcaeb1604e66941a380b70"

// TestDraftXG1 lets an editor make the sixteen changes of the amendment by hand, from the edition
// of 2017 to the sheet that waits for the approver.
func TestDraftXG1(t *testing.T) {
	p := start(t)
	v := p.visitorAs(t, "editor")
	v.do(chromedp.EmulateViewport(1280, 800))
	v.open("/drafts")
	v.reads(".empty", "还没有草案")
	v.fill("#title", "第1号修改单")
	v.press(".inline-form .action")
	d := &drafter{person: v, desk: v.path()}
	sheet, err := fixtures.AmendmentXG1()
	must(t, err)
	d.frame(sheet)
	for _, item := range sheet.Items {
		d.change(&item)
	}
	d.refs()
	is(v, "the digest", eval[string](v, `document.querySelector(".meta code").title`), resultXG1)
	is(v, "what is to correct", v.text("#desk-errors"), "0 处须更正")
	d.sheet(sheet)
	var amendment struct {
		State, From, ResultDigest string
		Items                     []struct{ Reason string }
	}
	p.call(t, "editor", "GET", "/api/v1/amendments/2017%2BXG1", nil, &amendment)
	is(v, "the result", amendment.ResultDigest, resultXG1)
	is(v, "the items", len(amendment.Items), 16)
	is(v, "the state", amendment.State, "proposed")
	v.reads("main", "草案已提交为修改单")
}

// drafter is an editor at a desk.
type drafter struct {
	*person
	desk string
}

// put types a text in the place of what stands in a field.
func (d *drafter) put(field, text string) {
	d.t.Helper()
	d.fill("#"+field, text)
}

// pick chooses an option, as people do with a list.
func (d *drafter) pick(field, value string) {
	d.t.Helper()
	d.needs("#" + field)
	eval[chromedp.Void](d.person, `(() => { const list = document.querySelector(%q); list.value = %q;
		for (const kind of ["input", "change"])
			list.dispatchEvent(new Event(kind, {bubbles: true})); })()`, "#"+field, value)
}

// tick makes a box ticked, or not.
func (d *drafter) tick(field string, want bool) {
	d.t.Helper()
	d.needs("#" + field)
	if eval[bool](d.person, `document.querySelector(%q).checked`, "#"+field) != want {
		d.do(chromedp.Click(chromedp.CSS("#" + field)))
	}
}

// saved waits until the page says so.
func (d *drafter) saved() {
	d.t.Helper()
	eval[bool](d.person, `new Promise((done, fail) => {
		const began = Date.now();
		const look = () => {
			const state = document.querySelector("#save-state");
			if (!document.querySelector("[data-dirty]") && state.textContent === state.dataset.saved)
				return done(true);
			if (Date.now() - began > 15000) return fail(new Error("not saved: " + state.textContent));
			setTimeout(look, 50);
		};
		look();
	})`)
}

// edit opens a clause in the editor.
func (d *drafter) edit(uid standard.ClauseUID, chapter int) {
	d.t.Helper()
	d.open(fmt.Sprintf("%s?chapter=%d", d.desk, chapter))
	d.press("#edit-" + string(uid))
}

// tiers types the numbers of a row.
func (d *drafter) tiers(row string, numbers any) {
	d.t.Helper()
	for tier, n := range numbers.(map[string]any) {
		if d.value("#"+row+"-"+tier) != fmt.Sprint(n) {
			d.put(row+"-"+tier, fmt.Sprint(n))
		}
	}
}

// frame makes the changes around the clauses.
func (d *drafter) frame(sheet *standard.Amendment) {
	d.t.Helper()
	d.press(".chapters li:first-child a")
	for _, item := range sheet.Items {
		switch after, _ := item.After.(map[string]any); item.Op {
		case standard.OpFrontMatter:
			var lines []string
			for _, line := range item.After.([]any) {
				lines = append(lines, line.(string))
			}
			d.put("references", strings.Join(lines, "\n"))
		case standard.OpTerm:
			d.put("term-12", after["term"].(string))
			d.put("term-en-12", after["term_en"].(string))
			d.put("definition-12", after["definition"].(string))
		case standard.OpWeight:
			for chapter, weights := range after {
				d.tiers("weight-"+chapter, weights)
			}
		}
	}
	d.press("#save-frame")
	is(d.person, "the references", strings.Count(d.value("#references"), "\n"), 9)
	is(d.person, "the new term", d.value("#term-12"), "好差评")
}

// change makes one item about a clause.
func (d *drafter) change(item *standard.Item) {
	d.t.Helper()
	chapter := 0
	_, _ = fmt.Sscanf(item.Code, "%d.", &chapter)
	after, _ := item.After.(map[string]any)
	switch item.Op {
	case standard.OpReplace:
		d.edit(item.UID, chapter)
		d.fields(after)
		if item.UID == "HS061" { // saved by itself
			d.saved()
			return
		}
		d.press("#save-clause")
	case standard.OpDelete:
		d.edit(item.UID, chapter)
		d.unfold(".steps-of-clause")
		d.pick("withdraw-numbering", string(item.Numbering))
		d.pick("withdraw-other", string(item.SupersededBy))
		d.press("#withdraw")
	case standard.OpAdd:
		section, _ := after["section"].(string)
		before := map[standard.ClauseUID]string{"HS132": "HS056", "HS133": "HS064"}[item.UID]
		d.open(fmt.Sprintf("%s?chapter=%d", d.desk, chapter))
		eval[chromedp.Void](d.person, `document.getElementById("after-" + %q).value = %q`, section, before)
		d.fill(`[id="new-title-`+section+`"]`, after["title"].(string))
		d.press(`[id="add-` + section + `"]`)
		is(d.person, "the new clause", d.has("article#"+string(item.UID)+" #clause-form"), true)
		d.fields(after)
		d.press("#save-clause")
	}
}

// fields fills the form of a clause.
func (d *drafter) fields(after map[string]any) {
	d.t.Helper()
	if m, ok := after["method"].(map[string]any); ok && d.value("#method") != m["type"] {
		d.pick("method", m["type"].(string))
		d.saved() // the form shows the fields of the method
	}
	if modality, ok := after["modality"].(string); ok {
		d.pick("modality", modality)
	}
	if tiers, ok := after["tiers"].([]any); ok {
		for _, t := range standard.Tiers() {
			d.tick("tiers-"+t.String(), has(tiers, t.String()))
		}
	}
	if veto, ok := after["veto"].(bool); ok {
		d.tick("veto", veto)
	}
	d.texts(after)
	if points, ok := after["points"]; ok {
		d.tiers("points", points)
	}
	d.method(after["method"])
}

func has(list []any, value string) bool {
	for _, v := range list {
		if v == value {
			return true
		}
	}
	return false
}

func (d *drafter) texts(after map[string]any) {
	d.t.Helper()
	d.unfold(".clause-form details.how")
	for field, control := range map[string]string{"title": "title", "title_en": "title-en",
		"text": "text", "check": "check"} {
		if text, ok := after[field].(string); ok {
			d.put(control, text)
		}
	}
	if items, ok := after["items"].([]any); ok {
		var lines []string
		for _, item := range items {
			m := item.(map[string]any)
			lines = append(lines, fmt.Sprintf("%s) %s", m["label"], m["text"]))
		}
		d.put("items", strings.Join(lines, "\n"))
	}
	if evidence, ok := after["evidence"].([]any); ok {
		for _, kind := range evidence {
			d.tick("evidence-"+kind.(string), true)
		}
	}
	if dimension, ok := after["dimension"].(string); ok {
		d.pick("dimension", dimension)
	}
	if refs, ok := after["refs"].([]any); ok {
		d.put("refs", refs[0].(string))
	}
}

func (d *drafter) method(method any) {
	d.t.Helper()
	m, _ := method.(map[string]any)
	for field, control := range map[string]string{"metric": "metric", "unit": "unit", "how": "how",
		"numerator": "numerator", "denominator": "denominator"} {
		if text, ok := m[field].(string); ok && d.value("#"+control) != text {
			d.put(control, text)
		}
	}
	if better, ok := m["better"].(string); ok {
		d.pick("better", better)
	}
	levels, _ := m["levels"].(map[string]any)
	for level, text := range levels {
		d.put("level-"+level, text.(string))
	}
	for field, row := range map[string]string{"target": "target", "zero_at": "zero"} {
		if numbers, ok := m[field]; ok {
			d.tiers(row, numbers)
		}
	}
}

// refs looks at what the desk says of a moved clause.
func (d *drafter) refs() {
	d.t.Helper()
	d.open(d.desk + "?chapter=9")
	d.reads("#HS133", "9.2.4", "新增")
	d.reads("#HS066", "9.2.6", "9.2.5", "序号调整")
	d.open(d.desk + "?chapter=11")
	d.reads(".gone", "业务信息推送")
}

// sheet gives every item its reason and hands the draft in.
func (d *drafter) sheet(sheet *standard.Amendment) {
	d.t.Helper()
	d.press(".desk-links a")
	is(d.person, "items", d.count(".sheet-items > li"), 16)
	reasons := map[string]string{}
	for _, item := range sheet.Items {
		reasons[item.Key()] = item.Reason
	}
	keys := eval[[]string](d.person,
		`[...document.querySelectorAll("input[name=key]")].map((input) => input.value)`)
	for row, key := range keys {
		d.put(fmt.Sprint("reason-", row), reasons[key])
	}
	d.saved()
	d.put("announcement", sheet.Sheet.Announcement)
	for field, day := range map[string]string{"approved": sheet.Sheet.Approved,
		"effective": sheet.Sheet.Effective} {
		d.pick(field, day)
	}
	d.put("approval", sheet.Sheet.Approval)
	began := time.Now()
	d.press("#submit-draft")
	if took := time.Since(began); took > 10*time.Second {
		d.t.Errorf("handing in took %v", took)
	}
}
