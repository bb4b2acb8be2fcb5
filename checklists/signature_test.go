package checklists_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hallmark/checklists"
	"hallmark/checklists/checktest"
	"hallmark/standard"
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
	if diff := cmp.Diff(good, a.Signatures()); diff != "" {
		t.Error(diff)
	}
	checktest.Must(t, a.CheckDigest())
	a.Transitions[len(a.Transitions)-1].Signatures[1].Refused = "无"
	if altered := (*checklists.AlteredError)(nil); !errors.As(a.CheckDigest(), &altered) {
		t.Error("an altered refusal is not noticed")
	}
	for want, list := range map[string][]checklists.Signature{
		"signatures[0].role audit.signature-role":              {{Role: "mayor", Name: "李", SHA256: drawn}},
		"signatures[0].name audit.signature-name":              {{Role: "present", Name: " ", SHA256: drawn}},
		"signatures[0] audit.signature-or-refusal":             {{Role: "present", Name: "周"}},
		"signatures[0].sha256 answer.sha256":                   {{Role: "present", Name: "周", SHA256: "7"}},
		"signatures[1] audit.signature-twice":                  {good[1], good[1]},
		"signatures audit.signatures":                          make([]checklists.Signature, 13),
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
