package pdf_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hallmark/checklists"
	"hallmark/fixtures"
	"hallmark/pdf"
	"hallmark/standard"
)

const tier = standard.Subdistrict

func instant(t testing.TB, s string) checklists.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return checklists.At(at)
}

// sample is an approved audit of a sub-district hall with every kind of answer, notes, findings
// and photographs.
func sample(t testing.TB, photos int) pdf.Report {
	t.Helper()
	e, err := fixtures.Edition2017()
	if err != nil {
		t.Fatal(err)
	}
	answers := map[standard.ClauseUID]checklists.Answer{}
	for i, c := range e.Checklist(tier) {
		answers[c.UID] = answerTo(c, i)
	}
	r := pdf.Report{
		Edition: e, Office: "拱墅区行政审批办", Campaign: "2018-Q1",
		Printed: instant(t, "2018-01-15T02:00:00Z"),
		Names: map[checklists.Username]string{"auditor": "沈佳宁", "auditor2": "陆文博",
			"supervisor": "何以安"},
		Heard: pdf.Heard{
			Facts:     "大厅秩序正常,窗口人员在岗。检查采取现场查看、查阅台账和随机访谈的方式进行。",
			Statement: "对检查结果无异议,将按期整改。", Present: "周敏(大厅负责人)",
		},
		Proof: pdf.Proof{
			VerifyURL: "https://hallmark.example/verify/4F2A-9C31-77B0", VerifyCode: "4F2A-9C31-77B0",
			Signature: &pdf.Signature{Signer: "拱墅区行政审批办", Issuer: "Hallmark 自签证书",
				Fingerprint: strings.Repeat("3fa9c04e", 8), At: instant(t, "2018-01-15T02:00:00Z")},
		},
		Audit: &checklists.Audit{
			ID: "01", Number: "GS-S03-20180112-4F2A9C", Hall: "GS-S03", HallName: "小河街道便民服务中心",
			Tier: tier, Kind: checklists.Comprehensive, State: checklists.Approved,
			Edition: e.ID(), EditionDigest: e.Digest(),
			Inspectors: []checklists.Username{"auditor", "auditor2"},
			StartedAt:  instant(t, "2018-01-12T01:00:00Z"), Revision: 132,
			Digest: standard.DigestBytes([]byte("chain")),
			Transitions: []checklists.Transition{
				{To: checklists.Submitted, By: "auditor", At: instant(t, "2018-01-12T08:35:00Z")},
				{To: checklists.Approved, By: "supervisor", At: instant(t, "2018-01-15T01:30:00Z")},
			},
		},
	}
	rescore(t, &r, answers)
	for i := range photos {
		c := e.Checklist(tier)[i*5]
		data := picture(t, 640, 480-i%2*160, i)
		r.Photos = append(r.Photos, pdf.Photo{Clause: c.UID, SHA256: standard.DigestBytes(data),
			TakenAt: instant(t, fmt.Sprintf("2018-01-12T01:%02d:00Z", 10+i)), Data: data})
	}
	return r
}

// rescore computes what follows from other answers.
func rescore(t testing.TB, r *pdf.Report, answers map[standard.ClauseUID]checklists.Answer) {
	t.Helper()
	score, err := checklists.ScoreOf(r.Edition, tier, answers)
	if err != nil {
		t.Fatal(err)
	}
	r.Answers, r.Score, r.Findings = answers, score, nil
	for _, line := range score.Clauses {
		c, _ := r.Edition.Clause(line.UID)
		counts := !line.Excluded && !line.Bonus && !line.Unanswered
		if !counts || line.Max.Compare(line.Earned) <= 0 {
			continue
		}
		f := checklists.Finding{Clause: c.UID, Code: c.Code, Severity: checklists.Minor,
			DutyHolder: c.DutyHolder, Lost: lostOf(line), Workdays: 30, Due: "2018-03-05"}
		switch {
		case c.Veto:
			f.Severity, f.Workdays, f.Due = checklists.VetoFailure, 5, "2018-01-22"
		case c.Modality == standard.Recommendation:
			f.Severity, f.Workdays, f.Due = checklists.Advice, 0, ""
		}
		r.Findings = append(r.Findings, f)
	}
}

func lostOf(line checklists.ClauseScore) standard.Decimal {
	most, _ := line.Max.Scaled(2)
	got, _ := line.Earned.Scaled(2)
	return standard.NewDecimal(most-got, 2)
}

func answerTo(c *standard.Clause, i int) checklists.Answer {
	if i%29 == 11 && !c.Veto {
		return checklists.Answer{Kind: checklists.NotApplicable, Reason: "本大厅未设置相应区域,已由街道书面说明。"}
	}
	switch c.Method.Type {
	case standard.PassFail:
		a := checklists.Answer{Kind: checklists.Verdict, Pass: i%7 != 3 || c.Veto}
		if !a.Pass {
			a.Note = "现场查看时未见相应公示,大厅负责人表示牌子正在制作,预计一周内补齐。"
		}
		return a
	case standard.Graded:
		return checklists.Answer{Kind: checklists.Level, Level: 3 - i%5%3,
			Note: "窗口物品摆放基本整齐,个别窗口存放私人物品,已当场指出。"}
	case standard.Measured:
		v, _ := c.Method.Target.Get(tier)
		return checklists.Answer{Kind: checklists.Value, Value: v}
	case standard.Ratio:
		n := 17 + int64(i%4)
		return checklists.Answer{Kind: checklists.RatioOf, Numerator: n, Denominator: 20}
	}
	return checklists.Answer{Kind: checklists.Occurrences, Occurrences: []checklists.Occurrence{
		{ID: "1", Kind: "a", Note: "3号窗口,10时20分"}}}
}

// picture makes a JPEG.
func picture(t testing.TB, w, h, seed int) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.Set(x, y, color.RGBA{uint8(x/4 + seed*40), uint8(y / 3), uint8(120 + seed), 255})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func report(t testing.TB, r pdf.Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := pdf.WriteReport(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func record(t testing.TB, r pdf.Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := pdf.WriteRecord(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// tool runs a program over a PDF file and returns its standard output.
func tool(t testing.TB, file []byte, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Fatalf("%s is missing: apt install poppler-utils qpdf", name)
	}
	path := filepath.Join(t.TempDir(), "file.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	for i, arg := range args {
		args[i] = strings.ReplaceAll(arg, "FILE", path)
	}
	var out, bad bytes.Buffer
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Stdout, cmd.Stderr = &out, &bad
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v\n%s%s", name, err, out.String(), bad.String())
	}
	if bad.Len() > 0 {
		t.Errorf("%s complains: %s", name, bad.String())
	}
	return out.String()
}

// pagesOf returns the text of a PDF, page by page: as it stands on the page (-layout) or in the
// order in which it was drawn (-raw).
func pagesOf(t testing.TB, file []byte, order string) []string {
	t.Helper()
	pages := strings.Split(tool(t, file, "pdftotext", "-enc", "UTF-8", order, "FILE", "-"), "\f")
	return pages[:len(pages)-1]
}
