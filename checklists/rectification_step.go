package checklists

import (
	"slices"
	"time"

	"hallmark/standard"
	"hallmark/standard/message"
)

// PlanBy records how and until when ("2018-01-30") the clause will be mended: at the latest by the
// deadline or, where extension says why, on a later day, until which an extension is asked with the
// plan. A plan may be replaced until the reply.
func (r *Rectification) PlanBy(by Username, at time.Time, text, finish, extension string) error {
	var problems standard.Problems
	RequireText(&problems, "text", text)
	RequireDay(&problems, "finish", finish, DayOf(at), "")
	later := finish > r.Due && isDay(finish)
	switch asked := standard.HasVisible(extension); {
	case later && !asked:
		problems.Add("finish", "rectification.plan-late", message.Day(finish), message.Day(r.Due))
	case asked && isDay(finish) && !later:
		problems.Add("extension", "rectification.extension-needless", message.Day(r.Due))
	case asked:
		CheckText(&problems, "extension", extension)
	}
	planned := *r
	err := planned.step(&problems, RectificationStep{Op: OpPlan, To: InRectification, By: by,
		Text: text, Day: finish}, at, starts(OpPlan)...)
	if err == nil && later {
		err = planned.AskExtension(by, at, finish, extension)
	}
	if err == nil {
		*r = planned
	}
	return err
}

// starts lists the states from which a step of somebody starts.
func starts(op RectificationOp) []RectificationState {
	switch op {
	case OpPlan, OpReply, OpAskExtension, OpExtend, OpKeepDeadline:
		return []RectificationState{AwaitingPlan, InRectification, SentBack}
	case OpVerify, OpSendBack:
		return []RectificationState{AwaitingRecheck}
	}
	return nil
}

// ByHall reports whether the step is one of whoever has to mend the clause.
func (op RectificationOp) ByHall() bool {
	return op == OpPlan || op == OpReply || op == OpAskExtension
}

// Refuses says why somebody may not take a step now, whatever they would write: a
// *[RectificationStateError], [ErrOwnReply], or [ErrOwnRequest]. It returns nil when they may.
func (r *Rectification) Refuses(op RectificationOp, by Username) error {
	switch {
	case !slices.Contains(starts(op), r.State):
		return &RectificationStateError{r.State, op}
	case op == OpVerify || op == OpSendBack:
		return r.OwnReply(by)
	case (op == OpExtend || op == OpKeepDeadline) && r.askedBy() == by:
		return ErrOwnRequest
	}
	return nil
}

// Reply says that the clause is mended, and shows it, also as it was before the work where there is
// a photograph. What is urgent is mended without a plan.
func (r *Rectification) Reply(by Username, at time.Time, text string,
	evidence []standard.Digest, before ...standard.Digest,
) error {
	var problems standard.Problems
	RequireText(&problems, "text", text)
	if len(evidence) == 0 {
		problems.Add("evidence", "rectification.evidence")
	}
	proof := Answer{Evidence: slices.Concat(evidence, before)}
	proof.checkSize(&problems)
	return r.step(&problems, RectificationStep{Op: OpReply, To: AwaitingRecheck, By: by, Text: text,
		Evidence: evidence, Before: before}, at, starts(OpReply)...)
}

// Verify closes the rectification after a re-check 复查 that found the clause whole: the answer must
// earn all of its points, by the threshold of the audit, else it returns [ErrNotMended]. A person
// cannot verify their own reply or plan: [ErrOwnReply].
func (r *Rectification) Verify(e *standard.Edition, by Username, at time.Time, answer Answer,
	comment string,
) error {
	if err := r.OwnReply(by); err != nil {
		return err
	}
	c, ok := e.Clause(r.Clause)
	if !ok || e.ID() != r.Edition {
		return ErrEdition
	}
	if r.Kept {
		c = e.KeptClause(c, r.Tier)
	}
	var problems standard.Problems
	answer.checkValue(c, r.Tier, &problems)
	answer.checkEntry(c, &problems)
	CheckText(&problems, "comment", comment)
	if answer.Kind == Unanswered || answer.Kind == NotApplicable {
		problems.Add("answer", "answer.none")
	}
	if err := problems.Err(); err != nil {
		return err
	}
	if worth := Hundredths(c.Max(r.Tier)); answer.earned(c.Method, r.Tier, worth) < worth ||
		answer.Kind == Verdict && !answer.Pass {
		return ErrNotMended
	}
	return r.step(&problems, RectificationStep{Op: OpVerify, To: ClosedOff, By: by, Text: comment,
		Answer: &answer}, at, starts(OpVerify)...)
}

// SendBack returns a reply that does not convince to the hall; the comment says why and is
// required.
func (r *Rectification) SendBack(by Username, at time.Time, comment string) error {
	if err := r.OwnReply(by); err != nil {
		return err
	}
	var problems standard.Problems
	RequireText(&problems, "comment", comment)
	return r.step(&problems, RectificationStep{Op: OpSendBack, To: SentBack, By: by, Text: comment},
		at, starts(OpSendBack)...)
}

// AskExtension asks for another deadline, later than the present one, and says why.
func (r *Rectification) AskExtension(by Username, at time.Time, until, reason string) error {
	var problems standard.Problems
	RequireText(&problems, "reason", reason)
	RequireDay(&problems, "until", until, dayAfter(r.Due), "")
	err := r.step(&problems, RectificationStep{Op: OpAskExtension, To: r.State, By: by, Text: reason,
		Day: until}, at, starts(OpAskExtension)...)
	if err == nil {
		r.Asked = until
	}
	return err
}

