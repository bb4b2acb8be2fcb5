package checklists

import (
	"maps"
	"slices"
	"strings"
	"time"

	"hallmark/standard"
)

// AuditID is a UUIDv7.
type AuditID string

// Kind is the form of an inspection.
type Kind string

// The kinds 综合评定, 明察, 暗访, 电话抽查, 自查, 第三方评估, 复查.
const (
	Comprehensive Kind = "comprehensive"
	Announced     Kind = "announced"
	Unannounced   Kind = "unannounced"
	Phone         Kind = "phone"
	Self          Kind = "self"
	ThirdParty    Kind = "third-party"
	Recheck       Kind = "recheck"
)

// Kinds lists the kinds.
func Kinds() []Kind {
	return []Kind{Comprehensive, Announced, Unannounced, Phone, Self, ThirdParty, Recheck}
}

// State is where an audit stands.
type State string

// The states: in-progress → submitted → (returned → in-progress) → approved → final; or, of an audit
// that was begun by mistake, in-progress → voided.
const (
	InProgress State = "in-progress"
	Submitted  State = "submitted"
	Returned   State = "returned"
	Approved   State = "approved"
	Final      State = "final"
	Voided     State = "voided"
)

// unstarted is the state that the record of every audit begins with. None is stored in it.
const unstarted State = "planned"

// States lists the states.
func States() []State {
	return []State{InProgress, Submitted, Returned, Approved, Final, Voided}
}

// Audit is the inspection of one hall against one edition. It is sealed to the edition when it
// starts; it holds every change ever made to it, and what they come to is computed from them.
type Audit struct {
	ID            AuditID            `json:"id"`
	Number        string             `json:"number"` // printed number, "GS-S03-20180112-4F2A9C"
	Hall          HallID             `json:"hall"`
	HallName      string             `json:"hallName"` // as it was when the audit started
	Tier          standard.Tier      `json:"tier"`
	Kind          Kind               `json:"kind"`
	Campaign      string             `json:"campaign"`
	State         State              `json:"state"`
	Edition       standard.EditionID `json:"edition"`
	EditionDigest standard.Digest    `json:"editionDigest"`
	// Kept are the clauses that are scored by the threshold before an amendment, because the hall
	// existed before it and the audit starts in its transition period ([standard.KeptThreshold]).
	Kept []standard.ClauseUID `json:"kept,omitempty"`
	// Only are the clauses that a partial audit asks, in the order of the text; none is the whole
	// checklist.
	Only []standard.ClauseUID `json:"only,omitempty"`
	// Origin is the audit whose rectifications a re-check 复查 looks at; "" for any other audit.
	Origin     AuditID         `json:"origin,omitempty"`
	Inspectors []Username      `json:"inspectors"`
	StartedAt  Time            `json:"startedAt"`
	UpdatedAt  Time            `json:"updatedAt"`
	Revision   int             `json:"revision"` // from 1, one more with every batch and step
	Digest     standard.Digest `json:"digest"`   // chain over all that was ever recorded
	Result     *Result         `json:"result,omitempty"`
	Asked      int             `json:"asked"`    // clauses on the checklist
	Answered   int             `json:"answered"` // of them, for lists
	// Returned are the clauses that the last review sent back, until the audit is approved.
	Returned []ClauseReturn `json:"returned,omitempty"`

	Transitions []Transition                    `json:"transitions"`
	Log         map[standard.ClauseUID][]Change `json:"log"`

	states map[standard.ClauseUID]*ClauseState // derived from Log
}

// Opening is what starts an audit.
type Opening struct {
	ID         AuditID
	Hall       Hall
	Kind       Kind
	Campaign   string
	Edition    *standard.Edition
	Only       []standard.ClauseUID // of a partial audit, in any order; none asks the whole checklist
	Origin     *Audit               // of a re-check; nil: none
	Inspectors []Username           // the first one starts it, where By is ""
	By         Username             // who starts it without inspecting; "" for the first inspector
	Handed     *Handover            // from which file it was taken over; nil for any other
	At         time.Time
}

