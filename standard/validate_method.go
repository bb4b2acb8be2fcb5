package standard

import "slices"

// methodField is a field that only some methods have.
type methodField struct {
	name     string
	set      bool
	needed   []MethodKind
	optional []MethodKind
}

func (m *Method) fields() []methodField {
	rated := []MethodKind{Measured, Ratio}
	return []methodField{
		{"pass_if", m.PassIf != "", []MethodKind{PassFail}, nil},
		{"levels", m.Levels != nil, []MethodKind{Graded}, nil},
		{"metric", m.Metric != "", []MethodKind{Measured}, nil},
		{"unit", m.Unit != "", []MethodKind{Measured}, nil},
		{"better", m.Better != "", []MethodKind{Measured}, nil},
		{"how", m.How != "", nil, []MethodKind{Measured}},
		{"numerator", m.Numerator != "", []MethodKind{Ratio}, nil},
		{"denominator", m.Denominator != "", []MethodKind{Ratio}, nil},
		{"target", !m.Target.IsZero(), rated, nil},
		{"zero_at", !m.ZeroAt.IsZero(), rated, nil},
		{"min_sample", !m.MinSample.IsZero(), nil, []MethodKind{Ratio}},
		{"occurrences", len(m.Occurrences) > 0, []MethodKind{Deduction}, nil},
		{"floor", m.Floor != nil, nil, []MethodKind{Deduction}},
	}
}

func (v *validator) method(place string, c *Clause) {
	if c.Method == nil {
		v.Add(place+".method", "missing")
		return
	}
	m := c.Method
	if c.Veto && m.Type != PassFail {
		v.Add(place+".veto", "veto-method", string(m.Type))
	}
	place += ".method"
	if !slices.Contains(methodKinds(), m.Type) {
		oneOf(v, place+".type", m.Type, methodKinds()...)
		return
	}
	for _, f := range m.fields() {
		needed := slices.Contains(f.needed, m.Type)
		switch {
		case needed && !f.set:
			v.Add(place+"."+f.name, "missing")
		case f.set && !needed && !slices.Contains(f.optional, m.Type):
			v.Add(place+"."+f.name, "method-field", string(m.Type))
		}
	}
	switch m.Type {
	case Graded:
		v.levels(place+".levels", m.Levels)
	case Measured:
		if m.Better != "" {
			oneOf(v, place+".better", m.Better, Higher, Lower)
		}
		v.thresholds(place, c, m.Better)
	case Ratio:
		v.thresholds(place, c, Higher)
		v.ratios(place, c)
	case Deduction:
		v.occurrences(place, m)
	}
}

func (v *validator) levels(path string, levels map[string]string) {
	for _, level := range []string{"0", "1", "2", "3"} {
		if levels != nil {
			v.filled(join(path, level), levels[level])
		}
	}
	if extra := len(levels) - 4; extra > 0 {
		v.Add(path, "levels")
	}
}

// thresholds checks that full points are asked for at a better value than no points.
func (v *validator) thresholds(place string, c *Clause, better Better) {
	m := c.Method
	for _, p := range []struct {
		name   string
		values PerTier
	}{{"target", m.Target}, {"zero_at", m.ZeroAt}} {
		if p.values.IsZero() {
			continue // noted as missing
		}
		v.everyTier(place+"."+p.name, p.values, c.Tiers)
		v.perTier(place+"."+p.name, p.values, c.Applies, func(string, Decimal) {})
	}
	for _, t := range c.Tiers {
		target, ok := m.Target.Get(t)
		zero, too := m.ZeroAt.Get(t)
		if !ok || !too {
			continue
		}
		path, order := join(place+".target", t.String()), target.Compare(zero)
		switch {
		case order == 0:
			v.Add(path, "threshold-equal", target.String())
		case better == Higher && order < 0:
			v.Add(path, "threshold-above", target.String(), zero.String())
		case better == Lower && order > 0:
			v.Add(path, "threshold-below", target.String(), zero.String())
		}
	}
}

func (v *validator) ratios(place string, c *Clause) {
	share := func(path string, d Decimal) { v.between(path, d, 0, 1) }
	whole := func(path string, d Decimal) {
		v.between(path, d, 0, maxSample)
		if d.Decimals() > 0 {
			v.Add(path, "whole", d.String())
		}
	}
	for _, t := range c.Tiers {
		if d, ok := c.Method.Target.Get(t); ok {
			share(join(place+".target", t.String()), d)
		}
		if d, ok := c.Method.ZeroAt.Get(t); ok {
			share(join(place+".zero_at", t.String()), d)
		}
	}
	v.perTier(place+".min_sample", c.Method.MinSample, c.Applies, whole)
}

func (v *validator) occurrences(place string, m *Method) {
	for i, o := range m.Occurrences {
		at := index(place+".occurrences", i)
		v.name(at+".id", o.ID)
		v.filled(at+".what", o.What)
		v.positive(at+".deduct", o.Deduct)
		v.between(at+".deduct", o.Deduct, 0, maxPoints)
		v.cents(at+".deduct", o.Deduct)
		for _, earlier := range m.Occurrences[:i] {
			if earlier.ID == o.ID {
				v.Add(at+".id", "twice", o.ID)
				break
			}
		}
	}
	if m.Floor != nil && m.Floor.Sign() != 0 {
		v.Add(place+".floor", "floor", m.Floor.String())
	}
}
