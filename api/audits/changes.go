package audits

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"hallmark/api/access"
	"hallmark/api/journal"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

// MaxChanges is how many changes one request may carry.
const MaxChanges = 1000

type changesRequest struct {
	Revision int               `json:"revision" validate:"min=0"` // the last one that the device has seen
	Changes  []json.RawMessage `json:"changes" validate:"required,max=1000" text:"as-is"`
}

// sentChange is a change as a device sends it, without what only the server may say.
type sentChange struct {
	ID     checklists.ChangeID   `json:"id"`
	Clause standard.ClauseUID    `json:"clause"`
	At     checklists.Stamp      `json:"at"`
	Saw    []checklists.ChangeID `json:"saw"`
	Device string                `json:"device"`
	Op     checklists.Op         `json:"op"`
	Value  json.RawMessage       `json:"value" text:"as-is"` // the audit applies the rule of texts
}

// ChangesReply is the answer to a request of changes: what became of each, in the order of the
// request, and the changes since the revision that the device had seen.
type ChangesReply struct {
	Revision int                 `json:"revision"`
	Results  []changeResult      `json:"results"`
	Since    []checklists.Change `json:"since"`
}

type changeResult struct {
	ID     checklists.ChangeID     `json:"id"`
	Status checklists.ChangeStatus `json:"status"`
	Code   string                  `json:"code"`
	Detail string                  `json:"detail"`
}

func viewResult(r checklists.ChangeResult, l message.Language) changeResult {
	v := changeResult{ID: r.ID, Status: r.Status, Code: r.Code}
	if r.Code != "" {
		v.Detail = r.Text(l)
	}
	return v
}

// StrictChanges reads a request of changes. Those that it cannot read are refused by themselves; an error
// says why it cannot read the request.
func StrictChanges(body []byte) (revision int, _ []checklists.Change, _ refusals, _ error) {
	var in changesRequest
	if _, err := wire.DecodeJSON(body, &in); err != nil {
		return 0, nil, refusals{}, err
	}
	changes, refused := readChanges(in.Changes)
	return in.Revision, changes, refused, nil
}

// refusals are the results of changes that are not to be applied, by their place in the request.
type refusals map[int]checklists.ChangeResult

// readChanges decodes each change by itself, and refuses the changes that cannot be read.
func readChanges(raw []json.RawMessage) ([]checklists.Change, refusals) {
	changes, refused := make([]checklists.Change, len(raw)), refusals{}
	for i, b := range raw {
		var in sentChange
		if _, err := wire.DecodeJSON(b, &in); err != nil {
			place := fmt.Sprintf("changes[%d]", i)
			for _, f := range wire.RefusalOf(err).Fields {
				place += "." + f.Name
			}
			refused[i] = checklists.ChangeResult{ID: in.ID, Status: checklists.Rejected,
				Code: "malformed", Args: []any{place}}
			continue
		}
		changes[i] = checklists.Change{ID: in.ID, Clause: in.Clause, At: in.At,
			Saw: wire.NonNil(in.Saw), Device: in.Device, Op: in.Op, Value: in.Value}
	}
	return changes, refused
}

// refuseDevices adds the changes that claim to be from the pages of the server.
func refuseDevices(changes []checklists.Change, refused refusals) refusals {
	for i := range changes {
		if c := &changes[i]; c.Device == pageDevice || c.At.Device() == pageDevice {
			refused[i] = checklists.ChangeResult{ID: c.ID, Status: checklists.Rejected,
				Code: "device-reserved"}
		}
	}
	return refused
}

// record applies the changes that are not refused already to the audit of the request, in the name
// of the person who is signed in. It returns one result for each change.
func (s *Service) record(ctx context.Context, caller access.Caller, id string,
	changes []checklists.Change, refused refusals) (
	[]checklists.ChangeResult, *checklists.Audit, error) {
	var results []checklists.ChangeResult
	action := "" // the chain of the audit says who answered what, and when
	if journal.HandedIn(ctx) != nil {
		action = "answers-recorded" // and the log, from which file they were taken over
	}
	of := checklists.AuditID(id)
	a, err := s.UpdateAuditOf(ctx, caller, of, action, func(a *checklists.Audit) error {
		if err := access.TakesOver(ctx, caller.User, a.Hall); err != nil {
			return err
		}
		e, err := s.Editions.Edition(ctx, a.Edition)
		if err != nil {
			return err
		}
		by := caller.User.Username
		if err := s.Evidence.LinkEvidence(ctx, by, a, refused.without(changes)); err != nil {
			return err
		}
		results = refused.merge(len(changes), a.ApplyHanded(e, refused.without(changes), by,
			s.Now(), journal.HandedIn(ctx)))
		return nil
	})
	if err == nil && slices.ContainsFunc(results, isLate) {
		err = s.offer(ctx, a, refused.without(changes), caller.User.Username)
	}
	return results, a, err
}

func isLate(r checklists.ChangeResult) bool { return r.Code == "audit-closed" }

// offer keeps what came after the submission for the reviewer; none of it counts.
func (s *Service) offer(ctx context.Context, a *checklists.Audit, changes []checklists.Change,
	by checklists.Username) error {
	e, err := s.Editions.Edition(ctx, a.Edition)
	if err != nil {
		return err
	}
	return s.Journal.Offer(ctx, a, by, checklists.Offers(a, e, changes, by, s.Now()))
}

// without returns the changes that are not refused.
func (r refusals) without(changes []checklists.Change) []checklists.Change {
	rest := make([]checklists.Change, 0, len(changes))
	for i := range changes {
		if _, refused := r[i]; !refused {
			rest = append(rest, changes[i])
		}
	}
	return rest
}

// merge puts the results of the other changes between the refusals, n in all.
func (r refusals) merge(n int, others []checklists.ChangeResult) []checklists.ChangeResult {
	results := make([]checklists.ChangeResult, n)
	for i := range results {
		if refused, ok := r[i]; ok {
			results[i] = refused
		} else {
			results[i], others = others[0], others[1:]
		}
	}
	return results
}
