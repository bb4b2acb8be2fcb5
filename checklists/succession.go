package checklists

import (
	"cmp"
	"reflect"
	"slices"
	"time"

	"hallmark/standard"
)

// Visit is an approved audit of a hall with the edition that it is sealed to.
type Visit struct {
	Audit   *Audit
	Edition *standard.Edition
}

// Succession 承接 says what newer audits of a hall make of its older findings. The rectification of
// a clause is settled by the first audit after its own, by the time of the visit, that judged the
// clause under the same demand: a clause that was found whole closes it; one that was found wanting
// again carries it on as the rectification of the newer audit, which takes over its age and its
// deadline. So no clause is open twice under one demand.
//
// Only inspectors who came see a clause whole: [Kind.Official]. An audit that asked a part of the
// checklist judges what it asked. A clause that was not applicable, or whose demand has changed, is
// not judged. What was verified, revoked, or is under appeal stays as it is. What was settled is
// settled anew, or taken back, when the audit that settled it was restated.
//
// What follows depends on the audits and not on the order of their approvals.
type Succession struct {
	visits []*visit // the oldest first
	list   map[RectificationID]*Rectification
	at     time.Time // of the latest approval or restatement
	diffs  map[[2]standard.EditionID]map[standard.ClauseUID]bool
}

// visit is a [Visit] with what it says of each clause.
type visit struct {
	Visit
	lines    map[standard.ClauseUID]*ClauseScore
	approver Username
}

// SuccessionOf reads the approved audits of one hall and all of its rectifications. The hall's own
// checks, re-check visits, and audits that are not approved are passed over.
func SuccessionOf(visits []Visit, list []Rectification) (*Succession, error) {
	s := &Succession{list: map[RectificationID]*Rectification{},
		diffs: map[[2]standard.EditionID]map[standard.ClauseUID]bool{}}
	for i := range list {
		s.put(&list[i])
	}
	for _, one := range visits {
		a := one.Audit
		if !Succeeds(a) {
			continue
		}
		score, err := a.Score(one.Edition)
		if err != nil {
			return nil, err
		}
		v := &visit{Visit: one, lines: map[standard.ClauseUID]*ClauseScore{}}
		for i := range score.Clauses {
			v.lines[score.Clauses[i].UID] = &score.Clauses[i]
		}
		for _, t := range a.Transitions {
			if t.To != Approved {
				continue
			}
			if t.From == Submitted {
				v.approver = t.By
			}
			if t.At.After(s.at) {
				s.at = t.At.Time
			}
		}
		s.visits = append(s.visits, v)
	}
	slices.SortFunc(s.visits, func(x, y *visit) int { return byVisit(*x.Audit, *y.Audit) })
	return s, nil
}

// Succeeds reports whether an audit has a place among those that settle older findings, or whose
// findings are settled. The head of the audit suffices.
func Succeeds(a *Audit) bool {
	return (a.State == Approved || a.State == Final) && a.Kind != Self && a.Origin == ""
}

// Unsettled are those of the audits of a hall, by their heads, that [SuccessionOf] needs, the oldest
// first: from the first one on of which a rectification may still be settled or settled anew. None
// is needed where there is no newer audit, and nothing was taken over.
func Unsettled(heads []Audit, list []Rectification) []Audit {
	heads = slices.DeleteFunc(slices.Clone(heads), func(a Audit) bool { return !Succeeds(&a) })
	slices.SortFunc(heads, byVisit)
	from, taken := len(heads), false
	for i := range list {
		taken = taken || list[i].Continues() != nil
		if at := indexOf(heads, list[i].Audit); at >= 0 && !list[i].rests(heads[at:]) {
			from = min(from, at)
		}
	}
	if len(heads)-from < 2 && !taken {
		return nil
	}
	return heads[from:]
}

// rests reports whether nothing becomes of a rectification by the audits from its own on: it was
// verified or revoked, or was settled by the very next one, whose result is final.
func (r *Rectification) rests(from []Audit) bool {
	if last := r.succeeded(); last != nil {
		return len(from) > 1 && from[1].ID == last.Audit && from[1].State == Final
	}
	return !r.State.Open()
}

func indexOf(heads []Audit, id AuditID) int {
	return slices.IndexFunc(heads, func(a Audit) bool { return a.ID == id })
}

