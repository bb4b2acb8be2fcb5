package wire

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/checklists/bulletin"
	"hallmark/checklists/campaign"
	"hallmark/checklists/oscal"
	"hallmark/standard"
	"hallmark/standard/message"
)

// InvalidField is the refusal, with status 422, of a request in which one field is wrong.
func InvalidField(name, code string, args ...any) *Refusal {
	r := Refuse(http.StatusUnprocessableEntity, "invalid")
	r.Fields = []Field{Wrong(name, code, args...)}
	return r
}

// NoNumber refuses a text that is no number, or a field that is empty.
func NoNumber(name, text string) *Refusal {
	if strings.TrimSpace(text) == "" {
		return InvalidField(name, "required")
	}
	return InvalidField(name, "number", text)
}

// Unconfirmed is the refusal, with status 409, of what cannot be undone while the person has not
// confirmed that they know what follows; each field, whose name is "confirmed", says one of it.
func Unconfirmed(follows []Field) *Refusal {
	r := Refuse(http.StatusConflict, "unconfirmed")
	r.Fields = follows
	return r
}

// Refusal is an error with a sentence for people: key "error.<Code>" of the message catalogue.
type Refusal struct {
	Status int
	Code   string
	Args   []any
	Fields []Field
}

// Error says the refusal in a log; people read the sentence of the catalogue.
func (r *Refusal) Error() string { return fmt.Sprintf("refused: %s %v", r.Code, r.Args) }

// Field is one thing that is wrong with a request, and where.
type Field struct {
	Name string // place in the body, "answers.HS001.level"
	Line int    // of a file that was sent, from 1; 0 where no line is known
	Code string
	Text func(message.Language) string

	Want, Have string // of an amendment that does not fit: the text expected and the actual one

	Args []any // the values that Text mentions; only [Wrong] sets them
}

// place names the place of a field as people do, with the line of a file that has lines.
func (f *Field) place(l message.Language) string {
	if f.Line == 0 {
		return f.Name
	}
	return strings.TrimSpace(message.Text(l, "error.at-line", f.Line) + " " + f.Name)
}

// Refuse makes a refusal with an HTTP status. The sentence for people is the text "error.<code>" of
// the message catalogue, filled in with args.
func Refuse(status int, code string, args ...any) *Refusal {
	return &Refusal{Status: status, Code: code, Args: args}
}

// The refusals that handlers of all rooms return.
var (
	ErrSignedOut  = Refuse(http.StatusUnauthorized, "signed-out")
	ErrForbidden  = Refuse(http.StatusForbidden, "forbidden")
	ErrNotFound   = Refuse(http.StatusNotFound, "not-found")
	ErrMethod     = Refuse(http.StatusMethodNotAllowed, "method")
	ErrTooMany    = Refuse(http.StatusTooManyRequests, "too-many")
	ErrOrigin     = Refuse(http.StatusForbidden, "origin")
	ErrMediaType  = Refuse(http.StatusUnsupportedMediaType, "media-type")
	ErrWrongLogin = Refuse(http.StatusUnauthorized, "wrong-password")
)

