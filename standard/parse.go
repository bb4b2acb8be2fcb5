package standard

import (
	"bytes"
	"io"
	"unicode/utf8"
)

// Parse reads an edition from JSON. It returns an *[InvalidError] with every problem, its place and
// its line. For YAML see standard/yaml.
func Parse(r io.Reader) (*Edition, error) { return parse(r, nil, editionFrom) }

// ParseStored reads an edition that this program or an older version of it has stored or sealed. It
// is [Parse] without the rules that came later: a clause whose verb is only a part of a word, a day
// of effect before the day of issue.
func ParseStored(r io.Reader) (*Edition, error) { return parse(r, everyClause, editionFrom) }

// ParseAmendment reads an amendment sheet from JSON, like [Parse].
func ParseAmendment(r io.Reader) (*Amendment, error) { return parse(r, nil, amendmentFrom) }

// ParseStoredAmendment reads a sheet that was stored or sealed, like [ParseStored].
func ParseStoredAmendment(r io.Reader) (*Amendment, error) {
	return parse(r, everyClause, amendmentFrom)
}

func parse[T any](r io.Reader, stored func(*Clause) bool,
	from func(any, func(*Clause) bool) (*T, error)) (*T, error) {
	text, err := readSource(r, MaxSource)
	if err != nil {
		return nil, err
	}
	tree, err := treeOf(text)
	if err != nil {
		return nil, err
	}
	v, err := from(tree, stored)
	return v, LocateJSON(text, err)
}

// FromTree makes an edition from a tree of map[string]any, []any, string, bool, [json.Number] and
// nil, as a codec has read it.
func FromTree(tree any) (*Edition, error) { return editionFrom(tree, nil) }

func editionFrom(tree any, stored func(*Clause) bool) (*Edition, error) {
	var problems Problems
	e := new(Edition)
	checkTree(tree, "", 0, &problems)
	decode(tree, e, &problems)
	if len(problems.list) == 0 {
		validateEdition(e, &problems, stored)
	}
	if err := problems.Err(); err != nil {
		nameClauses(tree, problems.list)
		return nil, err
	}
	return e, e.seal()
}

// AmendmentFromTree makes an amendment from a tree, like [FromTree].
func AmendmentFromTree(tree any) (*Amendment, error) { return amendmentFrom(tree, nil) }

func amendmentFrom(tree any, stored func(*Clause) bool) (*Amendment, error) {
	var problems Problems
	a := new(Amendment)
	checkTree(tree, "", 0, &problems)
	decode(tree, a, &problems)
	if err := problems.Err(); err != nil {
		return nil, err
	}
	validateAmendment(a, &problems, stored)
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return a, nil
}

// ReadSource reads a whole source text. It returns an *[InvalidError] for one that is larger than
// [MaxSource], of another kind ([ForeignFile]), or that is not UTF-8; a byte order mark is dropped.
func ReadSource(r io.Reader) ([]byte, error) { return readSource(r, MaxSource) }

func readSource(r io.Reader, limit int) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	if err != nil {
		return nil, err
	}
	var problems Problems
	if len(text) > limit {
		problems.Add("", "too-large", limit>>20)
	} else if code := ForeignFile(text); code != "" {
		problems.Add("", code)
	} else if !utf8.Valid(text) {
		problems.Add("", "utf8")
	}
	return bytes.TrimPrefix(text, []byte("\ufeff")), problems.Err()
}

// ReadTree reads any JSON text of at most limit bytes as the tree that [FromTree] takes, for codecs
// in their own packages. It is as strict as [Parse]: valid UTF-8, one value, no doubled names, at
// most [MaxDepth] levels. See [LocateJSON] for what is found in the tree later.
func ReadTree(r io.Reader, limit int) (any, error) {
	text, err := readSource(r, limit)
	if err != nil {
		return nil, err
	}
	return treeOf(text)
}
