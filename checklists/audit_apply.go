package checklists

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"hallmark/standard"
)

// Limits of a change.
const (
	MaxClockAhead = 5 * time.Minute // of a device before the server
	maxClockBack  = 24 * time.Hour  // of a change before the start of its audit
	MaxSaw        = 1_000           // changes seen
	maxValue      = 64 << 10        // bytes of a value
)

// Apply records what somebody's device sends and returns what became of each change, in the same
// order. A bad change never keeps out the others. A status tells how a change stands after the
// whole batch. When nothing new was stored the audit is exactly as before; otherwise its revision
// is one higher (two, where the batch brings a returned audit back into progress).
func (a *Audit) Apply(e *standard.Edition, changes []Change, by Username,
	now time.Time) []ChangeResult {
	return a.apply(e, changes, Change{By: by, Received: At(now)}, now)
}

// apply is [Audit.Apply]; each new change gets the server's fields of mark.
func (a *Audit) apply(e *standard.Edition, changes []Change, mark Change,
	now time.Time) []ChangeResult {
	results := make([]ChangeResult, len(changes))
	stored := a.storedOf(changes)
	fresh := make([]Change, 0, len(changes))
	at := make(map[ChangeID]int, len(changes)) // of a fresh change in results
	for i := range changes {
		results[i] = ChangeResult{ID: changes[i].ID, Status: Applied}
		if have := stored[changes[i].ID]; have != nil {
			results[i] = repeated(have, &changes[i])
			continue
		}
		n := len(fresh)
		fresh = append(fresh, changes[i])
		c := &fresh[n]
		if refused := a.refuse(e, c, mark.Handed, &results[i]); refused != nil {
			results[i].Status, results[i].Code, results[i].Args = Rejected, refused.Code, refused.Args
			fresh = fresh[:n]
			continue
		}
		stored[c.ID], at[c.ID] = &changes[i], i
		c.By, c.Received, c.Handed = mark.By, mark.Received, mark.Handed
	}
	if len(fresh) == 0 {
		return results
	}
	bringBack(fresh, a.StartedAt.Time, now)
	if err := a.record(fresh, mark.By, now); err != nil {
		for _, i := range at {
			results[i] = ChangeResult{ID: results[i].ID, Status: Rejected, Code: "form"}
		}
		return results
	}
	a.settle(fresh, func(id ChangeID) *ChangeResult { return &results[at[id]] })
	return results
}

// storedOf finds the changes that the audit holds already, by ID; nil for those that it does not.
func (a *Audit) storedOf(changes []Change) map[ChangeID]*Change {
	stored := make(map[ChangeID]*Change, len(changes))
	for i := range changes {
		stored[changes[i].ID] = nil
	}
	for _, log := range a.Log {
		for i := range log {
			if asked(changes, stored, log[i].ID) {
				stored[log[i].ID] = &log[i]
			}
		}
	}
	return stored
}

// repeated answers a change whose ID is taken: by itself, sent once more, or by another one, which
// stays as it is.
func repeated(have, sent *Change) ChangeResult {
	if have.Clause == sent.Clause && have.Op == sent.Op && sameJSON(enteredValue(have.Value), enteredValue(sent.Value)) {
		return ChangeResult{ID: sent.ID, Status: Duplicate, Code: "duplicate"}
	}
	return ChangeResult{ID: sent.ID, Status: Rejected, Code: "id-taken"}
}

// enteredValue is a value as the rule of texts leaves it: a device repeats what it sent, not what was
// stored. A value with a wrong character stays as it is; nothing like it is stored.
func enteredValue(value json.RawMessage) json.RawMessage {
	entered, _, _ := standard.EnterJSON(value, nil)
	return entered
}

// sameJSON compares two values but for the blanks between their parts; null is no value.
func sameJSON(a, b json.RawMessage) bool {
	var x, y bytes.Buffer
	if json.Compact(&x, a) != nil || json.Compact(&y, b) != nil {
		return bytes.Equal(a, b) || isNull(a) && isNull(b)
	}
	return bytes.Equal(x.Bytes(), y.Bytes())
}

func isNull(value json.RawMessage) bool { return len(value) == 0 || string(value) == "null" }

// asked reports whether an ID is among the changes. One answer is the usual batch, and to compare
// is faster than to hash.
func asked(changes []Change, ids map[ChangeID]*Change, id ChangeID) bool {
	if len(changes) == 1 {
		return changes[0].ID == id
	}
	_, is := ids[id]
	return is
}

