package standard

import "slices"

// KeptThreshold is the threshold of a clause that an amendment keeps for existing halls for a time
// (过渡期). It stands beside the clauses and so does not enter their digest. Of each tier whose
// threshold has changed it holds the one before. Days are "2006-01-02".
type KeptThreshold struct {
	UID       ClauseUID `json:"uid"`
	Amendment string    `json:"amendment"` // "XG1"
	// OpenedBefore is the first day for the new threshold: it is for halls that opened or moved then
	// or later.
	OpenedBefore string  `json:"opened_before"`
	Until        string  `json:"until"` // last day of an audit's start
	Rule         string  `json:"rule"`  // as the sheet says it
	Target       PerTier `json:"target"`
	ZeroAt       PerTier `json:"zero_at"`
}

// Applies reports whether an audit that starts on a day in a hall of the tier uses the threshold.
// Opened is the day on which the hall opened at its place; "" means that it was always there.
func (k *KeptThreshold) Applies(t Tier, opened, day string) bool {
	_, changed := k.Target.Get(t)
	return changed && opened < k.OpenedBefore && day <= k.Until
}

// Of returns the method with the thresholds that are kept in the tier.
func (k *KeptThreshold) Of(m *Method, t Tier) *Method {
	kept := *m
	if target, ok := k.Target.Get(t); ok {
		kept.Target = kept.Target.With(t, target)
	}
	if zero, ok := k.ZeroAt.Get(t); ok {
		kept.ZeroAt = kept.ZeroAt.With(t, zero)
	}
	return &kept
}

// KeptClause returns a clause as it is scored where the threshold before is kept; the clause itself
// when it keeps none.
func (e *Edition) KeptClause(c *Clause, t Tier) *Clause {
	k, ok := e.Kept(c.UID)
	if !ok || c.Method == nil {
		return c
	}
	kept := *c
	kept.Method = k.Of(c.Method, t)
	return &kept
}

// Kept finds the kept threshold of a clause.
func (e *Edition) Kept(uid ClauseUID) (*KeptThreshold, bool) {
	for i := range e.Transitions {
		if e.Transitions[i].UID == uid {
			return &e.Transitions[i], true
		}
	}
	return nil, false
}

// KeptIn lists the clauses for which an audit uses the threshold before, in the order of the text;
// see [KeptThreshold.Applies].
func (e *Edition) KeptIn(t Tier, opened, day string) []ClauseUID {
	var list []ClauseUID
	for _, c := range e.Checklist(t) {
		if k, ok := e.Kept(c.UID); ok && k.Applies(t, opened, day) {
			list = append(list, c.UID)
		}
	}
	return list
}

// thresholdsBefore returns what a transition keeps when a clause changes; ok is false when no
// tier that has the clause before and after has another threshold.
func thresholdsBefore(before, after *Clause) (k KeptThreshold, ok bool) {
	if before.Method == nil || after.Method == nil || before.Method.Type != after.Method.Type {
		return k, false
	}
	for _, t := range Tiers() {
		target, had := before.Method.Target.Get(t)
		now, has := after.Method.Target.Get(t)
		zero, _ := before.Method.ZeroAt.Get(t)
		zeroNow, _ := after.Method.ZeroAt.Get(t)
		if had && has && before.Applies(t) && after.Applies(t) && (target != now || zero != zeroNow) {
			k.Target, k.ZeroAt, ok = k.Target.With(t, target), k.ZeroAt.With(t, zero), true
		}
	}
	return k, ok
}

// keep notes the transition of a replaced clause. A threshold that changes again ends an earlier
// transition.
func (a *applier) keep(before, after *Clause) {
	k, changed := thresholdsBefore(before, after)
	if !changed {
		return
	}
	a.e.Transitions = slices.DeleteFunc(slices.Clone(a.e.Transitions),
		func(old KeptThreshold) bool { return old.UID == after.UID })
	if tr := a.item.Transition; tr != nil {
		k.UID, k.Amendment, k.OpenedBefore = after.UID, a.sheet.ID, a.sheet.Effective
		k.Until, k.Rule = tr.Until, tr.Rule
		a.e.Transitions = append(a.e.Transitions, k)
	}
}

// running returns the transitions that still matter once a sheet is in force: their clause is
// still there, and their last day is not over.
func running(e *Edition, effective string) (list []KeptThreshold) {
	for _, k := range e.Transitions {
		there := slices.ContainsFunc(e.Clauses, func(c Clause) bool { return c.UID == k.UID })
		if there && k.Until >= effective {
			list = append(list, k)
		}
	}
	return list
}

// transitions checks the thresholds that an edition keeps.
func (v *validator) transitions(e *Edition) {
	for i := range e.Transitions {
		k, place := &e.Transitions[i], index("transitions", i)
		v.once("transition", string(k.UID), place+".uid")
		v.filled(place+".amendment", k.Amendment)
		v.filled(place+".rule", k.Rule)
		v.date(place+".opened_before", k.OpenedBefore)
		v.date(place+".until", k.Until)
		c := slices.IndexFunc(e.Clauses, func(c Clause) bool { return c.UID == k.UID })
		if c < 0 {
			v.Add(place+".uid", "apply-uid-unknown", string(k.UID))
			continue
		}
		m := e.Clauses[c].Method
		if m == nil || m.Type != Measured && m.Type != Ratio {
			v.Add(place+".uid", "amendment.kept-method", string(k.UID))
			continue
		}
		v.keptThresholds(place, k, m)
	}
}

// keptThresholds checks that a target and its zero point come together and point the right way.
func (v *validator) keptThresholds(place string, k *KeptThreshold, m *Method) {
	any := false
	for _, t := range Tiers() {
		target, hasTarget := k.Target.Get(t)
		zero, hasZero := k.ZeroAt.Get(t)
		any = any || hasTarget
		order := target.Compare(zero)
		if m.Better == Lower {
			order = -order
		}
		if hasTarget != hasZero || hasTarget && order <= 0 {
			v.Add(place+".zero_at."+t.String(), "amendment.kept-threshold", t.String())
		}
	}
	if !any {
		v.Add(place+".target", "empty")
	}
}
