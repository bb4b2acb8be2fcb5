package standard

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// Limits of a source text. The reference edition is 5 levels deep and holds 136 clauses.
const (
	MaxSource = 8 << 20 // bytes
	MaxDepth  = 32      // lists and objects inside each other
	MaxItems  = 5000    // of one list or object
)

// checkTree notes texts that people could not read as they stand, and trees that are too large to
// be an edition.
func checkTree(tree any, path string, depth int, problems *Problems) {
	if depth > MaxDepth {
		problems.Add(path, "depth", MaxDepth)
		return
	}
	switch t := tree.(type) {
	case string:
		checkString(t, path, problems)
	case []any:
		if len(t) > MaxItems {
			problems.Add(path, "too-many", MaxItems, len(t))
			return
		}
		for i, item := range t {
			checkTree(item, fmt.Sprintf("%s[%d]", path, i), depth+1, problems)
		}
	case map[string]any:
		if len(t) > MaxItems {
			problems.Add(path, "too-many", MaxItems, len(t))
			return
		}
		for _, name := range slices.Sorted(maps.Keys(t)) {
			checkString(name, path, problems)
			checkTree(t[name], join(path, name), depth+1, problems)
		}
	}
}

// checkString refuses what [Enter] would refuse or change. A document has a digest, so nothing is
// taken out of it: the character and its place are named.
func checkString(s, path string, problems *Problems) {
	entered, removed, wrong := Enter(s)
	switch {
	case wrong == nil && removed > 0:
		wrong = firstOf(s, isDirection)
	case wrong == nil && entered != s:
		wrong = firstOf(s, func(r rune) bool { return r == '\r' })
	}
	if wrong != nil {
		problems.Add(path, "control", wrong.Name(), wrong.Place)
	}
}

// checkNumbers notes numbers that a [Decimal] does not hold, in a part that has no type of its own.
func checkNumbers(tree any, path string, problems *Problems) {
	switch t := tree.(type) {
	case json.Number:
		if _, err := ParseDecimal(t.String()); err != nil {
			problems.Add(path, "number-range", t.String())
		}
	case []any:
		for i, item := range t {
			checkNumbers(item, fmt.Sprintf("%s[%d]", path, i), problems)
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(t)) {
			checkNumbers(t[name], join(path, name), problems)
		}
	}
}

// sameTree reports whether two trees mean the same: an absent member is null, 1.0 is 1.
func sameTree(a, b any) bool {
	switch x := a.(type) {
	case map[string]any:
		y, ok := b.(map[string]any)
		for name := range y {
			ok = ok && (x[name] != nil || y[name] == nil)
		}
		for name := range x {
			ok = ok && sameTree(x[name], y[name])
		}
		return ok
	case []any:
		y, ok := b.([]any)
		return ok && slices.EqualFunc(x, y, sameTree)
	case json.Number:
		y, ok := b.(json.Number)
		p, err := ParseDecimal(x.String())
		q, err2 := ParseDecimal(y.String())
		return ok && err == nil && err2 == nil && p == q
	}
	switch b.(type) {
	case map[string]any, []any:
		return false // not comparable with ==
	}
	return a == b
}
