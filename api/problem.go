package api

import (
	"encoding/json"
	"log/slog"
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/standard/message"
)

// Problem is the wire form of a refusal: RFC 9457, application/problem+json.
type Problem struct {
	Type      string         `json:"type"`
	Title     string         `json:"title"`
	Status    int            `json:"status"`
	Detail    string         `json:"detail"`
	Code      string         `json:"code"`
	Fields    []ProblemField `json:"fields"`
	RequestID string         `json:"requestId"`
}

// ProblemField is one wrong field of a request.
type ProblemField struct {
	Name   string `json:"name"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
	Want   string `json:"want,omitempty"` // what an amendment says of the text
	Have   string `json:"have,omitempty"` // what the text is
}

func problemOf(r *Refusal, l message.Language, requestID string) Problem {
	p := Problem{
		Type: "about:blank", Title: http.StatusText(r.Status), Status: r.Status,
		Detail: message.Text(l, "error."+r.Code, r.Args...), Code: r.Code,
		Fields: []ProblemField{}, RequestID: requestID,
	}
	if p.Title == "" {
		p.Title = r.Code
	}
	for _, f := range r.Fields {
		p.Fields = append(p.Fields, ProblemField{Name: f.Name, Code: f.Code, Detail: f.Text(l),
			Want: f.Want, Have: f.Have})
	}
	return p
}

// fail writes an error as a problem document, or as a page where people read.
func (s *Server) fail(c *gin.Context, err error) {
	r := refusalOf(err)
	if r.Status >= 500 {
		s.log.ErrorContext(c.Request.Context(), "request failed", slog.String("request", requestID(c)),
			slog.String("error", err.Error()))
	}
	c.Set(errorKey, err)
	if c.Writer.Written() {
		return // a stream broke off; the status is gone
	}
	h := c.Writer.Header()
	h.Set("Cache-Control", "no-store")
	if r.Status == http.StatusServiceUnavailable {
		h.Set("Retry-After", "5")
	}
	if r.Status == http.StatusTooManyRequests {
		h.Set("Retry-After", "30")
	}
	p := problemOf(r, language(c), requestID(c))
	if isPage(c) {
		s.failPage(c, r, p)
		return
	}
	body, err := json.Marshal(p)
	if err != nil {
		panic(err) // a struct of texts and numbers
	}
	c.Data(r.Status, "application/problem+json; charset=utf-8", body)
}
