package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"hallmark/checklists"
	"hallmark/standard"
)

// PhoneChecksURL is the address of the daily phone checks.
const PhoneChecksURL = "/phone-checks"

// PhoneChecks is what is to be called today, and what has been, at /phone-checks.
type PhoneChecks struct {
	Frame
	Day     string // today
	Form    checklists.PhoneForm
	Calls   []Call
	Done    []AuditRow
	MaySet  bool // what a call asks
	Summary bool // whether the person may see the weekly summary
}

func (*PhoneChecks) template() string { return "phone-checks" }

// Call is a hall to be called.
type Call struct {
	Hall         checklists.HallID
	HallName     string
	Tier         standard.Tier
	Phone        string          // as the register has it; "" for none
	Last         checklists.Time // start of the last call; the zero time for none
	Campaign     string          // whose visit it is; "" for none
	CampaignName string
}

// URL returns the address of the form for the call.
func (c Call) URL() string {
	at := PhoneChecksURL + "/halls/" + url.PathEscape(string(c.Hall))
	if c.Campaign != "" {
		at += "?campaign=" + url.QueryEscape(c.Campaign)
	}
	return at
}

// Dial is the number as a telephone dials it: its digits, without what follows them, such as an
// extension; "" where there is none.
func (c Call) Dial() string {
	var number []rune
	for i, r := range c.Phone {
		switch {
		case r >= '0' && r <= '9', r == '+' && i == 0:
			number = append(number, r)
		case !strings.ContainsRune(" -()（）", r):
			return string(number)
		}
	}
	return string(number)
}

// PhoneCheck is the one-page form of a call, at /phone-checks/halls/{id}.
type PhoneCheck struct {
	Frame
	Call    Call
	ID      checklists.AuditID // of the audit that it becomes, so that sending twice is harmless
	Clauses []PhoneClause
}

func (*PhoneCheck) template() string { return "phone-check" }

// PhoneCheckForm is sent to /phone-checks/halls/{id}, with the controls of its clauses, see
// [PhoneControl].
type PhoneCheckForm struct {
	ID       string `form:"id" validate:"required,auditid"`
	Campaign string `form:"campaign" validate:"max=64"`
}

// PhoneClause is one question of the form.
type PhoneClause struct {
	*standard.Clause
	Tier standard.Tier
	Sent ClauseForm // as it was typed, when the form was refused

	page *PhoneCheck
}

// Ask puts the clauses on the form.
func (p *PhoneCheck) Ask(list []*standard.Clause, sent map[standard.ClauseUID]ClauseForm) {
	for _, c := range list {
		p.Clauses = append(p.Clauses, PhoneClause{c, p.Call.Tier, sent[c.UID], p})
	}
}

// PhoneControl is the name and the id of one of the form's controls.
func PhoneControl(uid standard.ClauseUID, control string) string {
	return control + "-" + string(uid)
}

// Control is the name and the id of one of the clause's controls.
func (c PhoneClause) Control(control string) string { return PhoneControl(c.UID, control) }

// Problem returns what was wrong with the clause's answer, or "".
func (c PhoneClause) Problem() string {
	for _, control := range []string{"verdict", "level", "value", "numerator", "denominator", "reason",
		"note", "answer"} {
		if text := c.page.Problem(c.Control(control)); text != "" {
			return text
		}
	}
	return ""
}

// Levels returns the levels of a graded clause, the best first.
func (c PhoneClause) Levels() []PhoneLevel {
	var levels []PhoneLevel
	for n := checklists.MaxLevel; n >= 0; n-- {
		key := strconv.Itoa(n)
		levels = append(levels, PhoneLevel{n, c.Method.Levels[key], c.Sent.Level == key})
	}
	return levels
}

// PhoneLevel is one level with its description.
type PhoneLevel struct {
	Level  int
	Text   string
	Chosen bool
}

// PhoneSettings is the page at /phone-checks/form, where supervisors say what a call asks.
type PhoneSettings struct {
	Frame
	Edition *standard.Edition
	Form    PhoneSettingsForm
	Set     checklists.PhoneForm // as it holds now
	By      string               // who set it
}

func (*PhoneSettings) template() string { return "phone-form" }

// PhoneSettingsForm is sent to /phone-checks/form.
type PhoneSettingsForm struct {
	Revision int                  `form:"revision" validate:"min=0"`
	Clauses  []standard.ClauseUID `form:"clause" validate:"max=100,dive,max=32"`
	PerDay   int                  `form:"perDay" validate:"min=0,max=1000"`
}

// Parts lists the clauses that a call can ask, by chapter.
func (p *PhoneSettings) Parts() []PartChapter {
	parts := partsOf(p.Edition, nil, p.Form.Clauses)
	for i := range parts {
		parts[i].Clauses = slices.DeleteFunc(parts[i].Clauses, func(c PartClause) bool {
			return c.Method.Type == standard.Deduction
		})
	}
	return parts
}

// PhoneWeek is the weekly summary at /phone-checks/weekly.
type PhoneWeek struct {
	Frame
	Week    checklists.PhoneWeek
	Now     string // this week
	MayCall bool
}

func (*PhoneWeek) template() string { return "phone-week" }

// PhoneWeekURL returns the address of the summary of a week.
func PhoneWeekURL(week string) string {
	return PhoneChecksURL + "/weekly?week=" + url.QueryEscape(week)
}

// Year and Number are the parts of the week, "2018-W02".
func (p *PhoneWeek) Year() string { return strings.Split(p.Week.Week, "-W")[0] }

// Number of the week in its year, without zeros in front.
func (p *PhoneWeek) Number() string {
	_, number, _ := strings.Cut(p.Week.Week, "-W")
	return strings.TrimPrefix(number, "0")
}

// FileURL is the address of the list of halls as a file.
func (p *PhoneWeek) FileURL(format string) string {
	return "/api/v1" + PhoneWeekURL(p.Week.Week) + "&format=" + format
}

// Before and After are the addresses of the neighbouring weeks; After is "" in this week.
func (p *PhoneWeek) Before() string { return p.neighbour(-7) }

// After is the address of the week after; "" where that has not begun.
func (p *PhoneWeek) After() string {
	if p.Week.Week >= p.Now {
		return ""
	}
	return p.neighbour(7)
}

func (p *PhoneWeek) neighbour(days int) string {
	from, _, _ := checklists.ParseWeek(p.Week.Week)
	return PhoneWeekURL(checklists.WeekOf(from.AddDate(0, 0, days).Add(12 * time.Hour)))
}
