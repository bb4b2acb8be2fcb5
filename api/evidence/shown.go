package evidence

import (
	"context"
	"errors"
	"maps"
	"slices"

	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/standard"
)

// Shown is a photograph that an audit shows, or the picture of a signature under it.
type Shown struct {
	Clause standard.ClauseUID `json:"clause"` // "" for a signature
	SHA256 standard.Digest    `json:"sha256"`
	There  bool               `json:"there"` // whether its bytes have arrived, and are kept
}

// Shown lists what an audit shows: the photographs by clause, then the signatures under its last
// submission.
func (s *Service) Shown(ctx context.Context, a *checklists.Audit) ([]Shown, error) {
	list := []Shown{}
	for _, uid := range slices.Sorted(maps.Keys(a.Log)) {
		for _, d := range a.ClauseState(uid).Answer.Evidence {
			list = append(list, Shown{Clause: uid, SHA256: d})
		}
	}
	for _, one := range a.Signatures() {
		if one.SHA256 != "" {
			list = append(list, Shown{SHA256: one.SHA256})
		}
	}
	for i := range list {
		var err error
		if list[i].There, err = s.arrived(ctx, a.ID, list[i].SHA256); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Missing counts, by clause, the photographs that an audit shows and whose bytes have not arrived.
func (s *Service) Missing(ctx context.Context, a *checklists.Audit) (
	map[standard.ClauseUID]int, error,
) {
	list, err := s.Shown(ctx, a)
	missing := map[standard.ClauseUID]int{}
	for _, one := range list {
		if !one.There && one.Clause != "" {
			missing[one.Clause]++
		}
	}
	return missing, err
}

// arrived reports whether the bytes of a photograph are kept, sent by somebody who shows it in the
// audit.
func (s *Service) arrived(ctx context.Context, a checklists.AuditID, d standard.Digest) (bool, error) {
	if sent, err := s.sentFor(ctx, a, d); !sent || err != nil {
		return false, err
	}
	upload, err := s.Docs.Evidence.Get(ctx, UploadID(d))
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return s.Blobs.Has(ctx, string(upload.Stored))
}
