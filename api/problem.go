package api

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"hallmark/api/pages"
	"hallmark/api/web"
	"hallmark/api/wire"
)

func (s *Server) failPage(c *gin.Context, r *wire.Refusal, p wire.Problem) {
	if r == wire.ErrToSignIn {
		c.Redirect(http.StatusSeeOther, "/sign-in?next="+url.QueryEscape(c.Request.URL.RequestURI()))
		return
	}
	sentence := p.Detail
	for _, f := range p.Fields {
		sentence += " " + f.Name + ": " + f.Detail
	}
	page := &web.Error{Frame: pages.BareFrame(c), Status: r.Status,
		Changed:  r.Code == "stale-revision",
		Sentence: sentence, RequestID: p.RequestID}
	if err := s.Pages.Render(c, r.Status, page); err != nil {
		c.String(http.StatusInternalServerError, p.Detail)
	}
}

// fail answers with an error: as a problem document or, on the path of a page, as a page. The chain
// of the error is logged if the status is 500 or above.
func (s *Server) fail(c *gin.Context, err error) {
	r := wire.RefusalOf(err)
	if r.Status >= 500 {
		s.log.ErrorContext(c.Request.Context(), "request failed",
			slog.String("request", wire.RequestID(c)),
			slog.String("error", err.Error()))
	}
	c.Set(wire.ErrorKey, err)
	if c.Writer.Written() {
		return // a stream broke off; its status is sent already
	}
	h := c.Writer.Header()
	h.Set("Cache-Control", "no-store")
	if r.Status == http.StatusServiceUnavailable || r.Code == "settling" {
		h.Set("Retry-After", "5")
	}
	if r.Status == http.StatusTooManyRequests {
		h.Set("Retry-After", "30")
	}
	p := wire.ProblemOf(r, wire.LanguageOf(c), wire.RequestID(c))
	if wire.IsPage(c) {
		s.failPage(c, r, p)
		return
	}
	body, err := json.Marshal(p)
	if err != nil {
		panic(err) // never: a struct of texts and numbers
	}
	c.Data(r.Status, "application/problem+json; charset=utf-8", body)
}
