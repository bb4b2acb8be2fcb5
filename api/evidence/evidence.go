package evidence

import (
	"context"
	"errors"
	"fmt"

	"hallmark/api/access"
	"hallmark/api/follow"
	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/pdf"
	"hallmark/standard"
)

// EvidenceSchema says how links to photographs are stored, and that they are found by the digest of
// the photograph.
var EvidenceSchema = store.Schema[Link]{
	Name:     "evidence",
	ID:       func(l Link) string { return l.ID },
	Revision: wire.Never[Link],
	Keys: map[string]func(Link) []string{
		"digest": wire.Key(func(l Link) string { return string(l.SHA256) }),
	},
	Indexes: []store.Index{{Equal: []string{"digest"}}},
}

// Link records that a person uploaded a photograph, or that an audit shows it. The links of
// a photograph decide who may see it.
type Link struct {
	// ID is "<sha256>/" for the first upload, "<sha256>/@<user>" for an upload of the same bytes by
	// another person, and "<sha256>/<audit>" for an audit that shows the photograph, with "@<user>"
	// behind it for a person who showed it there too while the first link did not count.
	ID     string              `json:"id"`
	SHA256 standard.Digest     `json:"sha256"` // of the bytes as they were uploaded
	Audit  checklists.AuditID  `json:"audit,omitempty"`
	By     checklists.Username `json:"by"`
	At     checklists.Time     `json:"at"`

	// Claimed says that a change shows the photograph: the link counts once By has sent those bytes.
	Claimed bool `json:"claimed,omitempty"`

	// Stored is the digest of the bytes that are kept. It differs from SHA256 where the photograph
	// was turned upright, scaled or rid of its metadata.
	Stored standard.Digest `json:"stored,omitempty"`

	// TakenAt and Place say when and where the photograph was taken, as the camera wrote it.
	TakenAt checklists.Time `json:"takenAt,omitzero"`
	Place   string          `json:"place,omitempty"`
}

// UploadID is the ID of the link for the first upload of a photograph.
func UploadID(d standard.Digest) string { return string(d) + "/" }

// LinkID is the ID of the link for an audit that shows a photograph.
func LinkID(d standard.Digest, a checklists.AuditID) string { return string(d) + "/" + string(a) }

// secondID is the ID of the link for an upload of the same bytes by another person.
func secondID(d standard.Digest, by checklists.Username) string {
	return string(d) + "/@" + string(by)
}

// SaveEvidence stores a photograph under the SHA-256 of its bytes, turned upright, scaled and rid
// of its metadata. It refuses bytes with another digest, and what is no picture or too large a one.
// Created is false when the bytes were there before.
func (s *Service) SaveEvidence(ctx context.Context, by checklists.Username, want standard.Digest,
	body []byte,
) (created bool, err error) {
	if !want.Valid() {
		return false, wire.InvalidField("sha256", "sha256")
	}
	if got := standard.DigestBytes(body); got != want {
		return false, wire.InvalidField("sha256", "digest", want.Short(), got.Short())
	}
	have, err := s.Docs.Evidence.Get(ctx, UploadID(want))
	if err == nil && have.By != by { // a person who has the bytes may show them, too
		return false, s.AddLink(ctx, Link{ID: secondID(want, by), SHA256: want, By: by,
			At: checklists.At(s.Now())})
	}
	if err == nil {
		return false, s.Journal.Steps.Finish(ctx, s.Docs.Evidence.Subject(have))
	}
	if !errors.Is(err, store.ErrNotFound) {
		return false, err
	}
	clean, err := s.cleaned(ctx, body)
	if err != nil {
		return false, err
	}
	stored := standard.DigestBytes(clean)
	if err := s.Blobs.Put(ctx, string(stored), clean); err != nil {
		return false, err
	}
	shot := pdf.ShotOf(body)
	link := Link{ID: UploadID(want), SHA256: want, By: by, At: checklists.At(s.Now()), Stored: stored,
		TakenAt: shot.TakenAt, Place: shot.Place}
	err = journal.Insert(ctx, s.Journal, s.Docs.Evidence, link, journal.Event{Actor: by,
		Action: "evidence-stored", Subject: "evidence/" + string(want),
		Label: want.Short(), After: stored})
	if errors.Is(err, store.ErrExists) { // another upload came first
		return s.SaveEvidence(ctx, by, want, body)
	}
	return err == nil, err
}

// LinkEvidence notes which photographs an audit will show, before the audit is changed: a link that no
// change follows lets nobody see what its maker has not sent. The photographs may be uploaded later,
// and they may be there already, sent by somebody else, while the person has yet to send them.
func (s *Service) LinkEvidence(ctx context.Context, by checklists.Username, a *checklists.Audit,
	changes []checklists.Change,
) error {
	for i := range changes {
		for _, d := range changes[i].Evidence() {
			if !d.Valid() {
				continue // refused
			}
			link := Link{ID: LinkID(d, a.ID), SHA256: d, Audit: a.ID, By: by,
				At: checklists.At(s.Now()), Claimed: true}
			if err := s.AddLink(ctx, link); err != nil {
				return err
			}
		}
	}
	return nil
}

