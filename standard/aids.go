package standard

import (
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// Aid is what helps to find a clause and to say what was found: no part of the standard and of no
// edition's digest (design/trust.md 3).
type Aid struct {
	Clause   ClauseUID `json:"clause"`
	Phrases  []string  `json:"phrases,omitempty"`  // typical sentences for a lost point, ≤ MaxPhrases
	Synonyms []string  `json:"synonyms,omitempty"` // other words for the search, ≤ MaxSynonyms
	Hint     string    `json:"hint,omitempty"`     // where to look, ≤ MaxHint characters
}

// Bounds of an aid; lengths are in characters.
const (
	MaxPhrases  = 8
	MaxPhrase   = 120
	MaxSynonyms = 12
	MaxSynonym  = 20
	MaxHint     = 300
)

// AidFile is a file with the aids of clauses.
type AidFile struct {
	Clauses []Aid `json:"clauses"`
}

// ParseAids reads the aids of a JSON file. It returns an *[InvalidError] with the place of each
// problem.
func ParseAids(r io.Reader) (*AidFile, error) {
	return parse(r, nil, func(tree any, _ func(*Clause) bool) (*AidFile, error) {
		return AidsFromTree(tree)
	})
}

// AidsFromTree reads the aids of a decoded file; see [FromTree].
func AidsFromTree(tree any) (*AidFile, error) {
	var problems Problems
	f := new(AidFile)
	checkTree(tree, "", 0, &problems)
	decode(tree, f, &problems)
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return f, CheckAids(f.Clauses, nil)
}

// CheckAids returns an *[InvalidError] for aids that are too long or too many, that hold the same text
// twice or nothing that can be seen, or that name a clause twice or, where e is not nil, one that it
// does not have. Paths begin with "clauses".
func CheckAids(aids []Aid, e *Edition) error {
	var problems Problems
	seen := map[ClauseUID]bool{}
	for i := range aids {
		a, at := &aids[i], index("clauses", i)
		if seen[a.Clause] {
			problems.Add(join(at, "clause"), "aid.twice", string(a.Clause))
		}
		seen[a.Clause] = true
		if e != nil {
			if _, ok := e.Clause(a.Clause); !ok {
				problems.Add(join(at, "clause"), "aid.clause", string(a.Clause))
			}
		}
		checkWords(&problems, join(at, "phrases"), a.Phrases, MaxPhrases, MaxPhrase)
		checkWords(&problems, join(at, "synonyms"), a.Synonyms, MaxSynonyms, MaxSynonym)
		if utf8.RuneCountInString(a.Hint) > MaxHint {
			problems.Add(join(at, "hint"), "aid.long", MaxHint)
		}
	}
	return problems.Err()
}

// checkWords notes texts that are too many, too long, empty, of several lines, or there twice.
func checkWords(problems *Problems, path string, words []string, most, longest int) {
	if len(words) > most {
		problems.Add(path, "aid.many", most)
	}
	for i, w := range words {
		at := index(path, i)
		switch {
		case !HasVisible(w):
			problems.Add(at, "empty")
		case utf8.RuneCountInString(w) > longest:
			problems.Add(at, "aid.long", longest)
		case strings.ContainsAny(w, "\n\t"):
			problems.Add(at, "aid.line")
		case slices.Contains(words[:i], w):
			problems.Add(at, "aid.same", w)
		}
	}
}
