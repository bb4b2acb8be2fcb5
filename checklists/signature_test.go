package checklists_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hallmark/checklists"
	"hallmark/checklists/checktest"
	"hallmark/standard"
	"hallmark/standard/message"
)

func TestSignatures(t *testing.T) {
	e := checktest.Reference(t)
	ready := func() checklists.Audit {
		a := started(t, e)
		a.Apply(e, answerAll(t, e, a.Tier), "li", checktest.Morning)
		return a
	}
	drawn := standard.DigestBytes([]byte("drawn"))
	good := []checklists.Signature{
		{Role: checklists.SignedByInspector, Name: "李一", Username: "li", SHA256: drawn},
		{Role: checklists.SignedByPresent, Name: "周敏", Refused: "对5.1.1有异议"},
	}
	a := ready()
	checktest.Must(t, a.Submit(e, "li", checktest.Morning, "", good...))
	noted := slices.Clone(good)
	noted[0].On, noted[1].On = "li", "li"
	if diff := cmp.Diff(noted, a.Signatures()); diff != "" {
		t.Error(diff)
	}
	checktest.Must(t, a.CheckDigest())
	a.Transitions[len(a.Transitions)-1].Signatures[1].Refused = "无"
	if altered := (*checklists.AlteredError)(nil); !errors.As(a.CheckDigest(), &altered) {
		t.Error("an altered refusal is not noticed")
	}
	for want, list := range map[string][]checklists.Signature{
		"signatures[0].role audit.signature-role":        {{Role: "mayor", Name: "李", SHA256: drawn}},
		"signatures[0].name audit.signature-name":        {{Role: "present", Name: " ", SHA256: drawn}},
		"signatures[0] audit.signature-or-refusal":       {{Role: "present", Name: "周"}},
		"signatures[0].sha256 answer.sha256":             {{Role: "present", Name: "周", SHA256: "7"}},
		"signatures[1] audit.signature-twice":            {good[1], good[1]},
		"signatures audit.signatures":                    make([]checklists.Signature, 13),
		"signatures[0].username audit.signature-account": {{Role: "inspector", Name: "钱七", SHA256: drawn}},
		"signatures[1].sha256 audit.signature-same": {good[0],
			{Role: "present", Name: "周敏", SHA256: drawn}},
		"signatures[0].username audit.signature-inspector":     {{Role: "present", Name: "周", Username: "li", SHA256: drawn}},
		"signatures[0].refused audit.refusal":                  {{Role: "present", Name: "周", Refused: strings.Repeat("长", 501)}},
		"signatures[0].username audit.signature-inspector\x00": {{Role: "inspector", Name: "外", Username: "zhao", SHA256: drawn}},
	} {
		a := ready()
		before := a.Digest
		checktest.WantProblems(t, a.Submit(e, "li", checktest.Morning, "", list...), strings.TrimRight(want, "\x00"))
		if a.State != checklists.InProgress || a.Digest != before {
			t.Errorf("%s: the audit has changed", want)
		}
	}
}

// signing are what every inspector of an audit put under it, in words.
func signing(a *checklists.Audit) string {
	var words []string
	for _, one := range a.InspectorsSigned() {
		words = append(words, string(one.Username)+" "+one.Text(message.English, "Li", one.At.UTC().Format("15:04")))
	}
	return strings.Join(words, "; ")
}

// TestConfirm has the second inspector sign on the device of the first, confirm in the own sign-in,
// and be asked again after a return.
func TestConfirm(t *testing.T) {
	e := checktest.Reference(t)
	start := func() checklists.Audit {
		o := opening(e)
		o.Inspectors = []checklists.Username{"li", "wang"}
		a, err := checklists.Start(o)
		checktest.Must(t, err)
		a.Apply(e, answerAll(t, e, a.Tier), "li", checktest.Morning)
		return a
	}
	drawn := func(text string) standard.Digest { return standard.DigestBytes([]byte(text)) }
	both := []checklists.Signature{
		{Role: "inspector", Name: "李一", Username: "li", SHA256: drawn("li")},
		{Role: "inspector", Name: "王二", Username: "wang", SHA256: drawn("wang")}}
	const self, device, ok = "li submitted in the own sign-in; wang ",
		"signed on the device of Li, not confirmed", "confirmed in the own sign-in, 01:30"
	want := func(a *checklists.Audit, text string) {
		t.Helper()
		if have := signing(a); have != text {
			t.Errorf("%q, want %q", have, text)
		}
		checktest.Must(t, a.CheckDigest())
	}
	a := start()
	checktest.Must(t, a.Submit(e, "li", checktest.Morning, "", both...))
	want(&a, self+device)
	before := a.Digest
	checktest.WantProblems(t, a.Confirm("zhao", "赵", "", checktest.Morning),
		"username audit.signature-inspector")
	checktest.WantProblems(t, a.Confirm("wang", "王二", drawn("li"), checktest.Morning),
		"sha256 audit.signature-same")
	if a.Digest != before {
		t.Error("a refused confirmation has changed the audit")
	}
	for range 2 { // again changes nothing
		checktest.Must(t, a.Confirm("wang", "王二", "", checktest.Morning))
	}
	want(&a, self+ok)
	if len(a.Transitions) != 3 || a.State != checklists.Submitted || len(a.Signatures()) != 2 {
		t.Errorf("%d steps, %s, %v", len(a.Transitions), a.State, a.Signatures())
	}
	checktest.Must(t, a.Return("chen", checktest.Morning, "再看"))
	checktest.Must(t, a.Submit(e, "li", checktest.Morning, "", both[:1]...))
	want(&a, self+"not signed")
	checktest.Must(t, a.Approve("chen", checktest.Morning, ""))
	if state := (*checklists.StateError)(nil); !errors.As(a.Confirm("wang", "王二", "",
		checktest.Morning), &state) {
		t.Error("an approved audit is confirmed")
	}

	early := start() // on the own tablet, before the other one hands over
	checktest.Must(t, early.Confirm("wang", "王二", drawn("wang"), checktest.Morning))
	early.Apply(e, []checklists.Change{{ID: "01890a5d-ac96-774b-bcce-00000000ffff", Clause: "HS002",
		At: checklists.StampAt(checktest.Morning, 9, "tab"), Device: "tab", Op: checklists.OpNote,
		Value: []byte(`{"note":"后补"}`)}}, "li", checktest.Morning)
	checktest.Must(t, early.Submit(e, "li", checktest.Morning, "", both[:1]...))
	want(&early, self+ok+" (1 changes by others came later)")
	if s := early.InspectorsSigned()[1].Signature; s == nil || s.SHA256 != drawn("wang") {
		t.Errorf("the signature that was drawn there: %+v", s)
	}

	none := start()
	checktest.Must(t, none.Submit(e, "li", checktest.Morning, ""))
	if want(&none, self+"not signed"); !none.Submission().Unsigned {
		t.Error("it is not noted that there is no signature")
	}
	handed := start()
	checktest.Must(t, handed.SubmitWith(e, checklists.Submission{By: "admin",
		Handed: &checklists.Handover{File: drawn("file"), Of: "li"}, Signatures: both},
		checktest.Morning))
	want(&handed, "li "+device+"; wang "+device)
}