// refuse returns why a change cannot be stored, or nil. It puts an accepted one into its stored
// form, and its result says what was taken out. Handed is nil for what a device sends.
func (a *Audit) refuse(e *standard.Edition, c *Change, handed *Handover,
	result *ChangeResult) *standard.Problem {
	code := ""
	clause, known := e.Clause(c.Clause)
	switch {
	case a.State == Voided:
		code = "audit-voided"
	case a.State != InProgress && a.State != Returned:
		code = "audit-closed"
	case !a.sealedTo(e):
		code = "edition"
	case !takesChangeID(string(c.ID)):
		code = "id"
	case c.By != "" || !c.Received.IsZero() || c.Claimed != "" || c.Revision != 0 ||
		c.Digest != "" || c.Handed != nil:
		code = "server-field"
	case !c.At.valid():
		code = "stamp"
	case c.Device == restateDevice || c.At.Device() == restateDevice:
		code = "device-reserved"
	case !isName(c.Device):
		code = "device"
	case !c.Op.known():
		code = "op"
	case len(c.Saw) > MaxSaw || slices.ContainsFunc(c.Saw, func(id ChangeID) bool {
		return !isUUID(string(id))
	}):
		code = "saw"
	case !known:
		return &standard.Problem{Code: "clause-unknown", Args: []any{short(string(c.Clause))}}
	case !clause.Scored || !clause.Applies(a.Tier):
		return &standard.Problem{Code: "clause-tier", Args: []any{string(c.Clause), clause.Code}}
	case !a.asks(c.Clause):
		return &standard.Problem{Code: "clause-not-asked", Args: []any{clause.Code}}
	case len(c.Value) > maxValue:
		return &standard.Problem{Code: "value-size", Args: []any{maxValue >> 10}}
	case len(c.Value) > 0 && !wellFormed(c.Value):
		code = "form"
	default:
		if problem := c.enter(result); problem != nil {
			return problem
		}
		return a.refuseValue(c, clause, handed, result)
	}
	return &standard.Problem{Code: code}
}

// enter applies the rule of texts, [standard.Enter], to the value of a change.
func (c *Change) enter(result *ChangeResult) *standard.Problem {
	if _, plain := plainAnswer(c.Value); plain {
		return nil
	}
	value, removed, wrong := standard.EnterJSON(c.Value, nil)
	if len(wrong) > 0 {
		return &wrong[0]
	}
	if c.Value = value; len(removed) > 0 {
		result.Code = "direction-removed"
	}
	return nil
}

func wellFormed(value []byte) bool {
	_, plain := plainAnswer(value)
	return plain || json.Valid(value) && utf8.Valid(value)
}

// refuseValue checks what the change says of the clause. A percentage above 100 is refused, but for one
// that is handed over from a file: devices saved such before it was refused, and nothing is lost. It
// is recorded and said.
func (a *Audit) refuseValue(c *Change, clause *standard.Clause, handed *Handover,
	result *ChangeResult) *standard.Problem {
	v, err := contentOf(c)
	if err == nil {
		err = v.checkFor(c.Op, clause, a.Tier)
	}
	if err == nil {
		err = a.takesOccurrences(c.Clause, v.newOccurrences(c.Op))
	}
	if invalid := (*standard.InvalidError)(nil); errors.As(err, &invalid) {
		first := &invalid.Problems[0]
		if handed == nil || first.Code != "answer.above" || len(invalid.Problems) > 1 {
			return first
		}
		result.Code, result.Args = first.Code, first.Args
	}
	if string(c.Value) == "null" {
		c.Value = nil
	}
	if c.Saw == nil {
		c.Saw = []ChangeID{}
	}
	return nil
}

// takesOccurrences refuses occurrences under IDs that may not enter, but for those that the clause
// holds already, as an older version stored them.
func (a *Audit) takesOccurrences(uid standard.ClauseUID, list []Occurrence) error {
	var problems standard.Problems
	for i, o := range list {
		if !takesChangeID(o.ID) && !slices.ContainsFunc(a.Log[uid], func(c Change) bool {
			v, err := contentOf(&c)
			return err == nil && slices.ContainsFunc(v.newOccurrences(c.Op), func(have Occurrence) bool {
				return have.ID == o.ID
			})
		}) {
			problems.Add(ItemPath("occurrences", i)+".id", "answer.occurrence-uuid")
		}
	}
	return problems.Err()
}

