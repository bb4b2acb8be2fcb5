package checklists

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"hallmark/standard"
)

// Every record of an audit continues a chain of digests: SHA-256 of the digest before it, a line
// feed, and the record's RFC 8785 form. The chain begins with the seal of what never changes. So
// any change to an audit leaves a trace, and the digest printed on a report vouches for the whole
// record behind it.

// AlteredError says which record of an audit does not continue the chain.
type AlteredError struct {
	Audit  AuditID
	Record string // "head", "change 0190…", "transition 2", "state", "result",
	// "returned" or "end"
}

// Error names the altered record, in English.
func (e *AlteredError) Error() string {
	return fmt.Sprintf("audit %s: %s is not as it was recorded", e.Audit, e.Record)
}

// CheckDigest computes the chain again from the log. It returns an *[AlteredError] that names the
// first record that differs; where records were taken out, that is the one after them.
func (a *Audit) CheckDigest() error {
	digest, err := a.seal()
	if err != nil {
		return err
	}
	altered := func(record string) error { return &AlteredError{a.ID, record} }
	changes, state, revision := a.Since(math.MinInt), unstarted, 0
	var result *Result
	var returned []ClauseReturn
	for i, t := range a.Transitions {
		for ; len(changes) > 0 && changes[0].Revision < t.Revision; changes = changes[1:] {
			if digest, err = changes[0].link(digest); err != nil || digest != changes[0].Digest {
				return altered("change " + string(changes[0].ID))
			}
		}
		if digest, err = t.link(digest); err != nil || digest != t.Digest {
			if i == 0 {
				return altered("head")
			}
			return altered(fmt.Sprint("transition ", i+1))
		}
		if state, revision = t.To, t.Revision; t.Result != nil {
			result = t.Result
		}
		returned = returnedAfter(returned, &t)
	}
	for _, c := range changes {
		if digest, err = c.link(digest); err != nil || digest != c.Digest {
			return altered("change " + string(c.ID))
		}
		revision = c.Revision
	}
	switch {
	case digest != a.Digest || revision != a.Revision:
		return altered("end")
	case state != a.State:
		return altered("state")
	case !sameResult(result, a.Result):
		return altered("result")
	case !slices.Equal(returned, a.Returned):
		return altered("returned")
	}
	return nil
}

func sameResult(a, b *Result) bool { return a == b || a != nil && b != nil && *a == *b }

// seal returns the digest of what an audit is from its start.
func (a *Audit) seal() (standard.Digest, error) {
	return ChainDigest("", struct {
		ID            AuditID              `json:"id"`
		Number        string               `json:"number"`
		Hall          HallID               `json:"hall"`
		HallName      string               `json:"hallName"`
		Tier          standard.Tier        `json:"tier"`
		Kind          Kind                 `json:"kind"`
		Campaign      string               `json:"campaign"`
		Edition       standard.EditionID   `json:"edition"`
		EditionDigest standard.Digest      `json:"editionDigest"`
		Kept          []standard.ClauseUID `json:"kept,omitempty"` // a chain of old begins without
		Only          []standard.ClauseUID `json:"only,omitempty"` // a whole one, too
		Origin        AuditID              `json:"origin,omitempty"`
		Inspectors    []Username           `json:"inspectors"`
		StartedAt     Time                 `json:"startedAt"`
	}{a.ID, a.Number, a.Hall, a.HallName, a.Tier, a.Kind, a.Campaign, a.Edition, a.EditionDigest,
		a.Kept, a.Only, a.Origin, a.Inspectors, a.StartedAt})
}

func (c Change) link(before standard.Digest) (standard.Digest, error) {
	c.Digest = ""
	start := len(before) + 1
	b := c.AppendJSON(append(append(make([]byte, 0, 640), before...), '\n'))
	a, plain := plainAnswer(c.Value)
	if !plain || bytes.IndexByte(b[start:], '\\') >= 0 {
		return linkJSON(before, b[start:])
	}
	if a.Kind == RatioOf { // else that is its RFC 8785 form already
		b = append(b[:len(b)-len(c.Value)-len("}")], `{"denominator":`...)
		b = append(strconv.AppendInt(b, a.Denominator, 10), `,"numerator":`...)
		b = append(strconv.AppendInt(b, a.Numerator, 10), "}}"...)
	}
	return standard.DigestBytes(b), nil
}

func (t Transition) link(before standard.Digest) (standard.Digest, error) {
	t.Digest = ""
	return ChainDigest(before, t)
}

// ChainDigest returns the digest that continues a chain: SHA-256 of the digest before, a line feed,
// and the record's RFC 8785 form. A chain begins with "".
func ChainDigest(before standard.Digest, record any) (standard.Digest, error) {
	plain, err := json.Marshal(record)
	if err != nil {
		return "", err
	}
	return linkJSON(before, plain)
}

func linkJSON(before standard.Digest, record []byte) (standard.Digest, error) {
	b := make([]byte, 0, len(before)+1+len(record))
	b, err := standard.AppendCanonical(append(append(b, before...), '\n'), record)
	if err != nil {
		return "", err
	}
	return standard.DigestBytes(b), nil
}

// byRevision orders changes as they were recorded.
func byRevision(a, b *Change) int {
	return cmp.Or(cmp.Compare(a.Revision, b.Revision), strings.Compare(string(a.ID), string(b.ID)))
}
