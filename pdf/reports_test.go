package pdf_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"testing"

	"hallmark/checklists"
	"hallmark/fixtures"
	"hallmark/pdf"
	"hallmark/pdf/manuscript"
	"hallmark/standard"
	"hallmark/standard/message"
)

// dense is a text without white space.
func dense(s string) string { return strings.Join(strings.Fields(s), "") }

// rawText returns the text in the order in which it was drawn, without white space.
func rawText(t testing.TB, file []byte) string {
	return dense(strings.Join(pagesOf(t, file, "-raw"), ""))
}

// Beside each clause of the report stand its points and what it is worth.
func TestPointsStandBesideTheirClause(t *testing.T) {
	r := sample(t, 0)
	text := rawText(t, report(t, r))
	for i, line := range r.Score.Clauses {
		c, _ := r.Edition.Clause(line.UID)
		_, row, ok := strings.Cut(text, dense(c.Code+string(c.Modality)+c.Title))
		if !ok {
			t.Fatalf("no row for clause %s", c.Code)
		}
		if i+1 < len(r.Score.Clauses) {
			row, _, _ = strings.Cut(row, r.Score.Clauses[i+1].Code)
		}
		n, _ := line.Earned.Scaled(2)
		m, _ := line.Max.Scaled(2)
		want := fmt.Sprintf("%d.%02d满分%d.%02d", n/100, n%100, m/100, m%100)
		switch {
		case line.Bonus:
			want = strings.Replace(want, "满分", "附加", 1)
		case line.Excluded:
			want = "不适用不适用"
		}
		if !strings.Contains(row, want) {
			t.Errorf("clause %s: no %q beside it", c.Code, want)
		}
	}
}

func TestReportSaysEverything(t *testing.T) {
	r := sample(t, 3)
	for name, file := range map[string][]byte{"report": report(t, r), "record": record(t, r)} {
		tool(t, file, "qpdf", "--check", "FILE")
		text := rawText(t, file)
		for _, line := range r.Score.Clauses {
			c, _ := r.Edition.Clause(line.UID)
			a := r.Answers[line.UID]
			for _, want := range []string{c.Code, c.Title, a.Note, a.Reason} {
				if !strings.Contains(text, dense(manuscript.Typeset(want))) {
					t.Errorf("%s: clause %s lacks %q", name, c.Code, want)
				}
			}
		}
		for _, want := range []string{r.Audit.HallName, r.Audit.Number, "沈佳宁、陆文博",
			r.Score.Total.String(), string(r.Edition.Digest()), "2018年1月12日09:00", "2018年1月12日16:35"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %q", name, want)
			}
		}
		pages := pagesOf(t, file, "-layout")
		for i, page := range pages {
			for _, want := range []string{fmt.Sprintf("— %d —", i+1), r.Edition.Digest().Short(),
				fmt.Sprintf("第%d页共%d页", i+1, len(pages)), r.Edition.Standard.Number, "2017版，无修改单"} {
				if !strings.Contains(dense(page), dense(want)) {
					t.Errorf("%s: page %d lacks %q", name, i+1, want)
				}
			}
		}
	}
}

// A reader finds the calculation of each chapter with the very numbers of the score.
func TestReportCanBeRecomputed(t *testing.T) {
	r := sample(t, 0)
	text := rawText(t, report(t, r))
	for _, c := range r.Score.Chapters {
		if c.Dropped {
			continue
		}
		two := func(d standard.Decimal) string {
			n, _ := d.Scaled(2)
			return fmt.Sprintf("%d.%02d", n/100, n%100)
		}
		want := fmt.Sprintf("%s×100÷100×%s÷%s%s", c.Weight, two(c.Earned), two(c.Applicable),
			two(c.Contribution))
		if !strings.Contains(text, want) {
			t.Errorf("chapter %d: no %q", c.Number, want)
		}
	}
	if !strings.Contains(text, "+1.34，保留1位小数"+r.Score.Total.String()) {
		t.Error("the total is not spelled out")
	}
}

