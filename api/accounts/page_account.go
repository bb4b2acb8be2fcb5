package accounts

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/pages"
	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard/message"
)

// PageSignIn answers GET /sign-in.
func (s Handlers) PageSignIn(c *gin.Context) error {
	if access.UserOf(c) != nil {
		return pages.SeeOther(c, pages.LocalPath(c.Query("next"), "/"))
	}
	page := &web.SignIn{Frame: s.Pages.Frame(c)}
	page.Form.Next = pages.LocalPath(c.Query("next"), "/")
	return s.Pages.Render(c, http.StatusOK, page)
}

// FormSignIn answers POST /sign-in.
func (s Handlers) FormSignIn(c *gin.Context) error {
	var form web.SignInForm
	err := pages.BindForm(c, &form)
	if err == nil {
		var token string
		var user access.User
		token, user, err = s.Access.SignIn(c.Request.Context(), access.OriginOf(c), form.Username,
			form.Password)
		if err == nil {
			err = s.Access.Welcome(c, token, user.Username)
		}
		if err == nil {
			return pages.SeeOther(c, pages.LocalPath(form.Next, "/"))
		}
	}
	page := &web.SignIn{Frame: s.Pages.Frame(c), Form: form}
	page.Form.Password, page.Form.Next = "", pages.LocalPath(form.Next, "/")
	page.Path = "/sign-in"
	if page.Problems = pages.Problems(err, page.Language, ""); page.Problems == nil {
		return err
	}
	return s.Pages.Render(c, wire.RefusalOf(err).Status, page)
}

// FormSignOut answers POST /sign-out.
func (s Handlers) FormSignOut(c *gin.Context) error {
	if err := s.Access.CloseSession(c.Request.Context(), access.UserOf(c),
		c.GetString(access.SessionKey)); err != nil {
		return err
	}
	s.Access.SetSessionCookie(c, "", -1)
	return pages.SeeOther(c, "/sign-in")
}

// FormLanguage answers POST /language.
func (s Handlers) FormLanguage(c *gin.Context) error {
	var form web.LanguageForm
	if err := pages.BindForm(c, &form); err != nil {
		return err
	}
	//nolint:gosec // Secure is set when the request came by TLS, which a hall's own network may lack
	http.SetCookie(c.Writer, &http.Cookie{Name: "language", Path: "/", MaxAge: 365 * 24 * 3600,
		Value:    message.ParseLanguage(form.Language).String(),
		SameSite: http.SameSiteLaxMode, Secure: s.Site.OverTLS(c.Request), HttpOnly: true})
	return pages.SeeOther(c, pages.LocalPath(form.Back, "/"))
}

// PagePassword answers GET /password.
func (s Handlers) PagePassword(c *gin.Context) error {
	page := &web.Password{Frame: s.Pages.Frame(c)}
	if c.Query("done") != "" {
		page.Notice = message.Text(page.Language, "page.password.done")
	}
	return s.Pages.Render(c, http.StatusOK, page)
}

// FormPassword answers POST /password.
func (s Handlers) FormPassword(c *gin.Context) error {
	var form web.PasswordForm
	err := pages.BindForm(c, &form)
	if err == nil {
		err = s.changeOwnPassword(c, form)
	}
	if err == nil {
		return pages.SeeOther(c, "/password?done=1")
	}
	page := &web.Password{Frame: s.Pages.Frame(c)}
	if page.Problems = pages.Problems(err, page.Language, ""); page.Problems == nil {
		return err
	}
	return s.Pages.Render(c, wire.RefusalOf(err).Status, page)
}

func (s Handlers) changeOwnPassword(c *gin.Context, form web.PasswordForm) error {
	user := access.UserOf(c)
	ok, err := s.Access.TryPassword(c.Request.Context(), access.OriginOf(c), string(user.Username),
		user.Password, form.Current)
	if err != nil {
		return err
	}
	if !ok {
		return wire.Refuse(http.StatusUnprocessableEntity, "password-wrong")
	}
	return s.SetPassword(c.Request.Context(), user.Username, user.Username, form.New,
		c.GetString(access.SessionKey))
}

// PageUsers answers GET /users.
func (s Handlers) PageUsers(c *gin.Context) error {
	return s.renderUsers(c, http.StatusOK, &web.Users{Frame: s.Pages.Frame(c)})
}

// renderUsers sends the page with all accounts filled in.
func (s Handlers) renderUsers(c *gin.Context, status int, page *web.Users) error {
	page.Path = web.UsersURL
	halls := map[checklists.HallID]string{}
	for u, err := range s.Docs.Users.Find(c.Request.Context(), store.Query{}) {
		if err != nil {
			return err
		}
		if _, known := halls[u.Hall]; !known && u.Hall != "" {
			h, err := s.Docs.Halls.Get(c.Request.Context(), string(u.Hall))
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
	return s.Pages.Render(c, status, page)
}

// FormUser answers POST /users/:id, which sets where an inspector works.
func (s Handlers) FormUser(c *gin.Context) error {
	name := checklists.Username(c.Param("id"))
	page := &web.Users{Frame: s.Pages.Frame(c), Refused: name}
	err := pages.BindForm(c, &page.Form)
	if err == nil {
		_, err = s.placeUser(c.Request.Context(), access.UserOf(c).Username, name, userPlace{
			Hall: page.Form.Hall, Firm: page.Form.Firm, Revision: page.Form.Revision})
	}
	if err == nil {
		return pages.SeeOther(c, web.UsersURL)
	}
	if page.Problems = pages.Problems(err, page.Language, string(name)+"-"); page.Problems == nil {
		return err
	}
	return s.renderUsers(c, wire.RefusalOf(err).Status, page)
}
