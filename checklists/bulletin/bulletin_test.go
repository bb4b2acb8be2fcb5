package bulletin_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hallmark/checklists"
	"hallmark/checklists/bulletin"
	"hallmark/checklists/checktest"
	"hallmark/standard"
	"hallmark/standard/message"
)

func TestPeriodOf(t *testing.T) {
	for _, test := range []struct {
		kind                  bulletin.Kind
		day, from, to, before string
		earlier               int
		text                  string
	}{
		{bulletin.Weekly, "2018-01-12", "2018-01-08", "2018-01-14", "2018-01-01", 0,
			"2018年1月8日至2018年1月14日"},
		{bulletin.Weekly, "2018-01-14", "2018-01-08", "2018-01-14", "2018-01-01", 0, ""},
		{bulletin.Weekly, "2018-01-01", "2018-01-01", "2018-01-07", "2017-12-25", 0, ""},
		{bulletin.Quarterly, "2018-01-12", "2018-01-01", "2018-03-31", "2017-10-01", 1, "2018年第一季度"},
		{bulletin.Quarterly, "2018-12-31", "2018-10-01", "2018-12-31", "2018-07-01", 3, "2018年第四季度"},
	} {
		p, err := bulletin.PeriodOf(test.kind, test.day)
		checktest.Must(t, err)
		if p.From != test.from || p.To != test.to || p.Before(test.kind).From != test.before {
			t.Errorf("%s of %s: %v after %v", test.kind, test.day, p, p.Before(test.kind))
		}
		if test.earlier > 0 && len(p.Earlier()) != test.earlier {
			t.Errorf("%s is held against %v", p, p.Earlier())
		}
		if got := p.Text(message.Chinese, test.kind); test.text != "" && got != test.text {
			t.Errorf("%s is called %s", test.day, got)
		}
	}
	_, err := bulletin.PeriodOf("daily", "soon")
	checktest.WantProblems(t, err, "kind bulletin.kind", "day audit.day")
	p, _ := bulletin.PeriodOf(bulletin.Weekly, "2018-01-12")
	for at, want := range map[time.Time]bool{
		time.Date(2018, 1, 7, 15, 59, 59, 0, time.UTC): false, // 23:59:59 in the halls
		time.Date(2018, 1, 7, 16, 0, 0, 0, time.UTC):   true,
		time.Date(2018, 1, 14, 15, 59, 0, 0, time.UTC): true,
		time.Date(2018, 1, 14, 16, 0, 0, 0, time.UTC):  false,
	} {
		if p.Holds(checklists.At(at)) != want {
			t.Errorf("%s: %t", at, !want)
		}
	}
}

