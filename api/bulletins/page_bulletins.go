package bulletins

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/pages"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/checklists/bulletin"
	"hallmark/standard/message"
)

// PageBulletins answers GET /bulletins.
func (s Handlers) PageBulletins(c *gin.Context) error {
	form := web.NewBulletinForm{Kind: bulletin.Weekly,
		Day: s.Now().In(checklists.HallZone).AddDate(0, 0, -7).Format(time.DateOnly)}
	return s.renderBulletins(c, http.StatusOK, form, nil)
}

func (s Handlers) renderBulletins(c *gin.Context, status int, form web.NewBulletinForm,
	wrong error,
) error {
	page := &web.Bulletins{Frame: s.Pages.Frame(c), Form: form, MayDraft: SeesDrafts(access.UserOf(c))}
	if wrong != nil {
		page.Path = web.BulletinsURL
		if page.Problems = pages.Problems(wrong, page.Language, ""); page.Problems == nil {
			return wrong
		}
	}
	rows, next, err := s.bulletinPage(c)
	if err != nil {
		return err
	}
	page.Next = next
	for i := range rows {
		page.Rows = append(page.Rows, bulletinRowPage(&rows[i], page.Language))
	}
	return s.Pages.Render(c, status, page)
}

func bulletinRowPage(r *bulletinRow, l message.Language) web.BulletinRow {
	return web.BulletinRow{ID: r.ID, Kind: r.Kind, Period: r.Period.Text(l, r.Kind), State: r.State,
		Number: r.Number, Corrects: r.Corrects, Title: r.Title, Language: r.Language, Issued: r.Issued}
}

// FormNewBulletin answers POST /bulletins.
func (s Handlers) FormNewBulletin(c *gin.Context) error {
	var form web.NewBulletinForm
	err := pages.BindForm(c, &form)
	if err == nil {
		var b bulletin.Bulletin
		b, err = s.draftBulletin(c.Request.Context(), access.UserOf(c).Username, newBulletinRequest{
			Kind: form.Kind, Day: form.Day, Language: form.Language, Correct: form.Correct})
		if err == nil {
			return pages.SeeOther(c, web.BulletinURL(b.ID))
		}
	}
	return s.renderBulletins(c, wire.RefusalOf(err).Status, form, err)
}

