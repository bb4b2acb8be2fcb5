package journey_test

import (
	"hallmark/api/accounts"

	"context"
	"fmt"
	"math/big"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"hallmark/checklists"
	"hallmark/fixtures"
	"hallmark/standard"
)

// loss is an answer that costs points, and the part of them that stays: num ÷ den.
type loss struct {
	clause   standard.ClauseUID
	answer   object
	num, den int64
}

// visit is one audit of the quarter: every clause but the losses earned all.
type visit struct {
	hall   checklists.HallID
	audit  string
	losses []loss
}

// quarter is the program with a clock that the test moves, and what the test itself did.
type quarter struct {
	*program
	t       *testing.T
	clock   atomic.Int64 // seconds since 1970
	edition *standard.Edition
	browser *person

	before []visit // of the quarter before
	risen  visit   // its appeal succeeds, and it passes the other
	fallen visit
}

// on moves the clock to nine in the morning of a day; what people had open has expired by then.
func (q *quarter) on(day string) {
	q.t.Helper()
	at, err := time.ParseInLocation(time.DateOnly, day, checklists.HallZone)
	must(q.t, err)
	q.clock.Store(at.Add(9 * time.Hour).Unix())
	clear(q.tokens)
}

// TestQuarter walks through the second quarter of 2018, from the draw of two sub-districts to the
// bulletin, and holds every number of the bulletin against a calculation from the answers given.
func TestQuarter(t *testing.T) {
	q := &quarter{t: t}
	q.program = startAt(t, func() time.Time { return time.Unix(q.clock.Load(), 0) })
	var err error
	q.edition, err = fixtures.Edition2017()
	must(t, err)
	must(t, q.server.Accounts.AddUser(context.Background(), "admin", accounts.NewUser{Username: "supervisor2",
		Name: "另一位督查(虚构)", Role: checklists.Supervisor, Password: password}))
	q.on("2018-03-05")
	q.quarterBefore()
	q.browser = q.visitor(t, 800, 1280)

	q.on("2018-04-10")
	campaign := q.draws()
	q.visits(campaign, "2018-04-11", &q.risen)
	q.on("2018-04-12")
	q.appeals()
	q.mends()
	q.visits(campaign, "2018-06-20", &q.fallen)
	q.person("supervisor", func(v *person) {
		v.open("/campaigns/" + campaign)
		v.press(`form[action$="/close"] .action`)
		v.press(confirms)
	})
	q.on("2018-07-02")
	q.readsBulletin(q.issues())
}

// person signs somebody in at the one browser, out of which the person before has gone.
func (q *quarter) person(user string, do func(*person)) {
	q.t.Helper()
	// A page that still loads pictures would ask for them as nobody.
	q.browser.do(chromedp.Navigate("about:blank"))
	_, err := chromedp.Call(q.browser.ctx, network.ClearBrowserCookies, cdp.Empty{})
	must(q.t, err)
	q.browser.open("/sign-in")
	q.browser.signIn(user, password)
	do(q.browser)
}

func graded(clause standard.ClauseUID, level int64) loss {
	return loss{clause, object{"level": level}, level, 3}
}

// area is the loss of a hall of 100 to 200 m²: none of the points at 100, all at 200.
func area(m2 int64) loss { return loss{"HS001", object{"value": m2}, m2 - 100, 100} }

// quarterBefore checks all sub-districts in March; each but the first has less room than the last.
func (q *quarter) quarterBefore() {
	q.t.Helper()
	for i := range int64(6) {
		v := visit{hall: checklists.HallID(fmt.Sprintf("GS-S0%d", i+1))}
		if i > 0 {
			v.losses = []loss{area(200 - 10*i)}
		}
		var a struct{ ID string }
		q.call(q.t, "auditor", http.MethodPost, "/api/v1/audits", object{"hall": v.hall,
			"kind": "comprehensive", "inspectors": []string{"auditor2"}}, &a)
		v.audit = a.ID
		q.fills(&v)
		q.call(q.t, "supervisor", http.MethodPost, "/api/v1/audits/"+v.audit+"/approve",
			object{"revision": q.revision(q.t, v.audit)}, nil)
		q.before = append(q.before, v)
	}
}

