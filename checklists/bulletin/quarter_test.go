package bulletin_test

import (
	"fmt"
	"math/big"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hallmark/checklists"
	"hallmark/checklists/bulletin"
	"hallmark/checklists/checktest"
	"hallmark/standard"
	"hallmark/standard/message"
)

// TestQuarterlyBulletin counts every number of a quarterly bulletin again from outcomes and
// rectifications, by other means than the bulletin does.
func TestQuarterlyBulletin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, err := bulletin.PeriodOf(bulletin.Quarterly, "2018-06-30")
		if err != nil {
			t.Fatal(err)
		}
		from := drawSources(t)
		_, end := p.Bounds()
		data := bulletin.DataOf(bulletin.Quarterly, p, end, from)
		b, err := bulletin.New(data, message.Chinese, nil, bulletin.Words{}, "du", end)
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		for _, s := range b.Sections {
			text += s.Text + "\n"
		}
		for _, want := range slicesOf(recountChecks(from), recountGrades(from), recountRanking(from),
			recountMending(from)) {
			if !strings.Contains(text, want) {
				t.Fatalf("no %q in\n%s", want, text)
			}
		}
	})
}

func slicesOf(lists ...[]string) (all []string) {
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

// drawSources makes eight sub-district halls with checks and rectifications from February to July
// 2018; the second quarter is counted.
func drawSources(t *rapid.T) bulletin.Sources {
	from := bulletin.Sources{}
	for i := range 8 {
		name := fmt.Sprint("H", i)
		from.Halls = append(from.Halls, checklists.Hall{ID: checklists.HallID(name), Name: name,
			Tier: standard.Subdistrict})
	}
	day := rapid.IntRange(20, 180) // days after 12 January: the quarter is 79 to 169
	for i := range rapid.IntRange(0, 30).Draw(t, "checks") {
		hall := rapid.IntRange(0, 7).Draw(t, "hall")
		total := standard.NewDecimal(int64(rapid.IntRange(500, 1000).Draw(t, "total")), 1)
		kind := rapid.SampledFrom(checklists.Kinds()).Draw(t, "kind")
		at := checktest.Morning.AddDate(0, 0, day.Draw(t, "day")).Add(1000 * 1000 * 1000) // each at its time
		name := fmt.Sprint("H", hall)
		o := checklists.Outcome{Audit: checklists.AuditID(fmt.Sprintf("%02d", i)),
			Hall: checklists.HallID(name), HallName: name, Tier: standard.Subdistrict, Kind: kind,
			Approved: checklists.At(at), Result: checklists.Result{Total: total, Grade: rapid.SampledFrom( // a veto gives a low grade
				[]string{"优秀", "良好", "不合格"}).Draw(t, "grade")}}
		o.Released = o.Result
		from.Outcomes = append(from.Outcomes, o)
	}
	for i := range rapid.IntRange(0, 30).Draw(t, "rectifications") {
		opened := day.Draw(t, "opened")
		r := mending(fmt.Sprint("H", rapid.IntRange(0, 7).Draw(t, "at")), fmt.Sprint("5.", i),
			checklists.Minor, opened, "2018-02-01")
		r.Repeats = rapid.IntRange(0, 1).Draw(t, "repeats")
		if after := rapid.IntRange(0, 90).Draw(t, "closed after"); after > 20 {
			r = stepped(r, closing(opened+after))
		}
		from.Rectifications = append(from.Rectifications, r)
	}
	return from
}

// inQuarter reports whether an instant lies in a month of the second quarter in the hall's zone.
func inQuarter(t checklists.Time) bool {
	return regexp.MustCompile(`^2018-0[456]`).MatchString(t.InHall().Format("2006-01-02"))
}

func recountChecks(from bulletin.Sources) []string {
	n, halls := 0, map[checklists.HallID]bool{}
	kinds := map[checklists.Kind]int{}
	for _, o := range from.Outcomes {
		if inQuarter(o.Approved) && o.Kind != checklists.Self {
			n++
			kinds[o.Kind]++
			halls[o.Hall] = true
		}
	}
	if n == 0 {
		return []string{"2018年第二季度没有审定的检查结果。"}
	}
	var list []string
	for _, k := range checklists.Kinds() {
		if kinds[k] > 0 {
			list = append(list, fmt.Sprintf("%s%d项", message.Text(message.Chinese, "page.kind."+string(k)),
				kinds[k]))
		}
	}
	return []string{fmt.Sprintf("2018年第二季度，共审定检查结果%d项，其中%s，涉及大厅%d个。", n,
		strings.Join(list, "、"), len(halls)), fmt.Sprintf("街道便民服务中心在册8个，接受检查%d个，", len(halls))}
}

func recountGrades(from bulletin.Sources) (list []string) {
	grades := map[string]int{}
	for _, o := range latest(from) {
		grades[o.Result.Grade]++
	}
	for grade, n := range grades {
		list = append(list, fmt.Sprintf("%s%d个", grade, n))
	}
	return list
}

// latest is the total of the last official check of each hall in the quarter.
func latest(from bulletin.Sources) map[string]checklists.Outcome {
	last := map[string]checklists.Outcome{}
	for _, o := range from.Outcomes {
		switch o.Kind {
		case checklists.Phone, checklists.Self, checklists.Recheck:
			continue
		}
		have, ok := last[o.HallName]
		if inQuarter(o.Approved) && (!ok || o.Approved.After(have.Approved.Time) ||
			o.Approved.Equal(have.Approved.Time) && o.Audit > have.Audit) {
			last[o.HallName] = o
		}
	}
	return last
}

func recountRanking(from bulletin.Sources) []string {
	last := latest(from)
	if len(last) == 0 {
		return []string{"没有纳入排名的检查结果。"}
	}
	sum, best := new(big.Rat), new(big.Rat)
	var names []string
	for i := range 8 {
		o, ok := last[fmt.Sprint("H", i)]
		if !ok {
			continue
		}
		total, _ := new(big.Rat).SetString(o.Result.Total.String())
		sum.Add(sum, total)
		if c := total.Cmp(best); c > 0 {
			best, names = total, nil
		}
		if total.Cmp(best) == 0 {
			names = append(names, o.HallName)
		}
	}
	average := sum.Quo(sum, big.NewRat(int64(len(last)), 1)).FloatString(2) // half away from zero
	return []string{
		fmt.Sprintf("纳入排名%d个，平均得分%s分", len(last), standard.MustDecimal(average)),
		fmt.Sprintf("街道便民服务中心共%d个纳入排名，第1名为%s（%s分）。", len(last),
			strings.Join(names, "、"), standard.MustDecimal(best.FloatString(1))),
	}
}

func recountMending(from bulletin.Sources) []string {
	opened, repeated, open, closed, overdue := 0, 0, 0, 0, 0
	halls := map[checklists.HallID]bool{}
	for _, r := range from.Rectifications {
		day := r.Opened.InHall().Format("2006-01-02")
		end := "9999"
		for _, s := range r.Steps {
			end = s.At.InHall().Format("2006-01-02")
		}
		if day > "2018-06-30" || end < "2018-04-01" {
			continue
		}
		open++
		if inQuarter(r.Opened) {
			opened++
			repeated += r.Repeats
			halls[r.Hall] = true
		}
		if end <= "2018-06-30" {
			closed++
		} else {
			overdue++ // all were due on 1 February
		}
	}
	if open == 0 {
		return []string{"截至2018年6月30日，没有待整改的项目。"}
	}
	share := new(big.Rat).Mul(big.NewRat(int64(closed), int64(open)), big.NewRat(100, 1)).FloatString(2)
	list := []string{fmt.Sprintf("截至2018年6月30日，应整改%d项，其中本期新开%d项；已销号%d项，销号率%s%%；逾期%d项。",
		open, opened, closed, standard.MustDecimal(share), overdue)}
	if opened > 0 {
		list = append(list, fmt.Sprintf("共发现问题%[1]d个，其中一般不符合%[1]d个，涉及大厅%[2]d个；重复出现的问题%[3]d个。",
			opened, len(halls), repeated))
	}
	return list
}
