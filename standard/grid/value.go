package grid

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"hallmark/standard"
)

// flaw is what is wrong with one cell: a code of package standard or of this package, with what
// its sentence mentions.
type flaw struct {
	code string
	args []any
}

func flawed(code string, args ...any) *flaw { return &flaw{code, args} }

// value reads a cell that is not empty as its column wants it.
func (r *reader) value(c Column, cell Cell) (any, *flaw) {
	switch cell.Kind {
	case Fault:
		return nil, flawed("grid.fault", shorten(cell.Text))
	case Formula:
		return nil, flawed("grid.formula", shorten("="+cell.Text))
	}
	if f := readable(cell.Text); f != nil {
		return nil, f
	}
	switch c.Form {
	case Code:
		if day, _ := r.asShown(cell); day != "" && cell.Shown == ShownDate {
			return nil, flawed("grid.code-date", day)
		}
		return code(cell)
	case Day:
		return r.day(cell)
	case Amount, Whole:
		return amount(c.Form, cell)
	case Flag:
		return flag(cell)
	case Choice:
		return choice(c.Set, fold(cell.Text))
	case Many:
		return many(c.Set, cell.Text)
	case Lines:
		return anyList(splitLines(plain(cell))), nil
	case Parts:
		return records(c, plain(cell))
	}
	if text, ok := r.asShown(cell); ok {
		return text, nil
	}
	return plain(cell), nil
}

// entered is a cell as [standard.Enter] takes its text; what was taken out is a loss. A character
// that no text may hold stays for [readable].
func (r *reader) entered(at Place, cell Cell) Cell {
	if text, removed, wrong := standard.Enter(cell.Text); wrong == nil && cell.Kind == Text {
		if cell.Text = text; removed > 0 {
			r.lose(at, "loss.direction", removed)
		}
	}
	return cell
}

// readable refuses a character that no text may hold.
func readable(s string) *flaw {
	if _, _, wrong := standard.Enter(s); wrong != nil {
		return flawed("control", wrong.Name(), wrong.Place)
	}
	return nil
}

// plain is the text of a cell: line breaks as one sign, no spaces at the ends, a number as a
// spreadsheet program shows it.
func plain(cell Cell) string {
	if cell.Kind == Number {
		if d, ok := exact(cell.Text); ok {
			return d.String()
		}
	}
	s := cell.Text
	if strings.Contains(s, "\r") {
		s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	}
	return strings.TrimSpace(s)
}

// fold makes full-width letters, digits and signs half-width and drops the spaces at the ends.
func fold(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '　' || r == '\u00a0':
			return ' '
		}
		return r
	}, s))
}

// exact reads a number as a spreadsheet program keeps it: a double, of which fifteen digits are
// shown and the rest is noise (7.0000000000000007E-2 is 0.07).
func exact(s string) (standard.Decimal, bool) {
	if d, err := standard.ParseDecimal(s); err == nil {
		return d, true
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return standard.Decimal{}, false
	}
	d, err := standard.ParseDecimal(strings.Replace(
		strconv.FormatFloat(f, 'e', standard.MaxDigits-1, 64), "e+", "e", 1))
	return d, err == nil
}

func code(cell Cell) (any, *flaw) {
	if cell.Kind == Number {
		d, ok := exact(cell.Text)
		if !ok || d.Decimals() > 0 {
			return nil, flawed("grid.code-number", plain(cell))
		}
		return d.String(), nil
	}
	s := strings.ReplaceAll(fold(cell.Text), "。", ".")
	return strings.ReplaceAll(s, " ", ""), nil
}

var grouped = regexp.MustCompile(`^-?\d{1,3}(,\d{3})+(\.\d+)?$`)

func amount(form Form, cell Cell) (any, *flaw) {
	s := cell.Text
	if cell.Kind == Text {
		s = fold(s)
		if grouped.MatchString(s) {
			s = strings.ReplaceAll(s, ",", "")
		}
		s = strings.TrimPrefix(s, "+")
	}
	d, err := standard.ParseDecimal(s)
	if cell.Kind == Number && err != nil {
		var ok bool
		if d, ok = exact(s); ok {
			err = nil
		}
	}
	switch {
	case cell.Kind == Bool || err != nil:
		return nil, flawed("number-range", shorten(cell.Text))
	case form == Whole && d.Decimals() > 0:
		return nil, flawed("whole", d.String())
	}
	return json.Number(d.String()), nil
}

