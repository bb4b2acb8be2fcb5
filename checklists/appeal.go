package checklists

import (
	"errors"
	"slices"
	"time"

	"hallmark/standard"
	"hallmark/standard/message"
)

// AppealID is "<audit>-<clause>": a clause is appealed against once, and the decision is final.
type AppealID string

// AppealIDOf is the ID of the appeal against a clause of an audit.
func AppealIDOf(audit AuditID, uid standard.ClauseUID) AppealID {
	return AppealID(string(audit) + "-" + string(uid))
}

// AppealState says where an appeal stands.
type AppealState string

// The states 待复核, 已采纳, 未采纳.
const (
	AppealOpen      AppealState = "open"
	AppealUpheld    AppealState = "upheld"
	AppealDismissed AppealState = "dismissed"
)

// AppealStates lists the states.
func AppealStates() []AppealState {
	return []AppealState{AppealOpen, AppealUpheld, AppealDismissed}
}

// AppealWorkdays is the time for an appeal after the release of a result, in working days; an
// installation may set another.
const AppealWorkdays = 5

// Appeal is a hall's objection 申诉 to the score of one clause of an approved audit.
type Appeal struct {
	ID          AppealID           `json:"id"`
	Audit       AuditID            `json:"audit"`
	AuditNumber string             `json:"auditNumber"`
	Campaign    string             `json:"campaign,omitempty"`
	Hall        HallID             `json:"hall"`
	HallName    string             `json:"hallName"`
	Tier        standard.Tier      `json:"tier"`
	Edition     standard.EditionID `json:"edition"`
	Clause      standard.ClauseUID `json:"clause"`
	Code        string             `json:"code"`
	Title       string             `json:"title"`
	Max         standard.Decimal   `json:"max"`
	Earned      standard.Decimal   `json:"earned"` // before the decision
	Answer      Answer             `json:"answer"` // that the appeal is against
	Ground      string             `json:"ground"`
	Evidence    []standard.Digest  `json:"evidence"`
	By          Username           `json:"by"`
	At          Time               `json:"at"`
	State       AppealState        `json:"state"`
	Decision    *AppealDecision    `json:"decision,omitempty"`
	Revision    int                `json:"revision"`
}

// AppealDecision is how an appeal ended, with both scores.
type AppealDecision struct {
	By      Username         `json:"by"`
	At      Time             `json:"at"`
	Reason  string           `json:"reason"`
	Answer  *Answer          `json:"answer,omitempty"` // that stands instead, where upheld
	Earned  standard.Decimal `json:"earned"`           // by the clause, after
	Before  Result           `json:"before"`           // of the audit
	After   Result           `json:"after"`
	Restate bool             `json:"restated"`       // the audit's result is another one
	Late    string           `json:"late,omitempty"` // why it came after its deadline
}

// Ruling is the frame of a decision on an appeal: who decides, when and why. Due is the last day
// for the decision; after that day Late must say why it comes late.
type Ruling struct {
	By     Username
	At     time.Time
	Reason string
	Due    string
	Late   string
}

// Why an appeal is refused.
var (
	ErrAppealState    = errors.New("an appeal is made against an approved audit")
	ErrAppealLate     = errors.New("the time for appeals is over")
	ErrAppealMade     = errors.New("the clause is appealed against already")
	ErrAppealNothing  = errors.New("the clause lost no points")
	ErrAppealDecided  = errors.New("the appeal is decided")
	ErrAppealInvolved = errors.New("a person involved in the audit or the appeal cannot decide on it")
)

// Lost is what the clause had lost before the decision, in points.
func (appeal *Appeal) Lost() standard.Decimal {
	return standard.NewDecimal(Hundredths(appeal.Max)-Hundredths(appeal.Earned), 2)
}

// AppealDue is the last day for appeals against an approved audit, "" before its approval: workdays
// working days after the day of the release.
func (a *Audit) AppealDue(cal Calendar, workdays int) (due string, certain bool) {
	if at := a.ApprovedAt(); !at.IsZero() {
		return cal.AddWorkdays(at, workdays)
	}
	return "", false
}

// DecisionDue is the last day for the decision on the appeal. Certain is false where the holidays of a
// year on the way are not known.
func (appeal *Appeal) DecisionDue(cal Calendar, settings *Settings) (due string, certain bool) {
	return cal.AddWorkdays(appeal.At.Time, settings.On(appeal.At.Time).Decide)
}

// TookAway reports whether the decision has taken the finding away: the clause loses nothing by the
// answer that stands instead, or is not applicable.
func (appeal *Appeal) TookAway() bool {
	d := appeal.Decision
	if appeal.State != AppealUpheld || d == nil {
		return false
	}
	a := d.Answer
	return a != nil && a.Kind == NotApplicable ||
		d.Earned == appeal.Max && (a == nil || a.Kind != Verdict || a.Pass)
}

