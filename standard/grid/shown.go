package grid

import (
	"encoding/json"
	"strings"

	"hallmark/standard"
)

// Shown says as what a spreadsheet program shows a number.
type Shown uint8

// The ways to show a number.
const (
	ShownPlain   Shown = iota
	ShownPercent       // 0.2 as 20%
	ShownDate          // 43120 as 2018-01-20
)

// percent returns a cell with the number that is meant where a percentage is shown or typed: in a
// column whose unit is the percent sign, 20% is 20; elsewhere it is the ratio 0.2.
func (r *reader) percent(t Table, o object, c Column, cell Cell) Cell {
	if c.Form != Amount {
		return cell
	}
	typed := strings.TrimSpace(strings.TrimSuffix(fold(cell.Text), "%"))
	isText := cell.Kind == Text && typed != fold(cell.Text)
	isNumber := cell.Kind == Number && cell.Shown == ShownPercent
	switch inPercent := r.inPercent(t, o, c); {
	case isNumber && inPercent:
		cell.Text = shifted(cell.Text, 2)
	case isText && inPercent:
		cell.Text = typed
	case isText && ofThreshold(c):
		cell.Text = shifted(typed, -2)
	}
	return cell
}

func ofThreshold(c Column) bool {
	name := strings.TrimPrefix(c.Field, "method.")
	return strings.HasPrefix(name, "target.") || strings.HasPrefix(name, "zero_at.")
}

// inPercent reports whether a column counts in percent: the weights of chapters always do, a
// threshold does where the unit of its clause is the percent sign.
func (r *reader) inPercent(t Table, o object, c Column) bool {
	if strings.HasPrefix(c.Field, "weight.") {
		return true
	}
	if !ofThreshold(c) {
		return false
	}
	unit, _ := get(o, "method.unit").(string)
	if uid, _ := o["uid"].(string); t.Name == transitionsTable {
		unit, _ = get(r.byUID()[uid].object, "method.unit").(string)
	}
	return fold(unit) == "%"
}

// shifted moves the point of a number to the right, or to the left below zero; a text that is no
// number stays, and is refused as one.
func shifted(s string, by int) string {
	d, ok := exact(s)
	if !ok {
		return s
	}
	at := d.Decimals() - by
	n, fits := d.Scaled(max(at, 0) + by)
	if at > standard.MaxDecimals || max(at, 0)+by < 0 || !fits {
		return s
	}
	return string(json.Number(standard.NewDecimal(n, max(at, 0)).String()))
}

// asShown is a number in a column of texts, as a spreadsheet program shows it.
func (r *reader) asShown(cell Cell) (string, bool) {
	if cell.Kind != Number {
		return "", false
	}
	switch cell.Shown {
	case ShownDate:
		v, f := r.day(cell)
		day, ok := v.(string)
		return day, ok && f == nil
	case ShownPercent:
		return shifted(cell.Text, 2) + "%", true
	}
	return "", false
}
