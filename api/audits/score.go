package audits

import (
	"encoding/json"
	"errors"

	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

type scoreRequest struct {
	Edition standard.EditionID `json:"edition" validate:"required,max=64"`
	Tier    string             `json:"tier" validate:"required,oneof=district subdistrict community"`
	Answers json.RawMessage    `json:"answers" validate:"required"`
}

// AnswerIn reads an answer that is a member of a request.
func AnswerIn(member string, raw json.RawMessage) (a checklists.Answer, err error) {
	if len(raw) == 0 {
		return a, wire.InvalidField(member, "required")
	}
	if err := json.Unmarshal(raw, &a); err != nil {
		return a, Below(member, wire.JSONRefusal(err))
	}
	return a, nil
}

// Below puts a place in front of the fields of a refusal.
func Below(place string, err error) error {
	var r *wire.Refusal
	if !errors.As(err, &r) || len(r.Fields) == 0 {
		return err
	}
	moved := wire.Refuse(r.Status, r.Code, r.Args...)
	for _, f := range r.Fields {
		if f.Name == "" || f.Name == wire.WholeBody {
			f.Name = place
		} else {
			f.Name = place + "." + f.Name
		}
		moved.Fields = append(moved.Fields, f)
	}
	return moved
}
