package bulletin

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"

	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

// Key names a section; its heading is key "bulletin.section-<key>".
type Key string

// The sections, in their order; ranking and practice stand in quarterly bulletins alone.
const (
	SectionChecks   Key = "checks"   // 检查情况
	SectionRanking  Key = "ranking"  // 排名情况
	SectionPractice Key = "practice" // 好的做法
	SectionProblems Key = "problems" // 存在的问题
	SectionMending  Key = "mending"  // 整改情况
	SectionDemands  Key = "demands"  // 工作要求
)

// namedClauses is how many of the clauses that fail most a bulletin names in its text, and how many
// halls that have won places; the annex has all.
const namedClauses = 5

// namedProblems is how many of a hall's problems a weekly bulletin names.
const namedProblems = 10

// namedOverdue is how many of a hall's overdue rectifications a weekly bulletin names, and
// namedHalls of how many halls.
const (
	namedOverdue = 3
	namedHalls   = 20
)

// requireSection refuses a section without text; a section may be longer than a note.
func requireSection(problems *standard.Problems, path, text string) {
	if !standard.HasVisible(text) {
		problems.Add(path, "empty")
	} else if len([]rune(text)) > maxSection {
		problems.Add(path, "bulletin.too-long", maxSection)
	}
}

// maxSection is the longest section, in characters.
const maxSection = 50_000

// numbers matches the numbers that must come from the data: 12, 88.4, 37.5%.
var numbers = regexp.MustCompile(`\d+(\.\d+)*%?`)

// Strays lists the numbers of an edited text that are not in the drafted one.
func (s *Section) Strays() []string {
	drafted := map[string]bool{}
	for _, n := range numbers.FindAllString(s.Drafted, -1) {
		drafted[n] = true
	}
	strays := []string{}
	for _, n := range numbers.FindAllString(s.Text, -1) {
		if !drafted[n] {
			strays = append(strays, n)
			drafted[n] = true
		}
	}
	return strays
}

// draftTitle names kind and period, and in a correction also the number that it corrects, so that
// no two bulletins have the same title.
func (b *Bulletin) draftTitle() string {
	l := b.language()
	if b.Corrects != "" {
		return message.Text(l, "bulletin.title-correction-"+string(b.Kind), b.Period.Text(l, b.Kind),
			b.Corrects)
	}
	return message.Text(l, "bulletin.title-"+string(b.Kind), b.Period.Text(l, b.Kind))
}

// draftSections writes the text that follows from the data.
func (b *Bulletin) draftSections() []Section {
	w := writer{Bulletin: b, l: b.language(), f: FiguresOf(&b.Data)}
	type part struct {
		key   Key
		write func()
	}
	parts := []part{{SectionChecks, w.checks}, {SectionRanking, w.ranking},
		{SectionPractice, w.practice}, {SectionProblems, w.problems}, {SectionMending, w.mending},
		{SectionDemands, w.demands}}
	list := []Section{}
	for _, p := range parts {
		if b.Kind == Weekly && (p.key == SectionRanking || p.key == SectionPractice) {
			continue
		}
		w.lines = nil
		p.write()
		text := strings.Join(w.lines, "\n")
		list = append(list, Section{Key: p.key, Text: text, Drafted: text})
	}
	return list
}

// bulletinWriter writes the lines of a section.
type writer struct {
	*Bulletin
	l     message.Language
	f     Figures
	lines []string
}

func (w *writer) text(key string, args ...any) string {
	return message.Text(w.l, "bulletin."+key, args...)
}

func (w *writer) say(key string, args ...any) {
	w.lines = append(w.lines, w.text(key, args...))
}

// list joins parts as a list in a sentence.
func (w *writer) list(parts []string) string { return strings.Join(parts, w.text("comma")) }

// quantities writes "明察2项、暗访1项" of what is not 0.
func quantities[T ~string](w *writer, unit, set string, values []T,
	count func(T) int,
) string {
	var parts []string
	for _, v := range values {
		if n := count(v); n > 0 {
			parts = append(parts, w.text(unit, message.Key("page."+set+"."+string(v)), n))
		}
	}
	return w.list(parts)
}