// PageBulletin answers GET /bulletins/:id.
func (s Handlers) PageBulletin(c *gin.Context) error {
	b, err := s.bulletin(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return s.renderBulletin(c, http.StatusOK, &b, nil, nil)
}

// renderBulletin shows a bulletin; form is the one that was refused, or nil.
func (s Handlers) renderBulletin(c *gin.Context, status int, b *bulletin.Bulletin,
	form *web.BulletinForm, wrong error,
) error {
	ctx := c.Request.Context()
	v, err := s.viewBulletin(ctx, b)
	if err != nil {
		return err
	}
	page := &web.Bulletin{Frame: s.Pages.Frame(c), Of: b, Figures: v.Figures,
		May:  SeesDrafts(access.UserOf(c)),
		Over: s.Now().In(checklists.HallZone).Format(time.DateOnly) > b.Period.To}
	page.Path, page.Row = web.BulletinURL(b.ID), bulletinRowPage(&v.bulletinRow, page.Language)
	if done := c.Query("done"); message.Has(page.Language, "bulletin.done-"+done) {
		page.Notice = message.Text(page.Language, "bulletin.done-"+done)
	}
	if wrong != nil {
		if page.Problems = pages.Problems(wrong, page.Language, ""); page.Problems == nil {
			return wrong
		}
		for i := range page.Problems {
			page.Problems[i].Field = strings.TrimPrefix(page.Problems[i].Field, "sections.")
		}
	}
	if b.IssuedBy != "" {
		page.IssuedBy = s.Access.NameOf(ctx, b.IssuedBy)
	}
	if v.CorrectedBy != "" {
		next, err := s.Docs.Bulletins.Get(ctx, string(v.CorrectedBy))
		if err != nil {
			return err
		}
		nextRow := rowOfBulletin(next)
		row := bulletinRowPage(&nextRow, page.Language)
		page.CorrectedBy = &row
	}
	page.Form = bulletinForm(b)
	if form != nil {
		page.Form = *form
	}
	return s.Pages.Render(c, status, page)
}

func bulletinForm(b *bulletin.Bulletin) web.BulletinForm {
	f := web.BulletinForm{Revision: b.Revision, Title: b.Title, Issuer: b.Issuer,
		Addressees: b.Addressees, Copies: b.Copies}
	for _, section := range b.Sections {
		*f.Section(section.Key) = section.Text
	}
	return f
}

// askBulletin asks before a draft is issued, whose text it saves, or deleted, and reports whether it
// has answered. What would be refused is not asked.
func (s Handlers) askBulletin(c *gin.Context, b *bulletin.Bulletin, form *web.BulletinForm) (bool, error) {
	l := wire.LanguageOf(c)
	ask := &web.Ask{Subject: b.Title, Back: web.BulletinURL(b.ID)}
	if form.Confirmed || b.State != bulletin.Draft {
		return false, nil
	}
	switch form.Do {
	case "delete":
		ask.Heading, ask.Do = message.Text(l, "ask.delete-bulletin"), message.Text(l, "ask.delete-do")
		ask.Follows = []string{message.Text(l, "ask.delete-follows")}
		if n := edited(b); n > 0 {
			ask.Notable = []string{message.Text(l, "ask.edited", n)}
		}
		return true, s.Pages.Ask(c, ask, nil)
	case "issue":
		saved, err := s.saveForm(c.Request.Context(), access.UserOf(c).Username, b, form)
		if err != nil {
			return false, err
		}
		form.Revision = saved.Revision
		if err := saved.Seal(access.UserOf(c).Username, s.Now()); err != nil {
			return false, err
		}
		for _, f := range straysOf(&saved) {
			ask.Notable = append(ask.Notable, f.Text(l))
		}
		ask.Subject = saved.Title
		ask.Heading, ask.Do = message.Text(l, "ask.issue"), message.Text(l, "bulletin.issue")
		ask.Follows = []string{message.Text(l, "ask.issue-follows"), message.Text(l, "ask.issue-saved")}
		return true, s.Pages.Ask(c, ask, map[string]string{"revision": strconv.Itoa(form.Revision)})
	}
	return false, nil
}

// edited counts the sections that somebody has changed.
func edited(b *bulletin.Bulletin) (n int) {
	for i := range b.Sections {
		if b.Sections[i].Edited() {
			n++
		}
	}
	return n
}

// FormBulletin answers POST /bulletins/:id: it saves a draft and then, if the button says so,
// redrafts or issues it. Another button deletes the draft.
func (s Handlers) FormBulletin(c *gin.Context) error {
	b, err := s.bulletin(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	var form web.BulletinForm
	if err = pages.BindForm(c, &form); err == nil {
		var asked bool
		if asked, err = s.askBulletin(c, &b, &form); asked {
			return err
		}
	}
	if err == nil {
		err = s.doBulletin(c.Request.Context(), access.CallerOf(c), &b, &form)
	}
	if err != nil {
		return s.renderBulletin(c, wire.RefusalOf(err).Status, &b, &form, err)
	}
	if form.Do == "delete" {
		return pages.SeeOther(c, web.BulletinsURL)
	}
	return pages.SeeOther(c, web.BulletinURL(b.ID)+"?done="+form.Do)
}

func (s *Service) doBulletin(ctx context.Context, caller access.Caller, b *bulletin.Bulletin,
	form *web.BulletinForm,
) error {
	by, id := caller.User.Username, string(b.ID)
	if form.Do == "delete" {
		return s.dropBulletin(ctx, by, id)
	}
	saved, err := s.saveForm(ctx, by, b, form)
	switch {
	case err != nil:
		return err
	case form.Do == "redraft":
		_, err = s.redraftBulletin(ctx, by, id, saved.Revision)
	case form.Do == "issue":
		_, err = s.issueBulletin(ctx, by, id, issueRequest{saved.Revision, form.Confirmed})
	}
	if err == nil {
		return nil
	}
	form.Revision = saved.Revision // the texts are saved even where the step after them fails
	return err
}

// saveForm saves the text of a form.
func (s *Service) saveForm(ctx context.Context, by checklists.Username, b *bulletin.Bulletin,
	form *web.BulletinForm,
) (bulletin.Bulletin, error) {
	change := bulletinChange{Revision: form.Revision, Title: &form.Title, Issuer: &form.Issuer,
		Addressees: &form.Addressees, Copies: &form.Copies,
		Sections: map[bulletin.Key]*string{}}
	for _, section := range b.Sections {
		change.Sections[section.Key] = form.Section(section.Key)
	}
	return s.editBulletin(ctx, by, string(b.ID), change)
}
