package api

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

// MaxChanges is how many changes one request may carry (design/sync.md).
const MaxChanges = 1000

type changesRequest struct {
	Revision int               `json:"revision" validate:"min=0"` // the last one that the device has seen
	Changes  []json.RawMessage `json:"changes" validate:"required,max=1000"`
}

// sentChange is a change as a device sends it, without what only the server may say.
type sentChange struct {
	ID     checklists.ChangeID   `json:"id"`
	Clause standard.ClauseUID    `json:"clause"`
	At     checklists.Stamp      `json:"at"`
	Saw    []checklists.ChangeID `json:"saw"`
	Device string                `json:"device"`
	Op     checklists.Op         `json:"op"`
	Value  json.RawMessage       `json:"value"`
}

type changesReply struct {
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

// postChanges merges what a device recorded. One bad change never blocks the others.
func (s *Server) postChanges(c *gin.Context) error {
	var in changesRequest
	if err := bind(c, &in); err != nil {
		return err
	}
	changes, broken := readChanges(in.Changes)
	results, a, err := s.record(c, changes)
	if err != nil {
		return err
	}
	reply := changesReply{Revision: a.Revision, Results: make([]changeResult, 0, len(in.Changes)),
		Since: nonNil(a.Since(in.Revision))}
	l := language(c)
	for i := range in.Changes {
		r, bad := broken[i]
		if !bad {
			r, results = results[0], results[1:]
		}
		s.metrics.changes.WithLabelValues(string(r.Status)).Inc()
		reply.Results = append(reply.Results, viewResult(r, l))
	}
	c.JSON(http.StatusOK, reply)
	return nil
}

func viewResult(r checklists.ChangeResult, l message.Language) changeResult {
	v := changeResult{ID: r.ID, Status: r.Status, Code: r.Code}
	if r.Code != "" {
		v.Detail = r.Text(l)
	}
	return v
}

// readChanges decodes each change by itself; broken holds the results of those that cannot be read.
func readChanges(raw []json.RawMessage) ([]checklists.Change, map[int]checklists.ChangeResult) {
	changes := make([]checklists.Change, 0, len(raw))
	broken := map[int]checklists.ChangeResult{}
	for i, b := range raw {
		var in sentChange
		if err := decodeJSON(b, &in); err != nil {
			place := fmt.Sprintf("changes[%d]", i)
			for _, f := range refusalOf(err).Fields {
				place += "." + f.Name
			}
			broken[i] = checklists.ChangeResult{ID: in.ID, Status: checklists.Rejected,
				Code: "malformed", Args: []any{place}}
			continue
		}
		changes = append(changes, checklists.Change{ID: in.ID, Clause: in.Clause, At: in.At,
			Saw: nonNil(in.Saw), Device: in.Device, Op: in.Op, Value: in.Value})
	}
	return changes, broken
}

// record applies changes to the audit of the request in the name of the person who is signed in.
func (s *Server) record(c *gin.Context, changes []checklists.Change) (
	[]checklists.ChangeResult, *checklists.Audit, error) {
	ctx := c.Request.Context()
	var results []checklists.ChangeResult
	a, err := s.updateAudit(c, "answers-recorded", func(a *checklists.Audit) error {
		e, err := s.edition(ctx, a.Edition)
		if err != nil {
			return err
		}
		if err := s.linkEvidence(c, a, changes); err != nil {
			return err
		}
		results = a.Apply(e, changes, userOf(c).Username, s.now())
		return nil
	})
	return results, a, err
}