func (w *writer) checks() {
	period := w.Period.Text(w.l, w.Kind)
	if w.Corrects != "" {
		w.say("corrects", w.Corrects)
	}
	if w.f.Checks == 0 {
		w.say("checks-none", period)
	} else {
		w.say("checks", period, w.f.Checks, quantities(w, "of-kind", "kind", checklists.Kinds(),
			func(k checklists.Kind) int { return w.f.Kinds[k] }), w.f.Halls)
	}
	for _, t := range w.f.Tiers {
		if w.Kind == Weekly || t.InService == 0 {
			continue
		}
		name := message.Key("page.tier." + t.Tier.String())
		if len(t.Ranking) == 0 {
			w.say("tier-none", name, t.InService, t.Checked)
			continue
		}
		w.say("tier", name, t.InService, t.Checked, len(t.Ranking), t.Average, w.grades(t.Grades))
		if t.Before.Sign() > 0 {
			w.say("tier-before", t.Before)
		}
	}
}

func (w *writer) grades(list []GradeCount) string {
	parts := make([]string, len(list))
	for i, g := range list {
		parts[i] = w.text("of-grade", g.Grade, g.Halls)
		if key := "page.grade." + g.Grade; message.Has(w.l, key) {
			parts[i] = w.text("of-grade", message.Key(key), g.Halls)
		}
	}
	return w.list(parts)
}

// ranking names the first and the last place of each tier; the annex has all.
func (w *writer) ranking() {
	if slices.ContainsFunc(w.f.Tiers, func(t TierFigures) bool { return len(t.Ranking) > 0 }) {
		w.say("ranking-basis")
	}
	for _, t := range w.f.Tiers {
		if len(t.Ranking) == 0 {
			continue
		}
		first, last := t.Ranking[0], t.Ranking[len(t.Ranking)-1]
		w.say("ranking", message.Key("page.tier."+t.Tier.String()), len(t.Ranking),
			w.placed(t.Ranking, first.Rank), first.Total)
		if last.Rank > first.Rank {
			w.say("ranking-last", w.placed(t.Ranking, last.Rank), last.Total)
		}
		for _, line := range t.Ranking {
			if line.Restated {
				w.say("ranking-restated", line.HallName, line.Released, line.Total)
			}
		}
	}
	for _, c := range w.f.Consequences {
		w.say("consequence-"+string(c.Measure), c.HallName, c.Running, c.InYear)
	}
	if w.lines == nil {
		w.say("ranking-none")
	}
}

// placed lists the halls that share a place.
func (w *writer) placed(ranking []checklists.RankLine, rank int) string {
	var names []string
	for _, line := range ranking {
		if line.Rank == rank {
			names = append(names, line.HallName)
		}
	}
	return w.list(names)
}

// practice names the halls that have won most places in each tier and those that have mended
// everything.
func (w *writer) practice() {
	for _, t := range w.f.Tiers {
		best := 0
		for _, line := range t.Ranking {
			best = max(best, line.Moved)
		}
		for _, line := range t.Ranking {
			if best > 0 && line.Moved == best {
				w.say("practice-risen", line.HallName, line.Before, line.Rank)
			}
		}
	}
	for _, h := range w.f.ByHall {
		if h.Closed == h.Total {
			w.say("practice-mended", h.HallName, h.Total)
		}
	}
	if w.lines == nil {
		w.say("practice-none")
	}
}

func (w *writer) problems() {
	if w.f.New.Total == 0 {
		w.say("problems-none")
	} else {
		w.say("problems", w.f.New.Total, w.severities(w.f.New.Severity), w.f.New.Halls,
			w.f.New.Repeated)
	}
	if w.Kind == Quarterly {
		w.failing()
		return
	}
	n := 0
	for _, h := range w.f.ByHall {
		if len(h.New) == 0 {
			continue
		}
		n++
		var parts []string
		for _, m := range h.New[:min(len(h.New), namedProblems)] {
			parts = append(parts, w.problem(&m))
		}
		names := strings.Join(parts, w.text("semicolon"))
		if len(h.New) > namedProblems {
			names = w.text("rest-in-annex", names)
		}
		w.say("problems-hall", n, h.HallName, len(h.New), names)
	}
}

