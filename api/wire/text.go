package wire

import (
	"errors"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"hallmark/standard"
)

// EnterForm applies [standard.Enter] to the values of a form; as is are the names of the fields that
// hold secrets, which nobody reads. It returns the names of the fields from which characters were
// taken out, and a [Refusal] that names each field with a wrong character.
func EnterForm(form url.Values, asIs map[string]bool) (removed []string, err error) {
	r := Refuse(http.StatusUnprocessableEntity, "invalid")
	names := make([]string, 0, len(form))
	for name := range form {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if asIs[name] {
			continue
		}
		for i, text := range form[name] {
			entered, n, wrong := standard.Enter(text)
			if wrong != nil { // stays as typed, so that the page shows it again
				r.Fields = append(r.Fields, Wrong(name, "control", wrong.Name(), wrong.Place))
				continue
			}
			if form[name][i] = entered; n > 0 {
				removed = append(removed, name)
			}
		}
	}
	if len(r.Fields) > 0 {
		return nil, r
	}
	return removed, nil
}

// EnterQuery applies the rule to the parameters of a request's address. What is wrong with one is
// refused with status 400, as everything is that is wrong with an address (see [AboutAddress]).
func EnterQuery(r *http.Request) (removed []string, err error) {
	if r.URL.RawQuery == "" {
		return nil, nil
	}
	query := r.URL.Query()
	removed, err = EnterForm(query, map[string]bool{"cursor": true}) // nobody reads a cursor
	if len(removed) > 0 {
		r.URL.RawQuery = query.Encode()
	}
	return removed, AboutAddress(r.Method, err)
}

// AboutAddress gives a refusal of fields the status 400 where the request has no body, so that the
// fields are parameters of its address; those of a body have the status 422.
func AboutAddress(method string, err error) error {
	var refusal *Refusal
	if method != http.MethodGet && method != http.MethodHead || !errors.As(err, &refusal) ||
		refusal.Status != http.StatusUnprocessableEntity || refusal.Code != "invalid" {
		return err
	}
	at := *refusal
	at.Status = http.StatusBadRequest
	return &at
}

// AsIs are the names, by a struct's tag "json" or "form", of the members that the rule of text does
// not touch: their tag "text" is "as-is". They are secrets, and values that apply the rule by
// themselves.
func AsIs(t reflect.Type, tag string) map[string]bool {
	names := map[string]bool{}
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	for i := range t.NumField() {
		f := t.Field(i)
		if name, _, _ := strings.Cut(f.Tag.Get(tag), ","); f.Tag.Get("text") == "as-is" {
			names[name] = true
		}
	}
	return names
}

// enterJSON is [standard.EnterJSON] with the refusal of a request.
func enterJSON(body []byte, asIs map[string]bool) ([]byte, []string, error) {
	entered, removed, wrong := standard.EnterJSON(body, asIs)
	if len(wrong) == 0 {
		return entered, removed, nil
	}
	r := Refuse(http.StatusUnprocessableEntity, "invalid")
	for _, p := range wrong {
		r.Fields = append(r.Fields, Wrong(p.Path, p.Code, p.Args...))
	}
	return nil, nil, r
}

// IsClean reports whether a text of one line is empty or can be seen, with no blank around it and
// nothing in it that [standard.Enter] would change or refuse.
func IsClean(s string) bool {
	entered, _, wrong := standard.Enter(s)
	return s == "" || wrong == nil && entered == s && standard.HasVisible(s) &&
		strings.TrimFunc(s, isBlank) == s && !strings.ContainsAny(s, "\n\t\u2028\u2029")
}

func isBlank(r rune) bool {
	return unicode.In(r, unicode.Z, unicode.Cc) || r == '\u200b' || r == '\u2060' || r == '\ufeff'
}

// isNote reports whether [standard.Enter] has nothing to change or refuse in a text of many lines.
func isNote(s string) bool {
	entered, _, wrong := standard.Enter(s)
	return wrong == nil && entered == s
}
