package api

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/gin-gonic/gin/binding"

	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

// errToSignIn sends people who open a page without being signed in to the page where they can.
var errToSignIn = refuse(http.StatusUnauthorized, "to-sign-in")

// frame is what every page has around its content.
func (s *Server) frame(c *gin.Context) web.Frame {
	f := bareFrame(c)
	if f.User != nil {
		f.Unread = s.unreadFor(c.Request.Context(), f.User.Username)
	}
	return f
}

// bareFrame is the frame of a page about a failure: it asks the storage, which may be what fails, for
// nothing.
func bareFrame(c *gin.Context) web.Frame {
	f := web.Frame{Language: language(c), Path: c.Request.URL.RequestURI()}
	if u := userOf(c); u != nil {
		f.User = &web.User{Username: u.Username, Name: u.Name, Role: u.Role, Hall: u.ownHall(), Firm: u.Firm}
	}
	return f
}

// render sends a page. Pages are personal, so nothing on the way may keep them.
func (s *Server) render(c *gin.Context, status int, page web.Page) error {
	body, err := s.templates.Render(page)
	if err != nil {
		return err
	}
	c.Header("Cache-Control", "no-store")
	c.Data(status, "text/html; charset=utf-8", body)
	return nil
}

func (s *Server) failPage(c *gin.Context, r *Refusal, p Problem) {
	if r == errToSignIn {
		c.Redirect(http.StatusSeeOther, "/sign-in?next="+url.QueryEscape(c.Request.URL.RequestURI()))
		return
	}
	sentence := p.Detail
	for _, f := range p.Fields {
		sentence += " " + f.Name + ": " + f.Detail
	}
	page := &web.Error{Frame: bareFrame(c), Status: r.Status, Changed: r.Code == "stale-revision",
		Sentence: sentence, RequestID: p.RequestID}
	if err := s.render(c, r.Status, page); err != nil {
		c.String(http.StatusInternalServerError, p.Detail)
	}
}

// seeOther ends a form: the browser goes on to a page that can be reloaded.
func seeOther(c *gin.Context, location string) error {
	c.Redirect(http.StatusSeeOther, location)
	return nil
}

// localPath accepts only a path of this site, so that a link cannot lead elsewhere.
func localPath(s, otherwise string) string {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(s, "/") ||
		strings.HasPrefix(s, "//") || strings.ContainsAny(s, "\\\r\n\t") {
		return otherwise
	}
	return s
}

// bindForm reads a form into *out and validates it.
func bindForm(c *gin.Context, out any) error {
	if c.ContentType() == "multipart/form-data" {
		if err := c.Request.ParseMultipartForm(evidenceLimit); err != nil {
			return formRefusal(err)
		}
	} else if err := c.Request.ParseForm(); err != nil {
		return formRefusal(err)
	}
	for _, values := range c.Request.PostForm {
		for i := range values {
			values[i] = strings.ReplaceAll(values[i], "\r\n", "\n") // as browsers end lines
		}
	}
	if err := binding.MapFormWithTag(out, c.Request.PostForm, "form"); err != nil {
		return refuse(http.StatusBadRequest, "invalid")
	}
	return validate(out)
}

func formRefusal(err error) error {
	if r := refusalOf(err); r == errTooLarge {
		return r
	}
	return refuse(http.StatusBadRequest, "invalid")
}

// problems turns a refusal into what a page shows beside its form; prefix makes the ids of the
// controls. It returns nil for errors that are not about the form.
func problems(err error, l message.Language, prefix string) []web.Problem {
	r := refusalOf(err)
	if r.Status >= 500 || r == errNotFound || r == errForbidden {
		return nil
	}
	if len(r.Fields) == 0 {
		return []web.Problem{{Field: strings.TrimSuffix(prefix, "-"), Text: message.Text(l, "error."+r.Code, r.Args...)}}
	}
	out := make([]web.Problem, len(r.Fields))
	for i, f := range r.Fields {
		out[i] = web.Problem{Field: strings.TrimSuffix(prefix+f.Name, "-"), Text: f.Text(l)}
	}
	return out
}

func (s *Server) getHome(c *gin.Context) error {
	home := "/audits"
	switch u := userOf(c); {
	case u.Role == checklists.Editor || u.Role == checklists.Approver:
		home = "/editions"
	case scopeOf(ReviewAudits, u) != Nothing:
		home = web.StartURL
	case u.ownHall() != "":
		home = web.HallURL(u.Hall)
	}
	return seeOther(c, home)
}

// names are those of everybody whom an audit mentions, and of others.
func (s *Server) names(ctx context.Context, a *checklists.Audit, others ...checklists.Username) (
	map[checklists.Username]string, error,
) {
	names := map[checklists.Username]string{}
	for _, name := range append(a.People(), others...) {
		u, err := s.docs.users.Get(ctx, string(name))
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
		if err == nil {
			names[name] = u.Name
		}
	}
	return names, nil
}

// states are the merged answers of a whole checklist.
func states(e *standard.Edition, a *checklists.Audit) map[standard.ClauseUID]checklists.ClauseState {
	m := map[standard.ClauseUID]checklists.ClauseState{}
	for _, clause := range a.Checklist(e) {
		m[clause.UID] = a.ClauseState(clause.UID)
	}
	return m
}
