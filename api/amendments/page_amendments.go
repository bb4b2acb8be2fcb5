package amendments

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/pages"
	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/standard"
	"hallmark/standard/message"
	"hallmark/standard/yaml"
)

// amendmentRow shows an amendment with the names of its editors.
func (s *Service) amendmentRow(ctx context.Context, d *AmendmentDocument) (
	web.AmendmentRow, error,
) {
	row := web.AmendmentRow{ID: d.ID, Number: d.Number, Title: d.Title, Base: d.Base,
		State: web.AmendmentState(d.State), Updated: d.Updated}
	for _, name := range d.Editors {
		u, err := s.Docs.Users.Get(ctx, string(name))
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return row, err
		}
		if u.Name == "" {
			u.Name = string(name)
		}
		row.Editors = append(row.Editors, u.Name)
	}
	return row, nil
}

// PageAmendments answers GET /amendments.
func (s Handlers) PageAmendments(c *gin.Context) error {
	return s.renderAmendments(c, http.StatusOK, web.SheetForm{}, nil)
}

// FormAmendment imports a sheet from a file or a text.
func (s Handlers) FormAmendment(c *gin.Context) error {
	var form web.SheetForm
	err := pages.BindForm(c, &form)
	if err == nil {
		form.Text, err = sheetText(c, form.Text)
	}
	var d AmendmentDocument
	if err == nil {
		var a *standard.Amendment
		if a, err = yaml.ParseAmendment(strings.NewReader(form.Text)); err == nil {
			pages.NoteTexts(c, a)
			d, err = s.ProposeAmendment(c.Request.Context(), access.UserOf(c).Username, a, fromImport)
		}
	}
	if err != nil {
		return s.renderAmendments(c, wire.RefusalOf(err).Status, form, err)
	}
	return pages.SeeOther(c, web.AmendmentURL(d.ID))
}

