package api

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"

	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/checklists/oscal"
	"hallmark/standard"
	"hallmark/standard/message"
)

// Refusal is an error with a sentence for people: key "error.<Code>" of the message catalogue.
type Refusal struct {
	Status int
	Code   string
	Args   []any
	Fields []Field
}

func (r *Refusal) Error() string { return fmt.Sprintf("refused: %s %v", r.Code, r.Args) }

// Field is one thing that is wrong with a request, and where.
type Field struct {
	Name string // place in the body, "answers.HS001.level"
	Code string
	Text func(message.Language) string

	Want, Have string // of an amendment that does not fit: what it says, and what there is

	args []any // what Text mentions, of those that [field] makes
}

func refuse(status int, code string, args ...any) *Refusal {
	return &Refusal{Status: status, Code: code, Args: args}
}

// What handlers return.
var (
	errSignedOut  = refuse(http.StatusUnauthorized, "signed-out")
	errForbidden  = refuse(http.StatusForbidden, "forbidden")
	errNotFound   = refuse(http.StatusNotFound, "not-found")
	errMethod     = refuse(http.StatusMethodNotAllowed, "method")
	errTooLarge   = refuse(http.StatusRequestEntityTooLarge, "too-large")
	errTooMany    = refuse(http.StatusTooManyRequests, "too-many")
	errOrigin     = refuse(http.StatusForbidden, "origin")
	errMediaType  = refuse(http.StatusUnsupportedMediaType, "media-type")
	errWrongLogin = refuse(http.StatusUnauthorized, "wrong-password")
)

// outcomes is the one table from errors of the other rooms to what the client is told. The chain
// itself goes to the log, never to the client.
var outcomes = []struct {
	err     error
	refusal *Refusal
}{
	{store.ErrNotFound, errNotFound},
	{store.ErrExists, refuse(http.StatusConflict, "exists")},
	{store.ErrConflict, refuse(http.StatusConflict, "stale-revision")},
	{checklists.ErrModerated, refuse(http.StatusConflict, "feedback-moderated")},
	{checklists.ErrNotShown, refuse(http.StatusConflict, "feedback-not-shown")},
	{checklists.ErrAnswered, refuse(http.StatusConflict, "feedback-answered")},
	{checklists.ErrBulletinIssued, refuse(http.StatusConflict, "bulletin-issued")},
	{checklists.ErrBulletinEarly, refuse(http.StatusConflict, "bulletin-early")},
	{checklists.ErrCampaignStarted, refuse(http.StatusConflict, "campaign-started")},
	{checklists.ErrCampaignState, refuse(http.StatusConflict, "campaign-step")},
	{checklists.ErrDrawReason, refuse(http.StatusConflict, "draw-reason")},
	{checklists.ErrOwnReply, refuse(http.StatusForbidden, "own-reply")},
	{checklists.ErrOwnRequest, refuse(http.StatusForbidden, "own-request")},
	{checklists.ErrNotMended, refuse(http.StatusConflict, "not-mended")},
	{checklists.ErrAppealState, refuse(http.StatusConflict, "appeal-state")},
	{checklists.ErrAppealLate, refuse(http.StatusConflict, "appeal-late")},
	{checklists.ErrAppealMade, refuse(http.StatusConflict, "appeal-made")},
	{checklists.ErrAppealNothing, refuse(http.StatusConflict, "appeal-nothing")},
	{checklists.ErrAppealDecided, refuse(http.StatusConflict, "appeal-decided")},
	{checklists.ErrAppealInvolved, refuse(http.StatusForbidden, "appeal-involved")},
	{store.ErrUnavailable, refuse(http.StatusServiceUnavailable, "storage")},
	{store.ErrCursor, refuse(http.StatusBadRequest, "cursor")},
	{store.ErrQuery, refuse(http.StatusBadRequest, "query")},
	{oscal.ErrNothingToMend, refuse(http.StatusConflict, "nothing-to-mend")},
	{context.DeadlineExceeded, refuse(http.StatusServiceUnavailable, "timeout")},
	{context.Canceled, refuse(499, "cancelled")},
}

// refusalOf turns any error into what the client may know.
func refusalOf(err error) *Refusal {
	var r *Refusal
	if errors.As(err, &r) {
		return r
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return errTooLarge
	}
	if r := domainRefusal(err); r != nil {
		return r
	}
	for _, o := range outcomes {
		if errors.Is(err, o.err) {
			return o.refusal
		}
	}
	return refuse(http.StatusInternalServerError, "internal")
}

func invalid(e *standard.InvalidError) *Refusal {
	r := refuse(http.StatusUnprocessableEntity, "invalid")
	for _, p := range e.Problems {
		r.Fields = append(r.Fields, Field{Name: p.Path, Code: p.Code, Text: p.Text})
	}
	return r
}

// field names what is wrong with one field of a request: key "error.field-<code>".
func field(name, code string, args ...any) Field {
	return Field{Name: name, Code: code, args: args, Text: func(l message.Language) string {
		return message.Text(l, "error.field-"+code, args...)
	}}
}

// domainRefusal maps the errors of the domain, or returns nil.
func domainRefusal(err error) *Refusal {
	var wrong *standard.InvalidError
	var notReady *checklists.NotReadyError
	var state *checklists.StateError
	var apply *standard.ApplyError
	var step *checklists.RectificationStateError
	switch {
	case errors.As(err, &apply): // before what it wraps
		return refuseSheet(apply)
	case errors.As(err, &wrong):
		return invalid(wrong)
	case errors.As(err, &notReady):
		return refuseNotReady(notReady)
	case errors.As(err, &state):
		return refuse(http.StatusConflict, "wrong-state", message.Key("audit.state-"+string(state.From)))
	case errors.As(err, &step):
		return refuse(http.StatusConflict, "wrong-step",
			message.Key("rectification.state-"+string(step.State)))
	case errors.Is(err, checklists.ErrOwnWork):
		return refuse(http.StatusForbidden, "own-audit")
	}
	return nil
}

// refuseSheet names the item of a sheet that does not fit, with both texts, and what would be wrong
// with the result.
func refuseSheet(e *standard.ApplyError) *Refusal {
	r := refuse(http.StatusUnprocessableEntity, "amendment")
	item := *e
	item.Err = nil // its problems follow, each in its place
	r.Fields = []Field{{Name: cmp.Or(e.Path, "amendment"), Code: e.Code, Text: item.Text,
		Want: e.Want, Have: e.Have}}
	if wrong := (*standard.InvalidError)(nil); errors.As(e.Err, &wrong) {
		r.Fields = append(r.Fields, invalid(wrong).Fields...)
	}
	return r
}

func refuseNotReady(e *checklists.NotReadyError) *Refusal {
	r := refuse(http.StatusConflict, "not-ready", len(e.Unanswered), len(e.Conflicts))
	for _, uid := range e.Unanswered {
		r.Fields = append(r.Fields, field("answers."+string(uid), "unanswered"))
	}
	for _, uid := range e.Conflicts {
		r.Fields = append(r.Fields, field("answers."+string(uid), "conflict"))
	}
	return r
}

// Sentence says an error to a person at a terminal, who may know the whole chain.
func Sentence(err error, l message.Language) string {
	var r *Refusal
	var apply *standard.ApplyError
	switch {
	case errors.As(err, &apply):
		return apply.Text(l)
	case !errors.As(err, &r):
		return err.Error()
	}
	text := message.Text(l, "error."+r.Code, r.Args...)
	for _, f := range r.Fields {
		text += "\n" + f.Name + ": " + f.Text(l)
	}
	return text
}
