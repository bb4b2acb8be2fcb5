package pdf_test

import (
	"strings"
	"testing"

	"hallmark/checklists"
	"hallmark/standard"
)

func TestSignaturesArePrinted(t *testing.T) {
	r := sample(t, 0)
	drawn := picture(t, 400, 160, 9)
	sha := standard.DigestBytes(drawn)
	r.Audit.Transitions[0].Signatures = []checklists.Signature{
		{Role: checklists.SignedByInspector, Name: "沈佳宁", Username: "auditor", SHA256: sha},
		{Role: checklists.SignedByInspector, Name: "陆文博", Username: "auditor2",
			SHA256: standard.DigestBytes([]byte("lost"))},
		{Role: checklists.SignedByPresent, Name: "周敏", Refused: "对5.1.1有异议"},
	}
	r.Drawn = map[standard.Digest][]byte{sha: drawn}
	squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
	form := record(t, r)
	words := squeeze(tool(t, form, "pdftotext", "-layout", "FILE", "-"))
	for _, want := range []string{"拒绝签名，理由：对5.1.1有异议", "沈佳宁", "周敏"} {
		if !strings.Contains(words, want) {
			t.Errorf("the record lacks %q", want)
		}
	}
	if n := strings.Count(tool(t, form, "pdfimages", "-list", "FILE"), "jpeg"); n != 1 {
		t.Errorf("%d pictures in the record, want the one signature", n)
	}
	words = squeeze(tool(t, report(t, r), "pdftotext", "-raw", "FILE", "-"))
	if want := "周敏未签名，理由：对5.1.1有异议"; !strings.Contains(words, want) {
		t.Errorf("the report lacks %q", want)
	}
}
