package api

import (
	"context"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard/message"
)

func (s *Server) pageSignIn(c *gin.Context) error {
	if userOf(c) != nil {
		return seeOther(c, localPath(c.Query("next"), "/"))
	}
	page := &web.SignIn{Frame: s.frame(c)}
	page.Form.Next = localPath(c.Query("next"), "/")
	return s.render(c, http.StatusOK, page)
}

func (s *Server) formSignIn(c *gin.Context) error {
	var form web.SignInForm
	err := bindForm(c, &form)
	if err == nil {
		var token string
		token, _, err = s.signIn(c.Request.Context(), c.ClientIP(), form.Username, form.Password)
		if err == nil {
			s.setSessionCookie(c, token, SessionLife)
			return seeOther(c, localPath(form.Next, "/"))
		}
	}
	page := &web.SignIn{Frame: s.frame(c), Form: form}
	page.Form.Password, page.Form.Next = "", localPath(form.Next, "/")
	page.Path = "/sign-in"
	if page.Problems = problems(err, page.Language, ""); page.Problems == nil {
		return err
	}
	return s.render(c, refusalOf(err).Status, page)
}

func (s *Server) formSignOut(c *gin.Context) error {
	if err := s.closeSession(c.Request.Context(), userOf(c), c.GetString(sessionKey)); err != nil {
		return err
	}
	s.setSessionCookie(c, "", -1)
	return seeOther(c, "/sign-in")
}

func (s *Server) formLanguage(c *gin.Context) error {
	var form web.LanguageForm
	if err := bindForm(c, &form); err != nil {
		return err
	}
	http.SetCookie(c.Writer, &http.Cookie{Name: "language", Path: "/", MaxAge: 365 * 24 * 3600,
		Value:    message.ParseLanguage(form.Language).String(),
		SameSite: http.SameSiteLaxMode, Secure: s.site.overTLS(c.Request), HttpOnly: true})
	return seeOther(c, localPath(form.Back, "/"))
}

func (s *Server) pagePassword(c *gin.Context) error {
	page := &web.Password{Frame: s.frame(c)}
	if c.Query("done") != "" {
		page.Notice = message.Text(page.Language, "page.password.done")
	}
	return s.render(c, http.StatusOK, page)
}

func (s *Server) formPassword(c *gin.Context) error {
	var form web.PasswordForm
	err := bindForm(c, &form)
	if err == nil {
		err = s.changeOwnPassword(c, form)
	}
	if err == nil {
		return seeOther(c, "/password?done=1")
	}
	page := &web.Password{Frame: s.frame(c)}
	if page.Problems = problems(err, page.Language, ""); page.Problems == nil {
		return err
	}
	return s.render(c, refusalOf(err).Status, page)
}

func (s *Server) changeOwnPassword(c *gin.Context, form web.PasswordForm) error {
	user := userOf(c)
	ok, err := s.tryPassword(c.Request.Context(), c.ClientIP(), string(user.Username),
		user.Password, form.Current)
	if err != nil {
		return err
	}
	if !ok {
		return refuse(http.StatusUnprocessableEntity, "password-wrong")
	}
	return s.SetPassword(c.Request.Context(), user.Username, user.Username, form.New,
		c.GetString(sessionKey))
}

func (s *Server) pageUsers(c *gin.Context) error {
	return s.renderUsers(c, http.StatusOK, &web.Users{Frame: s.frame(c)})
}

// renderUsers fills in the accounts.
func (s *Server) renderUsers(c *gin.Context, status int, page *web.Users) error {
	page.Path = web.UsersURL
	halls := map[checklists.HallID]string{}
	for u, err := range s.docs.users.Find(c.Request.Context(), store.Query{}) {
		if err != nil {
			return err
		}
		if _, known := halls[u.Hall]; !known && u.Hall != "" {
			h, err := s.docs.halls.Get(c.Request.Context(), string(u.Hall))
			if err != nil {
				return err
			}
			halls[u.Hall] = h.Name
		}
		row := web.UserRow{HallName: halls[u.Hall], Firm: u.Firm, Disabled: u.Disabled,
			User: web.User{Username: u.Username, Name: u.Name, Role: u.Role}}
		if u.Role.Inspects() && !u.Disabled {
			row.Place = &web.PlaceForm{Hall: u.Hall, Firm: u.Firm, Revision: u.Revision}
			if u.Username == page.Refused {
				*row.Place = page.Form
			}
		}
		page.Rows = append(page.Rows, row)
	}
	return s.render(c, status, page)
}

// formUser takes where an inspector works.
func (s *Server) formUser(c *gin.Context) error {
	name := checklists.Username(c.Param("id"))
	page := &web.Users{Frame: s.frame(c), Refused: name}
	err := bindForm(c, &page.Form)
	if err == nil {
		_, err = s.placeUser(c.Request.Context(), userOf(c).Username, name, userPlace{
			Hall: page.Form.Hall, Firm: page.Form.Firm, Revision: page.Form.Revision})
	}
	if err == nil {
		return seeOther(c, web.UsersURL)
	}
	if page.Problems = problems(err, page.Language, string(name)+"-"); page.Problems == nil {
		return err
	}
	return s.renderUsers(c, refusalOf(err).Status, page)
}

func (s *Server) pageEvents(c *gin.Context) error {
	q, err := pageOf(c)
	if err != nil {
		return err
	}
	q.Descending = true
	names, err := s.everybody(c.Request.Context())
	if err != nil {
		return err
	}
	page := &web.Events{Frame: s.frame(c)}
	page.Rows, page.Next, err = collect(c.Request.Context(), s.docs.events, q, nil,
		func(e Event) web.Event {
			return web.Event{At: e.At, By: actorName(e, names), Subject: subjectLabel(e, names),
				Before: e.Before, After: e.After, URL: subjectURL(e.Subject),
				What: message.Text(page.Language, "event."+e.Action)}
		})
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, page)
}

// everybody gives the names of all accounts.
func (s *Server) everybody(ctx context.Context) (web.People, error) {
	people := web.People{}
	for u, err := range s.docs.users.Find(ctx, store.Query{}) {
		if err != nil {
			return nil, err
		}
		people[u.Username] = u.Name
	}
	return people, nil
}

// actorName is who acted; "" for the program itself and for visitors of a hall.
func actorName(e Event, people web.People) string {
	if e.Actor == seeder || e.Actor == visitor {
		return ""
	}
	return people.Name(e.Actor)
}

// subjectLabel is what people call the subject of an event; "" where it is the actor himself.
func subjectLabel(e Event, people web.People) string {
	name, ok := strings.CutPrefix(e.Subject, "user/")
	switch {
	case !ok:
		return e.Label
	case checklists.Username(name) == e.Actor:
		return ""
	}
	return people.Name(checklists.Username(name))
}