// fills answers every clause of a visit and submits it.
func (q *quarter) fills(v *visit) {
	q.t.Helper()
	values := map[standard.ClauseUID]object{}
	for _, c := range q.edition.Checklist(standard.Subdistrict) {
		switch c.Method.Type {
		case standard.Graded:
			values[c.UID] = object{"level": 3}
		case standard.Ratio:
			values[c.UID] = object{"numerator": 20, "denominator": 20}
		default:
			values[c.UID] = goodAnswer(c)
		}
	}
	for _, l := range v.losses {
		values[l.clause] = l.answer
	}
	q.answer(q.t, "auditor", v.audit, "applied", values)
	q.call(q.t, "auditor", http.MethodPost, "/api/v1/audits/"+v.audit+"/submit",
		object{"revision": q.revision(q.t, v.audit)}, nil)
}

// draws plans, seals, draws and opens a campaign of two sub-districts.
func (q *quarter) draws() (campaign string) {
	q.t.Helper()
	q.person("supervisor", func(v *person) {
		v.open("/campaigns/new")
		v.fill("#name", "第二季度暗访")
		v.set("#from", "2018-04-10")
		v.set("#to", "2018-06-29")
		v.click(`[name=tier][value=subdistrict]`)
		v.fill("#quota-subdistrict", "2")
		v.click(`[name=inspector][value=auditor]`)
		v.click(`[name=inspector][value=auditor2]`)
		v.press("main form .action")
		campaign = filepath.Base(v.path())
		for _, step := range []string{"seal", "draw", "open"} {
			v.press(`form[action$="/` + step + `"] .action`)
			v.press(confirms)
		}
		is(v, "halls drawn", v.count("[aria-labelledby=visits] tbody tr"), 2)
	})
	var m struct {
		Visits []struct{ Hall checklists.HallID }
	}
	q.call(q.t, "supervisor", http.MethodGet, "/api/v1/campaigns/"+campaign, nil, &m)
	q.fallen = visit{hall: m.Visits[0].Hall, losses: []loss{graded("HS079", 1), area(150)}}
	q.risen = visit{hall: m.Visits[1].Hall, losses: []loss{graded("HS044", 0), graded("HS079", 0),
		graded("HS021", 2)}}
	must(q.t, q.server.Accounts.AddUser(context.Background(), "admin", accounts.NewUser{Username: "drawn-head",
		Name: "抽中大厅负责人(虚构)", Role: checklists.HallHead, Hall: q.risen.hall, Password: password}))
	return campaign
}

// visits inspects a drawn hall on a day; the result is approved at once.
func (q *quarter) visits(campaign, day string, at *visit) {
	q.t.Helper()
	q.on(day)
	q.person("auditor", func(v *person) {
		v.open("/campaigns/" + campaign)
		v.press(fmt.Sprintf(`form:has([name=hall][value=%q]) button`, at.hall))
		at.audit = filepath.Base(v.path())
	})
	q.fills(at)
	q.person("supervisor", func(v *person) {
		v.confirms(at.audit, "approve", "")
		is(v, "the total", v.text("main .total"), q.total(at).FloatString(1))
	})
}

// appeals contests a clause in the name of the hall; who did not approve the result upholds it.
func (q *quarter) appeals() {
	q.t.Helper()
	released := q.total(&q.risen)
	q.person("drawn-head", func(v *person) {
		v.open("/audits/" + q.risen.audit + "/appeals?clause=HS044")
		v.fill("#ground", "清单当日更新")
		v.press("main form .action")
	})
	q.person("supervisor2", func(v *person) {
		v.open("/appeals/" + q.risen.audit + "-HS044")
		v.click(`[name=level][value="3"]`)
		v.fill("#reason", "材料属实")
		v.press(`[name=uphold][value="1"]`)
		q.risen.losses = q.risen.losses[1:]
		v.reads("[aria-labelledby=decision]", released.FloatString(1), q.total(&q.risen).FloatString(1))
	})
	if q.total(&q.fallen).Cmp(released) <= 0 || q.total(&q.fallen).Cmp(q.total(&q.risen)) >= 0 {
		q.t.Fatal("the appeal does not change the ranking")
	}
}

