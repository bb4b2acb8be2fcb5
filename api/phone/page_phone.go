package phone

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/audits"
	"hallmark/api/pages"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// PagePhoneChecks answers GET /phone-checks.
func (s Handlers) PagePhoneChecks(c *gin.Context) error {
	ctx, user := c.Request.Context(), access.UserOf(c)
	page := &web.PhoneChecks{Frame: s.Pages.Frame(c),
		MaySet:  access.ScopeOf(access.SetPhoneForm, user) != access.Nothing,
		Summary: access.ScopeOf(access.ReadPhoneChecks, user) != access.Nothing}
	v, err := s.phoneDay(ctx, user)
	if err != nil {
		return err
	}
	page.Day, page.Form = v.Day, v.Form
	for _, h := range v.Halls {
		page.Calls = append(page.Calls, webCall(h))
	}
	for _, line := range v.Done {
		a, err := s.Docs.Audits.Get(ctx, string(line.ID))
		if err != nil {
			return err
		}
		if access.ScopeOf(access.ReadAudits, user).CoversAudit(user, &a) {
			page.Done = append(page.Done, audits.AuditRow(&a))
		}
	}
	return s.Pages.Render(c, http.StatusOK, page)
}

func webCall(h callView) web.Call {
	return web.Call{Hall: h.Hall, HallName: h.HallName, Tier: h.Tier, Phone: h.Phone, Last: h.Last,
		Campaign: h.Campaign, CampaignName: h.CampaignName}
}

// PagePhoneCheck answers GET /phone-checks/halls/:id.
func (s Handlers) PagePhoneCheck(c *gin.Context) error {
	return s.renderPhoneCheck(c, http.StatusOK, audits.NewID(), c.Query("campaign"), nil, nil)
}

// renderPhoneCheck shows the form of a call; sent holds what was typed when a call was refused.
func (s Handlers) renderPhoneCheck(c *gin.Context, status int, id, campaign string,
	sent map[standard.ClauseUID]web.ClauseForm, wrong error,
) error {
	h, err := s.Register.Hall(c.Request.Context(), access.CallerOf(c),
		checklists.HallID(c.Param("id")))
	if err != nil {
		return err
	}
	e, err := s.Editions.EditionInForce(c.Request.Context(), s.Now())
	if err != nil {
		return err
	}
	page := &web.PhoneCheck{Frame: s.Pages.Frame(c), ID: checklists.AuditID(id),
		Call: web.Call{Hall: h.ID,
			HallName: h.Name, Tier: h.Tier, Phone: h.Phone, Campaign: campaign}}
	page.Path = page.Call.URL()
	only, err := s.phoneAsks(c.Request.Context(), access.CallerOf(c), e, &h, campaign)
	if err == nil {
		page.Ask(e.Checklist(h.Tier, only...), sent)
	} else if wrong == nil {
		wrong, status = err, wire.RefusalOf(err).Status
	}
	if wrong != nil {
		if page.Problems = pages.Problems(wrong, page.Language, ""); page.Problems == nil {
			return wrong
		}
		for i := range page.Problems {
			page.Problems[i].Field = phoneControl(page.Problems[i].Field)
		}
	}
	return s.Pages.Render(c, status, page)
}

// phoneControl names the control to which a field such as "answers.HS001.value" belongs.
func phoneControl(field string) string {
	parts := strings.Split(field, ".")
	if parts[0] != "answers" || len(parts) < 2 {
		return field
	}
	control := "answer"
	if len(parts) > 2 {
		control = parts[2]
	}
	if control == "notApplicable" {
		control = "reason"
	}
	return web.PhoneControl(standard.ClauseUID(parts[1]), control)
}