// Every character of the list, in the notes, comes out of the file in its order.
func TestEveryCharacterOfNotes(t *testing.T) {
	list, err := os.ReadFile("fonts/characters.txt")
	if err != nil {
		t.Fatal(err)
	}
	characters := []rune(dense(string(list)))
	r := sample(t, 0)
	checklist := r.Edition.Checklist(tier)
	size := len(characters)/len(checklist) + 1
	var notes []string
	for i, c := range checklist {
		a := r.Answers[c.UID]
		a.Note = string(characters[min(i*size, len(characters)):min((i+1)*size, len(characters))])
		r.Answers[c.UID] = a
		notes = append(notes, a.Note)
	}
	for name, file := range map[string][]byte{"report": report(t, r), "record": record(t, r)} {
		text := rawText(t, file)
		for _, note := range notes {
			if !strings.Contains(text, note) {
				t.Errorf("%s lost something of %q", name, note)
			}
		}
	}
}

// A note of many pages is divided between them, and nothing of it is lost.
func TestVeryLongNote(t *testing.T) {
	r := sample(t, 0)
	var long strings.Builder
	for i := range 2500 {
		fmt.Fprintf(&long, "第%d句：窗口人员能说清办理流程。", i)
	}
	a := r.Answers["HS003"]
	a.Note = long.String()
	r.Answers["HS003"] = a
	file := report(t, r)
	tool(t, file, "qpdf", "--check", "FILE")
	var text string
	for _, page := range pagesOf(t, file, "-raw") {
		body, _, _ := strings.Cut(dense(page), "DB330105/T999—2017政务大厅现场服务管理规范2017版，无修改单条款摘要")
		body = strings.TrimPrefix(body, "条款要求、检查方法与现场记录检查结果得分")
		text += strings.Replace(strings.TrimPrefix(body, "5.1.3"), "15min2.00满分2.00", "", 1)
	}
	for i := range 2500 {
		if !strings.Contains(text, fmt.Sprintf("第%d句", i)) {
			t.Fatalf("sentence %d is lost", i)
		}
	}
}

func TestHostileTexts(t *testing.T) {
	tests := map[string]string{
		"emoji":            "好评😀👨\u200d👩\u200d👧",
		"rare name":        "𠮷𬭊\U00010000",
		"variation":        "葛\U000E0100城",
		"truncated":        "大厅\xe5\xa4",
		"latin-1":          "caf\xe9 caf\xe9",
		"broken middle":    "大\xff\xfe厅",
		"surrogate":        "a\xed\xa0\x80b",
		"nul":              "a\x00b\x00",
		"controls":         "a\x01\x02\x1b[31mb\x7f",
		"bidi":             "得分\u202e0.5\u202c\u2066x\u2069",
		"right to left":    "שלום عربي",
		"private use":      "\ue000\uf8ff",
		"end of BMP":       "\uffff\ufffe\ufffd",
		"pdf syntax":       `\ ( ) \) >> endobj stream ${nb} {nb} %PDF`,
		"format verbs":     "%s %d %!x(MISSING) 100%",
		"markup":           "<script>alert(1)</script>&amp;",
		"long word":        strings.Repeat("x", 3000),
		"long punctuation": strings.Repeat("，。！", 900),
		"long url":         "https://example.com/" + strings.Repeat("a/b?c=", 300),
		"many lines":       strings.Repeat("行\n", 300),
		"blanks":           strings.Repeat(" ", 5000),
		"only breaks":      "\n\n\n",
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := hostile(sample(t, 2), "始"+text+"终")
			for _, file := range [][]byte{report(t, r), record(t, r)} {
				tool(t, file, "qpdf", "--check", "FILE")
				got := rawText(t, file)
				if !strings.Contains(got, "始") || !strings.Contains(got, "终") {
					t.Error("a neighbour of the text is lost")
				}
			}
		})
	}
}

// hostile puts a text wherever a person may have written something.
func hostile(r pdf.Report, text string) pdf.Report {
	audit := *r.Audit
	audit.HallName, audit.Number, audit.Campaign = text, text, text
	audit.Inspectors = []checklists.Username{checklists.Username(text), "b", "c"}
	r.Audit = &audit
	r.Office, r.Facts, r.Statement, r.Present, r.Refused = text, text, text, text, text
	r.VerifyCode = text
	r.Signature = &pdf.Signature{Signer: text, Issuer: text, Fingerprint: text}
	r.Names = map[checklists.Username]string{"b": text}
	answers := map[standard.ClauseUID]checklists.Answer{}
	for uid, a := range r.Answers {
		if strings.HasSuffix(string(uid), "3") {
			a.Note = text
			if a.Kind == checklists.NotApplicable {
				a.Reason = text
			}
		}
		answers[uid] = a
	}
	r.Answers = answers
	return r
}

