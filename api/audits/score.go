package audits

import (
	"encoding/json"
	"errors"

	"hallmark/api/wire"
	"hallmark/standard"
)

type scoreRequest struct {
	Edition standard.EditionID `json:"edition" validate:"required,max=64"`
	Tier    string             `json:"tier" validate:"required,oneof=district subdistrict community"`
	Answers json.RawMessage    `json:"answers" validate:"required"`
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
