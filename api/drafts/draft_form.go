package drafts

import (
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/standard"
)

// clauseFields are the fields of the form of a clause, in its order: name in the edition, and name
// of the control to go to.
var clauseFields = [][2]string{{"title", "title"}, {"title_en", "title-en"}, {"text", "text"},
	{"items", "items"}, {"modality", "modality"}, {"verb", "verb"}, {"tiers", "tiers-district"},
	{"scored", "scored"}, {"points", "points-district"}, {"bonus_points", "bonus-district"},
	{"veto", "veto"}, {"key", "key"}, {"condition", "condition"}, {"method", "method"},
	{"duty_holder", "duty"}, {"dimension", "dimension"}, {"evidence", "evidence-observation"},
	{"check", "check"}, {"refs", "refs"}}

// digestOfValue is how the form remembers what it showed. Nothing, "" and an empty list are alike.
func digestOfValue(v any) string {
	b, err := standard.Canonical(v)
	if err != nil || slices.Contains([]string{"null", `""`, "[]", "{}", "false"}, string(b)) {
		return "-"
	}
	return standard.DigestBytes(b).Short()
}

// clauseForm fills the form with a clause as it prints.
func clauseForm(w *standard.WorkingDraft, c *standard.Clause, revision int) web.DraftClauseForm {
	f := web.DraftClauseForm{Revision: revision, Title: c.Title, TitleEN: c.TitleEN, Text: c.Text,
		Items: itemLines(c.Items), Modality: string(c.Modality), Verb: c.Verb,
		Duty: string(c.DutyHolder), Dimension: string(c.Dimension), Scored: ticked(c.Scored),
		Veto: ticked(c.Veto), Key: ticked(c.Key), Condition: c.Condition, Check: c.Check,
		Refs: strings.Join(c.Refs, "\n")}
	for _, t := range c.Tiers {
		f.Tiers = append(f.Tiers, t.String())
	}
	for _, kind := range c.Evidence {
		f.Evidence = append(f.Evidence, string(kind))
	}
	spread(c.Points, &f.PointsDistrict, &f.PointsSubdistrict, &f.PointsCommunity)
	spread(c.BonusPoints, &f.BonusDistrict, &f.BonusSubdistrict, &f.BonusCommunity)
	if c.Method != nil {
		methodForm(&f, c.Method)
	}
	for _, field := range clauseFields {
		e := standard.Edit{Op: standard.EditSet, UID: c.UID, Field: field[0]}
		f.Was = append(f.Was, field[0]+"="+digestOfValue(w.Value(&e)))
	}
	return f
}

func methodForm(f *web.DraftClauseForm, m *standard.Method) {
	f.Method, f.Shown, f.PassIf, f.Metric, f.Unit = m.Type, m.Type, m.PassIf, m.Metric, m.Unit
	f.Better, f.How, f.Numerator, f.Denominator = string(m.Better), m.How, m.Numerator, m.Denominator
	f.Level3, f.Level2, f.Level1, f.Level0 = m.Levels["3"], m.Levels["2"], m.Levels["1"], m.Levels["0"]
	spread(m.Target, &f.TargetDistrict, &f.TargetSubdistrict, &f.TargetCommunity)
	spread(m.ZeroAt, &f.ZeroDistrict, &f.ZeroSubdistrict, &f.ZeroCommunity)
	spread(m.MinSample, &f.SampleDistrict, &f.SampleSubdistrict, &f.SampleCommunity)
	var lines []string
	for _, o := range m.Occurrences {
		lines = append(lines, o.ID+" | "+o.Deduct.String()+" | "+o.What)
	}
	f.Occurrences = strings.Join(lines, "\n")
}

func ticked(yes bool) string {
	if yes {
		return "yes"
	}
	return ""
}

// spread writes the numbers of the tiers into the fields of a form.
func spread(p standard.PerTier, district, subdistrict, community *string) {
	for i, field := range []*string{district, subdistrict, community} {
		if d, ok := p.Get(standard.Tiers()[i]); ok {
			*field = d.String()
		}
	}
}

func itemLines(items []standard.ListItem) string {
	lines := make([]string, len(items))
	for i, item := range items {
		lines[i] = item.Label + ") " + item.Text
	}
	return strings.Join(lines, "\n")
}

var itemLine = regexp.MustCompile(`^\s*([a-z])\s*[))]\s*(.*)$`)

// itemsOf reads a list; a line without a letter gets the next one.
func itemsOf(text string) []standard.ListItem {
	var items []standard.ListItem
	for _, line := range linesOf(text) {
		item := standard.ListItem{Label: string(rune('a' + min(len(items), 25))), Text: line}
		if m := itemLine.FindStringSubmatch(line); m != nil {
			item = standard.ListItem{Label: m[1], Text: m[2]}
		}
		items = append(items, item)
	}
	return items
}