// byVisit orders audits by the time of the visit.
func byVisit(x, y Audit) int {
	return cmp.Or(x.StartedAt.Compare(y.StartedAt.Time), cmp.Compare(x.ID, y.ID))
}

// Order lists the rectifications in the order in which they are to be settled: those of the oldest
// visit first, since a newer one takes over from them.
func (s *Succession) Order() []RectificationID {
	list := []RectificationID{}
	for id, r := range s.list {
		if s.place(r) >= 0 {
			list = append(list, id)
		}
	}
	slices.SortFunc(list, func(x, y RectificationID) int {
		return cmp.Or(s.place(s.list[x])-s.place(s.list[y]), cmp.Compare(x, y))
	})
	return list
}

// place is where the audit of a rectification stands among the visits; -1 for nowhere.
func (s *Succession) place(r *Rectification) int {
	return slices.IndexFunc(s.visits, func(v *visit) bool { return v.Audit.ID == r.Audit })
}

func (s *Succession) put(r *Rectification) {
	now := *r
	s.list[r.ID] = &now
}

// Wants reports whether there is a step to take for a rectification as it was last seen.
func (s *Succession) Wants(id RectificationID) (bool, error) {
	seen := *s.list[id]
	r := seen
	op, err := s.Settle(&r)
	s.put(&seen)
	return op != "", err
}

// Settle takes the next step that the succession asks of a rectification as it stands now, and says
// which; "" when there is none. Rectifications are settled in their [Succession.Order], each until
// there is no step.
func (s *Succession) Settle(r *Rectification) (RectificationOp, error) {
	s.put(r)
	place := s.place(r)
	if place < 0 {
		return "", nil
	}
	step, ok := s.link(r, s.visits[place].approver)
	if !ok {
		step, ok = s.fate(r, s.visits[place+1:])
	}
	if !ok {
		return "", nil
	}
	at := r.Opened.Time
	if n := len(r.Steps); n > 0 && r.Steps[n-1].At.After(at) {
		at = r.Steps[n-1].At.Time
	}
	if s.at.After(at) {
		at = s.at
	}
	if err := r.step(&standard.Problems{}, step, at, r.State); err != nil {
		return "", err
	}
	if step.Op == OpContinue {
		r.Due, r.Since = step.Day, step.Since
	}
	s.put(r)
	return step.Op, nil
}

// link is the step by which an open rectification takes over age and deadline from the one that is
// carried on in it, or gives them back where there is none any more.
func (s *Succession) link(r *Rectification, by Username) (step RectificationStep, due bool) {
	if !r.CanRecheck() {
		return step, false
	}
	step = RectificationStep{Op: OpContinue, To: r.State, By: by, Day: r.Due,
		DayUncertain: r.UncertainDue()}
	before, have := s.before(r), r.Continues()
	if before == nil {
		step.Day, step.DayUncertain = r.FirstDue, r.DueUncertain
		if r.Due > r.FirstDue {
			step.Day, step.DayUncertain = r.Due, r.UncertainDue()
		}
		return step, have != nil
	}
	step.Other, step.Since = before.ID, s.since(r)
	if step.Since.Before(r.Opened.Time) && (have == nil || !have.Since.Equal(step.Since.Time)) {
		step.Day, step.DayUncertain = before.Due, before.UncertainDue()
	}
	return step, have == nil || have.Other != step.Other || !have.Since.Equal(step.Since.Time)
}

// before is the rectification that is carried on in r, or nil; of several the one that was found
// first.
func (s *Succession) before(r *Rectification) (found *Rectification) {
	for _, p := range s.list {
		last := p.succeeded()
		if last == nil || last.Op != OpCarryOn || last.Other != r.ID {
			continue
		}
		if found == nil || cmp.Or(p.Opened.Compare(found.Opened.Time), cmp.Compare(p.ID, found.ID)) < 0 {
			found = p
		}
	}
	return found
}

// since is when the finding was first notified, over all that is carried on in r.
func (s *Succession) since(r *Rectification) Time {
	since := r.Opened
	if p := s.before(r); p != nil {
		if earlier := s.since(p); earlier.Before(since.Time) {
			since = earlier
		}
	}
	return since
}

