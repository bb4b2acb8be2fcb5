package standard

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"hallmark/standard/message"
)

// MethodText says how a clause is checked, with the thresholds of every tier; tiers with the same
// thresholds stand together. "" for a clause that has no method.
func MethodText(l message.Language, m *Method) string {
	if m == nil {
		return ""
	}
	w := sheetWriter{language: l}
	switch m.Type {
	case PassFail:
		return w.say("checked.pass_fail", m.PassIf)
	case Graded:
		var levels []string
		for _, key := range []string{"3", "2", "1", "0"} {
			if what, ok := m.Levels[key]; ok {
				levels = append(levels, w.say("checked.level", key, what))
			}
		}
		return w.say("checked.graded", strings.Join(levels, w.say("semicolon")))
	case Measured:
		what := m.How
		if what == "" {
			what = m.Metric
		}
		return w.say("checked.measured", what, w.thresholds(m))
	case Ratio:
		return w.say("checked.ratio", m.Numerator, m.Denominator, w.thresholds(m)) + w.samples(m)
	case Deduction:
		var kinds []string
		for _, o := range m.Occurrences {
			kinds = append(kinds, w.say("checked.deduct", o.ID, o.What, o.Deduct.String()))
		}
		return w.say("checked.deduction", strings.Join(kinds, w.say("semicolon")))
	}
	return ""
}

// thresholds says what earns full points and what none.
func (w *sheetWriter) thresholds(m *Method) string {
	bound := "≥"
	if m.Better == Lower {
		bound = "≤"
	}
	show := func(d Decimal) string { return d.String() + unitOf(m) }
	if m.Type == Ratio {
		show = percentage
	}
	return w.grouped(w.groups(func(t Tier) string {
		target, ok := m.Target.Get(t)
		zero, _ := m.ZeroAt.Get(t)
		if !ok {
			return ""
		}
		return w.say("checked.threshold", bound, show(target), show(zero))
	}))
}

func (w *sheetWriter) samples(m *Method) string {
	text := w.grouped(w.groups(func(t Tier) string {
		if least, ok := m.MinSample.Get(t); ok {
			return least.String()
		}
		return ""
	}))
	if text == "" {
		return ""
	}
	return w.say("checked.sample", text)
}

// tierGroup is what is said of one tier or of several in the same words.
type tierGroup struct{ tiers, text string }

// groups asks for the text about each tier, from the top, and joins neighbours with the same text;
// a tier with the text "" is left out.
func (w *sheetWriter) groups(say func(Tier) string) []tierGroup {
	var list []tierGroup
	for _, t := range Tiers() {
		text := say(t)
		switch last := len(list) - 1; {
		case text == "":
		case last >= 0 && list[last].text == text:
			list[last].tiers += w.say("and") + w.tier(t)
		default:
			list = append(list, tierGroup{w.tier(t), text})
		}
	}
	return list
}

// grouped joins groups to a text; what holds for every tier that has it stands alone.
func (w *sheetWriter) grouped(list []tierGroup) string {
	if len(list) == 1 {
		return list[0].text
	}
	parts := make([]string, len(list))
	for i, g := range list {
		parts[i] = w.say("checked.group", g.tiers, g.text)
	}
	return strings.Join(parts, w.say("comma"))
}

// unitOf returns the unit behind a number, with the gap before a symbol: " m²", "台".
func unitOf(m *Method) string {
	unit := strings.ReplaceAll(m.Unit, "m2", "m²")
	if first, _ := utf8.DecodeRuneInString(unit); unit == "" || unicode.Is(unicode.Han, first) {
		return unit
	}
	return " " + unit
}

// percentage writes a share of 1: 0.915 is "91.5%".
func percentage(d Decimal) string {
	n, ok := d.Scaled(MaxDecimals)
	if !ok || n > 1e13 || n < -1e13 {
		return d.String()
	}
	return NewDecimal(n, MaxDecimals-2).String() + "%"
}