// outcomes is the one table of the refusals that errors of other packages become. The chain of
// errors goes to the log, never to the client.
var outcomes = []struct {
	err     error
	refusal *Refusal
}{
	{store.ErrNotFound, ErrNotFound},
	{store.ErrExists, Refuse(http.StatusConflict, "exists")},
	{store.ErrConflict, Refuse(http.StatusConflict, "stale-revision")},
	{checklists.ErrModerated, Refuse(http.StatusConflict, "feedback-moderated")},
	{checklists.ErrNotShown, Refuse(http.StatusConflict, "feedback-not-shown")},
	{checklists.ErrStands, Refuse(http.StatusConflict, "audit-stands")},
	{checklists.ErrAnswered, Refuse(http.StatusConflict, "feedback-answered")},
	{bulletin.ErrIssued, Refuse(http.StatusConflict, "bulletin-issued")},
	{bulletin.ErrEarly, Refuse(http.StatusConflict, "bulletin-early")},
	{campaign.ErrStarted, Refuse(http.StatusConflict, "campaign-started")},
	{campaign.ErrState, Refuse(http.StatusConflict, "campaign-step")},
	{campaign.ErrDrawReason, Refuse(http.StatusConflict, "draw-reason")},
	{checklists.ErrOwnRequest, Refuse(http.StatusForbidden, "own-request")},
	{checklists.ErrNotMended, Refuse(http.StatusConflict, "not-mended")},
	{checklists.ErrAppealState, Refuse(http.StatusConflict, "appeal-state")},
	{checklists.ErrAppealLate, Refuse(http.StatusConflict, "appeal-late")},
	{checklists.ErrAppealMade, Refuse(http.StatusConflict, "appeal-made")},
	{checklists.ErrAppealNothing, Refuse(http.StatusConflict, "appeal-nothing")},
	{checklists.ErrAppealDecided, Refuse(http.StatusConflict, "appeal-decided")},
	{store.ErrUnavailable, Refuse(http.StatusServiceUnavailable, "storage")},
	{store.ErrCursor, Refuse(http.StatusBadRequest, "cursor")},
	{store.ErrQuery, Refuse(http.StatusBadRequest, "query")},
	{oscal.ErrNothingToMend, Refuse(http.StatusConflict, "nothing-to-mend")},
	{context.DeadlineExceeded, Refuse(http.StatusServiceUnavailable, "timeout")},
	{context.Canceled, Refuse(statusCancelled, "cancelled")},
}

// RefusalOf turns any error into the refusal that the client may see; an unknown error becomes
// status 500, code "internal".
func RefusalOf(err error) *Refusal {
	var r *Refusal
	if errors.As(err, &r) {
		return r
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return TooLarge(tooLarge.Limit)
	}
	if r := domainRefusal(err); r != nil {
		return r
	}
	for _, o := range outcomes {
		if errors.Is(err, o.err) {
			return o.refusal
		}
	}
	return Refuse(http.StatusInternalServerError, "internal")
}

// TooLarge is the refusal, with status 413, of a body of more bytes than a limit, which it names.
func TooLarge(limit int64) *Refusal {
	if limit < 1<<20 {
		return Refuse(http.StatusRequestEntityTooLarge, "too-large", strconv.FormatInt(limit>>10, 10)+" KiB")
	}
	return Refuse(http.StatusRequestEntityTooLarge, "too-large", strconv.FormatInt(limit>>20, 10)+" MiB")
}

// Invalid is the refusal, with status 422, that names every problem of an invalid value with its
// place.
func Invalid(e *standard.InvalidError) *Refusal {
	r := Refuse(http.StatusUnprocessableEntity, "invalid")
	for _, p := range e.Problems {
		r.Fields = append(r.Fields, Field{Name: p.Path, Line: p.Line, Code: p.Code, Text: p.Said})
	}
	return r
}

// Wrong says what is wrong with one field of a request. Its text is "error.field-<code>" of the
// message catalogue, filled in with args.
func Wrong(name, code string, args ...any) Field {
	return Field{Name: name, Code: code, Args: args, Text: func(l message.Language) string {
		return message.Text(l, "error.field-"+code, args...)
	}}
}

// Text is the sentence for people.
func (r *Refusal) Text(l message.Language) string {
	return message.Text(l, "error."+r.Code, r.Args...)
}