// FormPhoneCheck answers POST /phone-checks/halls/:id.
func (s Handlers) FormPhoneCheck(c *gin.Context) error {
	var in web.PhoneCheckForm
	if err := pages.BindForm(c, &in); err != nil {
		return err
	}
	e, err := s.Editions.EditionInForce(c.Request.Context(), s.Now())
	if err != nil {
		return err
	}
	h, err := s.Register.Hall(c.Request.Context(), access.CallerOf(c),
		checklists.HallID(c.Param("id")))
	if err != nil {
		return err
	}
	only, err := s.phoneAsks(c.Request.Context(), access.CallerOf(c), e, &h, in.Campaign)
	sent := map[standard.ClauseUID]web.ClauseForm{}
	if err == nil {
		answers := checklists.Answers{}
		refused := wire.Refuse(http.StatusUnprocessableEntity, "invalid")
		for _, clause := range e.Checklist(h.Tier, only...) {
			sent[clause.UID] = phoneAnswer(c, clause.UID)
			a, wrong := phoneFormAnswer(clause, sent[clause.UID])
			if wrong != nil {
				refused.Fields = append(refused.Fields,
					wire.RefusalOf(audits.Below("answers."+string(clause.UID), wrong)).Fields...)
				continue
			}
			answers[clause.UID] = a
		}
		if err = refused; len(refused.Fields) == 0 {
			_, err = s.callHall(c.Request.Context(), access.CallerOf(c), checklists.AuditID(in.ID), h.ID,
				in.Campaign, answers)
		}
	}
	if err != nil {
		return s.renderPhoneCheck(c, wire.RefusalOf(err).Status, in.ID, in.Campaign, sent, err)
	}
	return pages.SeeOther(c, web.PhoneChecksURL)
}

// phoneAnswer reads the controls of one clause as they were sent.
func phoneAnswer(c *gin.Context, uid standard.ClauseUID) web.ClauseForm {
	read := func(control string) string {
		return strings.TrimSpace(c.Request.PostForm.Get(web.PhoneControl(uid, control)))
	}
	f := web.ClauseForm{Verdict: read("verdict"), Level: read("level"), Value: read("value"),
		Numerator: read("numerator"), Denominator: read("denominator"), Reason: read("reason"),
		Note: read("note")}
	if f.Verdict != "pass" && f.Verdict != "fail" {
		f.Verdict = ""
	}
	if !slices.Contains([]string{"0", "1", "2", "3"}, f.Level) {
		f.Level = ""
	}
	return f
}

// phoneFormAnswer makes the answer to a clause from its controls.
func phoneFormAnswer(clause *standard.Clause, f web.ClauseForm) (checklists.Answer, error) {
	if f.Reason != "" {
		return checklists.Answer{Kind: checklists.NotApplicable, Reason: f.Reason, Note: f.Note}, nil
	}
	return audits.FormAnswer(clause, f)
}

// PagePhoneForm answers GET /phone-checks/form.
func (s Handlers) PagePhoneForm(c *gin.Context) error {
	f, err := s.phoneForm(c.Request.Context())
	if err != nil {
		return err
	}
	return s.renderPhoneForm(c, http.StatusOK, web.PhoneSettingsForm{Revision: f.Revision,
		Clauses: f.Clauses, PerDay: f.PerDay}, nil)
}

func (s Handlers) renderPhoneForm(c *gin.Context, status int, form web.PhoneSettingsForm,
	wrong error,
) error {
	ctx := c.Request.Context()
	page := &web.PhoneSettings{Frame: s.Pages.Frame(c), Form: form}
	page.Path = web.PhoneChecksURL + "/form"
	if wrong != nil {
		if page.Problems = pages.Problems(wrong, page.Language, ""); page.Problems == nil {
			return wrong
		}
		for i, p := range page.Problems {
			if strings.HasPrefix(p.Field, "clauses") {
				page.Problems[i].Field = "clauses"
			}
		}
	}
	var err error
	if page.Edition, err = s.Editions.EditionInForce(ctx, s.Now()); err != nil {
		return err
	}
	if page.Set, err = s.phoneForm(ctx); err != nil {
		return err
	}
	page.By = s.Access.NameOf(ctx, page.Set.By)
	return s.Pages.Render(c, status, page)
}

// FormPhoneForm answers POST /phone-checks/form.
func (s Handlers) FormPhoneForm(c *gin.Context) error {
	var form web.PhoneSettingsForm
	err := pages.BindForm(c, &form)
	if err == nil {
		_, err = s.setPhoneForm(c.Request.Context(), access.UserOf(c).Username, phoneFormRequest{
			Revision: form.Revision, Clauses: form.Clauses, PerDay: form.PerDay})
	}
	if err != nil {
		return s.renderPhoneForm(c, wire.RefusalOf(err).Status, form, err)
	}
	return pages.SeeOther(c, web.PhoneChecksURL)
}

// PagePhoneWeek answers GET /phone-checks/weekly.
func (s Handlers) PagePhoneWeek(c *gin.Context) error {
	w, err := s.phoneWeek(c)
	if err != nil {
		return err
	}
	return s.Pages.Render(c, http.StatusOK, &web.PhoneWeek{Frame: s.Pages.Frame(c), Week: w,
		Now:     checklists.WeekOf(s.Now()),
		MayCall: access.ScopeOf(access.CallHalls, access.UserOf(c)) != access.Nothing})
}