// Start begins an audit: it seals the hall as it is and the edition, and is in progress with
// revision 1. A re-check with an origin is sealed to the edition of that audit and scored by the
// thresholds that held for it, since it asks whether what was found then is mended. It returns a
// *[standard.InvalidError] with places as in the API's request.
func Start(o Opening) (Audit, error) {
	if err := o.check(); err != nil {
		return Audit{}, err
	}
	id := strings.ToUpper(strings.ReplaceAll(string(o.ID), "-", ""))
	at := o.At.In(HallZone)
	only := o.part()
	asked := o.Edition.Checklist(o.Hall.Tier, only...)
	a := Audit{
		ID: o.ID, Number: string(o.Hall.ID) + "-" + at.Format("20060102") + "-" + id[len(id)-6:],
		Hall: o.Hall.ID, HallName: o.Hall.Name, Tier: o.Hall.Tier, Kind: o.Kind,
		Campaign: o.Campaign, State: unstarted, Edition: o.Edition.ID(),
		EditionDigest: o.Edition.Digest(), Inspectors: slices.Clone(o.Inspectors),
		Kept: o.kept(only, at),
		Only: only, StartedAt: At(o.At), Asked: len(asked), Transitions: []Transition{},
		Log: map[standard.ClauseUID][]Change{}, states: map[standard.ClauseUID]*ClauseState{},
	}
	if o.Origin != nil {
		a.Origin = o.Origin.ID
	}
	by := o.By
	if by == "" {
		by = o.Inspectors[0]
	}
	return a, a.step(Transition{To: InProgress, By: by, Handed: o.Handed}, o.At)
}

func (o *Opening) check() error {
	var problems standard.Problems
	if !isUUID(string(o.ID)) {
		problems.Add("id", "change.id")
	}
	if o.Hall.ID == "" || o.Hall.Tier == standard.NoTier {
		problems.Add("hall", "audit.hall")
	} else if o.Hall.Status == Closed && (o.Handed == nil || o.Handed.By == "") {
		problems.Add("hall", "audit.hall-closed", o.Hall.Name)
	}
	if !slices.Contains(Kinds(), o.Kind) {
		problems.Add("kind", "audit.kind", string(o.Kind))
	}
	if len(o.Inspectors) == 0 {
		problems.Add("inspectors", "audit.no-inspector")
	}
	for i, name := range o.Inspectors {
		if name == "" || slices.Contains(o.Inspectors[:i], name) {
			problems.Add(ItemPath("inspectors", i), "audit.inspector-twice", string(name))
		}
	}
	if from := o.Origin; from != nil && (o.Kind != Recheck || from.Hall != o.Hall.ID ||
		from.Tier != o.Hall.Tier || !from.sealedTo(o.Edition)) {
		problems.Add("origin", "audit.origin", from.Number)
	}
	for i, uid := range o.Only {
		switch {
		case len(o.Edition.Checklist(o.Hall.Tier, uid)) == 0:
			problems.Add(ItemPath("only", i), "audit.only", short(string(uid)))
		case slices.Contains(o.Only[:i], uid):
			problems.Add(ItemPath("only", i), "audit.only-twice", string(uid))
		}
	}
	return problems.Err()
}

// part returns the clauses of a partial audit in the order of the text; nil when they are the whole
// checklist.
func (o *Opening) part() []standard.ClauseUID {
	part := o.Edition.Checklist(o.Hall.Tier, o.Only...)
	if len(part) == len(o.Edition.Checklist(o.Hall.Tier)) {
		return nil
	}
	only := make([]standard.ClauseUID, len(part))
	for i, c := range part {
		only[i] = c.UID
	}
	return only
}

// kept returns which of the clauses asked are scored by the threshold before an amendment.
func (o *Opening) kept(only []standard.ClauseUID, at time.Time) []standard.ClauseUID {
	list := o.Edition.KeptIn(o.Hall.Tier, o.Hall.Opened, at.Format(time.DateOnly))
	if o.Origin != nil {
		list = slices.Clone(o.Origin.Kept)
	}
	return slices.DeleteFunc(list, func(uid standard.ClauseUID) bool {
		return len(only) > 0 && !slices.Contains(only, uid)
	})
}

// Partial reports whether the audit asks only a part of the checklist.
func (a *Audit) Partial() bool { return len(a.Only) > 0 }

// Checklist returns the clauses that the audit asks, in the order of the text; e is the edition
// that it is sealed to.
func (a *Audit) Checklist(e *standard.Edition) []*standard.Clause {
	return e.Checklist(a.Tier, a.Only...)
}

// asks reports whether a clause of the tier's checklist is asked.
func (a *Audit) asks(uid standard.ClauseUID) bool {
	return len(a.Only) == 0 || slices.Contains(a.Only, uid)
}