// AddLink stores a link. Doing so again is harmless. Where another person's link stands in its place
// and does not count, it stands beside it.
func (s *Service) AddLink(ctx context.Context, l Link) error {
	have, err := s.Docs.Evidence.Get(ctx, l.ID)
	if err == nil {
		if have.By == l.By {
			return nil
		}
		counts, err := s.counts(ctx, &have)
		if counts || err != nil {
			return err
		}
		l.ID += "@" + string(l.By)
	} else if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	err = s.Docs.Evidence.Insert(ctx, l)
	if errors.Is(err, store.ErrExists) {
		return nil
	}
	return err
}

// linksKind is the kind of the step that stores which photographs the proceedings of an audit show.
const linksKind = "links"

// ShowStep is the step of a document about an audit that shows photographs; none where it shows none.
func ShowStep(audit checklists.AuditID, by checklists.Username, at checklists.Time,
	photos ...standard.Digest,
) ([]store.Follow, error) {
	if len(photos) == 0 {
		return nil, nil
	}
	links := make([]Link, len(photos))
	for i, d := range photos {
		links[i] = Link{ID: LinkID(d, audit), SHA256: d, Audit: audit, By: by, At: at}
	}
	step, err := follow.Step(linksKind, follow.Data+1, links)
	return []store.Follow{step}, err
}

// showByStep carries out the step of [ShowStep].
func (s *Service) showByStep(ctx context.Context, _ string, links []Link) error {
	for _, l := range links {
		if err := s.AddLink(ctx, l); err != nil {
			return err
		}
	}
	return nil
}

// MayShow checks photographs that a person wants to show: they must have arrived, and the person must
// be allowed to see them; member is their place in the request.
func (s *Service) MayShow(ctx context.Context, caller access.Caller, member string,
	photos []standard.Digest,
) error {
	for i, d := range photos {
		place := fmt.Sprintf("%s[%d]", member, i)
		if !d.Valid() {
			return wire.InvalidField(place, "sha256")
		}
		_, err := s.Docs.Evidence.Get(ctx, UploadID(d))
		if err == nil {
			err = s.MaySee(ctx, caller, d)
		}
		if errors.Is(err, store.ErrNotFound) || errors.Is(err, wire.ErrNotFound) {
			return wire.InvalidField(place, "unknown-evidence", d.Short())
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// MaySee returns nil when the caller uploaded a photograph or may read an audit that shows it, and
// [wire.ErrNotFound] otherwise.
func (s *Service) MaySee(ctx context.Context, caller access.Caller, d standard.Digest) error {
	user := caller.User
	reach := access.ScopeOf(access.ReadAudits, user)
	q := store.Query{Equal: map[string]string{"digest": string(d)}}
	for link, err := range s.Docs.Evidence.Find(ctx, q) {
		if err != nil {
			return err
		}
		if link.Audit == "" {
			if link.By == user.Username {
				return nil
			}
			continue
		}
		counts, err := s.counts(ctx, &link)
		if err != nil {
			return err
		}
		if !counts {
			continue
		}
		a, err := s.Docs.Audits.Get(ctx, string(link.Audit))
		if err == nil && reach.OpensAudit(user, &a) {
			return nil
		}
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	return wire.ErrNotFound
}

// counts reports whether a link lets readers of its audit see the photograph: it was made by somebody
// who has sent those bytes, or in proceedings, which show only what the person may see, when the
// photograph was there. Any other link counts for nobody, for whoever knows a digest can make one.
func (s *Service) counts(ctx context.Context, l *Link) (bool, error) {
	first, err := s.Docs.Evidence.Get(ctx, UploadID(l.SHA256))
	switch {
	case errors.Is(err, store.ErrNotFound):
		return false, nil
	case err != nil:
		return false, err
	case first.By == l.By || !l.Claimed && !l.At.Before(first.At.Time):
		return true, nil
	}
	_, err = s.Docs.Evidence.Get(ctx, secondID(l.SHA256, l.By))
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// PhotoOf is [Service.Photo] for a photograph that an audit shows; store.ErrNotFound also where
// nobody who linked it there has sent it.
func (s *Service) PhotoOf(ctx context.Context, a checklists.AuditID, d standard.Digest) (
	none Link, _ []byte, _ error,
) {
	sent, err := s.sentFor(ctx, a, d)
	if err == nil && !sent {
		err = store.ErrNotFound
	}
	if err != nil {
		return none, nil, err
	}
	return s.Photo(ctx, d)
}

// sentFor reports whether somebody who linked a photograph to an audit has sent it; true also where
// no link names the audit.
func (s *Service) sentFor(ctx context.Context, a checklists.AuditID, d standard.Digest) (
	bool, error,
) {
	linked := false
	q := store.Query{Equal: map[string]string{"digest": string(d)}}
	for link, err := range s.Docs.Evidence.Find(ctx, q) {
		if err != nil {
			return false, err
		}
		if link.Audit != a {
			continue
		}
		linked = true
		if counts, err := s.counts(ctx, &link); counts || err != nil {
			return counts, err
		}
	}
	return !linked, nil
}

// Photo loads the link for the first upload of a photograph and the bytes that are kept. The error
// is store.ErrNotFound while the photograph has not been uploaded.
func (s *Service) Photo(ctx context.Context, d standard.Digest) (Link, []byte, error) {
	upload, err := s.Docs.Evidence.Get(ctx, UploadID(d))
	if err != nil {
		return upload, nil, err
	}
	data, err := s.Blobs.Get(ctx, string(upload.Stored))
	return upload, data, err
}
