package tabletwork_test

import (
	"net/http"
	"testing"
)

// TestAidsWithoutNetwork finds clauses by another word and by pinyin without a network, and puts a
// sentence into a note with one tap. What the person wrote before is offered in the next hall; what
// the supervisors changed comes with the next refresh.
func TestAidsWithoutNetwork(t *testing.T) {
	n := start(t)
	set := func(revision int, phrase string) {
		ask(t, n.direct, "supervisor", http.MethodPut, "/api/v1/editions/2017/aids", map[string]any{
			"revision": revision, "clauses": []any{map[string]any{"clause": "HS001",
				"phrases": []string{phrase}, "synonyms": []string{"厕所"}, "hint": "看等候区"}}}, nil)
	}
	set(1, "等候区过窄")
	tab := open(t, n)
	tab.prepare("auditor")
	n.cut(true)
	tab.do(`const a = await T.start("GS-D00"); const {select} = await T.at("checklist.js");
		const found = (word) => select(a, () => undefined, "all", word).map((c) => c.uid).join(" ");
		const {title} = a.checklist.find((c) => c.uid === "HS001");
		T.found = {other: found("厕所"), initials: found("dtsymj"), whole: found("shiyongmianji"), title}`)
	for _, way := range []string{"other", "initials", "whole"} {
		if got := js[string](tab, `return T.found.`+way); got != "HS001" {
			t.Errorf("%s finds %q, title %q", way, got, js[string](tab, `return T.found.title`))
		}
	}
	phrases := func() string { return js[string](tab, `return T.audit.aids.phrases("HS001").join("|")`) }
	if got := phrases(); got != "等候区过窄" {
		t.Errorf("the card offers %q", got)
	}
	tab.do(`await T.audit.record("HS001", "answer", {value: 1}); await T.audit.record("HS001", "note", {note: "高峰时有人站到门外"});
		await new Promise((r) => setTimeout(r, 200)); await T.start("GS-D00")`)
	if got := phrases(); got != "等候区过窄|高峰时有人站到门外" {
		t.Errorf("the next card offers %q", got)
	}
	n.cut(false)
	set(2, "等候区不足")
	tab.do(`await T.settled(); await T.work.refresh(); T.audit = await T.work.open(T.audit.audit.id)`)
	if got := phrases(); got != "等候区不足|高峰时有人站到门外" {
		t.Errorf("after a change the card offers %q", got)
	}
}
