package checklists_test

import (
	"errors"
	"testing"
	"time"

	"hallmark/checklists"
	"hallmark/checklists/checktest"
)

// TestSettingsHoldForWhatBeginsLater changes deadlines while some are running.
func TestSettingsHoldForWhatBeginsLater(t *testing.T) {
	var s checklists.Settings
	day := 24 * time.Hour
	if s.On(checktest.Morning) != checklists.DefaultDeadlines() {
		t.Errorf("without settings: %+v", s.On(checktest.Morning))
	}
	longer := checklists.DefaultDeadlines()
	longer.Appeal, longer.Plan = 7, 4
	checktest.Must(t, s.Set(longer, "sun", checktest.Morning.Add(day)))
	shorter := longer
	shorter.Appeal = 3
	checktest.Must(t, s.Set(shorter, "sun", checktest.Morning.Add(2*day)))
	for _, c := range []struct {
		began time.Time
		days  int
	}{{checktest.Morning, 5}, {checktest.Morning.Add(day), 7}, {checktest.Morning.Add(2*day - time.Millisecond), 7},
		{checktest.Morning.Add(9 * day), 3}} {
		if got := s.On(c.began).Appeal; got != c.days {
			t.Errorf("what began at %v may be appealed against for %d days, want %d", c.began, got, c.days)
		}
	}
	if s.Revision != 2 {
		t.Errorf("revision %d", s.Revision)
	}
}

func TestSettingsRefuse(t *testing.T) {
	for want, change := range map[string]func(*checklists.Deadlines){
		"appeal rectification.between": func(d *checklists.Deadlines) { d.Appeal = 0 },
		"verify rectification.between": func(d *checklists.Deadlines) { d.Verify = 121 },
		"lastPlaces.parentNotice.inYear rectification.between": func(d *checklists.Deadlines) {
			d.LastPlaces = &checklists.LastPlaces{Parent: checklists.LastPlaceCounts{InYear: 13}}
		},
		"plan rectification.between":              func(d *checklists.Deadlines) { d.Plan = -1 },
		"decide rectification.between":            func(d *checklists.Deadlines) { d.Decide = 0 },
		"escalation.report rectification.between": func(d *checklists.Deadlines) { d.Escalation.Report = 0 },
		"escalation.summon rectification.between": func(d *checklists.Deadlines) { d.Escalation.Summon = 4 },
	} {
		var s checklists.Settings
		d := checklists.DefaultDeadlines()
		change(&d)
		checktest.WantProblems(t, s.Set(d, "sun", checktest.Morning), want)
		if len(s.Versions) != 0 {
			t.Errorf("%s: set all the same", want)
		}
	}
}

// TestPlanByTheSettings opens rectifications with another time for the plan than the edition's.
func TestPlanByTheSettings(t *testing.T) {
	e := checktest.Reference(t)
	a := fellShort(t, e)
	score, err := a.Score(e)
	checktest.Must(t, err)
	d := checklists.DefaultDeadlines()
	d.Plan = 1
	list, err := checklists.OpenRectifications(e, &a,
		checklists.FindingsOf(e, score, a.Answers(), checktest.Morning, checklists.Calendar{}), nil, checktest.Morning,
		checklists.Calendar{}, d)
	checktest.Must(t, err)
	if list[0].PlanDue != "2018-01-15" { // the Monday after that Friday
		t.Errorf("the plan is due on %s", list[0].PlanDue)
	}
}

// TestFinalAt counts the days of an appeal on the fingers: approved on Friday, 12 January 2018, so
// five working days end on Friday, 19 January.
func TestFinalAt(t *testing.T) {
	e := checktest.Reference(t)
	a := fellShort(t, e)
	due, _ := a.AppealDue(checklists.Calendar{}, 5)
	at := func(text string) time.Time {
		t.Helper()
		v, err := time.Parse(time.RFC3339, text)
		checktest.Must(t, err)
		return v
	}
	open := []checklists.Appeal{{Audit: a.ID, State: checklists.AppealOpen}}
	done := []checklists.Appeal{{Audit: a.ID, State: checklists.AppealDismissed},
		{Audit: "another", State: checklists.AppealOpen}}
	for _, c := range []struct {
		now     string
		appeals []checklists.Appeal
		want    bool
	}{
		{"2018-01-19T23:59:59+08:00", nil, false},
		{"2018-01-20T00:14:59+08:00", nil, false}, // another server may still take an appeal
		{"2018-01-20T00:15:00+08:00", nil, true},
		{"2018-01-20T00:15:00+08:00", open, false},
		{"2018-01-20T00:15:00+08:00", done, true},
	} {
		if got := a.FinalAt(at(c.now), due, c.appeals); got != c.want {
			t.Errorf("at %s with %d appeals: final %v", c.now, len(c.appeals), got)
		}
	}
	checktest.Must(t, a.Finalize("hallmark", at("2018-01-20T00:00:00+08:00"), ""))
	if a.FinalAt(at("2018-02-20T00:00:00+08:00"), due, nil) {
		t.Error("final twice")
	}
}

// TestRefuses asks for the reason before anything is written.
func TestRefuses(t *testing.T) {
	e := checktest.Reference(t)
	a := fellShort(t, e)
	r := rectification(t, e, &a)
	if err := r.Refuses(checklists.OpVerify, "sun"); err == nil {
		t.Error("verified before a reply")
	}
	checktest.Must(t, r.AskExtension("head", checktest.Morning, "2018-03-01", "采购"))
	if err := r.Refuses(checklists.OpExtend, "head"); !errors.Is(err, checklists.ErrOwnRequest) {
		t.Errorf("own request: %v", err)
	}
	if err := r.Refuses(checklists.OpExtend, "sun"); err != nil {
		t.Errorf("extension by another: %v", err)
	}
	checktest.Must(t, r.Reply("head", checktest.Morning, "已补齐", proof))
	if err := r.Refuses(checklists.OpVerify, "head"); !errors.Is(err, checklists.ErrOwnReply) {
		t.Errorf("own reply: %v", err)
	}
	if err := r.Refuses(checklists.OpSendBack, "sun"); err != nil {
		t.Errorf("by another: %v", err)
	}
	var s checklists.Settings
	if due, certain := r.RecheckDue(checklists.Calendar{}, &s); due != "2018-01-19" || certain {
		t.Errorf("the re-check is due on %q", due)
	}
}

func TestWorkdaysLeft(t *testing.T) {
	cal, err := checklists.NewCalendar([]string{"2018-01-15"}, nil, []int{2017, 2018})
	checktest.Must(t, err)
	for day, want := range map[string]int{"2018-01-12": 0, "2018-01-11": 0, "2018-01-14": 0,
		"2018-01-16": 1, "2018-01-19": 4, "": 0} {
		if got := cal.WorkdaysLeft(day, checktest.Morning); got != want {
			t.Errorf("until %q: %d working days, want %d", day, got, want)
		}
	}
	if first, last := cal.Covered(); first != 2017 || last != 2018 {
		t.Errorf("covers %d to %d", first, last)
	}
}