// bringBack gives changes from a clock that is too far ahead, or that says a day before the audit
// began, the time of receipt, in the order of the times that they claim.
func bringBack(changes []Change, began, now time.Time) {
	latest := now.Add(MaxClockAhead).UnixMilli()
	earliest := began.Add(-maxClockBack).UnixMilli()
	wrong := []*Change{}
	for i := range changes {
		if at := changes[i].At.milliseconds(); at > latest || at < earliest {
			wrong = append(wrong, &changes[i])
		}
	}
	slices.SortFunc(wrong, func(a, b *Change) int {
		return strings.Compare(string(a.At), string(b.At))
	})
	for i, c := range wrong {
		c.Claimed = c.At
		c.At = StampAt(now, min(i, 9999), string(c.At[19:]))
	}
}

// record stores accepted changes as one revision.
func (a *Audit) record(fresh []Change, by Username, now time.Time) error {
	before := *a
	if err := a.reopen(by, now); err != nil {
		return err
	}
	a.Revision, a.UpdatedAt = a.Revision+1, At(now)
	slices.SortFunc(fresh, func(x, y Change) int { return byRevision(&x, &y) })
	added := make(map[standard.ClauseUID][]Change, len(fresh))
	for i := range fresh {
		c := &fresh[i]
		c.Revision = a.Revision
		digest, err := c.link(a.Digest)
		if err != nil {
			*a = before
			return err
		}
		c.Digest, a.Digest = digest, digest
		added[c.Clause] = append(added[c.Clause], *c)
	}
	for uid, list := range added {
		if log := a.Log[uid]; len(log) > 0 {
			list = append(slices.Clip(log), list...) // a clone may share the old log
		}
		a.Log[uid] = list
	}
	return nil
}

// settle merges the clauses that were touched and writes what became of each change.
func (a *Audit) settle(fresh []Change, resultOf func(ChangeID) *ChangeResult) {
	touched := make(map[standard.ClauseUID]*history, len(fresh))
	for i := range fresh {
		uid := fresh[i].Clause
		if touched[uid] == nil {
			touched[uid] = historyOf(a.Log[uid])
			a.states[uid] = &touched[uid].state
		}
	}
	a.Answered = 0
	for _, s := range a.states {
		if s.Answer.Kind != Unanswered {
			a.Answered++
		}
	}
	for i := range fresh {
		c := &fresh[i]
		result := resultOf(c.ID)
		touched[c.Clause].statusOf(c.ID, result)
		switch {
		case c.Claimed == "" || result.Code == "answer.above": // which says more
		case c.Claimed < c.At:
			result.Code, result.Args = "clock-behind", []any{int(maxClockBack.Hours())}
		default:
			result.Code, result.Args = "clock-ahead", []any{int(MaxClockAhead.Minutes())}
		}
	}
}

// statusOf tells what became of a change.
func (h *history) statusOf(id ChangeID, result *ChangeResult) {
	for _, head := range h.state.Conflict {
		if head.Change == id {
			result.Status, result.Code = InConflict, "conflict"
			return
		}
	}
	for i := range h.nodes {
		if h.nodes[i].ID == id && !h.stands[i] {
			result.Status, result.Code = Superseded, "superseded"
		}
	}
}

// milliseconds returns the Unix time of a valid stamp.
func (s Stamp) milliseconds() (ms int64) {
	for _, digit := range s[:13] {
		ms = ms*10 + int64(digit-'0')
	}
	return ms
}

// valid reports whether s has the form "1767225600000-0003-tab7".
func (s Stamp) valid() bool {
	if len(s) < 20 || s[13] != '-' || s[18] != '-' || !isName(string(s[19:])) {
		return false
	}
	for i := range 18 {
		if i != 13 && (s[i] < '0' || s[i] > '9') {
			return false
		}
	}
	return true
}

// isName reports whether s can name a device: 1 to 64 letters, digits, dots, hyphens, underscores.
func isName(s string) bool {
	for i := range len(s) {
		c := s[i] | 0x20
		if !(c >= 'a' && c <= 'z' || s[i] >= '0' && s[i] <= '9' || strings.IndexByte(".-_", s[i]) >= 0) {
			return false
		}
	}
	return len(s) >= 1 && len(s) <= 64
}

// short cuts a text that a client sent to a length that can be shown.
func short(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
