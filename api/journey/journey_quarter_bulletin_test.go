package journey_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"hallmark/checklists"
	"hallmark/checklists/bulletin"
	"hallmark/standard"
)

// counted is what the test expects of rectifications.
type counted struct{ total, major, minor, halls, closed, overdue, repeated int }

// opened counts the rectifications of visits, all of which still stand: a requirement that kept less
// than half of its points is major. Those of the risen hall and of the quarter before are overdue by
// the end of June, but for the one that was closed; those of 20 June have at least 15 working days.
func (q *quarter) opened(visits ...*visit) (n counted) {
	halls := map[checklists.HallID]bool{}
	for _, v := range visits {
		for _, l := range v.losses {
			march := v != &q.risen && v != &q.fallen
			if march && v.hall == q.fallen.hall {
				continue
			}
			again := v == &q.fallen && l.clause == "HS001" && v.hall != q.before[0].hall
			n.total++
			halls[v.hall] = true
			if 2*l.num < l.den {
				n.major++
			} else {
				n.minor++
			}
			switch {
			case v == &q.risen && l.clause == "HS079", march && v.hall == q.risen.hall:
				n.closed++
			case v != &q.fallen, again:
				n.overdue++
			}
			if again {
				n.repeated++ // every hall but the first lost it in March
			}
		}
	}
	n.halls = len(halls)
	return n
}

func (n counted) of(f *bulletin.MendingFigures) counted {
	return counted{f.Total, f.Severity[checklists.Major], f.Severity[checklists.Minor], f.Halls,
		f.Closed, f.Overdue, f.Repeated}
}

// expectedRank is the place of a hall in March: the one with more room stands before it.
func (q *quarter) expectedRank(v *visit) (rank int) {
	rank = 1
	var own *big.Rat
	for i := range q.before {
		if q.before[i].hall == v.hall {
			own = q.total(&q.before[i])
		}
	}
	for i := range q.before {
		if q.total(&q.before[i]).Cmp(own) > 0 {
			rank++
		}
	}
	return rank
}

// average of the totals, to 0.01.
func (q *quarter) average(visits ...*visit) *big.Rat {
	sum := new(big.Rat)
	for _, v := range visits {
		sum.Add(sum, q.total(v))
	}
	return rounded(sum.Quo(sum, big.NewRat(int64(len(visits)), 1)), 2)
}

// plain writes a number of at most four decimals as shortly as it goes.
func plain(r *big.Rat) string {
	s := strings.TrimRight(r.FloatString(4), "0")
	return strings.TrimSuffix(s, ".")
}

