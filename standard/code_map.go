package standard

import (
	"maps"
	"slices"
	"strings"
)

// CodeMove is a change of a printed number; From is nil for a new clause, To is nil for a withdrawn
// one.
type CodeMove struct {
	UID  ClauseUID `json:"uid"`
	From *string   `json:"from"`
	To   *string   `json:"to"`
}

// String returns "5.1.1→5.1.2", with nothing in the place of a number that is not there.
func (m CodeMove) String() string {
	var from, to string
	if m.From != nil {
		from = *m.From
	}
	if m.To != nil {
		to = *m.To
	}
	return from + "→" + to
}

// checkCodeMap compares the map of numbers that the sheet states with the one that came about.
func checkCodeMap(base, result *Edition, stated []CodeMove) error {
	want, have := map[ClauseUID]string{}, map[ClauseUID]string{}
	for _, m := range stated {
		want[m.UID] = m.String()
	}
	for _, m := range codeMap(base, result) {
		have[m.UID] = m.String()
	}
	uids := slices.Collect(maps.Keys(want))
	for uid := range have {
		if _, ok := want[uid]; !ok {
			uids = append(uids, uid)
		}
	}
	slices.Sort(uids)
	for _, uid := range uids {
		if want[uid] != have[uid] {
			return &ApplyError{Path: "code_map", Code: "apply-code-map",
				Want: strings.TrimSpace(string(uid) + " " + want[uid]),
				Have: strings.TrimSpace(string(uid) + " " + have[uid])}
		}
	}
	return nil
}

// codeMap lists the clauses whose number differs, those of the result first.
func codeMap(base, result *Edition) []CodeMove {
	old := make(map[ClauseUID]string, len(base.Clauses))
	for _, c := range base.Clauses {
		old[c.UID] = c.Code
	}
	var moves []CodeMove
	for _, c := range result.Clauses {
		code, ok := old[c.UID]
		delete(old, c.UID)
		if !ok {
			moves = append(moves, CodeMove{UID: c.UID, To: &c.Code})
		} else if code != c.Code {
			moves = append(moves, CodeMove{UID: c.UID, From: &code, To: &c.Code})
		}
	}
	for _, c := range base.Clauses {
		if _, gone := old[c.UID]; gone {
			moves = append(moves, CodeMove{UID: c.UID, From: &c.Code})
		}
	}
	return moves
}
