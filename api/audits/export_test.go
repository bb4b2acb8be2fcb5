package audits

import (
	"hallmark/api/wire"
	"hallmark/checklists"
)

// PlainChangesForTest reads a request in one pass.
func PlainChangesForTest(body []byte) (int, []checklists.Change, bool) { return plainChanges(body) }

// StrictChangesForTest reads a request with the strict decoder; refused counts the changes that it
// refuses.
func StrictChangesForTest(body []byte) (_ int, _ []checklists.Change, refused int, _ error) {
	var in changesRequest
	if _, err := wire.DecodeJSON(body, &in); err != nil {
		return 0, nil, 0, err
	}
	changes, refusals := readChanges(in.Changes)
	return in.Revision, changes, len(refusals), nil
}
