package pdf_test

import (
	"strings"
	"testing"

	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
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

// TestSignedHowIsPrinted has the record and the report say whose signature is not confirmed, that a
// submission has none, and from which file it came, in both languages; what was submitted before
// that was noted says nothing of it.
func TestSignedHowIsPrinted(t *testing.T) {
	sha := standard.DigestBytes([]byte("lost"))
	sign := func(on checklists.Username) []checklists.Signature {
		return []checklists.Signature{
			{Role: checklists.SignedByInspector, Name: "沈佳宁", Username: "auditor", SHA256: sha, On: on},
			{Role: checklists.SignedByInspector, Name: "陆文博", Username: "auditor2", SHA256: sha, On: on}}
	}
	squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
	const file = "4405c4bb3bd663e0c2cc03025bf9b967902059ec9cbb39ce2cd4edad82bf62a7"
	for _, c := range []struct {
		step     checklists.Transition
		zh, en   string
		unwanted string
	}{
		{checklists.Transition{Signatures: sign("auditor")}, "在沈佳宁的设备上签署，本人未确认",
			"signed on the device of 沈佳宁, not confirmed", "提交时未附签名"},
		{checklists.Transition{Unsigned: true}, "提交时未附签名", "Submitted without signatures", "本人未确认"},
		{checklists.Transition{Signatures: sign("auditor"),
			Handed: &checklists.Handover{File: file, Of: "auditor"}},
			"从沈佳宁的待发送数据文件导入提交（文件SHA-256" + file, "from a file of 沈佳宁", "提交时未附签名"},
		{checklists.Transition{Signatures: sign("")}, "沈佳宁", "沈佳宁", "本人"},
	} {
		r := sample(t, 0)
		step := &r.Audit.Transitions[0]
		step.Signatures, step.Unsigned, step.Handed = c.step.Signatures, c.step.Unsigned, c.step.Handed
		for _, paper := range [][]byte{record(t, r), report(t, r)} {
			words := squeeze(tool(t, paper, "pdftotext", "-raw", "FILE", "-"))
			if !strings.Contains(words, c.zh) || strings.Contains(words, c.unwanted) {
				t.Errorf("want %q and not %q in %.3000s", c.zh, c.unwanted, words)
			}
		}
		r.Language = message.English
		for _, paper := range [][]byte{record(t, r), report(t, r)} {
			if words := squeeze(tool(t, paper, "pdftotext", "-raw", "FILE", "-")); !strings.Contains(words,
				squeeze(c.en)) {
				t.Errorf("want %q in %.3000s", c.en, words)
			}
		}
	}
}