// mends plans and replies to a rectification that is returned once and then closed.
func (q *quarter) mends() {
	q.t.Helper()
	at := "/rectifications/" + q.risen.audit + "-HS079"
	replies := func(photo uint64) func(*person) {
		return func(v *person) {
			v.open(at)
			picture, err := fixtures.Photo("counters", photo)
			must(q.t, err)
			file := filepath.Join(q.t.TempDir(), "IMG.jpg")
			must(q.t, os.WriteFile(file, picture, 0o600))
			v.fill("#reply-text", "已安排专人巡视")
			v.do(chromedp.SetUploadFiles(chromedp.CSS("#reply-photo"), []string{file}))
			v.press(`form[action$="/reply"] button`)
		}
	}
	q.person("drawn-head", func(v *person) {
		v.open(at)
		v.fill("#plan-text", "安排专人巡视")
		v.set("#plan-finish", "2018-04-20")
		v.press(`form[action$="/plan"] button`)
	})
	q.person("drawn-head", replies(7))
	q.person("supervisor2", func(v *person) {
		v.open(at)
		v.fill("#return-comment", "照片看不清")
		v.press(`form[action$="/return"] button`)
	})
	q.person("drawn-head", replies(8))
	q.person("supervisor2", func(v *person) {
		v.open(at)
		v.click(`[name=level][value="3"]`)
		v.fill("#verify-comment", "现场核实")
		v.press(`form[action$="/verify"] .action`)
		v.reads("main", "照片看不清", "已销号")
	})
}

// issues drafts the bulletin of the quarter, edits and issues it.
func (q *quarter) issues() (path string) {
	q.t.Helper()
	q.person("supervisor", func(v *person) {
		v.open("/bulletins")
		v.choose("#kind", "quarterly")
		v.set("#day", "2018-06-30")
		v.press("[aria-labelledby=draft] .action")
		v.fill("#copies", "区督查室")
		v.press("[name=do][value=save]")
		is(v, "the copies", v.value("#copies"), "区督查室")
		v.press("[name=do][value=issue]")
		v.press(confirms)
		v.reads("main", "厅评季报〔2018〕1号")
		path, _, _ = strings.Cut(v.path(), "?")
	})
	return path
}

// set gives a field of the form a value that is chosen rather than typed.
func (v *person) set(selector, value string) {
	v.t.Helper()
	v.needs(selector)
	v.do(chromedp.SetValue(chromedp.CSS(selector), value))
}

func (v *person) click(selector string) {
	v.t.Helper()
	v.needs(selector)
	v.do(chromedp.Click(chromedp.CSS(selector)))
}

// rounded is half up to a number of decimals.
func rounded(r *big.Rat, decimals int) *big.Rat {
	s, _ := new(big.Rat).SetString(r.FloatString(decimals))
	return s
}

func number(d standard.Decimal) *big.Rat {
	r, _ := new(big.Rat).SetString(d.String())
	return r
}

// total adds the chapters' weights × earned ÷ worth, and the bonus, each line rounded as it prints.
func (q *quarter) total(v *visit) *big.Rat {
	worth, earned, bonus := map[int]*big.Rat{}, map[int]*big.Rat{}, new(big.Rat)
	for _, c := range q.edition.Checklist(standard.Subdistrict) {
		part := big.NewRat(1, 1)
		if i := slices.IndexFunc(v.losses, func(l loss) bool { return l.clause == c.UID }); i >= 0 {
			part = big.NewRat(v.losses[i].num, v.losses[i].den)
		}
		if extra, ok := c.BonusPoints.Get(standard.Subdistrict); ok {
			bonus.Add(bonus, number(extra))
			continue
		}
		points, _ := c.Points.Get(standard.Subdistrict)
		if worth[c.Chapter] == nil {
			worth[c.Chapter], earned[c.Chapter] = new(big.Rat), new(big.Rat)
		}
		worth[c.Chapter].Add(worth[c.Chapter], number(points))
		part.Mul(part, number(points))
		earned[c.Chapter].Add(earned[c.Chapter], rounded(part, 2))
	}
	sum := new(big.Rat)
	for _, chapter := range q.edition.Chapters {
		if of := worth[chapter.Number]; of != nil {
			weight, _ := chapter.Weight.Get(standard.Subdistrict) // they add up to 100
			line := new(big.Rat).Quo(earned[chapter.Number], of)
			sum.Add(sum, rounded(line.Mul(line, number(weight)), 2))
		}
	}
	if limit := number(q.edition.Scoring.BonusCap); bonus.Cmp(limit) > 0 {
		bonus = limit
	}
	return rounded(sum.Add(sum, bonus), 1)
}