func flag(cell Cell) (any, *flaw) {
	switch strings.ToLower(fold(cell.Text)) {
	case "是", "√", "✓", "✔", "对", "yes", "y", "true", "t", "1":
		return true, nil
	case "否", "×", "✗", "✘", "x", "错", "no", "n", "false", "f", "0", "-", "—", "/":
		return false, nil
	}
	return nil, flawed("grid.flag", shorten(cell.Text))
}

func choice(set Set, s string) (any, *flaw) {
	v, ok := set.find(s)
	if !ok {
		return nil, flawed("grid.choice", shorten(s), setKey(set))
	}
	return v, nil
}

func many(set Set, s string) (any, *flaw) {
	var list []any
	for _, part := range strings.FieldsFunc(fold(s), func(r rune) bool {
		return strings.ContainsRune("、,，;；/+\n\r\t", r)
	}) {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		v, f := choice(set, part)
		if f != nil {
			return nil, f
		}
		list = append(list, v)
	}
	return list, nil
}

// dayForms are the forms of a day; a time of day that follows is midnight, as programs add it.
var (
	dayForms = regexp.MustCompile(`^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?` +
		`(?:[\sT]+(\d{1,2}(?::\d{1,2}){1,2}(?:\.\d+)?)Z?)?$`)
	digitDay = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`)
	midnight = regexp.MustCompile(`^0{1,2}(?::0{1,2}){1,2}(?:\.0+)?$`)
)

func (r *reader) day(cell Cell) (any, *flaw) {
	if cell.Kind == Number {
		d, ok := exact(cell.Text)
		n, whole := d.Scaled(0)
		if ok && !whole {
			return nil, flawed("grid.day-time", shorten(cell.Text))
		}
		if !ok || n < 1 || n > 2958465 { // 9999-12-31
			return nil, flawed("date", shorten(cell.Text))
		}
		// Day 60 of spreadsheets is 29 February 1900, which never was; later days count from 1899-12-30.
		from := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
		if r.date1904 {
			from = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
		} else if n < 61 {
			return nil, flawed("date", shorten(cell.Text))
		}
		return from.AddDate(0, 0, int(n)).Format(time.DateOnly), nil
	}
	s := fold(cell.Text)
	m := digitDay.FindStringSubmatch(s)
	if m == nil {
		m = dayForms.FindStringSubmatch(s)
	}
	if len(m) > 4 && m[4] != "" && !midnight.MatchString(m[4]) {
		return nil, flawed("grid.day-time", shorten(cell.Text))
	}
	if m != nil {
		return fmt.Sprintf("%s-%02s-%02s", m[1], m[2], m[3]), nil
	}
	return s, nil // package standard says what is wrong with it
}

func records(c Column, s string) (any, *flaw) {
	var list []any
	levels := object{}
	for line := range strings.SplitSeq(s, "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		named := c.parts[0] == ""
		n := len(c.parts)
		if named {
			n = 2
		}
		parts := splitParts(line, n)
		if len(parts) < n {
			return nil, flawed("grid.parts", shorten(line), n)
		}
		if named {
			levels[parts[0]] = parts[1]
			continue
		}
		o := object{}
		for i, name := range c.parts {
			o[name] = parts[i]
		}
		if deduct, ok := o["deduct"]; ok {
			v, f := amount(Amount, Cell{Kind: Text, Text: fmt.Sprint(deduct)})
			if f != nil {
				return nil, f
			}
			o["deduct"] = v
		}
		list = append(list, o)
	}
	if len(levels) > 0 {
		return levels, nil
	}
	return list, nil
}

func anyList(texts []string) []any {
	list := make([]any, len(texts))
	for i, s := range texts {
		list[i] = s
	}
	return list
}

// shorten shows a cell that may hold anything.
func shorten(s string) string {
	short := []rune(strings.ToValidUTF8(s, "?"))
	if len(short) > 40 {
		return string(short[:40]) + "…"
	}
	return string(short)
}
