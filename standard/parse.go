package standard

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// Parse reads an edition from JSON. It returns an *[InvalidError] with every problem and its place.
// For YAML see standard/yaml.
func Parse(r io.Reader) (*Edition, error) {
	tree, err := readJSON(r)
	if err != nil {
		return nil, err
	}
	return FromTree(tree)
}

// ParseAmendment reads an amendment sheet from JSON, like [Parse].
func ParseAmendment(r io.Reader) (*Amendment, error) {
	tree, err := readJSON(r)
	if err != nil {
		return nil, err
	}
	return AmendmentFromTree(tree)
}

// FromTree makes an edition from a tree of map[string]any, []any, string, bool, [json.Number] and
// nil, as a codec has read it.
func FromTree(tree any) (*Edition, error) {
	var problems Problems
	e := new(Edition)
	checkTree(tree, "", 0, &problems)
	decode(tree, e, &problems)
	if err := problems.Err(); err != nil {
		return nil, err
	}
	validateEdition(e, &problems)
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return e, e.seal()
}

// AmendmentFromTree makes an amendment from a tree, like [FromTree].
func AmendmentFromTree(tree any) (*Amendment, error) {
	var problems Problems
	a := new(Amendment)
	checkTree(tree, "", 0, &problems)
	decode(tree, a, &problems)
	if err := problems.Err(); err != nil {
		return nil, err
	}
	validateAmendment(a, &problems)
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return a, nil
}

// ReadSource reads a whole source text. It returns an *[InvalidError] for one that is larger than
// [MaxSource] or that is not UTF-8; a byte order mark is dropped.
func ReadSource(r io.Reader) ([]byte, error) { return readSource(r, MaxSource) }

func readSource(r io.Reader, limit int) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	if err != nil {
		return nil, err
	}
	var problems Problems
	if len(text) > limit {
		problems.Add("", "too-large", limit>>20)
	} else if !utf8.Valid(text) {
		problems.Add("", "utf8")
	}
	return bytes.TrimPrefix(text, []byte("\ufeff")), problems.Err()
}

func readJSON(r io.Reader) (any, error) { return ReadTree(r, MaxSource) }

// ReadTree reads any JSON text of at most limit bytes as the tree that [FromTree] takes, for codecs
// in their own packages. It is as strict as [Parse]: valid UTF-8, one value, no doubled names, at
// most [MaxDepth] levels.
func ReadTree(r io.Reader, limit int) (any, error) {
	text, err := readSource(r, limit)
	if err != nil {
		return nil, err
	}
	return treeOf(bytes.NewReader(text))
}

// treeOf reads one JSON value and refuses a second one and doubled member names.
func treeOf(r io.Reader) (any, error) {
	d := json.NewDecoder(r)
	d.UseNumber()
	var problems Problems
	tree, err := readTree(d, "", 0, &problems)
	if errors.Is(err, errDepth) {
		return nil, problems.Err()
	}
	if err == nil {
		if _, more := d.Token(); !errors.Is(more, io.EOF) {
			err = errors.New("more than one value")
		}
	}
	if err != nil {
		problems = Problems{}
		problems.Add("", "syntax", err.Error())
	}
	return tree, problems.Err()
}

// errDepth ends the reading of a text that is nested too deeply; the place is noted.
var errDepth = errors.New("nested too deeply")

func readTree(d *json.Decoder, path string, depth int, problems *Problems) (any, error) {
	if depth > MaxDepth {
		problems.Add(path, "depth", MaxDepth)
		return nil, errDepth
	}
	token, err := d.Token()
	if err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return nil, err
	}
	switch token {
	case json.Delim('['):
		list := []any{}
		for d.More() {
			item, err := readTree(d, fmt.Sprintf("%s[%d]", path, len(list)), depth+1, problems)
			if err != nil {
				return nil, err
			}
			list = append(list, item)
		}
		_, err := d.Token()
		return list, err
	case json.Delim('{'):
		m := map[string]any{}
		for d.More() {
			name, err := d.Token()
			if err != nil {
				return nil, err
			}
			key := name.(string)
			if _, twice := m[key]; twice {
				problems.Add(join(path, key), "twice", key)
			}
			if m[key], err = readTree(d, join(path, key), depth+1, problems); err != nil {
				return nil, err
			}
		}
		_, err := d.Token()
		return m, err
	}
	return token, nil
}
