package api

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
	"hallmark/standard/yaml"
)

// sheetLimit is how large an amendment sheet may be, in bytes.
const sheetLimit = standard.MaxSource

func amendmentStateKey(state AmendmentState) message.Key {
	return message.Key("amendment.state-" + string(state))
}

// amendmentOf loads the amendment of a request's path.
func (s *Server) amendmentOf(ctx context.Context, id string) (*AmendmentDocument, error) {
	d, err := s.docs.amendments.Get(ctx, id)
	return &d, err
}

// proposeAmendment stores a sheet for approval, after it was applied for a trial. By is who hands
// it in, from where it comes from ("import", "draft/<id>"), editors who else has worked on it. The
// same sheet again is harmless; another one for the same edition takes the place of one that was
// rejected or withdrawn. It returns a *[standard.ApplyError] for a sheet that does not fit.
func (s *Server) proposeAmendment(ctx context.Context, by checklists.Username,
	a *standard.Amendment, from string, editors ...checklists.Username,
) (AmendmentDocument, error) {
	if err := s.notApplied(ctx, a); err != nil {
		return AmendmentDocument{}, err
	}
	if _, _, err := s.applied(ctx, a); err != nil {
		return AmendmentDocument{}, err
	}
	user, err := s.docs.users.Get(ctx, string(by))
	if err != nil {
		return AmendmentDocument{}, err
	}
	d, err := newAmendment(a, from, append(slices.Clone(editors), by))
	if err != nil {
		return d, err
	}
	have, err := s.docs.amendments.Get(ctx, string(d.ID))
	switch {
	case errors.Is(err, store.ErrNotFound):
	case err != nil:
		return d, err
	case have.Digest == d.Digest && have.State != AmendmentRejected && have.State != AmendmentWithdrawn:
		return have, nil
	default:
		d.replaces(&have)
	}
	revision := d.Revision
	if err := d.step(AmendmentProposed, &user, s.now(), ""); err != nil {
		return d, err
	}
	if err := s.noteAmendment(ctx, &d, by, have.Digest); err != nil {
		return d, err
	}
	if revision == 0 {
		return d, s.docs.amendments.Insert(ctx, d)
	}
	return d, s.docs.amendments.Replace(ctx, d, revision)
}

// noteAmendment appends the last step to the event log.
func (s *Server) noteAmendment(ctx context.Context, d *AmendmentDocument, by checklists.Username,
	before standard.Digest,
) error {
	return s.note(ctx, Event{Actor: by, Action: "amendment-" + string(d.State),
		Subject: "amendment/" + string(d.ID), Label: d.Title, Before: before, After: d.Digest,
		Revision: d.Revision})
}

// notApplied refuses a sheet whose edition is there already, and one to an edition that another
// sheet has amended.
func (s *Server) notApplied(ctx context.Context, a *standard.Amendment) error {
	_, err := s.docs.editions.Get(ctx, string(a.Sheet.ResultEdition))
	if err == nil {
		return &standard.ApplyError{Path: "amendment.id", Code: "apply-twice",
			Args: []any{a.Sheet.ID}}
	}
	if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	q := store.Query{Equal: map[string]string{"base": string(a.Sheet.BaseEdition)}, Brief: true}
	for other, err := range s.docs.amendments.Find(ctx, q) {
		if err != nil {
			return err
		}
		if other.State == AmendmentPublished && other.ID != a.Sheet.ResultEdition {
			return invalidField("amendment.base_edition", "amendment-base", a.Sheet.BaseEdition, other.ID)
		}
	}
	return nil
}

// applied returns the edition that a sheet amends and the one that results.
func (s *Server) applied(ctx context.Context, a *standard.Amendment) (
	before, after *standard.Edition, err error,
) {
	before, err = s.edition(ctx, a.Sheet.BaseEdition)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil, invalidField("amendment.base_edition", "edition", a.Sheet.BaseEdition)
	}
	if err != nil {
		return nil, nil, err
	}
	after, err = standard.Apply(before, a)
	return before, after, err
}

// readSheet reads a sheet in the form that the content type names.
func readSheet(c *gin.Context) (*standard.Amendment, error) {
	switch c.ContentType() {
	case "application/json":
		return standard.ParseAmendment(c.Request.Body)
	case "application/yaml", "application/x-yaml", "text/yaml":
		return yaml.ParseAmendment(c.Request.Body)
	}
	return nil, refuse(http.StatusUnsupportedMediaType, "media-type-sheet")
}

func (s *Server) postAmendment(c *gin.Context) error {
	a, err := readSheet(c)
	if err != nil {
		return err
	}
	d, err := s.proposeAmendment(c.Request.Context(), userOf(c).Username, a, fromImport)
	if err != nil {
		return err
	}
	c.Header("Location", "/api/v1/amendments/"+string(d.ID))
	return s.sendAmendment(c, http.StatusCreated, &d)
}

