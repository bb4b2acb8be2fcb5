package checklists_test

import (
	"errors"
	"strings"
	"testing"

	"hallmark/checklists"
	"hallmark/checklists/checktest"
	"hallmark/standard"
)

// TestSaid: what is written at the end belongs to the submission: the digest covers it, a change is
// found, and a text that is too long is refused by name.
func TestSaid(t *testing.T) {
	e := checktest.Reference(t)
	said := checklists.Said{Summary: "秩序正常。", Opinion: "无异议。"}
	ready := func() checklists.Audit {
		a := started(t, e)
		a.Apply(e, answerAll(t, e, a.Tier), "li", checktest.Morning)
		return a
	}
	a := ready()
	checktest.Must(t, a.SubmitWith(e, checklists.Submission{By: "li", Said: said}, checktest.Morning))
	if got := a.Submission().Said; got != said {
		t.Errorf("it says %+v", got)
	}
	checktest.Must(t, a.CheckDigest())
	for name, alter := range map[string]func(*checklists.Said){
		"summary": func(s *checklists.Said) { s.Summary = "秩序混乱。" },
		"opinion": func(s *checklists.Said) { s.Opinion = "" }} {
		b := a.Clone()
		alter(&b.Transitions[len(b.Transitions)-1].Said)
		if altered := (*checklists.AlteredError)(nil); !errors.As(b.CheckDigest(), &altered) {
			t.Errorf("an altered %s is not noticed", name)
		}
	}
	b := ready()
	err := b.SubmitWith(e, checklists.Submission{By: "li", Said: checklists.Said{
		Opinion: strings.Repeat("长", checklists.MaxNote+1)}},
		checktest.Morning)
	if invalid := (*standard.InvalidError)(nil); !errors.As(err, &invalid) ||
		invalid.Problems[0].Path != "opinion" {
		t.Errorf("refused with %v", err)
	}
}