func TestRefusals(t *testing.T) {
	number := standard.MustDecimal
	tests := map[string]struct {
		spoil func(*pdf.Report)
		want  error
	}{
		"no edition":     {func(r *pdf.Report) { r.Edition = nil }, pdf.ErrIncomplete},
		"no audit":       {func(r *pdf.Report) { r.Audit = nil }, pdf.ErrIncomplete},
		"unknown clause": {func(r *pdf.Report) { r.Findings[0].Clause = "HS999" }, pdf.ErrIncomplete},
		"unknown photo":  {func(r *pdf.Report) { r.Photos[0].Clause = "" }, pdf.ErrIncomplete},
		"other edition":  {func(r *pdf.Report) { r.Audit.Edition = "2017+XG1" }, pdf.ErrDisagrees},
		"other text":     {func(r *pdf.Report) { r.Audit.EditionDigest = "00" }, pdf.ErrDisagrees},
		"other tier":     {func(r *pdf.Report) { r.Score.Tier = standard.District }, pdf.ErrDisagrees},
		"better total":   {func(r *pdf.Report) { r.Score.Total = number("95") }, pdf.ErrDisagrees},
		"better clause": {func(r *pdf.Report) { r.Score.Clauses[1].Earned = number("3") },
			pdf.ErrDisagrees},
		"better chapter": {func(r *pdf.Report) { r.Score.Chapters[0].Contribution = number("9.52") },
			pdf.ErrDisagrees},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := sample(t, 1)
			test.spoil(&r)
			var b bytes.Buffer
			if err := pdf.WriteReport(&b, r); !errors.Is(err, test.want) {
				t.Errorf("error %v, want %v", err, test.want)
			}
			if err := pdf.WriteRecord(&b, r); !errors.Is(err, test.want) || b.Len() > 0 {
				t.Errorf("record: error %v with %d bytes, want %v and none", err, b.Len(), test.want)
			}
		})
	}
}

func TestWriterError(t *testing.T) {
	r, w := io.Pipe()
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if err := pdf.WriteReport(w, sample(t, 0)); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("error %v, want that of the writer", err)
	}
}

// Every state, kind and severity has its words in both languages, and no text is left unfilled.
func TestWords(t *testing.T) {
	states := []checklists.State{checklists.InProgress, checklists.Submitted, checklists.Returned, checklists.Approved, checklists.Final}
	kinds := []checklists.Kind{checklists.Comprehensive, checklists.Announced,
		checklists.Unannounced, checklists.Phone, checklists.Self,
		checklists.ThirdParty, checklists.Recheck}
	severities := []checklists.Severity{checklists.VetoFailure, checklists.Major, checklists.Minor,
		checklists.Advice}
	for i, kind := range kinds {
		for _, language := range message.Languages() {
			r := sample(t, 1)
			r.Language, r.Audit.Kind, r.Audit.State = language, kind, states[i%len(states)]
			r.Self, r.Original = &r.Score, &r.Score
			r.Rectified = &pdf.Rectified{Score: r.Score, At: r.Printed}
			r.Findings[0].DueUncertain = true
			for k := range r.Findings {
				r.Findings[k].Severity = severities[k%len(severities)]
			}
			for _, file := range [][]byte{report(t, r), record(t, r)} {
				text := rawText(t, file)
				for _, bad := range []string{"pdf.", "%!", "(MISSING)"} {
					if before, after, ok := strings.Cut(text, bad); ok {
						t.Errorf("%s %s: %q%s%q", language, kind, before[max(0, len(before)-30):],
							bad, after[:min(len(after), 60)])
					}
				}
			}
		}
	}
}

func TestDraftIsMarked(t *testing.T) {
	tests := map[checklists.State]string{checklists.InProgress: "草稿",
		checklists.Returned: "草稿", checklists.Submitted: "未审定", checklists.Approved: "",
		checklists.Final: ""}
	for state, mark := range tests {
		r := sample(t, 0)
		r.Audit.State = state
		for name, file := range map[string][]byte{"report": report(t, r), "record": record(t, r)} {
			// The mark is drawn below all else, so it comes first.
			for i, page := range pagesOf(t, file, "-raw") {
				text := dense(page)
				marked := strings.HasPrefix(text, "草稿") || strings.HasPrefix(text, "未审定")
				if !strings.HasPrefix(text, mark) || marked != (mark != "") {
					t.Errorf("%s %s: page %d is not marked %q", state, name, i+1, mark)
				}
			}
			if got := strings.Contains(rawText(t, file), "不作为评价依据"); got != (mark != "") {
				t.Errorf("%s %s: says it is no basis: %v", state, name, got)
			}
		}
	}
}

