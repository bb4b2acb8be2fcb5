package api

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard"
)

func (s *Server) pagePhoneChecks(c *gin.Context) error {
	ctx, user := c.Request.Context(), userOf(c)
	page := &web.PhoneChecks{Frame: s.frame(c), MaySet: scopeOf(SetPhoneForm, user) != Nothing,
		Summary: scopeOf(ReadPhoneChecks, user) != Nothing}
	v, err := s.phoneDay(ctx, user)
	if err != nil {
		return err
	}
	page.Day, page.Form = v.Day, v.Form
	for _, h := range v.Halls {
		page.Calls = append(page.Calls, webCall(h))
	}
	for _, line := range v.Done {
		a, err := s.docs.audits.Get(ctx, string(line.ID))
		if err != nil {
			return err
		}
		if scopeOf(ReadAudits, user).coversAudit(user, &a) {
			page.Done = append(page.Done, auditRow(&a))
		}
	}
	return s.render(c, http.StatusOK, page)
}

func webCall(h callView) web.Call {
	return web.Call{Hall: h.Hall, HallName: h.HallName, Tier: h.Tier, Phone: h.Phone, Last: h.Last,
		Campaign: h.Campaign, CampaignName: h.CampaignName}
}

func (s *Server) pagePhoneCheck(c *gin.Context) error {
	return s.renderPhoneCheck(c, http.StatusOK, newID(), c.Query("campaign"), nil, nil)
}

// renderPhoneCheck shows the form of a call; sent is what was typed when it was refused.
func (s *Server) renderPhoneCheck(c *gin.Context, status int, id, campaign string,
	sent map[standard.ClauseUID]web.ClauseForm, wrong error,
) error {
	h, err := s.hall(c.Request.Context(), callerOf(c), checklists.HallID(c.Param("id")))
	if err != nil {
		return err
	}
	e, err := s.editionInForce(c.Request.Context(), s.now())
	if err != nil {
		return err
	}
	page := &web.PhoneCheck{Frame: s.frame(c), ID: checklists.AuditID(id), Call: web.Call{Hall: h.ID,
		HallName: h.Name, Tier: h.Tier, Phone: h.Phone, Campaign: campaign}}
	page.Path = page.Call.URL()
	only, err := s.phoneAsks(c.Request.Context(), callerOf(c), e, &h, campaign)
	if err == nil {
		page.Ask(e.Checklist(h.Tier, only...), sent)
	} else if wrong == nil {
		wrong, status = err, refusalOf(err).Status
	}
	if wrong != nil {
		if page.Problems = problems(wrong, page.Language, ""); page.Problems == nil {
			return wrong
		}
		for i := range page.Problems {
			page.Problems[i].Field = phoneControl(page.Problems[i].Field)
		}
	}
	return s.render(c, status, page)
}

// phoneControl is the control to which a field such as "answers.HS001.value" belongs.
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

func (s *Server) formPhoneCheck(c *gin.Context) error {
	var in web.PhoneCheckForm
	if err := bindForm(c, &in); err != nil {
		return err
	}
	e, err := s.editionInForce(c.Request.Context(), s.now())
	if err != nil {
		return err
	}
	h, err := s.hall(c.Request.Context(), callerOf(c), checklists.HallID(c.Param("id")))
	if err != nil {
		return err
	}
	only, err := s.phoneAsks(c.Request.Context(), callerOf(c), e, &h, in.Campaign)
	sent := map[standard.ClauseUID]web.ClauseForm{}
	if err == nil {
		answers := checklists.Answers{}
		refused := refuse(http.StatusUnprocessableEntity, "invalid")
		for _, clause := range e.Checklist(h.Tier, only...) {
			sent[clause.UID] = phoneAnswer(c, clause.UID)
			a, wrong := phoneFormAnswer(clause, sent[clause.UID])
			if wrong != nil {
				refused.Fields = append(refused.Fields,
					refusalOf(below("answers."+string(clause.UID), wrong)).Fields...)
				continue
			}
			answers[clause.UID] = a
		}
		if err = refused; len(refused.Fields) == 0 {
			_, err = s.callHall(c.Request.Context(), callerOf(c), checklists.AuditID(in.ID), h.ID, in.Campaign, answers)
		}
	}
	if err != nil {
		return s.renderPhoneCheck(c, refusalOf(err).Status, in.ID, in.Campaign, sent, err)
	}
	return seeOther(c, web.PhoneChecksURL)
}

// phoneAnswer reads the controls of one clause.
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

// phoneFormAnswer is the answer that the controls of a clause make.
func phoneFormAnswer(clause *standard.Clause, f web.ClauseForm) (checklists.Answer, error) {
	if f.Reason != "" {
		return checklists.Answer{Kind: checklists.NotApplicable, Reason: f.Reason, Note: f.Note}, nil
	}
	return formAnswer(clause, f)
}

func (s *Server) pagePhoneForm(c *gin.Context) error {
	f, err := s.phoneForm(c.Request.Context())
	if err != nil {
		return err
	}
	return s.renderPhoneForm(c, http.StatusOK, web.PhoneSettingsForm{Revision: f.Revision,
		Clauses: f.Clauses, PerDay: f.PerDay}, nil)
}

func (s *Server) renderPhoneForm(c *gin.Context, status int, form web.PhoneSettingsForm, wrong error) error {
	ctx := c.Request.Context()
	page := &web.PhoneSettings{Frame: s.frame(c), Form: form}
	page.Path = web.PhoneChecksURL + "/form"
	if wrong != nil {
		if page.Problems = problems(wrong, page.Language, ""); page.Problems == nil {
			return wrong
		}
		for i, p := range page.Problems {
			if strings.HasPrefix(p.Field, "clauses") {
				page.Problems[i].Field = "clauses"
			}
		}
	}
	var err error
	if page.Edition, err = s.editionInForce(ctx, s.now()); err != nil {
		return err
	}
	if page.Set, err = s.phoneForm(ctx); err != nil {
		return err
	}
	page.By = s.nameOf(ctx, page.Set.By)
	return s.render(c, status, page)
}

func (s *Server) formPhoneForm(c *gin.Context) error {
	var form web.PhoneSettingsForm
	err := bindForm(c, &form)
	if err == nil {
		_, err = s.setPhoneForm(c.Request.Context(), userOf(c).Username, phoneFormRequest{
			Revision: form.Revision, Clauses: form.Clauses, PerDay: form.PerDay})
	}
	if err != nil {
		return s.renderPhoneForm(c, refusalOf(err).Status, form, err)
	}
	return seeOther(c, web.PhoneChecksURL)
}

func (s *Server) pagePhoneWeek(c *gin.Context) error {
	w, err := s.phoneWeek(c)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, &web.PhoneWeek{Frame: s.frame(c), Week: w,
		Now: checklists.WeekOf(s.now()), MayCall: scopeOf(CallHalls, userOf(c)) != Nothing})
}
