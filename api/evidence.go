package api

import (
	"context"
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/pdf"
	"hallmark/standard"
)

func uploadID(d standard.Digest) string                     { return string(d) + "/" }
func linkID(d standard.Digest, a checklists.AuditID) string { return string(d) + "/" + string(a) }
func secondID(d standard.Digest, by checklists.Username) string {
	return string(d) + "/@" + string(by)
}

// putEvidence stores a photograph under the SHA-256 of its bytes; a second time is harmless.
func (s *Server) putEvidence(c *gin.Context) error {
	body, err := readBody(c.Request)
	if err != nil {
		return err
	}
	want := standard.Digest(c.Param("sha256"))
	created, err := s.saveEvidence(c.Request.Context(), userOf(c).Username, want, body)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if created {
		status = http.StatusCreated
	}
	c.JSON(status, gin.H{"sha256": want})
	return nil
}

func (s *Server) saveEvidence(ctx context.Context, by checklists.Username, want standard.Digest,
	body []byte,
) (created bool, err error) {
	if !want.Valid() {
		return false, invalidField("sha256", "sha256")
	}
	if got := standard.DigestBytes(body); got != want {
		return false, invalidField("sha256", "digest", want.Short(), got.Short())
	}
	have, err := s.docs.evidence.Get(ctx, uploadID(want))
	if err == nil && have.By != by { // who has the bytes may show them, too
		return false, s.addLink(ctx, EvidenceLink{ID: secondID(want, by), SHA256: want, By: by,
			At: checklists.At(s.now())})
	}
	if err == nil || !errors.Is(err, store.ErrNotFound) {
		return false, err
	}
	clean, _, _, err := pdf.NormalizeImage(body)
	switch {
	case errors.Is(err, pdf.ErrImageSize):
		return false, invalidField("body", "image-size")
	case err != nil:
		return false, invalidField("body", "image")
	}
	stored := standard.DigestBytes(clean)
	if err := s.Blobs.Put(ctx, string(stored), clean); err != nil {
		return false, err
	}
	err = s.note(ctx, Event{Actor: by, Action: "evidence-stored", Subject: "evidence/" + string(want),
		Label: want.Short(), After: stored})
	if err != nil {
		return false, err
	}
	shot := pdf.ShotOf(body)
	err = s.docs.evidence.Insert(ctx, EvidenceLink{ID: uploadID(want), SHA256: want, By: by,
		At: checklists.At(s.now()), Stored: stored, TakenAt: shot.TakenAt, Place: shot.Place})
	if errors.Is(err, store.ErrExists) { // another upload came first
		return s.saveEvidence(ctx, by, want, body)
	}
	return err == nil, err
}

// linkEvidence notes which photographs an audit shows, before it shows them. It returns, by the place of
// the change, each photograph that somebody else uploaded and the person may not see.
func (s *Server) linkEvidence(ctx context.Context, caller Caller, a *checklists.Audit,
	changes []checklists.Change,
) (map[int]standard.Digest, error) {
	foreign := map[int]standard.Digest{}
	for i := range changes {
		for _, d := range changes[i].Evidence() {
			err := s.linkPhoto(ctx, caller, a, d)
			if err == errNotFound {
				foreign[i] = d
				break
			}
			if err != nil {
				return nil, err
			}
		}
	}
	return foreign, nil
}

// linkPhoto notes that an audit shows a photograph, which may arrive later. It returns errNotFound
// when it arrived from somebody else and the person may not see it.
func (s *Server) linkPhoto(ctx context.Context, caller Caller, a *checklists.Audit, d standard.Digest) error {
	user := caller.User
	if !d.Valid() || a.Shows(d) {
		return nil // refused, or linked before
	}
	upload, err := s.docs.evidence.Get(ctx, uploadID(d))
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if err == nil && upload.By != user.Username {
		if err := s.maySee(ctx, caller, d); err != nil {
			return err
		}
	}
	return s.addLink(ctx, EvidenceLink{ID: linkID(d, a.ID), SHA256: d, Audit: a.ID,
		By: user.Username, At: checklists.At(s.now())})
}

// addLink stores a link; a second time is harmless.
func (s *Server) addLink(ctx context.Context, l EvidenceLink) error {
	err := s.docs.evidence.Insert(ctx, l)
	if errors.Is(err, store.ErrExists) {
		return nil
	}
	return err
}

// maySee returns nil when the person uploaded a photograph or may read an audit that shows it, and
// errNotFound otherwise.
func (s *Server) maySee(ctx context.Context, caller Caller, d standard.Digest) error {
	user := caller.User
	reach := scopeOf(ReadAudits, user)
	q := store.Query{Equal: map[string]string{"digest": string(d)}}
	for link, err := range s.docs.evidence.Find(ctx, q) {
		if err != nil {
			return err
		}
		if link.Audit == "" {
			if link.By == user.Username {
				return nil
			}
			continue
		}
		a, err := s.docs.audits.Get(ctx, string(link.Audit))
		if err == nil && reach.opensAudit(user, &a) {
			return nil
		}
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
	}
	return errNotFound
}

func (s *Server) getEvidence(c *gin.Context) error {
	d := standard.Digest(c.Param("sha256"))
	if !d.Valid() {
		return errNotFound
	}
	if err := s.maySee(c.Request.Context(), callerOf(c), d); err != nil {
		return err
	}
	_, photo, err := s.photo(c.Request.Context(), d)
	if err != nil {
		return err
	}
	c.Header("Cache-Control", "private, max-age=31536000, immutable")
	c.Header("Content-Security-Policy", "default-src 'none'; sandbox")
	c.Data(http.StatusOK, http.DetectContentType(photo), photo)
	return nil
}

// photo returns how a photograph was uploaded and the bytes that are kept of it.
func (s *Server) photo(ctx context.Context, d standard.Digest) (EvidenceLink, []byte, error) {
	upload, err := s.docs.evidence.Get(ctx, uploadID(d))
	if err != nil {
		return upload, nil, err
	}
	data, err := s.Blobs.Get(ctx, string(upload.Stored))
	return upload, data, err
}
