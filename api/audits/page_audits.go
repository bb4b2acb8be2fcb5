package audits

import (
	"context"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/pages"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// AuditRow shows an audit as a row of a page.
func AuditRow(a *checklists.Audit) web.AuditRow {
	row := web.AuditRow{ID: a.ID, Number: a.Number, HallName: a.HallName, Tier: a.Tier, Kind: a.Kind,
		State: a.State, Edition: a.Edition, StartedAt: a.StartedAt, Asked: a.Asked,
		Answered: a.Answered, Partial: a.Partial()}
	if a.Result != nil {
		row.Total, row.Grade = a.Result.Total, a.Result.Grade
	}
	return row
}

// AuditRows reads one page of audits under a filter, and the cursor of the next page.
func (s *Service) AuditRows(c *gin.Context, f AuditFilter) ([]web.AuditRow, string, error) {
	reach := access.ScopeOf(access.ReadAudits, access.UserOf(c))
	audits, next, err := s.auditsInScope(c, reach, f)
	rows := make([]web.AuditRow, len(audits))
	for i, a := range audits {
		rows[i] = AuditRow(a)
		rows[i].Closed = !reach.OpensAudit(access.UserOf(c), a)
	}
	return rows, next, err
}

// PageAudits answers GET /audits.
func (s Handlers) PageAudits(c *gin.Context) error {
	f, err := filterOf(c)
	if err != nil {
		return err
	}
	page := &web.Audits{Frame: s.Pages.Frame(c),
		MayStart: access.ScopeOf(access.StartAudit, access.UserOf(c)) > access.OwnVisit}
	var ok bool
	if page.Pick, ok, err = s.Register.ShownHall(c, &page.Frame); err != nil {
		return err
	}
	f.Hall = page.Pick.Chosen
	page.Filter = web.AuditFilter{State: f.state, Hall: f.Hall}
	if ok {
		page.Rows, page.Next, err = s.AuditRows(c, f)
	}
	if err != nil {
		return err
	}
	return s.Pages.Render(c, http.StatusOK, page)
}

// PageNewAudit answers GET /audits/new.
func (s Handlers) PageNewAudit(c *gin.Context) error {
	if err := access.VisitsAlone(access.UserOf(c), nil); err != nil {
		return err
	}
	return s.renderNewAudit(c, http.StatusOK, web.NewAuditForm{
		Hall: checklists.HallID(c.Query("hall")), Kind: checklists.Kind(c.Query("kind"))}, nil)
}

// FormNewAudit answers POST /audits.
func (s Handlers) FormNewAudit(c *gin.Context) error {
	var form web.NewAuditForm
	err := pages.BindForm(c, &form)
	if err == nil {
		form.Hall, err = s.startingHall(c.Request.Context(), access.CallerOf(c), form.Hall)
	}
	if err == nil {
		in := AuditRequest{Hall: form.Hall, Kind: form.Kind, Campaign: form.Campaign,
			Origin: form.Origin}
		if form.Inspector != "" {
			in.Inspectors = []checklists.Username{form.Inspector}
		}
		if in.Only, err = s.onlyOf(c.Request.Context(), access.CallerOf(c), form); err == nil {
			err = wire.Validate(&in)
		}
		if err == nil {
			var a *checklists.Audit
			if a, err = s.StartAudit(c.Request.Context(), access.CallerOf(c), in); err == nil {
				return pages.SeeOther(c, web.AuditURL(a.ID))
			}
		}
	}
	return s.renderNewAudit(c, wire.RefusalOf(err).Status, form, err)
}

// inService leaves out halls that have closed.
func inService(h *checklists.Hall) bool { return h.Status != checklists.Closed }

// startingHall finds the hall that is typed where an audit is started. Forms of campaigns and of
// results name it by its ID.
func (s *Service) startingHall(ctx context.Context, caller access.Caller, typed checklists.HallID) (
	checklists.HallID, error,
) {
	p, err := s.Register.PickHall(ctx, caller, string(typed), false, inService)
	if err != nil {
		return typed, err
	}
	return p.Chosen, nil
}

// onlyOf reads the part of the checklist that a form asks of its hall.
func (s *Service) onlyOf(ctx context.Context, caller access.Caller, form web.NewAuditForm) (
	[]standard.ClauseUID, error,
) {
	if len(form.Chapters)+len(form.Clauses) == 0 {
		return nil, nil
	}
	h, err := s.Register.Hall(ctx, caller, form.Hall)
	if err != nil {
		return nil, nil //nolint:nilerr // starting the audit says so
	}
	e, err := s.Editions.EditionInForce(ctx, s.Now())
	if err != nil {
		return nil, err
	}
	only, ok := form.Only(e, h.Tier)
	if !ok {
		return nil, wire.InvalidField("only", "nothing-asked", h.Name)
	}
	return only, nil
}

func (s Handlers) renderNewAudit(c *gin.Context, status int, form web.NewAuditForm,
	wrong error,
) error {
	page := &web.NewAudit{Frame: s.Pages.Frame(c), Form: form}
	page.Path = "/audits/new"
	pick, err := s.Register.PickHall(c.Request.Context(), access.CallerOf(c), string(form.Hall),
		false, inService)
	if wrong == nil {
		wrong = err
	}
	page.Pick = pick
	if wrong != nil {
		if page.Problems = pages.Problems(wrong, page.Language, ""); page.Problems == nil {
			return wrong
		}
		for i, p := range page.Problems {
			switch field, _, _ := strings.Cut(p.Field, "["); field {
			case "inspectors":
				page.Problems[i].Field = "inspector"
			case "origin", "campaign": // fields that nobody sees
				page.Problems[i].Field = ""
			}
		}
	}
	if page.Asked, err = s.Asked(c.Request.Context(), access.CallerOf(c)); err != nil {
		return err
	}
	if page.Edition, err = s.Editions.EditionInForce(c.Request.Context(), s.Now()); err != nil &&
		wire.RefusalOf(err).Code != "no-edition" {
		return err
	}
	colleagues, err := s.colleagues(c.Request.Context(), access.CallerOf(c))
	if err != nil {
		return err
	}
	for _, u := range colleagues {
		page.Inspectors = append(page.Inspectors,
			web.User{Username: u.Username, Name: u.Name, Role: u.Role})
	}
	return s.Pages.Render(c, status, page)
}

// PermissionsFor says what the person may do with an audit as it stands now.
func PermissionsFor(u *access.User, a *checklists.Audit) web.Permissions {
	record := access.ScopeOf(access.RecordAnswers, u).CoversAudit(u, a)
	review := access.ScopeOf(access.ReviewAudits, u).CoversAudit(u, a)
	open := a.State == checklists.InProgress || a.State == checklists.Returned
	waits := review && a.State == checklists.Submitted
	reviews := waits && !a.WorkedOn(u.Username) && u.MayDecide(a.Hall, a.HallName) == nil
	return web.Permissions{Answer: record && open, Submit: record && open,
		Confirm: record && a.Unconfirmed(u.Username), Return: reviews, Approve: reviews,
		Void: a.State == checklists.InProgress && checklists.Empty(a) && u.MayVoid(a) == nil}
}