// sheetText is the file that came with the form, or else the text that was typed.
func sheetText(c *gin.Context, typed string) (string, error) {
	form := c.Request.MultipartForm
	if form == nil || len(form.File[web.SheetField]) == 0 {
		if strings.TrimSpace(typed) == "" {
			return typed, wire.InvalidField(web.SheetField, "required")
		}
		return typed, nil
	}
	f, err := form.File[web.SheetField][0].Open()
	if err != nil {
		return typed, err
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	return string(b), err
}

func (s Handlers) renderAmendments(c *gin.Context, status int, form web.SheetForm,
	wrong error,
) error {
	page := &web.Amendments{Frame: s.Pages.Frame(c), Form: form,
		MayPropose: access.ScopeOf(access.ProposeAmendment, access.UserOf(c)) != access.Nothing}
	if wrong != nil {
		r := wire.RefusalOf(wrong)
		if r.Status >= http.StatusInternalServerError {
			return wrong
		}
		page.Refused = wire.SheetPlaces(r, page.Language)
		page.Form.Text = shortened(form.Text)
	}
	q, err := wire.PageOf(c)
	if err != nil {
		return err
	}
	q.Order, q.Descending, q.Brief = "updated", true, true
	docs, next, err := wire.Collect(c.Request.Context(), s.Docs.Amendments, q, nil,
		func(d AmendmentDocument) AmendmentDocument { return d })
	if err != nil {
		return err
	}
	page.Next = next
	for i := range docs {
		row, err := s.amendmentRow(c.Request.Context(), &docs[i])
		if err != nil {
			return err
		}
		page.Rows = append(page.Rows, row)
	}
	return s.Pages.Render(c, status, page)
}

// shortened gives back what was typed, unless it is too long for a page.
func shortened(text string) string {
	if len(text) > wire.BodyLimit || strings.ContainsRune(text, 0) {
		return ""
	}
	return strings.ToValidUTF8(text, "�")
}

// PageAmendment answers GET /amendments/:id.
func (s Handlers) PageAmendment(c *gin.Context) error {
	d, err := s.amendmentOf(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return s.renderAmendment(c, http.StatusOK, d, web.StepForm{}, nil)
}

func (s Handlers) renderAmendment(c *gin.Context, status int, d *AmendmentDocument,
	form web.StepForm, wrong error,
) error {
	ctx, user := c.Request.Context(), access.UserOf(c)
	a, err := d.parse()
	if err != nil {
		return err
	}
	before, after, err := s.applied(ctx, a, standard.ApplyStored)
	if err != nil {
		return err
	}
	page := &web.Amendment{Frame: s.Pages.Frame(c), Sheet: a, Base: before, Form: form,
		Diff: standard.DiffOf(before, after), Revision: d.Revision,
		Own: slices.Contains(d.Editors, user.Username), Published: d.State == AmendmentPublished}
	page.Path = web.AmendmentURL(d.ID)
	if wrong != nil {
		if page.Problems = pages.Problems(wrong, page.Language, ""); page.Problems == nil {
			return wrong
		}
	}
	page.May = mayDecide(user, d)
	if page.Row, err = s.amendmentRow(ctx, d); err != nil {
		return err
	}
	for _, step := range d.Steps {
		page.Steps = append(page.Steps, web.AmendmentStep{To: web.AmendmentState(step.To),
			Name: step.Name, At: step.At, Comment: step.Comment, Before: step.Before,
			After: step.After})
	}
	return s.Pages.Render(c, status, page)
}

// mayDecide says what the person may do with an amendment as it stands now.
func mayDecide(u *access.User, d *AmendmentDocument) web.AmendmentPermissions {
	decides := access.ScopeOf(access.DecideAmendment, u) != access.Nothing &&
		!slices.Contains(d.Editors, u.Username)
	can := func(to AmendmentState) bool { return slices.Contains(amendmentSteps[to], d.State) }
	return web.AmendmentPermissions{
		Approve:  decides && can(AmendmentApproved),
		Reject:   decides && can(AmendmentRejected),
		Publish:  decides && can(AmendmentPublished),
		Withdraw: access.ScopeOf(access.ProposeAmendment, u) != access.Nothing && can(AmendmentWithdrawn),
		Weigh:    access.ScopeOf(access.WeighAmendment, u) != access.Nothing,
	}
}

// FormAmendmentStep decides about an amendment by form.
func (s Handlers) FormAmendmentStep(step amendmentStepper) func(*gin.Context) error {
	return func(c *gin.Context) error {
		d, err := s.amendmentOf(c.Request.Context(), c.Param("id"))
		if err != nil {
			return err
		}
		var form web.StepForm
		err = pages.BindForm(c, &form)
		publishes := strings.HasSuffix(c.Request.URL.Path, "/publish")
		if err == nil && publishes && !form.Confirmed && mayDecide(access.UserOf(c), d).Publish {
			l := wire.LanguageOf(c)
			return s.Pages.Ask(c, &web.Ask{Heading: message.Text(l, "ask.publish"),
				Subject: d.Title, Back: web.AmendmentURL(d.ID),
				Follows: []string{message.Text(l, "ask.publish-follows")},
				Do:      message.Text(l, "amendment.publish-do")}, nil)
		}
		if err == nil {
			_, err = step(c.Request.Context(), access.CallerOf(c), c.Param("id"),
				wire.StepRequest{Revision: form.Revision, Comment: form.Comment})
		}
		if err != nil {
			return s.renderAmendment(c, wire.RefusalOf(err).Status, d, form, err)
		}
		return pages.SeeOther(c, web.AmendmentURL(d.ID))
	}
}

// PageImpact answers GET /amendments/:id/impact.
func (s Handlers) PageImpact(c *gin.Context) error {
	d, err := s.amendmentOf(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	page := &web.Impact{Frame: s.Pages.Frame(c),
		Audits: access.ScopeOf(access.ReadAudits, access.UserOf(c)) != access.Nothing}
	if page.Filter, err = impactFilter(c); err != nil {
		return err
	}
	if page.Row, err = s.amendmentRow(c.Request.Context(), d); err != nil {
		return err
	}
	if page.Impact, err = s.ImpactOf(c.Request.Context(), d); err != nil {
		return err
	}
	return s.Pages.Render(c, http.StatusOK, page)
}

// impactFilter reads ?tier=, ?sort= and ?page=; what is none of the choices is the first one.
func impactFilter(c *gin.Context) (f web.ImpactFilter, err error) {
	if c.Query("tier") != "" {
		if f.Tier, err = wire.TierOf(c); err != nil {
			return f, err
		}
	}
	f.Sort = web.ImpactSort(c.Query("sort"))
	if f.Sort != web.SortByHall && f.Sort != web.SortByStep {
		f.Sort = web.SortByGrade
	}
	f.Page, _ = strconv.Atoi(c.Query("page"))
	f.Page = max(0, min(f.Page, 10_000))
	return f, nil
}