func (s *Server) getAmendments(c *gin.Context) error {
	q, err := pageOf(c)
	if err != nil {
		return err
	}
	q.Order, q.Descending, q.Brief = "updated", true, true
	items, next, err := collect(c.Request.Context(), s.docs.amendments, q, nil, viewAmendmentLine)
	if err != nil {
		return err
	}
	if wantsFile(c) {
		people, err := s.everybody(c.Request.Context())
		if err != nil {
			return err
		}
		return sendRows(c, next, amendmentTable(language(c), people, items))
	}
	c.JSON(http.StatusOK, listOf(items, next))
	return nil
}

func (s *Server) getAmendment(c *gin.Context) error {
	d, err := s.amendmentOf(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return s.sendAmendment(c, http.StatusOK, d)
}

func (s *Server) sendAmendment(c *gin.Context, status int, d *AmendmentDocument) error {
	v, err := viewAmendment(d)
	if err != nil {
		return err
	}
	c.JSON(status, v)
	return nil
}

func (s *Server) postApproveAmendment(c *gin.Context) error {
	return s.postAmendmentStep(c, s.decideAmendment(AmendmentApproved))
}

func (s *Server) postRejectAmendment(c *gin.Context) error {
	return s.postAmendmentStep(c, s.decideAmendment(AmendmentRejected))
}

func (s *Server) postWithdrawAmendment(c *gin.Context) error {
	return s.postAmendmentStep(c, s.decideAmendment(AmendmentWithdrawn))
}

func (s *Server) postPublishAmendment(c *gin.Context) error {
	return s.postAmendmentStep(c, s.publishAmendment)
}

type amendmentStepper = stepper[*AmendmentDocument]

func (s *Server) postAmendmentStep(c *gin.Context, step amendmentStepper) error {
	var in stepRequest
	if c.Request.ContentLength != 0 {
		if err := bind(c, &in); err != nil {
			return err
		}
	}
	d, err := step(c.Request.Context(), callerOf(c), c.Param("id"), in)
	if err != nil {
		return err
	}
	return s.sendAmendment(c, http.StatusOK, d)
}

// decideAmendment approves, rejects or takes back.
func (s *Server) decideAmendment(to AmendmentState) amendmentStepper {
	return func(ctx context.Context, caller Caller, id string, in stepRequest) (
		*AmendmentDocument, error,
	) {
		return s.updateAmendment(ctx, caller, id, in, func(d *AmendmentDocument) error {
			return d.step(to, caller.User, s.now(), in.Comment)
		})
	}
}

// updateAmendment loads the amendment of the path, changes it, notes the event, and saves. A change
// that leaves the revision alone saves nothing.
func (s *Server) updateAmendment(ctx context.Context, caller Caller, id string, in stepRequest,
	change func(*AmendmentDocument) error,
) (*AmendmentDocument, error) {
	d, err := store.Update(ctx, s.docs.amendments, id, func(d *AmendmentDocument) error {
		revision := d.Revision
		if in.Revision != 0 && in.Revision != revision && d.State != AmendmentPublished {
			return store.ErrConflict
		}
		if err := change(d); err != nil || d.Revision == revision {
			return err
		}
		return s.noteAmendment(ctx, d, caller.User.Username, d.Digest)
	})
	return &d, err
}

// publishAmendment signs the sheet in the approver's name and publishes the edition that results.
// No audit is looked at or altered. The document is stored before the edition, so when the second
// step breaks off, asking again finishes it; asking again later changes nothing.
func (s *Server) publishAmendment(ctx context.Context, caller Caller, id string, in stepRequest) (*AmendmentDocument, error) {
	user := caller.User
	var next *standard.Edition
	d, err := s.updateAmendment(ctx, caller, id, in, func(d *AmendmentDocument) error {
		a, err := d.parse()
		if err != nil {
			return err
		}
		before, after, err := s.applied(ctx, a)
		if err != nil {
			return err
		}
		if next = after; d.State == AmendmentPublished {
			return nil
		}
		if err := s.notApplied(ctx, a); err != nil {
			return err
		}
		if err := d.step(AmendmentPublished, user, s.now(), in.Comment); err != nil {
			return err
		}
		signed := d.Published()
		signed.Before, signed.After = before.Digest(), after.Digest()
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := s.PublishEdition(ctx, d.Published().By, next); err != nil {
		return nil, err
	}
	return d, s.settleConsultation(ctx, d.Published().By, d)
}

// gradesBetween returns the grades that published sheets give to the changes from one edition to
// another; none where sheets do not lead there.
func (s *Server) gradesBetween(ctx context.Context, from, to standard.EditionID) (
	checklists.Grades, error,
) {
	grades := checklists.Grades{}
	for to != from {
		d, err := s.docs.amendments.Get(ctx, string(to))
		if errors.Is(err, store.ErrNotFound) {
			return checklists.Grades{}, nil
		}
		if err != nil {
			return nil, err
		}
		a, err := d.parse()
		if err != nil {
			return nil, err
		}
		grades.Before(a.Grades())
		to = d.Base
	}
	return grades, nil
}
