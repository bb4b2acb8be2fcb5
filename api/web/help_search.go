package web

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"hallmark/standard/message"
)

// What a search reads and shows at most.
const (
	queryRunes = 100
	queryTerms = 8
	helpHits   = 30
)

// HelpHit is a section of the help in which every word of the query stands.
type HelpHit struct {
	URL, Page, Title string
	Excerpt          []HelpPiece

	named bool // it stands in the heading
}

// HelpPiece is a piece of an excerpt.
type HelpPiece struct {
	Text string
	Hit  bool // it is a word of the query
}

// searchHelp returns the sections in which every word of a query stands, those first that have one
// in their heading. Chinese is found anywhere, a word of Latin letters where one begins.
func searchHelp(l message.Language, texts []HelpText, query string) []HelpHit {
	terms := termsOf(query)
	if len(terms) == 0 {
		return nil
	}
	var hits []HelpHit
	for i := range texts {
		t := &texts[i]
		for _, s := range t.Sections {
			all := t.Title + "\n" + s.Title + "\n" + s.words
			if slices.ContainsFunc(terms, func(r *regexp.Regexp) bool { return !r.MatchString(all) }) {
				continue
			}
			named := slices.ContainsFunc(terms, func(r *regexp.Regexp) bool { return r.MatchString(s.Title) })
			hits = append(hits, HelpHit{URL: t.URL() + "#" + s.ID, Page: t.Title, Title: s.Title,
				Excerpt: excerpt(l, s.words, terms), named: named})
		}
	}
	slices.SortStableFunc(hits, func(a, b HelpHit) int {
		switch {
		case a.named == b.named:
			return 0
		case a.named:
			return -1
		}
		return 1
	})
	return hits[:min(len(hits), helpHits)]
}

// termsOf are the words of a query, each as the expression that finds it.
func termsOf(query string) []*regexp.Regexp {
	if utf8.RuneCountInString(query) > queryRunes {
		query = string([]rune(query)[:queryRunes])
	}
	words := strings.Fields(strings.ToValidUTF8(query, " "))
	terms := make([]*regexp.Regexp, 0, queryTerms)
	for _, word := range words[:min(len(words), queryTerms)] {
		begins := ""
		if c := word[0] | 0x20; c >= 'a' && c <= 'z' || word[0] >= '0' && word[0] <= '9' {
			begins = `\b`
		}
		terms = append(terms, regexp.MustCompile(`(?i)`+begins+regexp.QuoteMeta(word)))
	}
	return terms
}

// excerpt is what stands around the first of the terms, or how the text begins.
func excerpt(l message.Language, text string, terms []*regexp.Regexp) []HelpPiece {
	before, after := 30, 90 // runes
	if l == message.English {
		before, after = 2*before, 2*after
	}
	found := hitsIn(text, terms)
	first := 0
	if len(found) > 0 {
		first = found[0][0]
	}
	from, to := back(text, first, before), ahead(text, first, after)
	var pieces []HelpPiece
	add := func(piece string, hit bool) {
		if piece != "" {
			pieces = append(pieces, HelpPiece{Text: piece, Hit: hit})
		}
	}
	if from > 0 {
		add("…", false)
	}
	at := from
	for _, hit := range found {
		if hit[0] < at || hit[1] > to {
			continue
		}
		add(text[at:hit[0]], false)
		add(text[hit[0]:hit[1]], true)
		at = hit[1]
	}
	add(text[at:to], false)
	if to < len(text) {
		add("…", false)
	}
	return pieces
}

// hitsIn says where terms stand in a text, in its order.
func hitsIn(text string, terms []*regexp.Regexp) (found [][]int) {
	for _, term := range terms {
		found = append(found, term.FindAllStringIndex(text, -1)...)
	}
	slices.SortFunc(found, func(a, b []int) int { return a[0] - b[0] })
	return found
}

// back is the place so many runes before another; it does not cut a word of Latin letters.
func back(text string, at, runes int) int {
	for ; runes > 0 && at > 0; runes-- {
		_, size := utf8.DecodeLastRuneInString(text[:at])
		at -= size
	}
	for at > 0 && at < len(text) && text[at-1] > ' ' && text[at-1] < utf8.RuneSelf {
		at--
	}
	return at
}

// ahead is the place so many runes after another; it does not cut a word of Latin letters.
func ahead(text string, at, runes int) int {
	for ; runes > 0 && at < len(text); runes-- {
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	for at < len(text) && text[at] > ' ' && text[at] < utf8.RuneSelf {
		at++
	}
	return at
}
