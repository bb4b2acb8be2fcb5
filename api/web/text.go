package web

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"time"

	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

// functions returns what templates of a language may call. Every text for people comes from the
// catalogue, area "page".
func functions(l message.Language, a *assets) template.FuncMap {
	w := words{l}
	return template.FuncMap{
		"asset": func(name string) string { return a.urls[name] },
		"lang":  l.String,
		"t":     w.text,
		"say":   w.say,
		"name":  w.name,
		"field": w.field,
		"value": w.value,
		"grade": w.grade,
		"stars": w.stars,
		"tone":  tone,

		"title":  w.title,
		"area":   w.area,
		"unit":   unit,
		"answer": w.answer,
		"target": w.target,
		"zero":   w.zero,

		"thresholds": func(c *standard.Clause) bool { return c.Method != nil && !c.Method.Target.IsZero() },
		"weight":     weight,
		"worth":      w.worth,

		"date":   w.date,
		"time":   w.time,
		"day":    w.day,
		"month":  w.month,
		"moment": w.moment,

		"points":  func(d standard.Decimal) string { return fixed(d, 2) },
		"tenths":  func(d standard.Decimal) string { return fixed(d, 1) },
		"percent": percent,
		"share":   share,
		"width":   width,
		"marker":  marker,

		"escalation":        w.escalation,
		"rectificationTone": rectificationTone,
		"appealTone":        appealTone,
		"campaignTone":      campaignTone,
		"appealURL":         AppealURL,
		"newAppealURL":      NewAppealURL,
		"gallery":           func(name string, photos []standard.Digest) Gallery { return Gallery{name, photos} },

		"passed":          w.passed,
		"rating":          w.rating,
		"ratingTone":      ratingTone,
		"posterURL":       PosterURL,
		"giveFeedbackURL": GiveFeedbackURL,
		"bulletinTone":    bulletinTone,
		"bulletinFileURL": BulletinFileURL,

		"draftURL": DraftURL,
		"auditURL": AuditURL,

		"rectificationURL": RectificationURL,

		"chapterURL":    ChapterURL,
		"carryURL":      CarryURL,
		"cardURL":       CardURL,
		"hallURL":       HallURL,
		"campaignURL":   CampaignURL,
		"editionURL":    EditionURL,
		"aidsURL":       AidsURL,
		"clauseURL":     ClauseURL,
		"comparisonURL": ComparisonURL,
		"evidenceURL":   EvidenceURL,
		"amendmentURL":  AmendmentURL,
		"impactURL":     ImpactURL,
		"sheetFileURL":  AmendmentFileURL,
		"verifyURL":     VerifyURL,
		"noticeURL":     NoticeURL,

		"consultationURL": ConsultationURL,
	}
}

// words puts values into one language.
type words struct{ language message.Language }

func (w words) text(key string, args ...any) string {
	return message.Text(w.language, "page."+key, args...)
}

// say returns a text by its whole key, with its area.
func (w words) say(key string, args ...any) string { return message.Text(w.language, key, args...) }

// name returns what people call a value of a closed set: name "state" "in-progress". A value that
// is not in the catalogue, such as the name of a grade in another standard, stays as it is.
func (w words) name(set string, value any) string {
	word := fmt.Sprint(value)
	if key := set + "." + word; message.Has(w.language, "page."+key) {
		return w.text(key)
	}
	return word
}

func (w words) grade(name string) string {
	if name == "" {
		return w.text("grade.none")
	}
	return w.name("grade", name)
}

func (w words) stars(name string) string { return w.name("stars", name) }

// tone returns the style class of a grade; the word always stands beside the colour.
func tone(grade string) string {
	switch grade {
	case "优秀", "良好":
		return "good"
	case "合格":
		return "fair"
	case "不合格":
		return "poor"
	}
	return "plain"
}

// title returns the title of a clause, chapter or hall in the language, as far as there is one.
func (w words) title(of any) string {
	var zh, en string
	switch v := of.(type) {
	case *standard.Clause:
		zh, en = v.Title, v.TitleEN
	case *standard.Chapter:
		zh, en = v.Title, v.TitleEN
	case standard.Chapter:
		zh, en = v.Title, v.TitleEN
	case checklists.PhoneFault:
		zh, en = v.Title, v.TitleEN
	case checklists.Hall:
		zh, en = v.Name, v.NameEN
	case *checklists.Hall:
		zh, en = v.Name, v.NameEN
	case standard.Metadata:
		zh, en = v.Name, v.NameEN
	}
	if w.language == message.English && en != "" {
		return en
	}
	return zh
}

// quantity writes a number with its unit: "200 m²", "20%".
func quantity(v standard.Decimal, u string) string {
	if u == "%" {
		return v.String() + u
	}
	return strings.TrimSpace(v.String() + " " + unit(u))
}

func unit(u string) string {
	if u == "m2" {
		return "m²"
	}
	return u
}