// The cover of a third-party evaluation names the firm, with a place for its seal beside the
// office's.
func TestFirmOnCover(t *testing.T) {
	r := sample(t, 0)
	if cover := pagesOf(t, report(t, r), "-raw")[0]; strings.Contains(cover, "评估机构") ||
		strings.Count(cover, "盖章处") != 1 {
		t.Errorf("a firm where there is none: %s", cover)
	}
	r.Audit.Kind, r.Firm = checklists.ThirdParty, "杭州明察公共服务评估咨询有限公司(虚构)"
	pages := pagesOf(t, report(t, r), "-raw")
	cover := dense(pages[0])
	if !strings.Contains(cover, "评估机构"+r.Firm) || strings.Count(cover, "（盖章处）") != 2 ||
		!strings.Contains(cover, "何以安") {
		t.Errorf("cover: %s", cover)
	}
	if text := rawText(t, record(t, r)); !strings.Contains(text, "评估机构"+r.Firm) {
		t.Error("the record does not name the firm")
	}
}

func TestUnansweredAuditHasARecord(t *testing.T) {
	r := sample(t, 0)
	rescore(t, &r, nil)
	r.Audit.State, r.Audit.Transitions = checklists.InProgress, nil
	text := rawText(t, report(t, r))
	for _, want := range []string{"尚有", "未检查", "本次检查未发现问题", "本次检查未留存照片"} {
		if !strings.Contains(text, want) {
			t.Errorf("the report lacks %q", want)
		}
	}
	tool(t, record(t, r), "qpdf", "--check", "FILE")
}

// Equal input gives equal bytes, with pictures of one width too, which gofpdf alone shuffles.
func TestSameBytes(t *testing.T) {
	r := sample(t, 18)
	for i := range r.Photos {
		r.Photos[i].Data = picture(t, 320, 240, i)
	}
	first := report(t, r)
	for range 4 {
		if !bytes.Equal(first, report(t, r)) {
			t.Fatal("the same report has other bytes")
		}
	}
}

func TestManyAtOnce(t *testing.T) {
	r := sample(t, 2)
	want := report(t, r)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			var b bytes.Buffer
			if err := pdf.WriteReport(&b, r); err != nil || !bytes.Equal(b.Bytes(), want) {
				t.Errorf("a report written beside others differs (%v)", err)
			}
		})
	}
	group.Wait()
}

func TestOutline(t *testing.T) {
	outline := tool(t, report(t, sample(t, 1)), "qpdf", "--json", "--json-key=outlines", "FILE")
	for _, title := range []string{"封面", "一、评价结果", "二、逐条评价", "5  场所与空间", "三、问题清单",
		"四、现场照片", "五、计分方法与复算", "六、电子签名与核验"} {
		if !strings.Contains(outline, `"title": "`+title+`"`) {
			t.Errorf("no bookmark %q", title)
		}
	}
}

func BenchmarkReport(b *testing.B) {
	r := sample(b, 0)
	report(b, r)
	b.ReportAllocs()
	for b.Loop() {
		report(b, r)
	}
}

func BenchmarkReportParallel(b *testing.B) {
	r := sample(b, 0)
	report(b, r)
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			report(b, r)
		}
	})
}

// A report under an amended edition names the amendment on every page.
func TestAmendedEdition(t *testing.T) {
	r := sample(t, 0)
	sheet, err := fixtures.AmendmentXG1()
	if err != nil {
		t.Fatal(err)
	}
	if r.Edition, err = standard.Apply(r.Edition, sheet); err != nil {
		t.Fatal(err)
	}
	answers := map[standard.ClauseUID]checklists.Answer{}
	for i, c := range r.Edition.Checklist(tier) {
		answers[c.UID] = answerTo(c, i)
	}
	rescore(t, &r, answers)
	r.Audit.Edition, r.Audit.EditionDigest = r.Edition.ID(), r.Edition.Digest()
	for i, page := range pagesOf(t, report(t, r), "-layout") {
		if !strings.Contains(page, "2017版，含修改单XG1") {
			t.Errorf("page %d does not name the amendment", i+1)
		}
	}
}