// fate is the step that the newer visits ask: that the clause was found whole, that it is carried
// on, or that neither holds any more.
func (s *Succession) fate(r *Rectification, newer []*visit) (step RectificationStep, due bool) {
	last := r.succeeded()
	if last == nil && !r.CanRecheck() {
		return step, false
	}
	for _, v := range newer {
		if !s.sameDemand(r, v) {
			continue
		}
		found := v.Audit.ClauseState(r.Clause)
		step = RectificationStep{By: found.By, Audit: v.Audit.ID, Text: found.Answer.Note,
			Day: DayOf(v.Audit.StartedAt.Time)}
		if v.whole(r.Clause) && r.OwnReply(found.By) == nil && r.OwnReply(v.approver) == nil {
			step.Op, step.To, step.Answer = OpFoundWhole, ClosedOff, &found.Answer
			return step, last == nil || last.Op != OpFoundWhole || last.Audit != step.Audit
		}
		into := s.list[RectificationID(string(v.Audit.ID)+"-"+string(r.Clause))]
		if v.wanting(r.Clause) && into != nil && into.State != Revoked {
			step.Op, step.To, step.Other = OpCarryOn, CarriedOn, into.ID
			return step, last == nil || last.Other != step.Other
		}
	}
	if last == nil {
		return step, false
	}
	return RectificationStep{Op: OpTakeBack, To: r.unsettled(), By: last.By, Audit: last.Audit}, true
}

// whole reports whether inspectors who came found that the clause loses nothing.
func (v *visit) whole(uid standard.ClauseUID) bool {
	line := v.lines[uid]
	return v.Audit.Kind.Official() && line != nil && line.counts() && !v.wanting(uid)
}

// wanting reports whether the clause lost points, or failed where it is worth none.
func (v *visit) wanting(uid standard.ClauseUID) bool {
	line := v.lines[uid]
	if line == nil || !line.counts() {
		return false
	}
	answer := v.Audit.ClauseState(uid).Answer
	return line.Earned.Compare(line.Max) < 0 || answer.Kind == Verdict && !answer.Pass
}

// sameDemand reports whether a visit asked of the hall what the rectification asks: the same text
// and measure, by the same threshold.
func (s *Succession) sameDemand(r *Rectification, v *visit) bool {
	kept := slices.Contains(v.Audit.Kept, r.Clause)
	switch {
	case r.Tier != v.Audit.Tier:
		return false
	case r.Edition == v.Audit.Edition:
		return r.Kept == kept
	case r.Kept || kept:
		return false
	}
	pair := [2]standard.EditionID{r.Edition, v.Audit.Edition}
	if s.diffs[pair] == nil {
		s.diffs[pair] = changedDemands(s.visits[s.place(r)].Edition, v.Edition)
	}
	return !s.diffs[pair][r.Clause]
}

// changedDemands are the clauses that ask something else in another edition, or are only in one of
// the two. A number, a translation, a reference and what a clause is worth are no demand.
func changedDemands(a, b *standard.Edition) map[standard.ClauseUID]bool {
	changed := map[standard.ClauseUID]bool{}
	diff := standard.DiffOf(a, b)
	for i := range diff.Clauses {
		c := &diff.Clauses[i]
		changed[c.UID] = c.Before == nil || c.After == nil ||
			!reflect.DeepEqual(c.Before.Method, c.After.Method) ||
			slices.ContainsFunc(c.Grades, func(g standard.ChangeGrade) bool { return !holds(g) })
	}
	return changed
}

// succeeded is the step by which a newer audit settled the rectification, or nil.
func (r *Rectification) succeeded() *RectificationStep {
	if n := len(r.Steps); n > 0 && r.Steps[n-1].Op.settles() {
		return &r.Steps[n-1]
	}
	return nil
}

func (op RectificationOp) settles() bool { return op == OpFoundWhole || op == OpCarryOn }

// unsettled is the state in which newer audits found the rectification.
func (r *Rectification) unsettled() RectificationState {
	state := r.State
	for _, s := range slices.Backward(r.Steps) {
		if !s.Op.settles() {
			break
		}
		state = s.From
	}
	return state
}

// Continues is the step by which the rectification took over an older one, or nil.
func (r *Rectification) Continues() (step *RectificationStep) {
	for i, s := range r.Steps {
		if s.Op == OpContinue {
			step = &r.Steps[i]
		}
	}
	if step != nil && step.Other == "" {
		return nil
	}
	return step
}

// Began is when the hall was first notified of the finding, by this audit or by an older one whose
// rectification goes on in this one.
func (r *Rectification) Began() Time {
	if r.Since.IsZero() {
		return r.Opened
	}
	return r.Since
}