// problem names a clause with its severity, and who must mend it where that is not the hall.
func (w *writer) problem(m *Mending) string {
	severity := message.Key("page.severity." + string(m.Severity))
	if m.Holder == "" || m.Holder == standard.DutyHall {
		return w.text("problem", m.Code, m.Title, severity)
	}
	return w.text("problem-other", m.Code, m.Title, severity,
		message.Key("page.duty."+string(m.Holder)))
}

// failing names the clauses that fail most.
func (w *writer) failing() {
	for i, c := range w.Data.Clauses[:min(len(w.Data.Clauses), namedClauses)] {
		w.say("failing", i+1, c.Code, c.Title, c.Asked, c.Failed, hundred(c.Rate))
	}
}

// severities writes "严重不符合1个、一般不符合2个".
func (w *writer) severities(count map[checklists.Severity]int) string {
	return quantities(w, "of-severity", "severity", []checklists.Severity{checklists.VetoFailure, checklists.Major, checklists.Minor},
		func(s checklists.Severity) int { return count[s] })
}

func (w *writer) mending() {
	day := dayText(w.l, w.Data.AsOf.Add(-1).In(checklists.HallZone))
	if w.f.All.Total == 0 {
		w.say("mending-none", day)
		return
	}
	w.say("mending", day, w.f.All.Total, w.f.New.Total, w.f.All.Closed, hundred(w.f.All.Rate),
		w.f.All.Overdue)
	switch {
	case w.f.All.Overdue == 0:
	case w.Kind == Quarterly:
		w.overdueHalls()
	default:
		w.overdue()
	}
}

// overdue names by hall the rectifications that are overdue longest, the hall with most of them
// first; the annex has all.
func (w *writer) overdue() {
	var halls []checklists.HallID
	byHall := map[checklists.HallID][]Mending{}
	for _, m := range w.Data.Overdue() {
		if byHall[m.Hall] == nil {
			halls = append(halls, m.Hall)
		}
		byHall[m.Hall] = append(byHall[m.Hall], m)
	}
	slices.SortStableFunc(halls, func(a, b checklists.HallID) int {
		return cmp.Compare(len(byHall[b]), len(byHall[a]))
	})
	rest := w.f.All.Overdue
	for i, hall := range halls[:min(len(halls), namedHalls)] {
		list := byHall[hall]
		rest -= len(list)
		var parts []string
		for _, m := range list[:min(len(list), namedOverdue)] {
			due, _ := time.Parse(checklists.DayLayout, m.Due)
			day := dayText(w.l, due)
			if m.Uncertain {
				day += message.Text(w.l, "calendar.uncertain")
			}
			parts = append(parts, w.text("overdue", m.Code, m.Title, day, m.Overdue))
		}
		names := strings.Join(parts, w.text("semicolon"))
		if len(list) > namedOverdue {
			names = w.text("rest-in-annex", names)
		}
		w.say("overdue-hall", i+1, list[0].HallName, len(list), names)
	}
	if rest > 0 {
		w.say("overdue-rest", len(halls)-namedHalls, rest)
	}
}

// overdueHalls counts overdue rectifications by hall, since a quarter has too many to name each.
func (w *writer) overdueHalls() {
	var parts []string
	for _, h := range w.f.ByHall {
		if h.Overdue > 0 {
			parts = append(parts, w.text("of-hall", h.HallName, h.Overdue))
		}
	}
	w.say("overdue-halls", w.list(parts))
}

func (w *writer) demands() {
	w.say("demands-mend")
	if w.f.All.Overdue > 0 {
		w.say("demands-overdue")
	}
	if w.f.New.Repeated > 0 {
		w.say("demands-repeated")
	}
	if w.Kind == Quarterly {
		w.say("demands-learn")
	}
}

// hundred writes a rate in percent: 0.8625 as "86.25%".
func hundred(rate standard.Decimal) string {
	n, _ := rate.Scaled(4)
	return standard.NewDecimal(n, 2).String() + "%"
}