// Undecidable says why somebody may not decide on the appeal now: [ErrAppealDecided], an
// [InvolvedError] with [ErrAppealInvolved], or [ErrAppealState]. It returns nil when they may.
func (appeal *Appeal) Undecidable(a *Audit, by Username) error {
	if appeal.State != AppealOpen {
		return ErrAppealDecided
	}
	if err := refusedFor(ErrAppealInvolved, appeal.partOf(a, by)); err != nil {
		return err
	}
	if a.State != Approved {
		return ErrAppealState
	}
	return nil
}

// OpenAppeal makes an appeal against the score of a clause. Due is the last day for it. It returns
// [ErrAppealState], [ErrAppealLate], [ErrAppealNothing], or a *[standard.InvalidError].
func OpenAppeal(e *standard.Edition, a *Audit, uid standard.ClauseUID, ground string,
	evidence []standard.Digest, by Username, at time.Time, due string,
) (Appeal, error) {
	switch {
	case a.State == Final:
		return Appeal{}, ErrAppealLate
	case a.State != Approved:
		return Appeal{}, ErrAppealState
	case DayOf(at) > due:
		return Appeal{}, ErrAppealLate
	}
	var problems standard.Problems
	RequireText(&problems, "ground", ground)
	proof := Answer{Evidence: evidence}
	proof.checkSize(&problems)
	score, err := a.Score(e)
	if err != nil {
		return Appeal{}, err
	}
	i := slices.IndexFunc(score.Clauses, func(c ClauseScore) bool { return c.UID == uid })
	if i < 0 {
		problems.Add("clause", "change.clause-unknown", short(string(uid)))
	}
	if err := problems.Err(); err != nil {
		return Appeal{}, err
	}
	line, answer := score.Clauses[i], a.ClauseState(uid).Answer
	if failed := answer.Kind == Verdict && !answer.Pass; line.Earned == line.Max && !failed {
		return Appeal{}, ErrAppealNothing
	}
	c, _ := e.Clause(uid)
	return Appeal{ID: AppealIDOf(a.ID, uid), Audit: a.ID,
		AuditNumber: a.Number, Campaign: a.Campaign, Hall: a.Hall, HallName: a.HallName,
		Tier: a.Tier, Edition: a.Edition, Clause: uid, Code: c.Code, Title: c.Title, Max: line.Max,
		Earned: line.Earned, Answer: answer, Ground: ground,
		Evidence: append([]standard.Digest{}, evidence...), By: by, At: At(at), State: AppealOpen,
		Revision: 1}, nil
}

// Dismiss leaves the score as it is. The reason is required. Where an older version has restated the
// audit already, the appeal is decided.
func (appeal *Appeal) Dismiss(a *Audit, r Ruling) error {
	if err := appeal.decidable(a, &r); err != nil {
		return err
	}
	if appeal.restatement(a) != nil {
		return ErrAppealDecided
	}
	appeal.State, appeal.Revision = AppealDismissed, appeal.Revision+1
	appeal.Decision = &AppealDecision{By: r.By, At: At(r.At), Reason: r.Reason, Earned: appeal.Earned,
		Before: *a.Result, After: *a.Result, Late: r.lateness()}
	return nil
}

// DecisionID is the ID of the change by which the decision on the appeal restates its audit: the
// same however often the decision is tried. It follows from the digest of the audit at its approval,
// after which no device changes the audit, so that nobody knows the ID while an answer could still
// take it; and no device may send an ID of its version.
func (appeal *Appeal) DecisionID(a *Audit) ChangeID {
	approved := ""
	for _, t := range a.Transitions {
		if t.To == Approved && t.From == Submitted {
			approved = string(t.Digest)
		}
	}
	return ChangeID(UUIDOf("hallmark decision\n" + string(appeal.ID) + "\n" + approved))
}

// restatement is the change by which a decision on the appeal restated the audit, or nil. It is told
// by the step that follows it, whatever its ID is.
func (appeal *Appeal) restatement(a *Audit) *Change {
	log := a.Log[appeal.Clause]
	for _, t := range a.Transitions {
		if t.From != Approved || t.To != Approved {
			continue
		}
		if i := slices.IndexFunc(log, func(c Change) bool { return c.Revision == t.Revision-1 }); i >= 0 {
			return &log[i]
		}
	}
	return nil
}

// Uphold decides that another answer takes the place of the one appealed against, and restates the
// audit's official result; both results stay in its record and in the decision. An answer that says
// the same is refused, since it would use up the appeal and change nothing. Where an older version
// has restated the audit already, what it recorded stands; see [Appeal.Restated].
func (appeal *Appeal) Uphold(e *standard.Edition, a *Audit, r Ruling, answer Answer) error {
	if err := appeal.decidable(a, &r); err != nil {
		return err
	}
	if appeal.restatement(a) != nil {
		return appeal.Restated(e, a, r)
	}
	if appeal.Answer.sameFinding(&answer) {
		var problems standard.Problems
		problems.Add("answer", "audit.appeal-same")
		return problems.Err()
	}
	id := appeal.DecisionID(a)
	if err := a.Restate(e, appeal.Clause, answer, r.By, r.At, r.Reason, id); err != nil {
		return err
	}
	return appeal.Restated(e, a, r)
}

// Restate restates the audit as the decision on the appeal says, whatever other decisions restated
// in it meanwhile. An audit that is restated already stays as it is.
func (appeal *Appeal) Restate(e *standard.Edition, a *Audit) error {
	d := appeal.Decision
	if appeal.restatement(a) != nil {
		return nil
	}
	id := appeal.DecisionID(a)
	return a.Restate(e, appeal.Clause, *d.Answer, d.By, d.At.Time, d.Reason, id)
}

// Restated marks the appeal as upheld by the decision that has restated the audit; from the ruling it
// takes only what the audit does not hold. It returns [ErrAppealDecided] where there is nothing to
// finish.
func (appeal *Appeal) Restated(e *standard.Edition, a *Audit, r Ruling) error {
	made := appeal.restatement(a)
	if appeal.State != AppealOpen || made == nil {
		return ErrAppealDecided
	}
	d, err := appeal.decisionIn(e, a, made)
	if err != nil {
		return err
	}
	d.Late = r.lateness()
	appeal.State, appeal.Decision, appeal.Revision = AppealUpheld, d, appeal.Revision+1
	return nil
}

// Recount corrects the results of a decision that upholds the appeal to those with which it restated
// the audit: another decision may have restated it between the two. It reports whether they changed.
func (appeal *Appeal) Recount(e *standard.Edition, a *Audit) (bool, error) {
	made := appeal.restatement(a)
	if made == nil {
		return false, ErrAppealState
	}
	d, err := appeal.decisionIn(e, a, made)
	if err != nil {
		return false, err
	}
	have := appeal.Decision
	if d.Before == have.Before && d.After == have.After && d.Earned == have.Earned {
		return false, nil
	}
	d.Answer, d.Late = have.Answer, have.Late
	appeal.Decision, appeal.Revision = d, appeal.Revision+1
	return true, nil
}

// decisionIn is the decision as the audit that it restated holds it.
func (appeal *Appeal) decisionIn(e *standard.Edition, a *Audit, made *Change) (*AppealDecision, error) {
	v, err := contentOf(made)
	if err != nil {
		return nil, err
	}
	score, err := a.Score(e)
	if err != nil {
		return nil, err
	}
	line := slices.IndexFunc(score.Clauses, func(c ClauseScore) bool { return c.UID == appeal.Clause })
	d := &AppealDecision{By: made.By, At: made.Received, Answer: &v.answer,
		Earned: score.Clauses[line].Earned}
	for _, t := range a.Transitions {
		if t.Result != nil && t.Revision < made.Revision {
			d.Before = *t.Result
		} else if t.Result != nil && t.Revision == made.Revision+1 {
			d.After, d.Reason = *t.Result, t.Comment
		}
	}
	d.Restate = d.Before != d.After
	return d, nil
}

// DecidedAs reports whether the decision on the appeal is what a ruling says, which upholds it with an
// answer or dismisses it: by the same person, for the same reason, with the same finding, whatever
// is noted beside the finding.
func (appeal *Appeal) DecidedAs(r Ruling, uphold bool, answer *Answer) bool {
	d := appeal.Decision
	if d == nil || d.By != r.By || d.Reason != r.Reason || d.Late != "" && d.Late != r.Late {
		return false
	}
	if !uphold {
		return appeal.State == AppealDismissed
	}
	return d.Answer != nil && d.Answer.sameFinding(answer)
}

func (appeal *Appeal) decidable(a *Audit, r *Ruling) error {
	if err := appeal.Undecidable(a, r.By); err != nil {
		return err
	}
	var problems standard.Problems
	RequireText(&problems, "reason", r.Reason)
	if r.overdue() && !standard.HasVisible(r.Late) {
		problems.Add("late", "audit.appeal-late", message.Day(r.Due))
	}
	CheckText(&problems, "late", r.Late)
	return problems.Err()
}

func (r *Ruling) overdue() bool { return r.Due != "" && DayOf(r.At) > r.Due }

// lateness is why the ruling comes late; "" for one in time.
func (r *Ruling) lateness() string {
	if !r.overdue() {
		return ""
	}
	return r.Late
}