// linesOf splits a text into its lines without the empty ones.
func linesOf(text string) []string {
	var list []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

// formReader turns a form into values of an edition and notes what it cannot read.
type formReader struct{ refusal *wire.Refusal }

func (r *formReader) wrong(name, code string, args ...any) {
	r.refusal.Fields = append(r.refusal.Fields, wire.Wrong(name, code, args...))
}

// perTier reads a row of numbers, of the tiers that are ticked.
func (r *formReader) perTier(name string, tiers []string, values ...string) any {
	m := map[string]json.Number{}
	for i, t := range standard.Tiers() {
		text := strings.TrimSpace(values[i])
		if text == "" || !slices.Contains(tiers, t.String()) {
			continue
		}
		d, err := standard.ParseDecimal(text)
		if err != nil {
			r.wrong(name+"-"+t.String(), "number", text)
			continue
		}
		m[t.String()] = json.Number(d.String())
	}
	if len(m) == 0 {
		return nil
	}
	return m
}

// values reads the form of a clause; now is the clause as it stands.
func (r *formReader) values(f *web.DraftClauseForm, now *standard.Clause) map[string]any {
	scored := f.Scored != ""
	v := map[string]any{"title": f.Title, "title_en": optional(f.TitleEN), "text": f.Text,
		"items": itemsOf(f.Items), "modality": f.Modality, "verb": optional(f.Verb),
		"duty_holder": optional(f.Duty), "dimension": optional(f.Dimension), "scored": scored,
		"tiers": inOrder(f.Tiers, now.Tiers), "condition": optional(f.Condition),
		"evidence": inOrder(f.Evidence, now.Evidence), "check": optional(f.Check),
		"refs": linesOf(f.Refs), "veto": scored && f.Veto != "", "key": scored && f.Key != "",
		"points": nil, "bonus_points": nil, "method": nil}
	if scored {
		v["points"] = r.perTier("points", f.Tiers, f.PointsDistrict, f.PointsSubdistrict,
			f.PointsCommunity)
		v["bonus_points"] = r.perTier("bonus", f.Tiers, f.BonusDistrict, f.BonusSubdistrict,
			f.BonusCommunity)
		v["method"] = r.method(f, now.Method)
	}
	return v
}

// optional is nil for a field that is left out when it says nothing.
func optional(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// inOrder lists what is ticked: first what was there, in its order.
func inOrder[T any](ticked []string, now []T) []string {
	list := []string{}
	for _, v := range now {
		if text := textOf(v); slices.Contains(ticked, text) {
			list = append(list, text)
		}
	}
	for _, text := range ticked {
		if !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	return list
}

func textOf(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return strings.Trim(string(b), `"`)
}

func (r *formReader) method(f *web.DraftClauseForm, now *standard.Method) any {
	kind := f.Method
	if kind == "" {
		kind = standard.PassFail
	}
	m := map[string]any{"type": kind}
	set := func(name string, v any) {
		if v != nil {
			m[name] = v
		}
	}
	switch kind {
	case standard.PassFail:
		set("pass_if", optional(f.PassIf))
	case standard.Graded:
		levels := map[string]string{}
		for _, l := range f.Levels() {
			levels[l.Level] = l.Text
		}
		m["levels"] = levels
	case standard.Measured:
		set("metric", optional(f.Metric))
		set("unit", optional(f.Unit))
		set("better", optional(f.Better))
		set("how", optional(f.How))
	case standard.Ratio:
		set("numerator", optional(f.Numerator))
		set("denominator", optional(f.Denominator))
		set("min_sample", r.perTier("sample", f.Tiers, f.SampleDistrict, f.SampleSubdistrict,
			f.SampleCommunity))
	case standard.Deduction:
		m["occurrences"] = r.occurrences(f.Occurrences)
		if now != nil && now.Floor != nil {
			m["floor"] = now.Floor
		}
	}
	if kind == standard.Measured || kind == standard.Ratio {
		set("target", r.perTier("target", f.Tiers, f.TargetDistrict, f.TargetSubdistrict,
			f.TargetCommunity))
		set("zero_at", r.perTier("zero", f.Tiers, f.ZeroDistrict, f.ZeroSubdistrict,
			f.ZeroCommunity))
	}
	return m
}

// occurrences reads lines of "id | points | what".
func (r *formReader) occurrences(text string) []standard.OccurrenceKind {
	list := []standard.OccurrenceKind{}
	for _, line := range linesOf(text) {
		parts := strings.SplitN(line, "|", 3)
		if len(parts) != 3 {
			r.wrong("occurrences", "form")
			continue
		}
		d, err := standard.ParseDecimal(strings.TrimSpace(parts[1]))
		if err != nil {
			r.wrong("occurrences", "number", strings.TrimSpace(parts[1]))
			continue
		}
		list = append(list, standard.OccurrenceKind{ID: strings.TrimSpace(parts[0]), Deduct: d,
			What: strings.TrimSpace(parts[2])})
	}
	return list
}

// applyFix writes what a button beside a remark proposes: "text|7|9|必须|应" or "modality|宜".
func applyFix(f *web.DraftClauseForm) error {
	parts := strings.Split(f.Fix, "|")
	if len(parts) == 2 && parts[0] == "modality" {
		f.Modality, f.Verb = parts[1], ""
		return nil
	}
	if len(parts) != 5 {
		return errors.New("not a fix")
	}
	from, err := strconv.Atoi(parts[1])
	if err != nil {
		return err
	}
	if parts[0] == "text" {
		f.Text = replaceAt(f.Text, from, parts[3], parts[4])
		return nil
	}
	items := itemsOf(f.Items)
	for i := range items {
		if parts[0] == "items["+strconv.Itoa(i)+"].text" {
			items[i].Text = replaceAt(items[i].Text, from, parts[3], parts[4])
		}
	}
	f.Items = itemLines(items)
	return nil
}

// replaceAt replaces a word at a place, counted in characters; if the text has moved meanwhile, the
// first such word.
func replaceAt(text string, from int, old, new string) string {
	if runes := []rune(text); from <= len(runes) {
		head, rest := string(runes[:from]), string(runes[from:])
		if strings.HasPrefix(rest, old) {
			return head + new + rest[len(old):]
		}
	}
	return strings.Replace(text, old, new, 1)
}
