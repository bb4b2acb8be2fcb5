package checklists

import (
	"encoding/json"
	"strconv"

	"hallmark/standard"
)

// answerJSON is the written form of an answer: the members of its kind, note and evidence.
type answerJSON struct {
	Verdict       string            `json:"verdict,omitempty"`
	Level         *int              `json:"level,omitempty"`
	Value         *standard.Decimal `json:"value,omitempty"`
	Numerator     *int64            `json:"numerator,omitempty"`
	Denominator   *int64            `json:"denominator,omitempty"`
	Occurrences   *[]Occurrence     `json:"occurrences,omitempty"`
	Counts        *map[string]int   `json:"counts,omitempty"`
	NotApplicable *string           `json:"notApplicable,omitempty"`
	Note          string            `json:"note,omitempty"`
	Evidence      []standard.Digest `json:"evidence,omitempty"`
}

// MarshalJSON writes the form of the answer's kind; an unanswered one has note and evidence alone.
func (a Answer) MarshalJSON() ([]byte, error) {
	out := answerJSON{Note: a.Note, Evidence: a.Evidence}
	switch a.Kind {
	case Verdict:
		out.Verdict = "fail"
		if a.Pass {
			out.Verdict = "pass"
		}
	case Level:
		out.Level = &a.Level
	case Value:
		out.Value = &a.Value
	case RatioOf:
		out.Numerator, out.Denominator = &a.Numerator, &a.Denominator
	case Occurrences:
		if out.Occurrences = &a.Occurrences; a.Occurrences == nil {
			out.Occurrences = &[]Occurrence{}
		}
	case Counts:
		if out.Counts = &a.Counts; a.Counts == nil {
			out.Counts = &map[string]int{}
		}
	case NotApplicable:
		out.NotApplicable = &a.Reason
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads one of the forms, strictly: no unknown, doubled or missing member, no second
// form beside the first. It returns a *[standard.InvalidError] with every problem and its place.
func (a *Answer) UnmarshalJSON(b []byte) error {
	var problems standard.Problems
	*a = reader{&problems}.answer("", b)
	return problems.Err()
}

// Answers are the answers to a checklist by clause.
type Answers map[standard.ClauseUID]Answer

// UnmarshalJSON reads {"HS001": {"verdict":"pass"}, …}, strictly like [Answer.UnmarshalJSON].
func (a *Answers) UnmarshalJSON(b []byte) error {
	var problems standard.Problems
	r := reader{&problems}
	*a = Answers{}
	r.each("", b, func(uid string, raw json.RawMessage) {
		(*a)[standard.ClauseUID(uid)] = r.answer(uid, raw)
	})
	return problems.Err()
}

// UnmarshalJSON reads an occurrence, strictly like [Answer.UnmarshalJSON].
func (o *Occurrence) UnmarshalJSON(b []byte) error {
	var problems standard.Problems
	*o = reader{&problems}.occurrence("", b)
	return problems.Err()
}

func (r reader) answer(path string, raw []byte) (a Answer) {
	has := r.each(path, raw, func(name string, raw json.RawMessage) {
		r.member(&a, name, join(path, name), raw)
	})
	for _, name := range [...]string{"numerator", "denominator"} {
		if a.Kind == RatioOf && !has[name] {
			r.problems.Add(join(path, name), "answer.missing")
		}
	}
	return a
}

func (r reader) member(a *Answer, name, path string, raw json.RawMessage) {
	before := a.Kind
	switch name {
	case "verdict":
		a.Kind, a.Pass = Verdict, string(raw) == `"pass"`
		if !a.Pass && string(raw) != `"fail"` {
			r.problems.Add(path, "answer.verdict")
		}
	case "level":
		a.Kind, a.Level = Level, int(r.whole(path, raw))
	case "value":
		a.Kind, a.Value = Value, r.decimal(path, raw)
	case "numerator":
		a.Kind, a.Numerator = RatioOf, r.whole(path, raw)
	case "denominator":
		a.Kind, a.Denominator = RatioOf, r.whole(path, raw)
	case "occurrences":
		a.Kind, a.Occurrences = Occurrences, r.occurrences(path, raw)
	case "counts":
		a.Kind, a.Counts = Counts, r.counts(path, raw)
	case "notApplicable":
		a.Kind, a.Reason = NotApplicable, r.text(path, raw)
	case "note":
		a.Note = r.text(path, raw)
	case "evidence":
		a.Evidence = r.digests(path, raw)
	default:
		r.problems.Add(path, "answer.unknown-member", name)
	}
	if before != Unanswered && before != a.Kind {
		r.problems.Add(path, "answer.two-forms")
	}
}

func (r reader) occurrences(path string, raw []byte) []Occurrence {
	items := r.list(path, raw)
	list := make([]Occurrence, len(items))
	for i, item := range items {
		list[i] = r.occurrence(ItemPath(path, i), item)
	}
	return list
}

func (r reader) occurrence(path string, raw []byte) (o Occurrence) {
	r.each(path, raw, func(name string, raw json.RawMessage) {
		switch at := join(path, name); name {
		case "id":
			o.ID = r.text(at, raw)
		case "kind":
			o.Kind = r.text(at, raw)
		case "note":
			o.Note = r.text(at, raw)
		default:
			r.problems.Add(at, "answer.unknown-member", name)
		}
	})
	return o
}

func (r reader) counts(path string, raw []byte) map[string]int {
	counts := map[string]int{}
	r.each(path, raw, func(kind string, raw json.RawMessage) {
		counts[kind] = int(r.whole(join(path, kind), raw))
	})
	return counts
}

func (r reader) digests(path string, raw []byte) []standard.Digest {
	items := r.list(path, raw)
	list := make([]standard.Digest, len(items))
	for i, item := range items {
		list[i] = standard.Digest(r.text(ItemPath(path, i), item))
	}
	return list
}

// ItemPath returns the path of entry i of a list: "evidence[2]".
func ItemPath(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }
