package standard

import (
	"fmt"
	"strings"
	"time"
)

// The largest numbers that an edition may state. They keep every sum of a score far inside the
// exact range of whole-number arithmetic.
const (
	maxPoints = 1000
	maxSample = 1_000_000_000
	maxDays   = 3650
)

// validator checks what a document means, once its form is right, and notes every problem.
type validator struct {
	*Problems
	places map[string]string // "uid HS001" to the place where it stood first

	// What older versions of this program accepted stays readable: stored says of a clause whether
	// its wording was accepted before; nil stands for a document that enters now.
	stored func(*Clause) bool
}

func newValidator(problems *Problems) *validator {
	return &validator{Problems: problems, places: map[string]string{}}
}

// everyClause is the stored of a document that an older version may have stored.
func everyClause(*Clause) bool { return true }

// early reports whether a day is earlier than one that has to come first, in a document that enters
// now. A day that cannot be read has been noted already.
func (v *validator) early(day, first string) bool {
	return v.stored == nil && isDay(day) && isDay(first) && day < first
}

func isDay(day string) bool {
	_, err := time.Parse(time.DateOnly, day)
	return err == nil
}

// filled notes a text that says nothing.
func (v *validator) filled(path, text string) {
	if strings.TrimSpace(text) == "" {
		v.Add(path, "empty")
	}
}

// once notes a name that stood before among names of its kind.
func (v *validator) once(kind, name, path string) {
	if name == "" {
		return // noted as empty
	}
	if first, twice := v.places[kind+" "+name]; twice {
		v.Add(path, "duplicate", name, first)
		return
	}
	v.places[kind+" "+name] = path
}

// name notes a name that could not be a key of a stored document or a part of an address: it has
// 1 to 64 ASCII letters, digits, "_", "+" and "-", for keys of stored documents hold no dots.
func (v *validator) name(path, name string) {
	rest := strings.TrimFunc(name, func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' ||
			r == '_' || r == '+' || r == '-'
	})
	if name == "" || len(name) > 64 || rest != "" {
		v.Add(path, "name-form", name)
	}
}

func (v *validator) number(path, number string) bool {
	if !validNumber(number) {
		v.Add(path, "number-form", number)
		return false
	}
	return true
}

// after notes a number that should stand before the one that it follows.
func (v *validator) after(path, number, earlier string) {
	if validNumber(earlier) && compareNumbers(number, earlier) < 0 {
		v.Add(path, "order", number, earlier)
	}
}

func (v *validator) date(path, day string) {
	if !isDay(day) {
		v.Add(path, "date", day)
	}
}

func (v *validator) between(path string, d Decimal, low, high int64) {
	if d.Compare(NewDecimal(low, 0)) < 0 || d.Compare(NewDecimal(high, 0)) > 0 {
		v.Add(path, "range", fmt.Sprint(low), fmt.Sprint(high), d.String())
	}
}

func (v *validator) positive(path string, d Decimal) {
	if d.Sign() <= 0 {
		v.Add(path, "positive", d.String())
	}
}

// cents notes a number with more than two decimals: points are counted in hundredths
// (formula hallmark/1, section 2).
func (v *validator) cents(path string, d Decimal) {
	if d.Decimals() > 2 {
		v.Add(path, "decimals", d.String())
	}
}

// oneOf notes a value outside of a closed set.
func oneOf[T ~string](v *validator, path string, have T, set ...T) {
	names := make([]string, len(set))
	for i, s := range set {
		if s == have {
			return
		}
		names[i] = string(s)
	}
	v.Add(path, "choice", string(have), strings.Join(names, " "))
}

// perTier calls check for each number, and notes tiers that the clause is not addressed to.
func (v *validator) perTier(path string, p PerTier, applies func(Tier) bool,
	check func(path string, d Decimal)) {
	for _, t := range Tiers() {
		d, ok := p.Get(t)
		switch place := join(path, t.String()); {
		case !ok:
		case !applies(t):
			v.Add(place, "tier-extra", t.String())
		default:
			check(place, d)
		}
	}
}

// everyTier notes the tiers of the list that have no number.
func (v *validator) everyTier(path string, p PerTier, tiers []Tier) {
	for _, t := range tiers {
		if _, ok := p.Get(t); !ok && t != NoTier {
			v.Add(join(path, t.String()), "missing")
		}
	}
}

func index(path string, i int) string { return fmt.Sprintf("%s[%d]", path, i) }