// answer says in a few words what was found.
func (w words) answer(c *standard.Clause, a checklists.Answer) string {
	switch a.Kind {
	case checklists.Verdict:
		if a.Pass {
			return w.text("answer.pass")
		}
		return w.text("answer.fail")
	case checklists.Level:
		return w.text("answer.level", a.Level)
	case checklists.Value:
		if c.Method == nil {
			return a.Value.String()
		}
		return quantity(a.Value, c.Method.Unit)
	case checklists.RatioOf:
		return fmt.Sprintf("%d ÷ %d", a.Numerator, a.Denominator)
	case checklists.Occurrences, checklists.Counts:
		n := len(a.Occurrences)
		for _, count := range a.Counts {
			n += count
		}
		if n == 0 {
			return w.text("answer.none")
		}
		return w.text("answer.occurrences", n)
	case checklists.NotApplicable:
		return w.text("answer.not-applicable")
	}
	return w.text("answer.unanswered")
}

// target says what earns all points in a tier: "≥ 200 m²". It is "" where there is no threshold.
func (w words) target(c *standard.Clause, t standard.Tier) string {
	if c.Method == nil {
		return ""
	}
	return threshold(c.Method, &c.Method.Target, t, "≥ ", "≤ ")
}

// zero says what earns no points in a tier: "≤ 100 m²". It is "" where there is no threshold.
func (w words) zero(c *standard.Clause, t standard.Tier) string {
	if c.Method == nil {
		return ""
	}
	return threshold(c.Method, &c.Method.ZeroAt, t, "≤ ", "≥ ")
}

func threshold(m *standard.Method, of *standard.PerTier, t standard.Tier, up, down string) string {
	v, ok := of.Get(t)
	switch {
	case !ok:
		return ""
	case m.Type == standard.Ratio:
		return up + percent(v)
	case m.Better == standard.Lower:
		up = down
	}
	return up + quantity(v, m.Unit)
}

// fixed writes a number with so many decimals, or with more where it has more.
func fixed(d standard.Decimal, decimals int) string {
	s := d.String()
	have := d.Decimals()
	if have >= decimals {
		return s
	}
	if have == 0 {
		s += "."
	}
	return s + strings.Repeat("0", decimals-have)
}

// percent writes a share of 1 exactly: 0.8625 as "86.25%".
func percent(d standard.Decimal) string {
	n, ok := d.Scaled(standard.MaxDecimals)
	if !ok || n > 1e15/100 || n < -1e15/100 {
		return d.String()
	}
	return standard.NewDecimal(n, standard.MaxDecimals-2).String() + "%"
}

// share returns a ÷ b in percent as a whole number for the length of a bar, 0..100.
func share(a, b int) string {
	if b <= 0 {
		return "0"
	}
	return strconv.Itoa(max(0, min(100, a*100/b)))
}

// width returns a rate in percent for the length of a bar, 0..100.
func width(rate standard.Decimal) string {
	n, ok := rate.Scaled(standard.MaxDecimals)
	if !ok {
		return "0"
	}
	return standard.NewDecimal(max(0, min(1e6, n)), 4).String()
}

// marker returns where a mark of one hundredth stands on a bar, so that it ends within it.
func marker(rate standard.Decimal) string {
	if last := standard.NewDecimal(99, 2); rate.Compare(last) > 0 {
		return width(last)
	}
	return width(rate)
}

// weight returns a chapter's weight in a tier, or "" when there is none.
func weight(c standard.Chapter, t standard.Tier) string {
	v, ok := c.Weight.Get(t)
	if !ok {
		return ""
	}
	return v.String()
}

// worth says how many points a clause is worth in a tier, or in all its tiers: "3–4 分".
func (w words) worth(c *standard.Clause, t standard.Tier) string {
	if t != standard.NoTier {
		return w.text("points", c.Max(t).String())
	}
	var low, high standard.Decimal
	for i, tier := range c.Tiers {
		v := c.Max(tier)
		if i == 0 || v.Compare(low) < 0 {
			low = v
		}
		if i == 0 || v.Compare(high) > 0 {
			high = v
		}
	}
	if low == high {
		return w.text("points", low.String())
	}
	return w.text("points", low.String()+"–"+high.String())
}

// date writes the day of an instant in the hall's zone: 2018年1月12日.
func (w words) date(t checklists.Time) string { return w.layout(t.InHall(), "date") }

// time writes an instant to the minute in the hall's zone: 2018年1月12日 09:30.
func (w words) time(t checklists.Time) string { return w.layout(t.InHall(), "time") }

// day writes a day given as "2006-01-02"; anything else stays as it is.
func (w words) day(s string) string { return Day(w.language, s) }

// Day writes a day given as "2006-01-02" in a language; anything else stays as it is.
func Day(l message.Language, s string) string {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return s
	}
	return words{l}.layout(t, "date")
}

// month writes the month of a day given as "2006-01-02": 2018年3月.
func (w words) month(s string) string {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return s
	}
	return w.layout(t, "month")
}

// moment writes the time of a stamp, which begins with 13 digits of Unix milliseconds.
func (w words) moment(s checklists.Stamp) string {
	millis, _, _ := strings.Cut(string(s), "-")
	n, err := strconv.ParseInt(millis, 10, 64)
	if err != nil {
		return ""
	}
	return w.time(checklists.At(time.UnixMilli(n)))
}

func (w words) layout(t time.Time, key string) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(w.text("format." + key))
}

// area says where a code of GB/T 2260 lies, as far as that is known: its province; "" for an
// unknown code.
func (w words) area(code string) string {
	if len(code) < 2 || !message.Has(w.language, "area."+code[:2]) {
		return ""
	}
	return message.Text(w.language, "area."+code[:2])
}