// domainRefusal maps the errors of the domain, or returns nil.
func domainRefusal(err error) *Refusal {
	var wrong *standard.InvalidError
	var notReady *checklists.NotReadyError
	var state *checklists.StateError
	var apply *standard.ApplyError
	var step *checklists.RectificationStateError
	var involved *checklists.InvolvedError
	switch {
	case errors.As(err, &apply): // before what it wraps
		return refuseSheet(apply)
	case errors.As(err, &wrong):
		return Invalid(wrong)
	case errors.As(err, &notReady):
		return refuseNotReady(notReady)
	case errors.As(err, &state):
		return Refuse(http.StatusConflict, "wrong-state", message.Key("audit.state-"+string(state.From)))
	case errors.As(err, &step):
		return Refuse(http.StatusConflict, "wrong-step",
			message.Key("rectification.state-"+string(step.State)))
	case errors.As(err, &involved):
		return refuseInvolved(involved)
	}
	return nil
}

// refuseInvolved names the part that the person took in the matter.
func refuseInvolved(e *checklists.InvolvedError) *Refusal {
	code := "appeal-involved"
	switch {
	case errors.Is(e, checklists.ErrOwnWork):
		code = "own-audit"
	case errors.Is(e, checklists.ErrOwnReply):
		code = "own-reply"
	}
	return Refuse(http.StatusForbidden, code, message.Key("involved."+string(e.How)))
}

// refuseSheet names the item of an amendment that does not fit, with the text that the item expects
// and the actual one, and what would be wrong with the resulting edition.
func refuseSheet(e *standard.ApplyError) *Refusal {
	r := Refuse(http.StatusUnprocessableEntity, "amendment")
	item := *e
	item.Err = nil // its problems follow, each in its place
	r.Fields = []Field{{Name: cmp.Or(e.Path, "amendment"), Code: e.Code, Text: item.Text,
		Want: e.Want, Have: e.Have}}
	if wrong := (*standard.InvalidError)(nil); errors.As(e.Err, &wrong) {
		r.Fields = append(r.Fields, Invalid(wrong).Fields...)
	}
	return r
}

func refuseNotReady(e *checklists.NotReadyError) *Refusal {
	r := Refuse(http.StatusConflict, "not-ready", len(e.Unanswered), len(e.Conflicts))
	for _, uid := range e.Unanswered {
		r.Fields = append(r.Fields, wrongOf(e.Edition, uid, "unanswered"))
	}
	for _, uid := range e.Conflicts {
		r.Fields = append(r.Fields, wrongOf(e.Edition, uid, "conflict"))
	}
	return r
}

// wrongOf is [Wrong] of an answer, with the number and the title of its clause before the text.
func wrongOf(e *standard.Edition, uid standard.ClauseUID, code string) Field {
	f := Wrong("answers."+string(uid), code)
	if c, ok := e.Clause(uid); ok {
		says := f.Text
		f.Text = func(l message.Language) string {
			return message.Text(l, "error.of-clause", c.Code, c.TitleIn(l), says(l))
		}
	}
	return f
}

// Sentence says a refusal to a person at a terminal. It is false for an error that is none, about
// which the catalogue says nothing.
func Sentence(err error, l message.Language) (text string, ok bool) {
	var apply *standard.ApplyError
	if errors.As(err, &apply) {
		return apply.Text(l), true
	}
	r := RefusalOf(err)
	if r.Code == "internal" {
		return "", false
	}
	text = r.Text(l)
	for _, f := range r.Fields {
		text += "\n" + f.place(l) + ": " + f.Text(l)
	}
	return text, true
}

// ErrToSignIn redirects people who are not signed in from a page to the page for signing in.
var ErrToSignIn = Refuse(http.StatusUnauthorized, "to-sign-in")

// SheetPlaces lists what is wrong with an amendment, each problem with its place in it, for a page.
func SheetPlaces(r *Refusal, l message.Language) []web.SheetPlace {
	if len(r.Fields) == 0 {
		return []web.SheetPlace{{Text: r.Text(l)}}
	}
	places := make([]web.SheetPlace, len(r.Fields))
	for i, f := range r.Fields {
		places[i] = web.SheetPlace{Place: f.place(l), Text: f.Text(l), Want: f.Want, Have: f.Have}
	}
	return places
}
