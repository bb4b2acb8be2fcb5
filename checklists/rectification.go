package checklists

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"hallmark/standard"
)

// RectificationID is "<audit>-<clause>": one audit opens one rectification for a clause.
type RectificationID string

// RectificationState says where a rectification stands.
type RectificationState string

// The states 待整改, 整改中, 待复查, 退回, 申诉中, 已销号, 已撤销, 已转续. An extension 延期 is no state: it
// moves the deadline and stands among the steps.
const (
	AwaitingPlan    RectificationState = "awaiting-plan"
	InRectification RectificationState = "in-progress"
	AwaitingRecheck RectificationState = "awaiting-recheck"
	SentBack        RectificationState = "returned"
	UnderAppeal     RectificationState = "under-appeal"
	ClosedOff       RectificationState = "closed"
	Revoked         RectificationState = "revoked"    // an appeal has taken the finding away
	CarriedOn       RectificationState = "carried-on" // it goes on in that of a newer audit
)

// RectificationStates lists the states.
func RectificationStates() []RectificationState {
	return []RectificationState{AwaitingPlan, InRectification, AwaitingRecheck, SentBack,
		UnderAppeal, ClosedOff, Revoked, CarriedOn}
}

// Open reports whether there is still something to do.
func (s RectificationState) Open() bool {
	return s != ClosedOff && s != Revoked && s != CarriedOn
}

// Rectification is what a hall, or another duty holder, has to mend after an audit: from the
// finding over plan 计划, reply 整改 and re-check 复查 to the closing 销号. The clause stands in it as
// it read when it was found wanting, so that no later amendment changes what was asked.
type Rectification struct {
	ID          RectificationID    `json:"id"`
	Audit       AuditID            `json:"audit"`
	AuditNumber string             `json:"auditNumber"`
	Campaign    string             `json:"campaign,omitempty"`
	Hall        HallID             `json:"hall"`
	HallName    string             `json:"hallName"`
	Tier        standard.Tier      `json:"tier"`
	Edition     standard.EditionID `json:"edition"`
	Inspectors  []Username         `json:"inspectors"`

	Clause   standard.ClauseUID  `json:"clause"`
	Code     string              `json:"code"`
	Title    string              `json:"title"`
	Text     string              `json:"text"`
	Items    []standard.ListItem `json:"items,omitempty"`
	Kept     bool                `json:"kept,omitempty"` // scored by the threshold before an amendment
	Severity Severity            `json:"severity"`
	Holder   standard.DutyHolder `json:"dutyHolder"`
	Lost     standard.Decimal    `json:"lost"`               // points
	Found    string              `json:"found,omitempty"`    // the inspectors' note
	Evidence []standard.Digest   `json:"evidence,omitempty"` // their photographs
	// Repeats is how often the hall has lost the clause before.
	Repeats int `json:"repeats"`

	State  RectificationState `json:"state"`
	Opened Time               `json:"opened"`
	// Since is when the oldest finding that goes on in this one was notified; zero where none does.
	Since   Time   `json:"since,omitzero"`
	PlanDue string `json:"planDue"` // "2018-01-17", by which a plan is expected
	// PlanDueUncertain is set like DueUncertain, for PlanDue.
	PlanDueUncertain bool   `json:"planDueUncertain,omitempty"`
	FirstDue         string `json:"firstDue"`
	// Due is the day by which the reply is expected; an extension moves it.
	Due string `json:"due"`
	// DueUncertain is set when the holidays of a year on the way to FirstDue were not known.
	DueUncertain bool                `json:"dueUncertain,omitempty"`
	Asked        string              `json:"extensionAsked,omitempty"` // until when, undecided
	Steps        []RectificationStep `json:"steps"`
	Revision     int                 `json:"revision"`
	Digest       standard.Digest     `json:"digest"` // chain over the finding and every step
}

// RectificationOp is what somebody did.
type RectificationOp string

// The steps of a rectification.
const (
	OpPlan         RectificationOp = "plan"
	OpReply        RectificationOp = "reply"
	OpVerify       RectificationOp = "verify"
	OpSendBack     RectificationOp = "return"
	OpAskExtension RectificationOp = "ask-extension"
	OpExtend       RectificationOp = "extend"
	OpKeepDeadline RectificationOp = "keep-deadline"
	OpSuspend      RectificationOp = "suspend" // an appeal was made
	OpResume       RectificationOp = "resume"  // it was dismissed, or left something lost
	OpRevoke       RectificationOp = "revoke"  // it was upheld whole
	// What follows from newer audits, see [Succession].
	OpFoundWhole RectificationOp = "found-whole"
	OpCarryOn    RectificationOp = "carry-on"  // in the rectification of a newer audit
	OpContinue   RectificationOp = "continue"  // takes over an older one, or no longer does
	OpTakeBack   RectificationOp = "take-back" // the newer audit settles it no longer
)