// readsBulletin compares page, print, attached data and figures with what was done.
func (q *quarter) readsBulletin(path string) {
	q.t.Helper()
	before := make([]*visit, len(q.before))
	for i := range q.before {
		before[i] = &q.before[i]
	}
	fresh := q.opened(&q.risen, &q.fallen)
	all := q.opened(append(before, &q.risen, &q.fallen)...)
	var b struct {
		Figures bulletin.Figures
	}
	q.call(q.t, "supervisor", "GET", "/api/v1"+path, nil, &b)
	f := &b.Figures
	q.same("checks and halls", fmt.Sprint(f.Checks, f.Kinds, f.Halls), "2 map[unannounced:2] 2")
	q.same("new rectifications", fresh.of(&f.New), fresh)
	q.same("all rectifications", all.of(&f.All), all)
	tier := f.Tiers[1]
	q.same("tier", fmt.Sprint(tier.Tier, tier.InService, tier.Checked), "subdistrict 6 2")
	q.same("average", number(tier.Average).FloatString(2), q.average(&q.risen, &q.fallen).FloatString(2))
	q.same("average before", number(tier.Before).FloatString(2), q.average(before...).FloatString(2))
	for i, v := range []*visit{&q.risen, &q.fallen} {
		line, was := tier.Ranking[i], q.expectedRank(v)
		q.same("rank", fmt.Sprint(line.Hall, line.Rank, line.Of, line.Before, line.Moved, line.Restated),
			fmt.Sprint(v.hall, i+1, 2, was, was-i-1, i == 0))
		q.same("total", number(line.Total).FloatString(1), q.total(v).FloatString(1))
	}
	released := q.risen
	released.losses = append([]loss{graded("HS044", 0)}, released.losses...)
	q.same("released", number(tier.Ranking[0].Released).FloatString(1), q.total(&released).FloatString(1))
	q.same("grades", fmt.Sprint(tier.Grades), fmt.Sprint([]bulletin.GradeCount{{Grade: "优秀", Halls: 2}}))

	rate := plain(rounded(big.NewRat(int64(100*all.closed), int64(all.total)), 2))
	wants := []string{
		"共审定检查结果2项，其中暗访2项，涉及大厅2个。",
		"在册6个，接受检查2个，纳入排名2个，平均得分" + plain(q.average(&q.risen, &q.fallen)) + "分，其中优秀2个。",
		"上一季度平均得分" + plain(q.average(before...)) + "分",
		"（" + plain(q.total(&q.risen)) + "分）",
		"末位为" + tier.Ranking[1].HallName + "（" + plain(q.total(&q.fallen)) + "分）",
		"得分由" + plain(q.total(&released)) + "分更正为" + plain(q.total(&q.risen)) + "分",
		fmt.Sprintf("共发现问题%d个，其中严重不符合%d个、一般不符合%d个，涉及大厅%d个；重复出现的问题%d个。",
			fresh.total, fresh.major, fresh.minor, fresh.halls, fresh.repeated),
		fmt.Sprintf("应整改%d项，其中本期新开%d项；已销号%d项，销号率%s%%；逾期%d项。", all.total,
			fresh.total, all.closed, rate, all.overdue),
		"检查2次，失分2次，失分率100%", "检查2次，失分1次，失分率50%",
	}
	q.person("head", func(v *person) {
		v.open(path)
		page := squeezed(v.text("main"))
		file := filepath.Join(q.t.TempDir(), "bulletin.pdf")
		must(q.t, os.WriteFile(file, q.ask(q.t, "supervisor", "GET",
			"/api/v1"+path+"/bulletin.pdf", nil), 0o600))
		printed := squeezed(v.tool("pdftotext", file, "-"))
		for _, want := range wants {
			if !strings.Contains(page, want) {
				q.t.Errorf("the page lacks %s", want)
			}
			if !strings.Contains(printed, want) {
				q.t.Errorf("the print lacks %s", want)
			}
		}
		if t := q.t; t.Failed() {
			t.Log(page)
		}
		v.tool("pdfdetach", "-saveall", "-o", filepath.Dir(file), file)
		q.readsData(filepath.Join(filepath.Dir(file), "bulletin.json"))
	})
}

// readsData counts in the data attached to the print.
func (q *quarter) readsData(file string) {
	q.t.Helper()
	content, err := os.ReadFile(file)
	must(q.t, err)
	var b bulletin.Bulletin
	must(q.t, json.Unmarshal(content, &b))
	totals := map[string]string{}
	for i := range b.Data.Checks {
		c := &b.Data.Checks[i]
		totals[string(c.Audit)] = number(c.Result.Total).FloatString(1)
		q.same("findings", c.Findings[checklists.Major]+c.Findings[checklists.Minor], 2)
	}
	q.same("totals", fmt.Sprint(totals), fmt.Sprint(map[string]string{
		q.risen.audit:  q.total(&q.risen).FloatString(1),
		q.fallen.audit: q.total(&q.fallen).FloatString(1)}))
	failed := map[standard.ClauseUID]int{}
	for _, c := range b.Data.Clauses {
		failed[c.UID] = c.Failed
		q.same("asked", c.Asked, 2)
	}
	q.same("clauses", fmt.Sprint(failed), "map[HS001:1 HS021:1 HS079:2]")
	closed, before := 0, []*visit{}
	for i := range b.Data.Mending {
		if m := &b.Data.Mending[i]; !m.Closed.IsZero() {
			closed++
			q.same("closed", m.Hall, q.risen.hall)
		}
	}
	for i := range q.before {
		before = append(before, &q.before[i])
	}
	all := q.opened(append(before, &q.risen, &q.fallen)...)
	q.same("rectifications", fmt.Sprint(len(b.Data.Mending), closed), fmt.Sprint(all.total, all.closed))
}

func (q *quarter) same(what string, have, want any) {
	q.t.Helper()
	if have != want {
		q.t.Errorf("%s: %v, want %v", what, have, want)
	}
}

// squeezed is a text without spaces and page numbers, which may stand within a sentence.
func squeezed(text string) string {
	return regexp.MustCompile(`—\d+—`).ReplaceAllString(strings.Join(strings.Fields(text), ""), "")
}
