package checklists

import (
	"bytes"
	"encoding/json"
	"maps"
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
		list := append([]Occurrence{}, a.Occurrences...)
		out.Occurrences = &list
	case Counts:
		counts := maps.Clone(a.Counts)
		if counts == nil {
			counts = map[string]int{}
		}
		out.Counts = &counts
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

// reader reads JSON values and notes what is wrong with them.
type reader struct{ problems *standard.Problems }

func (r reader) answer(path string, raw []byte) (a Answer) {
	has := r.each(path, raw, func(name string, raw json.RawMessage) {
		r.member(&a, name, join(path, name), raw)
	})
	for _, name := range []string{"numerator", "denominator"} {
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

// each calls f with every member of an object, in order. It refuses doubled names, which
// encoding/json would let pass.
func (r reader) each(path string, raw []byte, f func(string, json.RawMessage)) (has map[string]bool) {
	d := json.NewDecoder(bytes.NewReader(raw))
	if token, err := d.Token(); err != nil || token != json.Delim('{') {
		r.problems.Add(path, "answer.object")
		return nil
	}
	has = map[string]bool{}
	for d.More() {
		token, err := d.Token()
		name, ok := token.(string)
		var value json.RawMessage
		if err != nil || !ok || d.Decode(&value) != nil {
			r.problems.Add(path, "answer.object")
			return nil
		}
		if has[name] {
			r.problems.Add(join(path, name), "answer.twice", name)
			continue
		}
		has[name] = true
		f(name, value)
	}
	return has
}

func (r reader) text(path string, raw []byte) (s string) {
	if len(raw) == 0 || raw[0] != '"' || json.Unmarshal(raw, &s) != nil {
		r.problems.Add(path, "answer.text")
	}
	return s
}

func (r reader) decimal(path string, raw []byte) standard.Decimal {
	v, err := standard.ParseDecimal(string(raw))
	if err != nil {
		r.problems.Add(path, "answer.number")
	}
	return v
}

func (r reader) whole(path string, raw []byte) int64 {
	v, err := standard.ParseDecimal(string(raw))
	n, ok := v.Scaled(0)
	if err != nil || !ok {
		r.problems.Add(path, "answer.whole-number")
	}
	return n
}

func (r reader) list(path string, raw []byte) (list []json.RawMessage) {
	if len(raw) == 0 || raw[0] != '[' || json.Unmarshal(raw, &list) != nil {
		r.problems.Add(path, "answer.list")
	}
	return list
}

func (r reader) occurrences(path string, raw []byte) []Occurrence {
	items := r.list(path, raw)
	list := make([]Occurrence, len(items))
	for i, item := range items {
		list[i] = r.occurrence(place(path, i), item)
	}
	return list
}

func (r reader) occurrence(path string, raw []byte) (o Occurrence) {
	fields := map[string]*string{"id": &o.ID, "kind": &o.Kind, "note": &o.Note}
	r.each(path, raw, func(name string, raw json.RawMessage) {
		if field, ok := fields[name]; ok {
			*field = r.text(join(path, name), raw)
		} else {
			r.problems.Add(join(path, name), "answer.unknown-member", name)
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
		list[i] = standard.Digest(r.text(place(path, i), item))
	}
	return list
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func place(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }
