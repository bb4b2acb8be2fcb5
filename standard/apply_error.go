package standard

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"hallmark/standard/message"
)

// ApplyError says why an amendment was refused: which item, what it expects and what there is.
type ApplyError struct {
	Seq   int    // number of the item; 0 when the sheet as a whole is refused
	Label string // its label, "三、"
	Path  string // place in the sheet, "items[2].before.text"
	Code  string // key of the sentence in the message catalogue, in "problem."
	Args  []any  // what the sentence mentions
	Want  string // what the sheet says; other values than texts as JSON
	Have  string // what the edition says
	Err   error  // what is wrong with the result, an *[InvalidError], or nil
}

// Text returns the refusal in a language, with the item and both texts.
func (e *ApplyError) Text(l message.Language) string {
	s := message.Text(l, "problem."+e.Code, e.Args...)
	if e.Want != e.Have {
		s = message.Text(l, "problem.apply-texts", s, e.Want, e.Have)
		if at, want, have, few := differs(e.Want, e.Have); few {
			s += message.Text(l, "problem.apply-sign", at, want, have)
		}
	}
	if e.Seq > 0 {
		s = message.Text(l, "problem.apply-item", e.Seq, strings.TrimRight(e.Label, "、"), s)
	}
	var invalid *InvalidError
	if errors.As(e.Err, &invalid) {
		for _, p := range invalid.Problems {
			s += "\n" + p.Path + ": " + p.Said(l)
		}
	}
	return s
}

// Error says which item was refused and why, in English.
func (e *ApplyError) Error() string {
	s := e.Text(message.English)
	if e.Path != "" {
		s = e.Path + ": " + s
	}
	return s
}

// Unwrap returns what is wrong with the result.
func (e *ApplyError) Unwrap() error { return e.Err }

// show returns a text as it is and any other value as JSON.
func show(tree any) string {
	switch t := tree.(type) {
	case nil:
		return ""
	case string:
		return t
	case json.Number:
		return t.String()
	}
	b, err := Canonical(tree)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// fewSigns is how many signs are named one by one where two texts differ in no more.
const fewSigns = 3

// differs finds where two texts differ in few signs, which may look alike: the number of the first
// such sign, from 1, and the signs by name.
func differs(want, have string) (at int, wants, haves string, few bool) {
	x, y := []rune(want), []rune(have)
	for at < len(x) && at < len(y) && x[at] == y[at] {
		at++
	}
	x, y = x[at:], y[at:]
	for len(x) > 0 && len(y) > 0 && x[len(x)-1] == y[len(y)-1] {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	if len(x) > fewSigns || len(y) > fewSigns {
		return 0, "", "", false
	}
	return at + 1, signs(x), signs(y), true
}

// signs names signs by their code points, with those that can be seen.
func signs(list []rune) string {
	if len(list) == 0 {
		return "—"
	}
	names := make([]string, len(list))
	for i, r := range list {
		if names[i] = fmt.Sprintf("U+%04X", r); unicode.IsGraphic(r) && !unicode.IsSpace(r) {
			names[i] = string(r) + " " + names[i]
		}
	}
	return strings.Join(names, ", ")
}