// Extend sets a later deadline, asked for or not. A person cannot grant their own request:
// [ErrOwnRequest].
func (r *Rectification) Extend(by Username, at time.Time, until, reason string) error {
	if r.askedBy() == by {
		return ErrOwnRequest
	}
	var problems standard.Problems
	RequireText(&problems, "reason", reason)
	RequireDay(&problems, "until", until, dayAfter(r.Due), "")
	err := r.step(&problems, RectificationStep{Op: OpExtend, To: r.State, By: by, Text: reason,
		Day: until}, at, starts(OpExtend)...)
	if err == nil {
		r.Due, r.Asked = until, ""
	}
	return err
}

// KeepDeadline refuses the extension that was asked for.
func (r *Rectification) KeepDeadline(by Username, at time.Time, reason string) error {
	if r.askedBy() == by {
		return ErrOwnRequest
	}
	var problems standard.Problems
	RequireText(&problems, "reason", reason)
	if r.Asked == "" {
		problems.Add("", "rectification.nothing-asked")
	}
	err := r.step(&problems, RectificationStep{Op: OpKeepDeadline, To: r.State, By: by, Text: reason},
		at, starts(OpKeepDeadline)...)
	if err == nil {
		r.Asked = ""
	}
	return err
}

// Suspend stops the rectification while an appeal 申诉 against its finding is undecided.
func (r *Rectification) Suspend(by Username, at time.Time, ground string) error {
	return r.step(&standard.Problems{}, RectificationStep{Op: OpSuspend, To: UnderAppeal, By: by,
		Text: ground}, at, AwaitingPlan, InRectification, SentBack, AwaitingRecheck)
}

// Resume goes on where the appeal stopped it. Due is the new deadline, since the time that the
// appeal took does not count against the hall; certain is false where it was counted through a year
// whose holidays are not known.
func (r *Rectification) Resume(by Username, at time.Time, reason, due string, certain bool) error {
	from := AwaitingPlan
	for _, s := range r.Steps {
		if s.Op == OpSuspend {
			from = s.From
		}
	}
	err := r.step(&standard.Problems{}, RectificationStep{Op: OpResume, To: from, By: by, Text: reason},
		at, UnderAppeal)
	if err != nil || due <= r.Due {
		return err
	}
	err = r.step(&standard.Problems{}, RectificationStep{Op: OpExtend, To: from, By: by, Text: reason,
		Day: due, DayUncertain: !certain}, at, from)
	if err == nil {
		r.Due = due
	}
	return err
}

// Revoke ends a rectification whose finding an appeal has taken away, also where a newer audit has
// settled it meanwhile.
func (r *Rectification) Revoke(by Username, at time.Time, reason string) error {
	from := []RectificationState{UnderAppeal}
	if r.succeeded() != nil {
		from = append(from, r.State)
	}
	return r.step(&standard.Problems{}, RectificationStep{Op: OpRevoke, To: Revoked, By: by,
		Text: reason}, at, from...)
}

// step records a step that may start from some states.
func (r *Rectification) step(problems *standard.Problems, s RectificationStep, at time.Time,
	from ...RectificationState,
) (err error) {
	if !slices.Contains(from, r.State) {
		return &RectificationStateError{r.State, s.Op}
	}
	if err := problems.Err(); err != nil {
		return err
	}
	s.From, s.At = r.State, At(at)
	if s.Digest, err = s.link(r.Digest); err != nil {
		return err
	}
	r.Steps = append(slices.Clip(r.Steps), s)
	r.State, r.Digest, r.Revision = s.To, s.Digest, r.Revision+1
	return nil
}

// askedBy is the person who asked for the extension that is undecided, or "".
func (r *Rectification) askedBy() (by Username) {
	if r.Asked == "" {
		return ""
	}
	for _, s := range r.Steps {
		if s.Op == OpAskExtension {
			by = s.By
		}
	}
	return by
}

// RequireText notes a text that is missing or too long, at its path in the input.
func RequireText(problems *standard.Problems, path, text string) {
	if !standard.HasVisible(text) {
		problems.Add(path, "empty")
	}
	CheckText(problems, path, text)
}

// RequireDay notes a day that is missing, is no day, or does not lie from first to last; "" as last
// means that there is no last day.
func RequireDay(problems *standard.Problems, path, day, first, last string) {
	switch {
	case day == "":
		problems.Add(path, "empty")
	case !isDay(day):
		problems.Add(path, "audit.day", day)
	case day < first:
		problems.Add(path, "rectification.too-early", message.Day(day), message.Day(first))
	case last != "" && day > last:
		problems.Add(path, "rectification.too-late", message.Day(day), message.Day(last))
	}
}

func isDay(day string) bool {
	_, err := time.Parse(DayLayout, day)
	return err == nil
}

// DayOf returns the day of an instant in the hall's zone: "2018-02-05".
func DayOf(t time.Time) string { return t.In(HallZone).Format(DayLayout) }

// dayAfter returns the day after a day.
func dayAfter(day string) string {
	t, err := time.Parse(DayLayout, day)
	if err != nil {
		return day
	}
	return t.AddDate(0, 0, 1).Format(DayLayout)
}