// ClauseState returns the state to which the changes of a clause lead; the zero value for a clause
// without changes.
func (a *Audit) ClauseState(uid standard.ClauseUID) ClauseState {
	if s, ok := a.states[uid]; ok {
		return *s
	}
	return ClauseState{}
}

// Answers returns the answers that stand, by clause.
func (a *Audit) Answers() Answers {
	answers := make(Answers, len(a.states))
	for uid, s := range a.states {
		if s.Answer.Kind != Unanswered {
			answers[uid] = s.Answer
		}
	}
	return answers
}

// Score returns the score of the answers that stand, see [PartScoreOf].
func (a *Audit) Score(e *standard.Edition) (Score, error) { return a.scoreOf(e, a.Answers()) }

// scoreOf scores other answers by the rules of the audit.
func (a *Audit) scoreOf(e *standard.Edition, answers Answers) (Score, error) {
	return PartScoreOf(e, a.Tier, answers, a.Only, a.Kept...)
}

// Since returns the changes that were stored after a revision, in their order.
func (a *Audit) Since(revision int) []Change {
	found := a.since(revision)
	list := make([]Change, len(found))
	for i, c := range found {
		list[i] = *c
	}
	return list
}

func (a *Audit) since(revision int) []*Change {
	found := make([]*Change, 0, 8)
	for _, log := range a.Log { // each in the order of revisions
		for i := len(log) - 1; i >= 0 && log[i].Revision > revision; i-- {
			found = append(found, &log[i])
		}
	}
	slices.SortFunc(found, byRevision)
	return found
}

// Clone returns an audit that can be changed without changing a.
func (a Audit) Clone() Audit {
	a.Transitions = slices.Clone(a.Transitions)
	a.Log = maps.Clone(a.Log) // logs are only ever replaced by longer copies
	a.states = maps.Clone(a.states)
	return a
}

// Result is the outcome as it stood when the audit was last submitted.
type Result struct {
	Total standard.Decimal `json:"total"`
	Grade string           `json:"grade"`
	Stars string           `json:"stars"`
}

// ShownStep is a transition as it is answered: the first says no state before it, since there was none.
type ShownStep struct {
	Transition
	From State `json:"from,omitempty"`
}

// ShowSteps are the transitions of an audit as they are answered; never nil.
func ShowSteps(a *Audit) []ShownStep {
	list := make([]ShownStep, len(a.Transitions))
	for i, t := range a.Transitions {
		if list[i].Transition = t; t.From != unstarted {
			list[i].From = t.From
		}
	}
	return list
}

// Transition is one step of an audit from state to state.
type Transition struct {
	From     State           `json:"from"`
	To       State           `json:"to"`
	By       Username        `json:"by"`
	At       Time            `json:"at"`
	Comment  string          `json:"comment,omitempty"`
	Result   *Result         `json:"result,omitempty"` // of a submission
	Revision int             `json:"revision"`
	Digest   standard.Digest `json:"digest"` // of the audit after the step

	Said                      // in a submission
	Signatures []Signature    `json:"signatures,omitempty"` // under a submission
	Clauses    []ClauseReturn `json:"clauses,omitempty"`    // of a return
	// Unsigned marks a submission without any signature; Confirms a step from a state to itself, by
	// which an inspector confirms in the own sign-in, with the own signature or without.
	Unsigned bool `json:"unsigned,omitempty"`
	Confirms bool `json:"confirms,omitempty"`
	// Handed says from which file the step was taken over; nil for any other.
	Handed *Handover `json:"handed,omitempty"`
}

// ApproverOf is who approved an audit; "" before that.
func ApproverOf(a *Audit) (by Username) {
	for _, t := range a.Transitions {
		if t.To == Approved && t.From != t.To {
			by = t.By
		}
	}
	return by
}

// ApprovedAs reports whether an audit was approved by somebody with a comment.
func (a *Audit) ApprovedAs(by Username, comment string) bool {
	said := ""
	for _, t := range a.Transitions {
		if t.To == Approved && t.From != t.To {
			said = t.Comment
		}
	}
	return ApproverOf(a) == by && said == comment
}

// People returns everybody who started, changed or decided the audit, in the order of their names.
func (a *Audit) People() []Username {
	names := slices.Clone(a.Inspectors)
	for _, t := range a.Transitions {
		names = append(names, t.By)
		if t.Handed != nil {
			names = append(names, t.Handed.Of)
		}
	}
	for _, log := range a.Log {
		for i := range log {
			names = append(names, log[i].By)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
