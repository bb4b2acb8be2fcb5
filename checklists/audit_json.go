package checklists

import (
	"encoding/json"
	"strconv"

	"hallmark/standard"
)

// An audit is stored as a head, which is small and changes with every revision, and as what each
// revision added to it: a gain. So an answer writes an answer, not the audit.

// gain is what an audit gained between two revisions.
type gain struct {
	Revision    int          `json:"revision"` // the later one
	Changes     []Change     `json:"changes"`
	Transitions []Transition `json:"transitions"`
}

// plainAudit is an audit without its methods.
type plainAudit Audit

// AppendHead appends the JSON form of the audit without changes and transitions.
func (a *Audit) AppendHead(b []byte) ([]byte, error) {
	head, err := json.Marshal(struct {
		*plainAudit
		Log         *struct{} `json:"log,omitempty"` // instead of the audit's own
		Transitions *struct{} `json:"transitions,omitempty"`
	}{plainAudit: (*plainAudit)(a)})
	return append(b, head...), err
}

// AppendGain appends, as a JSON object, the changes and transitions after a revision.
func (a *Audit) AppendGain(b []byte, after int) ([]byte, error) {
	since := a.since(after)
	if b == nil {
		b = make([]byte, 0, 128+512*len(since))
	}
	b = strconv.AppendInt(append(b, `{"revision":`...), int64(a.Revision), 10)
	b = append(b, `,"changes":[`...)
	for i, c := range since {
		if i > 0 {
			b = append(b, ',')
		}
		b = c.AppendJSON(b)
	}
	b = append(b, `],"transitions":`...)
	later := 0
	for later < len(a.Transitions) && a.Transitions[later].Revision <= after {
		later++
	}
	steps, err := json.Marshal(append([]Transition{}, a.Transitions[later:]...))
	return append(append(b, steps...), '}'), err
}

// UnmarshalJSON reads an audit, whole or as a head with its gains, and computes what its changes
// come to.
func (a *Audit) UnmarshalJSON(b []byte) error {
	var in struct {
		*plainAudit
		Gains []gain `json:"gains"`
	}
	in.plainAudit = (*plainAudit)(a)
	if err := json.Unmarshal(b, &in); err != nil {
		return err
	}
	if a.Log == nil {
		a.Log = map[standard.ClauseUID][]Change{}
	}
	if a.Transitions == nil {
		a.Transitions = []Transition{}
	}
	for _, g := range in.Gains {
		a.Transitions = append(a.Transitions, g.Transitions...)
		for i := range g.Changes {
			uid := g.Changes[i].Clause
			a.Log[uid] = append(a.Log[uid], g.Changes[i])
		}
	}
	a.states = make(map[standard.ClauseUID]*ClauseState, len(a.Log))
	for uid, log := range a.Log {
		a.states[uid] = &historyOf(log).state
	}
	return nil
}
