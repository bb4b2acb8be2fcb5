package drafts

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"

	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/standard"
)

// conflictError says that somebody else has written in the fields of a form meanwhile.
type conflictError struct{ conflicts []web.DeskConflict }

func (e *conflictError) Error() string { return "fields were written by somebody else" }

// Unwrap is the refusal for a client that shows no desk.
func (e *conflictError) Unwrap() error { return wire.Refuse(http.StatusConflict, "draft-conflict") }

// fieldValue is one value of a form, with the edit that writes it.
type fieldValue struct {
	name  string // in "was"
	label string
	edit  standard.Edit
	value any
}

// clausePlan makes edits of the fields that the editor has changed since the page was shown to
// them.
func (s *Service) clausePlan(uid standard.ClauseUID, f *web.DraftClauseForm) editPlan {
	return func(ctx context.Context, d *DraftDocument, w *standard.WorkingDraft) (
		[]standard.Edit, error,
	) {
		now, ok := w.Clause(uid)
		if !ok {
			return nil, wire.ErrNotFound
		}
		r := formReader{wire.Refuse(http.StatusUnprocessableEntity, "invalid")}
		read := r.values(f, &now)
		if len(r.refusal.Fields) > 0 {
			return nil, r.refusal
		}
		values := make([]fieldValue, len(clauseFields))
		for i, field := range clauseFields {
			values[i] = fieldValue{field[0], field[0], standard.Edit{Op: standard.EditSet, UID: uid,
				Field: field[0]}, read[field[0]]}
		}
		return s.fieldPlan(ctx, d, w, values, f.Was, f.Choose)
	}
}

// fieldPlan compares what a form says with what it showed and with what the draft says now.
func (s *Service) fieldPlan(ctx context.Context, d *DraftDocument, w *standard.WorkingDraft,
	values []fieldValue, was, choose []string,
) ([]standard.Edit, error) {
	var edits []standard.Edit
	var conflicts []web.DeskConflict
	for _, v := range values {
		seen := web.DraftClauseForm{Was: was}.WasOf(v.name)
		current := w.Value(&v.edit)
		mine, now := digestOfValue(v.value), digestOfValue(current)
		if mine == now || mine == seen || slices.Contains(choose, v.name+":theirs") {
			continue
		}
		if seen != "" && seen != now {
			tree := w.Show(asTree(v.value))
			conflicts = append(conflicts, web.DeskConflict{Field: v.name, Label: v.label,
				By: s.lastWriter(ctx, d, v.edit.Place()), Mine: tree, Theirs: w.Show(current)})
			continue
		}
		text, err := json.Marshal(v.value)
		if err != nil {
			return nil, err
		}
		v.edit.Value = text
		edits = append(edits, v.edit)
	}
	if len(conflicts) > 0 {
		return nil, &conflictError{conflicts}
	}
	return edits, nil
}

// asTree is a value of a form as its JSON reads.
func asTree(v any) any {
	text, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	e := standard.Edit{Value: text}
	return e.Wants()
}

// lastWriter is the name of the person who has edited a place last.
func (s *Service) lastWriter(ctx context.Context, d *DraftDocument, place string) string {
	for _, t := range slices.Backward(d.Touches) {
		if overlaps(t.Place, place) {
			if u, err := s.Docs.Users.Get(ctx, string(t.By)); err == nil {
				return u.Name
			}
			return string(t.By)
		}
	}
	return string(d.Author)
}
