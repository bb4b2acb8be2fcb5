package standard

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// EnterJSON applies [Enter] to every text of a JSON value, except the members asIs of the outermost
// object. It returns the value with the entered texts, the places of the texts from which
// characters were taken out, and the problem "control" of each text with a wrong character. What is
// no JSON comes back as it is.
func EnterJSON(body []byte, asIs map[string]bool) (entered []byte, removed []string,
	wrong []Problem) {
	whole := string(body)
	if !strings.Contains(whole, `\`) {
		if s, n, wrong := Enter(whole); n == 0 && wrong == nil && len(s) == len(whole) {
			return body, nil, nil
		}
	}
	w := &textWalk{d: json.NewDecoder(bytes.NewReader(body)), body: body, asIs: asIs}
	if err := w.value("", 0); err != nil {
		return body, nil, nil // the decoder says what is wrong
	}
	if len(w.wrong.list) > 0 || len(w.out) == 0 {
		return body, nil, w.wrong.list
	}
	return append(w.out, body[w.copied:]...), w.removed, nil
}

// textWalk goes through the texts of a JSON value.
type textWalk struct {
	d       *json.Decoder
	body    []byte
	asIs    map[string]bool
	out     []byte // the value so far, with the entered texts
	copied  int    // of body to out
	removed []string
	wrong   Problems
}

func (w *textWalk) value(path string, depth int) error {
	before := w.d.InputOffset()
	token, err := w.d.Token()
	if err != nil {
		return err
	}
	switch t := token.(type) {
	case string:
		w.text(path, t, before)
	case json.Delim:
		for i := 0; w.d.More(); i++ {
			at := path + "[" + strconv.Itoa(i) + "]"
			if t == '{' {
				if at, err = w.name(path); err != nil {
					return err
				}
				if depth == 0 && w.asIs[at] {
					var skipped json.RawMessage
					if err := w.d.Decode(&skipped); err != nil {
						return err
					}
					continue
				}
			}
			if err := w.value(at, depth+1); err != nil {
				return err
			}
		}
		_, err = w.d.Token()
	}
	return err
}

// name reads the name of a member and returns the member's place.
func (w *textWalk) name(path string) (string, error) {
	token, err := w.d.Token()
	name := fmt.Sprint(token)
	if _, n, wrong := Enter(name); err == nil && (wrong != nil || n > 0) {
		if wrong == nil {
			wrong = firstOf(name, isDirection)
		}
		w.wrong.Add(path, "control", wrong.Name(), wrong.Place)
	}
	if path == "" {
		return name, err
	}
	return path + "." + name, err
}

// text enters one text, whose token begins behind the offset before.
func (w *textWalk) text(path, text string, before int64) {
	entered, n, wrong := Enter(text)
	switch {
	case wrong != nil:
		w.wrong.Add(path, "control", wrong.Name(), wrong.Place)
	case entered != text:
		start := int(before) + bytes.IndexByte(w.body[before:], '"')
		quoted, _ := json.Marshal(entered) // strings never fail
		w.out = append(append(w.out, w.body[w.copied:start]...), quoted...)
		w.copied = int(w.d.InputOffset())
		if n > 0 {
			w.removed = append(w.removed, path)
		}
	}
}