func TestBulletinNumbersHaveNoGap(t *testing.T) {
	r := bulletin.Register{Kind: bulletin.Weekly, Year: 2026}
	for i, id := range []bulletin.ID{"a", "b", "a", "c"} {
		want := []string{"厅评周报〔2026〕1号", "厅评周报〔2026〕2号", "厅评周报〔2026〕1号", "厅评周报〔2026〕3号"}[i]
		if got := r.Take(id).Text(message.Chinese); got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
	if r.Revision != 3 {
		t.Errorf("revision %d after three new numbers", r.Revision)
	}
	if got := (bulletin.Number{}).Text(message.Chinese); got != "" {
		t.Errorf("a draft has the number %s", got)
	}
}

// mending is a rectification that was opened so many days after the morning of 12 January 2018.
func mending(hall, code string, severity checklists.Severity, opened int, due string,
) checklists.Rectification {
	return checklists.Rectification{ID: checklists.RectificationID(hall + code + fmt.Sprint(opened)),
		Hall: checklists.HallID(hall), HallName: hall + "厅", Tier: standard.Subdistrict, Code: code,
		Title: "题" + code, Severity: severity, State: checklists.AwaitingPlan, FirstDue: due, Due: due,
		Opened: checklists.At(checktest.Morning.AddDate(0, 0, opened))}
}

// stepped takes steps on days after the morning.
func stepped(r checklists.Rectification, steps ...checklists.RectificationStep,
) checklists.Rectification {
	for _, s := range steps {
		s.From, r.State = r.State, s.To
		if s.Op == checklists.OpExtend {
			r.Due = s.Day
		}
		r.Steps = append(r.Steps, s)
	}
	return r
}

func closing(days int) checklists.RectificationStep {
	return checklists.RectificationStep{Op: checklists.OpVerify, To: checklists.ClosedOff,
		At: checklists.At(checktest.Morning.AddDate(0, 0, days))}
}

// theWeek is the week of Monday 8 January 2018 to Sunday 14 January, in which 12 January lies.
func theWeek(t *testing.T) bulletin.Data {
	t.Helper()
	p, err := bulletin.PeriodOf(bulletin.Weekly, "2018-01-12")
	checktest.Must(t, err)
	named := func(o checklists.Outcome, kind checklists.Kind, days int) checklists.Outcome {
		o.Kind, o.HallName, o.Released = kind, string(o.Hall)+"厅", o.Result
		o.Audit += checklists.AuditID(fmt.Sprint(days, kind))
		o.Approved = checklists.At(o.Approved.AddDate(0, 0, days))
		return o
	}
	repeated := mending("A", "5.1.2", checklists.Major, 1, "2018-02-02")
	repeated.Repeats, repeated.Holder = 1, standard.DutyBusinessDepartment
	known, err := checklists.NewCalendar(nil, nil, []int{2018})
	checktest.Must(t, err)
	return bulletin.DataOf(bulletin.Weekly, p, checktest.Morning.AddDate(0, 1, 0),
		bulletin.Sources{Calendar: known, Outcomes: []checklists.Outcome{
			named(checktest.Outcome("A", "88.4", 0), checklists.Unannounced, 0),
			named(checktest.Outcome("A", "90", 0), checklists.Phone, 1),
			named(checktest.Outcome("B", "75", 0), checklists.Unannounced, 2),
			named(checktest.Outcome("C", "75", 0), checklists.Self, 0),
			named(checktest.Outcome("C", "75", 0), checklists.Announced, 3), // the next Monday
			named(checktest.Outcome("C", "75", 0), checklists.Announced, -5),
		}, Rectifications: []checklists.Rectification{
			repeated,
			mending("A", "5.1.1", checklists.Minor, 0, "2018-02-20"),
			mending("B", "7.1.1", checklists.VetoFailure, 0, "2018-01-12"),
			mending("B", "8.1.1", checklists.Minor, 3, "2018-02-20"), // after the week
			stepped(mending("B", "9.9.9", checklists.Minor, 0, "2018-02-20"),
				checklists.RectificationStep{Op: checklists.OpRevoke, To: checklists.Revoked,
					At: checklists.At(checktest.Morning.AddDate(0, 0, 9))}),
			stepped(mending("D", "6.1.1", checklists.Minor, -30, "2018-01-10"), closing(5)),
			stepped(mending("D", "6.1.2", checklists.Minor, -30, "2018-01-10"),
				checklists.RectificationStep{Op: checklists.OpExtend, To: checklists.AwaitingPlan,
					Day: "2018-03-01", At: checklists.At(checktest.Morning.AddDate(0, 0, -3))}),
			stepped(mending("D", "6.1.3", checklists.Minor, -30, "2018-01-10"), closing(1)),
			stepped(mending("D", "6.1.4", checklists.Minor, -30, "2018-01-10"), closing(-9)),
		}})
}

// TestWeeklyBulletin compares the text with what was counted by hand.
func TestWeeklyBulletin(t *testing.T) {
	b, err := bulletin.New(theWeek(t), message.Chinese, nil, bulletin.Words{},
		"du", checktest.Morning)
	checktest.Must(t, err)
	want := map[bulletin.Key]string{
		bulletin.SectionChecks: "2018年1月8日至2018年1月14日，共审定检查结果3项，其中暗访2项、电话抽查1项，涉及大厅2个。",
		bulletin.SectionProblems: "共发现问题3个，其中否决项1个、严重不符合1个、一般不符合1个，涉及大厅2个；重复出现的问题1个。\n" +
			"1．A厅（2个）：5.1.2 题5.1.2（严重不符合，由区级业务部门负责）；5.1.1 题5.1.1（一般不符合）。\n" +
			"2．B厅（1个）：7.1.1 题7.1.1（否决项）。",
		// 12 January was a Friday, and Saturday and Sunday are no working days: 7.1.1 is not overdue
		// at the end of the week, 6.1.1 by the 11th and the 12th.
		bulletin.SectionMending: "截至2018年1月14日，应整改6项，其中本期新开3项；已销号1项，销号率16.67%；逾期1项。\n" +
			"1．D厅（逾期1项）：6.1.1 题6.1.1（整改期限2018年1月10日，逾期2个工作日）。",
	}
	got := map[bulletin.Key]string{}
	for _, s := range b.Sections {
		if s.Edited() || s.Text == "" {
			t.Errorf("section %s: %q", s.Key, s.Text)
		}
		if want[s.Key] != "" {
			got[s.Key] = s.Text
		}
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if len(b.Sections) != 4 || b.ID != "weekly-2018-01-08-1" {
		t.Errorf("%s with %d sections", b.ID, len(b.Sections))
	}
}

// TestWeeklyBulletinIsShort has 25 halls with 1 to 5 overdue rectifications each: the text names up
// to three of a hall and 20 halls, those with most first.
func TestWeeklyBulletinIsShort(t *testing.T) {
	p, err := bulletin.PeriodOf(bulletin.Weekly, "2018-01-12")
	checktest.Must(t, err)
	var from bulletin.Sources
	all, left := 0, 0 // one each of five halls is left to the annex
	for hall := range 25 {
		for k := range hall%5 + 1 {
			r := mending(fmt.Sprintf("H%02d", hall), fmt.Sprintf("6.1.%d", k+1),
				checklists.Minor, -30, fmt.Sprintf("2018-01-%02d", 8-k))
			from.Rectifications = append(from.Rectifications, r)
			all++
		}
		if hall%5 == 0 {
			left++
		}
	}
	data := bulletin.DataOf(bulletin.Weekly, p, checktest.Morning.AddDate(0, 1, 0), from)
	b, err := bulletin.New(data, message.Chinese, nil, bulletin.Words{}, "du", checktest.Morning)
	checktest.Must(t, err)
	lines := strings.Split(b.Sections[2].Text, "\n")
	if want := fmt.Sprintf("逾期%d项。", all); len(lines) != 22 || !strings.HasSuffix(lines[0], want) {
		t.Fatalf("%d lines, want 22; %q, want %q", len(lines), lines[0], want)
	}
	if line := lines[1]; strings.Count(line, "整改期限") != 3 || !strings.HasPrefix(line, "1．H04厅（逾期5项）：6.1.5 ") ||
		!strings.HasSuffix(line, "；其余见附件。") {
		t.Errorf("the hall with most: %q", line)
	}
	if line := lines[20]; strings.Count(line, "整改期限") != 2 || strings.Contains(line, "其余") {
		t.Errorf("the last hall named: %q", line)
	}
	if want := fmt.Sprintf("其余5个大厅逾期%d项，见附件。", left); lines[21] != want {
		t.Errorf("%q, want %q", lines[21], want)
	}
}

// TestTitleOfCorrection corrects a bulletin twice: each has a title of its own.
func TestTitleOfCorrection(t *testing.T) {
	data := theWeek(t)
	var old *bulletin.Bulletin
	for i, want := range []string{"政务大厅现场检查情况周通报（2018年1月8日至2018年1月14日）",
		"关于更正政务大厅现场检查情况周通报（厅评周报〔2018〕1号）的通报",
		"关于更正政务大厅现场检查情况周通报（厅评周报〔2018〕2号）的通报"} {
		b, err := bulletin.New(data, message.Chinese, old, bulletin.Words{}, "du", checktest.Morning)
		checktest.Must(t, err)
		if b.Title != want {
			t.Errorf("%q, want %q", b.Title, want)
		}
		b.Number = bulletin.Number{Kind: bulletin.Weekly, Year: 2018, Serial: i + 1}
		old = &b
	}
}

func TestBulletinNeverChangesOnceIssued(t *testing.T) {
	words := bulletin.Words{Title: "周通报", Issuer: "区行政审批办"}
	b, err := bulletin.New(theWeek(t), message.Chinese, nil, words, "du", checktest.Morning)
	checktest.Must(t, err)
	if err := b.Edit(bulletin.Words{Title: " ", Sections: map[bulletin.Key]string{
		"ranking": "x", "demands": ""}}); err == nil {
		t.Error("edited without title and issuer")
	} else {
		var wrong *standard.InvalidError
		if !errors.As(err, &wrong) || len(wrong.Problems) != 4 {
			t.Errorf("%v", err)
		}
	}
	words.Sections = map[bulletin.Key]string{
		bulletin.SectionProblems: "共发现问题4个，1月20日前整改；5.1.1 由2个大厅整改，37.5%。"}
	checktest.Must(t, b.Edit(words))
	i := slices.IndexFunc(b.Sections, func(s bulletin.Section) bool { return s.Edited() })
	if got := strings.Join(b.Sections[i].Strays(), " "); got != "4 20 37.5%" {
		t.Errorf("numbers that are not from the data: %s", got)
	}
	newer := theWeek(t)
	newer.Checks = newer.Checks[:2]
	checktest.Must(t, b.Redraft(newer))
	if !strings.HasPrefix(b.Sections[i].Text, "共发现问题4个") ||
		!strings.Contains(b.Sections[0].Text, "检查结果2项") {
		t.Errorf("drafted anew: %q, %q", b.Sections[0].Text, b.Sections[i].Text)
	}
	if err := b.Seal("du", checktest.Morning); !errors.Is(err, bulletin.ErrEarly) {
		t.Errorf("sealed within its week: %v", err)
	}
	monday := checktest.Morning.AddDate(0, 0, 3)
	checktest.Must(t, b.Seal("du", monday))
	number := bulletin.Number{Kind: bulletin.Weekly, Year: 2018, Serial: 3}
	checktest.Must(t, b.Issue(number))
	checktest.Must(t, b.Issue(number))
	if !b.CheckDigest() {
		t.Error("the digests do not hold")
	}
	for name, err := range map[string]error{"edit": b.Edit(words), "redraft": b.Redraft(newer),
		"seal": b.Seal("du", monday), "number": b.Issue(bulletin.Number{Serial: 4})} {
		if !errors.Is(err, bulletin.ErrIssued) {
			t.Errorf("%s: %v", name, err)
		}
	}
	altered := b
	altered.Data.Checks = slices.Clone(b.Data.Checks)
	altered.Data.Checks[0].Result.Total = standard.MustDecimal("99")
	renamed := b
	renamed.Title = "另一份"
	if altered.CheckDigest() || renamed.CheckDigest() {
		t.Error("an altered bulletin passes")
	}
	next, err := bulletin.New(newer, message.Chinese, &b, words, "du", monday)
	checktest.Must(t, err)
	if next.ID != "weekly-2018-01-08-2" ||
		!strings.HasPrefix(next.Sections[0].Text, "本通报更正厅评周报〔2018〕3号") {
		t.Errorf("%s: %s", next.ID, next.Sections[0].Text)
	}
}

// TestCarriedOnIsCountedOnce: a finding that goes on in the rectification of a newer audit of the week
// is one rectification, found in the week and overdue as before; one that the newer audit found whole
// is closed in the week.
func TestCarriedOnIsCountedOnce(t *testing.T) {
	p, err := bulletin.PeriodOf(bulletin.Weekly, "2018-01-10")
	checktest.Must(t, err)
	at := checklists.At(checktest.Morning)
	older := stepped(mending("D", "6.1.1", checklists.Minor, -30, "2018-01-10"),
		checklists.RectificationStep{Op: checklists.OpCarryOn, To: checklists.CarriedOn, At: at})
	newer := mending("D", "6.1.1", checklists.Minor, 0, "2018-02-20")
	newer.Steps = []checklists.RectificationStep{{Op: checklists.OpContinue, From: newer.State, To: newer.State, At: at,
		Day: "2018-01-10", Other: older.ID, Since: older.Opened}}
	newer.Due, newer.Since = "2018-01-10", older.Opened
	whole := stepped(mending("D", "6.1.2", checklists.Minor, -30, "2018-01-10"),
		checklists.RectificationStep{Op: checklists.OpFoundWhole, To: checklists.ClosedOff, At: at})
	d := bulletin.DataOf(bulletin.Weekly, p, checktest.Morning.AddDate(0, 0, 9), bulletin.Sources{
		Rectifications: []checklists.Rectification{older, newer, whole}})
	f := bulletin.FiguresOf(&d)
	if f.All.Total != 2 || f.New.Total != 1 || f.All.Closed != 1 || f.All.Overdue != 1 {
		t.Errorf("%+v", f)
	}
	before, err := bulletin.PeriodOf(bulletin.Weekly, "2018-01-03")
	checktest.Must(t, err)
	d = bulletin.DataOf(bulletin.Weekly, before, checktest.Morning.AddDate(0, 0, 9), bulletin.Sources{
		Rectifications: []checklists.Rectification{older, newer, whole}})
	if f := bulletin.FiguresOf(&d); f.All.Total != 2 || f.All.Closed != 0 {
		t.Errorf("the week before: %+v", f)
	}
}
