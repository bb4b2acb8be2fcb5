package settings

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/pages"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// PageSettings answers GET /settings.
func (s Handlers) PageSettings(c *gin.Context) error {
	return s.renderSettings(c, http.StatusOK, nil, nil)
}

// refusedAs puts what is wrong with a form on the page.
func refusedAs(wrong error) func(*web.Settings) error {
	return func(page *web.Settings) error {
		if page.Problems = pages.Problems(wrong, page.Language, ""); page.Problems == nil {
			return wrong
		}
		for i := range page.Problems {
			page.Problems[i].Field = settingsControl(page.Problems[i].Field)
		}
		return nil
	}
}

// renderSettings shows the page. Add puts on it what is known of this request alone; nil: nothing.
func (s Handlers) renderSettings(c *gin.Context, status int, sent *web.SettingsForm,
	add func(*web.Settings) error,
) error {
	ctx := c.Request.Context()
	d, err := s.Settings(ctx)
	if err != nil {
		return err
	}
	page := &web.Settings{Frame: s.Pages.Frame(c), Form: web.SettingsFormOf(d.On(s.Now()), d.Revision)}
	page.Path = web.SettingsURL
	if sent != nil {
		page.Form = *sent
		page.Form.Revision = d.Revision
	}
	page.Calendar = s.calendarOf(c)
	if add != nil {
		if err := add(page); err != nil {
			return err
		}
	}
	for _, v := range slices.Backward(d.Versions) {
		page.Versions = append(page.Versions, web.SettingsVersion{SettingsVersion: v,
			Name: s.Access.NameOf(ctx, v.By)})
	}
	return s.Pages.Render(c, status, page)
}

// settingsControl is the id of the control of a field of the request; "" if it has none.
func settingsControl(name string) string {
	counts := map[string]string{"internalNotice.running": "notice-running",
		"internalNotice.inYear": "notice-year", "parentNotice.running": "parent-running",
		"parentNotice.inYear": "parent-year"}
	if control := counts[strings.TrimPrefix(name, "lastPlaces.")]; control != "" {
		return control
	}
	for _, control := range []string{"plan", "verify", "appeal", "decide", "urge", "report", "summon",
		"repeats", "notice-running", "notice-year", "parent-running", "parent-year", web.CalendarField} {
		if name == control || name == "escalation."+control {
			return control
		}
	}
	return ""
}

// FormSettings answers POST /settings.
func (s Handlers) FormSettings(c *gin.Context) error {
	var form web.SettingsForm
	err := pages.BindForm(c, &form)
	if err == nil {
		_, err = s.setDeadlines(c.Request.Context(), access.UserOf(c).Username, settingsRequest{
			Revision: form.Revision, Plan: form.Plan, Verify: form.Verify, Appeal: form.Appeal,
			Decide: form.Decide, Escalate: checklists.EscalationRules{Urge: form.Urge,
				Report: form.Report, Summon: form.Summon, Repeats: form.Repeats},
			LastPlaces: form.LastPlaces()})
	}
	if err != nil {
		return s.renderSettings(c, wire.RefusalOf(err).Status, &form, refusedAs(err))
	}
	return pages.SeeOther(c, web.SettingsURL)
}