// RectificationStep is one step; who made it, when, and what it says.
type RectificationStep struct {
	Op   RectificationOp    `json:"op"`
	From RectificationState `json:"from"`
	To   RectificationState `json:"to"`
	By   Username           `json:"by"`
	At   Time               `json:"at"`
	Text string             `json:"text,omitempty"`
	// Day is the planned finish, the deadline asked or set, or the day of the newer visit.
	Day string `json:"day,omitempty"`
	// DayUncertain is set where Day was counted and the holidays of a year on the way were not known.
	DayUncertain bool              `json:"dayUncertain,omitempty"`
	Evidence     []standard.Digest `json:"evidence,omitempty"`
	Before       []standard.Digest `json:"before,omitempty"` // of a reply: as it was before the work
	Answer       *Answer           `json:"answer,omitempty"` // what the re-check found
	Audit        AuditID           `json:"audit,omitempty"`  // the visit that found it
	// Other is the rectification in which this one goes on, or that goes on in this one since Since.
	Other  RectificationID `json:"other,omitempty"`
	Since  Time            `json:"since,omitzero"`
	Digest standard.Digest `json:"digest"`
}

// Why a rectification refuses a step.
var (
	ErrOwnReply   = errors.New("nobody verifies what they have rectified themselves")
	ErrOwnRequest = errors.New("nobody decides on an extension that they have asked for")
	ErrNotMended  = errors.New("the clause still loses points")
)

// RectificationStateError says that a step does not start from the present state.
type RectificationStateError struct {
	State RectificationState
	Op    RectificationOp
}

// Error names the step and the state, in English.
func (e *RectificationStateError) Error() string {
	return string(e.Op) + " does not start from " + string(e.State)
}

// OpenRectifications opens one rectification for every finding of an approved audit but advice
// (formula hallmark/1, section 7), in their order. Plans are due in the working days of the
// deadlines after at. Repeats tells how often the hall has had a rectification of a clause before.
func OpenRectifications(e *standard.Edition, a *Audit, findings []Finding,
	repeats map[standard.ClauseUID]int, at time.Time, cal Calendar, deadlines Deadlines,
) ([]Rectification, error) {
	list := []Rectification{}
	planDue, planCertain := cal.AddWorkdays(at, deadlines.planWorkdays(e))
	for _, f := range findings {
		c, ok := e.Clause(f.Clause)
		if !ok || f.Severity == Advice {
			continue
		}
		answer := a.ClauseState(f.Clause).Answer
		r := Rectification{
			ID: RectificationID(string(a.ID) + "-" + string(f.Clause)), Audit: a.ID,
			AuditNumber: a.Number, Campaign: a.Campaign, Hall: a.Hall, HallName: a.HallName,
			Tier: a.Tier, Edition: a.Edition, Inspectors: a.Inspectors, Clause: c.UID, Code: c.Code, Title: c.Title,
			Text: c.Text, Items: c.Items, Kept: slices.Contains(a.Kept, c.UID), Severity: f.Severity,
			Holder: f.DutyHolder, Lost: f.Lost,
			Found: answer.Note, Evidence: answer.Evidence, Repeats: repeats[f.Clause],
			State: AwaitingPlan, Opened: At(at), PlanDue: planDue, PlanDueUncertain: !planCertain,
			FirstDue: f.Due,
			Due:      f.Due, DueUncertain: f.DueUncertain, Steps: []RectificationStep{}, Revision: 1,
		}
		if f.Due < planDue {
			r.PlanDue, r.PlanDueUncertain = f.Due, f.DueUncertain
		}
		var err error
		if r.Digest, err = r.seal(); err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, nil
}

// seal returns the digest of what never changes: the finding.
func (r *Rectification) seal() (standard.Digest, error) {
	finding := *r
	finding.State, finding.Due, finding.Asked, finding.Digest, finding.Since = "", "", "", "", Time{}
	finding.Steps, finding.Revision = nil, 0
	return ChainDigest("", finding)
}

// CheckDigest computes the chain again. It returns an *[AlteredError] that names the first record
// that differs.
func (r *Rectification) CheckDigest() error {
	altered := func(what string) error {
		return &AlteredError{r.Audit, "rectification of " + string(r.Clause) + ": " + what}
	}
	digest, err := r.seal()
	if err != nil {
		return err
	}
	state, due, since := AwaitingPlan, r.FirstDue, Time{}
	for i, s := range r.Steps {
		if digest, err = s.link(digest); err != nil || digest != s.Digest || s.From != state {
			return altered(fmt.Sprint("step ", i+1))
		}
		if state = s.To; s.moves() {
			due = s.Day
		}
		if s.Op == OpContinue {
			since = s.Since
		}
	}
	if digest != r.Digest || state != r.State || due != r.Due || !since.Equal(r.Since.Time) ||
		r.Revision != 1+len(r.Steps) {
		return altered("end")
	}
	return nil
}

// moves reports whether the step sets the deadline to its day.
func (s *RectificationStep) moves() bool { return s.Op == OpExtend || s.Op == OpContinue }

func (s RectificationStep) link(before standard.Digest) (standard.Digest, error) {
	s.Digest = ""
	return ChainDigest(before, s)
}

// AsOf returns the rectification as it stood just before an instant.
func (r *Rectification) AsOf(t time.Time) Rectification {
	then := *r
	then.State, then.Due, then.Steps, then.Since = AwaitingPlan, r.FirstDue, nil, Time{}
	for i, s := range r.Steps {
		if !s.At.Before(t) {
			break
		}
		then.State, then.Steps = s.To, r.Steps[:i+1]
		if s.moves() {
			then.Due = s.Day
		}
		if s.Op == OpContinue {
			then.Since = s.Since
		}
	}
	return then
}
