package pages

import (
	"encoding/json"
	"net/http"
	"net/url"
	"reflect"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/gin-gonic/gin/binding"

	"hallmark/api/access"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/standard/message"
)

// Frame is what every page has around its content.
func (s *Service) Frame(c *gin.Context) web.Frame {
	f := BareFrame(c)
	f.Removed, f.Unprintable = wasRemoved(c), unprintable(c)
	if f.User != nil {
		f.Unread = s.UnreadFor(c.Request.Context(), f.User.Username)
		f.NoCodes = s.Site.Base(c) == ""
	}
	return f
}

// BareFrame is the frame of a page about a failure. It reads nothing from the storage, which may be
// what has failed.
func BareFrame(c *gin.Context) web.Frame {
	f := web.Frame{Language: wire.LanguageOf(c), Path: c.Request.URL.RequestURI()}
	if u := access.UserOf(c); u != nil {
		f.User = &web.User{Username: u.Username, Name: u.Name, Role: u.Role, Hall: u.OwnHall(),
			Firm: u.Firm}
	}
	return f
}

// Render sends a page. Pages are personal, so no cache may store them.
func (s *Service) Render(c *gin.Context, status int, page web.Page) error {
	body, err := s.Templates.Render(page)
	if err != nil {
		return err
	}
	c.Header("Cache-Control", "no-store")
	c.Data(status, "text/html; charset=utf-8", body)
	return nil
}

// SeeOther answers a form that has succeeded: the browser goes on to a page that can be reloaded.
func SeeOther(c *gin.Context, location string) error {
	c.Redirect(http.StatusSeeOther, location)
	return nil
}

// LocalPath returns s if it is a path of this site, else otherwise, so that no link leads
// elsewhere.
func LocalPath(s, otherwise string) string {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(s, "/") ||
		strings.HasPrefix(s, "//") || strings.ContainsAny(s, "\\\r\n\t") {
		return otherwise
	}
	return s
}

// BindForm reads a form into *out and validates it.
func BindForm(c *gin.Context, out any) error {
	if c.ContentType() == "multipart/form-data" {
		if err := c.Request.ParseMultipartForm(wire.EvidenceLimit); err != nil {
			return FormRefusal(err)
		}
	} else if err := c.Request.ParseForm(); err != nil {
		return FormRefusal(err)
	}
	removed, wrong := wire.EnterForm(c.Request.PostForm, wire.AsIs(reflect.TypeOf(out), "form"))
	if err := binding.MapFormWithTag(out, c.Request.PostForm, "form"); err != nil {
		return wire.Refuse(http.StatusBadRequest, "invalid")
	}
	if wrong != nil {
		return wrong
	}
	noteRemoved(c, removed)
	noteUnprintable(c, wire.NoteForm(c, c.Request.PostForm, wire.AsIs(reflect.TypeOf(out), "form")))
	return wire.Validate(out)
}

// NoteTexts lets the page to which a form leads name what papers cannot print of the texts of a file
// that came with it; value is what the file holds, as JSON has it.
func NoteTexts(c *gin.Context, value any) {
	if body, err := json.Marshal(value); err == nil {
		noteUnprintable(c, wire.NoteTexts(c, body, nil))
	}
}

// unprintableCookie tells the page that follows a form which of its texts papers cannot print whole.
const unprintableCookie = "hallmark_unprintable"

// Bounds of what a page says of them, in characters and texts.
const (
	shownText = 20
	shownMost = 5
)

// noteUnprintable lets this page, or the one to which a form leads, name texts and signs that papers
// cannot print.
func noteUnprintable(c *gin.Context, list []wire.Unprintable) {
	if len(list) == 0 {
		return
	}
	l, parts := wire.LanguageOf(c), []string{}
	for i, one := range list {
		if i == shownMost {
			parts = append(parts, "…")
			break
		}
		text, signs := cut(one.Text, shownText), cut(one.Signs, 3*shownText)
		if signs == "" {
			parts = append(parts, message.Text(l, "page.unjoined-one", text))
			continue
		}
		parts = append(parts, message.Text(l, "page.unprintable-one", text, signs))
	}
	words := strings.Join(parts, message.Text(l, "page.unprintable-and"))
	c.Set(unprintableCookie, words)
	c.SetSameSite(http.SameSiteStrictMode)
	c.SetCookie(unprintableCookie, words, 60, "/", "", c.GetBool(wire.TLSKey), true)
}

func cut(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "…"
	}
	return text
}

// unprintable is what this page is to say of them; the next one is silent.
func unprintable(c *gin.Context) string {
	words := c.GetString(unprintableCookie)
	if sent, err := c.Cookie(unprintableCookie); err == nil && words == "" {
		words = sent
	}
	if words != "" {
		c.SetSameSite(http.SameSiteStrictMode)
		c.SetCookie(unprintableCookie, "", -1, "/", "", c.GetBool(wire.TLSKey), true)
	}
	return words
}

// removedCookie tells the page that follows a form that characters were taken out of its fields.
const removedCookie = "hallmark_direction_removed"

// noteRemoved lets this page, or the one to which a form that has succeeded leads, say that
// characters were taken out of fields.
func noteRemoved(c *gin.Context, fields []string) {
	if len(fields) == 0 {
		return
	}
	wire.NoteRemoved(c, fields)
	c.SetSameSite(http.SameSiteStrictMode)
	c.SetCookie(removedCookie, "1", 60, "/", "", c.GetBool(wire.TLSKey), true)
}

// wasRemoved reports whether this page is to say so, and lets the next one be silent.
func wasRemoved(c *gin.Context) bool {
	_, here := c.Get(wire.RemovedKey)
	if _, err := c.Cookie(removedCookie); err != nil && !here {
		return false
	}
	c.SetSameSite(http.SameSiteStrictMode)
	c.SetCookie(removedCookie, "", -1, "/", "", c.GetBool(wire.TLSKey), true)
	return true
}

// FormRefusal is the refusal of a form that cannot be read: too large (413), or malformed (400).
func FormRefusal(err error) error {
	if r := wire.RefusalOf(err); r.Status == http.StatusRequestEntityTooLarge {
		return r
	}
	return wire.Refuse(http.StatusBadRequest, "invalid")
}

// Problems turns an error into what a page shows beside the controls of its form. The id of a
// control is prefix and the name of the field. It returns nil for errors that are not about the
// form.
func Problems(err error, l message.Language, prefix string) []web.Problem {
	r := wire.RefusalOf(err)
	if r.Status >= 500 || r == wire.ErrNotFound || r == wire.ErrForbidden {
		return nil
	}
	if len(r.Fields) == 0 {
		return []web.Problem{{Field: strings.TrimSuffix(prefix, "-"),
			Text: r.Text(l)}}
	}
	out := make([]web.Problem, len(r.Fields))
	for i, f := range r.Fields {
		out[i] = web.Problem{Field: strings.TrimSuffix(prefix+f.Name, "-"), Text: f.Text(l)}
	}
	return out
}
