package checklists

import (
	"encoding/json"
	"slices"

	"hallmark/standard"
)

// content is the value of a change, read. Which fields are set depends on the op.
type content struct {
	answer     Answer          // answer, not-applicable; unanswered for clear
	occurrence Occurrence      // occurrence.add; its ID alone for occurrence.remove
	sha        standard.Digest // evidence.add and evidence.remove
	note       string
}

// ops lists the operations.
func ops() []Op {
	return []Op{OpAnswer, OpNotApplicable, OpClear, OpNote, OpOccurrenceAdd, OpOccurrenceRemove,
		OpEvidenceAdd, OpEvidenceRemove}
}

// contentOf reads the value of a change. Where the value is one text, the bare text is accepted as
// well as the object that holds it. It returns a *[standard.InvalidError].
func contentOf(c *Change) (v content, err error) {
	var problems standard.Problems
	r := reader{&problems}
	switch c.Op {
	case OpAnswer:
		if a, ok := plainAnswer(c.Value); ok {
			v.answer = a
		} else if v.answer = r.answer("", c.Value); v.answer.Kind == Counts {
			problems.Add("counts", "answer.counts-only")
		} else if v.answer.Kind == Unanswered && problems.Err() == nil {
			problems.Add("", "answer.none")
		}
	case OpNotApplicable:
		if isText(c.Value) {
			v.answer = Answer{Kind: NotApplicable, Reason: r.text("notApplicable", c.Value)}
		} else if v.answer = r.answer("", c.Value); v.answer.Kind != NotApplicable {
			problems.Add("notApplicable", "answer.missing")
		}
	case OpClear:
		if len(c.Value) > 0 && string(c.Value) != "null" {
			problems.Add("", "answer.no-value")
		}
	case OpNote:
		v.note = r.only("note", c.Value)
	case OpOccurrenceAdd:
		v.occurrence = r.occurrence("", c.Value)
	case OpOccurrenceRemove:
		v.occurrence.ID = r.only("id", c.Value)
	case OpEvidenceAdd, OpEvidenceRemove:
		v.sha = standard.Digest(r.only("sha256", c.Value))
	}
	return v, problems.Err()
}

// newOccurrences are the occurrences that the content of a change records.
func (v *content) newOccurrences(op Op) []Occurrence {
	switch op {
	case OpAnswer:
		return v.answer.Occurrences
	case OpOccurrenceAdd:
		return []Occurrence{v.occurrence}
	}
	return nil
}

// checkFor reports what keeps the content from fitting the clause in the tier.
func (v *content) checkFor(op Op, c *standard.Clause, t standard.Tier) error {
	var problems standard.Problems
	switch op {
	case OpAnswer, OpNotApplicable:
		return v.answer.CheckFor(c, t)
	case OpOccurrenceAdd:
		a := Answer{Kind: Occurrences, Occurrences: []Occurrence{v.occurrence}}
		return a.CheckFor(c, t)
	case OpOccurrenceRemove:
		if v.occurrence.ID == "" || len(v.occurrence.ID) > maxID {
			problems.Add("id", "answer.occurrence-id", maxID)
		}
	case OpNote:
		CheckText(&problems, "note", v.note)
	case OpEvidenceAdd, OpEvidenceRemove:
		if !v.sha.Valid() {
			problems.Add("sha256", "answer.sha256")
		}
	}
	return problems.Err()
}

// only reads a text, bare or as the one member of an object.
func (r reader) only(name string, raw []byte) (s string) {
	if isText(raw) {
		return r.text(name, raw)
	}
	has := r.each("", raw, func(member string, raw json.RawMessage) {
		if member != name {
			r.problems.Add(member, "answer.unknown-member", member)
			return
		}
		s = r.text(name, raw)
	})
	if has != nil && !has[name] {
		r.problems.Add(name, "answer.missing")
	}
	return s
}

func (o Op) known() bool { return slices.Contains(ops(), o) }

// answers reports whether the op sets the whole answer of a clause.
func (o Op) answers() bool { return o == OpAnswer || o == OpNotApplicable || o == OpClear }
