package checklists

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"

	"hallmark/standard"
)

// reader reads JSON values and notes what is wrong with them. It takes an object apart itself:
// encoding/json lets doubled and differently cased names pass, and a merge reads a thousand values.
type reader struct{ problems *standard.Problems }

// each calls f with every member of an object, in order, and returns the names. It refuses doubled
// names.
func (r reader) each(path string, raw []byte, f func(string, json.RawMessage)) map[string]bool {
	raw = bytes.TrimLeft(raw, " \t\r\n")
	if len(raw) == 0 || raw[0] != '{' || !json.Valid(raw) {
		r.problems.Add(path, "answer.object")
		return nil
	}
	has := make(map[string]bool, 4)
	for _, member := range split(raw) {
		end := stringEnd(member)
		name := r.text(path, member[:end])
		if has[name] {
			r.problems.Add(join(path, name), "answer.twice", name)
			continue
		}
		has[name] = true
		f(name, bytes.Trim(member[end:], ": \t\r\n"))
	}
	return has
}

// split returns the parts between the commas of a valid object or array.
func split(raw []byte) (parts [][]byte) {
	raw = bytes.Trim(raw, " \t\r\n")
	depth, start := 0, 1
	for i := 0; i < len(raw); i++ {
		switch raw[i] {
		case '"':
			i += stringEnd(raw[i:]) - 1
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		if last := i == len(raw)-1; last || depth == 1 && raw[i] == ',' {
			if part := bytes.Trim(raw[start:i], " \t\r\n"); len(part) > 0 {
				parts = append(parts, part)
			}
			start = i + 1
		}
	}
	return parts
}

// stringEnd returns where the string at the beginning of b ends.
func stringEnd(b []byte) int {
	for i := 1; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(b)
}

// isPlain reports whether a string stands for itself.
func isPlain(raw []byte) bool {
	for _, k := range raw {
		if k < ' ' || k == '\\' {
			return false
		}
	}
	return utf8.Valid(raw)
}

func isText(raw []byte) bool { return len(raw) > 0 && raw[0] == '"' }

func (r reader) text(path string, raw []byte) (s string) {
	if n := len(raw); n > 1 && isText(raw) && stringEnd(raw) == n && raw[n-1] == '"' && isPlain(raw) {
		return string(raw[1 : n-1])
	}
	if !isText(raw) || json.Unmarshal(raw, &s) != nil {
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

func (r reader) list(path string, raw []byte) [][]byte {
	if len(raw) == 0 || raw[0] != '[' {
		r.problems.Add(path, "answer.list")
		return nil
	}
	return split(raw)
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
