package evidence

import (
	"context"
	"errors"
	"fmt"

	"hallmark/api/access"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// LinkSignatures checks the pictures of the signatures of a submission and notes that the audit
// shows them. Each must have arrived, from a person who may show it; it is not blank, and is that of
// nobody else.
func (s *Service) LinkSignatures(ctx context.Context, caller access.Caller, a *checklists.Audit,
	list []checklists.Signature,
) error {
	inks := make([]ink, len(list))
	for i := range list {
		one, at := &list[i], fmt.Sprintf("signatures[%d]", i)
		if one.SHA256 == "" {
			continue
		}
		var err error
		if inks[i], err = s.linkSignature(ctx, caller, a, one, at+".sha256"); err != nil {
			return err
		}
		for j := range i {
			if inks[i].like(inks[j]) {
				return wire.InvalidField(at+".sha256", "signature-same", one.Name, list[j].Name)
			}
		}
	}
	return nil
}

// linkSignature notes that an audit shows the picture of a signature. The error names the field at.
func (s *Service) linkSignature(ctx context.Context, caller access.Caller, a *checklists.Audit,
	one *checklists.Signature, at string,
) (ink, error) {
	d := one.SHA256
	if err := s.MaySee(ctx, caller, d); errors.Is(err, wire.ErrNotFound) {
		return nil, wire.InvalidField(at, "unknown-evidence", d.Short())
	} else if err != nil {
		return nil, err
	}
	if err := s.signedElsewhere(ctx, a.ID, one, at); err != nil {
		return nil, err
	}
	_, picture, err := s.Photo(ctx, d)
	if errors.Is(err, store.ErrNotFound) {
		return nil, wire.InvalidField(at, "unknown-evidence", d.Short())
	}
	if err != nil {
		return nil, err
	}
	drawn := inkOf(picture)
	if drawn == nil {
		return nil, wire.InvalidField(at, "signature-blank", one.Name)
	}
	return drawn, s.AddLink(ctx, Link{ID: LinkID(d, a.ID), SHA256: d,
		Audit: a.ID, By: caller.User.Username, At: checklists.At(s.Now())})
}

// signedElsewhere refuses a picture that stands in another audit as the signature of somebody else.
func (s *Service) signedElsewhere(ctx context.Context, id checklists.AuditID,
	one *checklists.Signature, at string,
) error {
	q := store.Query{Equal: map[string]string{"digest": string(one.SHA256)}}
	for link, err := range s.Docs.Evidence.Find(ctx, q) {
		if err != nil {
			return err
		}
		if link.Audit == "" || link.Audit == id {
			continue
		}
		other, err := s.Docs.Audits.Get(ctx, string(link.Audit))
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		for _, t := range other.Transitions {
			for _, had := range t.Signatures {
				if had.SHA256 == one.SHA256 && (had.Username != one.Username ||
					had.Username == "" && had.Name != one.Name) {
					return wire.InvalidField(at, "signature-used", one.Name, other.Number, had.Name)
				}
			}
		}
	}
	return nil
}

// LinkConfirmation is [Service.LinkSignatures] for the picture of a confirmation. It refuses the
// strokes that stand under the submission for somebody else.
func (s *Service) LinkConfirmation(ctx context.Context, caller access.Caller, a *checklists.Audit,
	mine *checklists.Signature,
) error {
	drawn, err := s.linkSignature(ctx, caller, a, mine, "sha256")
	if err != nil {
		return err
	}
	for _, other := range a.Signatures() {
		if other.SHA256 == "" || other.Username == mine.Username {
			continue
		}
		_, picture, err := s.Photo(ctx, other.SHA256)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if err == nil && drawn.like(inkOf(picture)) {
			return wire.InvalidField("sha256", "signature-same", mine.Name, other.Name)
		}
	}
	return nil
}
