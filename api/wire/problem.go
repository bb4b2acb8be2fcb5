package wire

import (
	"net/http"
	"strconv"

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
	Line   int    `json:"line,omitempty"` // of a file that was sent, from 1
	Code   string `json:"code"`
	Detail string `json:"detail"`
	Want   string `json:"want,omitempty"` // the text that an amendment expects
	Have   string `json:"have,omitempty"` // the actual text
}

// ProblemOf is a refusal in its wire form, its sentences in a language.
func ProblemOf(r *Refusal, l message.Language, requestID string) Problem {
	p := Problem{
		Type: "about:blank", Title: title(r.Status, l), Status: r.Status,
		Detail: r.Text(l), Code: r.Code,
		Fields: []ProblemField{}, RequestID: requestID,
	}
	for _, f := range r.Fields {
		p.Fields = append(p.Fields, ProblemField{Name: f.Name, Line: f.Line, Code: f.Code,
			Detail: f.Text(l),
			Want:   f.Want, Have: f.Have})
	}
	return p
}

// title names a status in a language, as RFC 9457, section 4.2.1, allows for "about:blank".
func title(status int, l message.Language) string {
	switch status {
	case http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound,
		http.StatusMethodNotAllowed, http.StatusConflict, http.StatusGone,
		http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType,
		http.StatusUnprocessableEntity, http.StatusTooManyRequests, statusCancelled,
		http.StatusInternalServerError, http.StatusServiceUnavailable:
		return message.Text(l, "status."+strconv.Itoa(status))
	}
	return strconv.Itoa(status)
}

// statusCancelled is for a request that its sender has given up.
const statusCancelled = 499

// Error says a refusal with the places of what is wrong.
func (p *Problem) Error() string {
	text := p.Detail
	for _, f := range p.Fields {
		if f.Line > 0 {
			text += " " + strconv.Itoa(f.Line)
		}
		text += " " + f.Name + ": " + f.Detail
	}
	return text
}
