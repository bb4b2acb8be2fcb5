package papers

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"hallmark/api/keys"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/pdf/fonts"
	"hallmark/pdf/seal"
	"hallmark/standard"
)

// Issue is how a paper was first issued.
type Issue struct {
	ID         string          `json:"id"`              // kind, subject, state and language
	At         checklists.Time `json:"at"`              // when it was signed
	Base       string          `json:"base,omitempty"`  // the address that is printed in it
	Faces      standard.Digest `json:"faces,omitempty"` // of the office's fonts; "" for the embedded ones
	Signatures seal.Signatures `json:"signatures"`
	Revision   int             `json:"revision"` // higher where the paper has changed since, from 1
}

// Schema says how issues are stored.
var Schema = store.Schema[Issue]{
	Name:     "papers",
	ID:       func(i Issue) string { return i.ID },
	Revision: func(i Issue) int { return i.Revision },
}

// Paper is what is printed and signed.
type Paper struct {
	ID    string    // kind, subject, state and language: "report/7K…/zh"
	State time.Time // when what the paper says came about
	Base  string    // address of the service; "" where none is known

	// Write lays the paper out and says what is signed with it. The time is set afterwards.
	Write func(w io.Writer, f Form) (seal.Options, error)
}

// Form is what a paper shows of its issue.
type Form struct {
	Base   string
	Fonts  *fonts.Set
	Signer seal.Signer
}

// Print makes the file of a paper: as it was first issued, or it issues it now. A paper whose layout
// or content has changed since, by another version of the program or by photographs that came later,
// is issued anew, and so is one that was issued before the service had an address. What is printed at the
// machine itself, whose address leads nobody else there, is kept apart. It returns a *wire.Refusal where
// the certificate is not valid now.
func (s *Service) Print(ctx context.Context, p Paper) ([]byte, error) {
	if here(p.Base) {
		p.ID += " " + p.Base
	}
	for {
		kept, err := s.Docs.Papers.Get(ctx, p.ID)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
		if err == nil && (kept.Base != "" || p.Base == "") {
			file, err := s.again(p, kept)
			if !errors.Is(err, seal.ErrOther) {
				return file, err
			}
		}
		file, err := s.issue(ctx, p, kept.Revision)
		if !errors.Is(err, store.ErrExists) && !errors.Is(err, store.ErrConflict) {
			return file, err
		}
	}
}

// here reports whether an address leads to the machine itself alone.
func here(base string) bool {
	u, err := url.Parse(base)
	if err != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}

// again makes the file that was issued.
func (s *Service) again(p Paper, kept Issue) ([]byte, error) {
	signer, err := kept.Signatures.Signer()
	if err != nil {
		return nil, fmt.Errorf("paper %s: %w", p.ID, err)
	}
	f := Form{Base: kept.Base, Fonts: s.Fonts, Signer: signer}
	if kept.Faces == "" {
		f.Fonts = nil
	}
	var file bytes.Buffer
	o, err := p.Write(&file, f)
	if err != nil {
		return nil, err
	}
	return seal.SignAgain(file.Bytes(), kept.Signatures, o)
}

// issue signs a paper now and keeps how, in place of the issue with a revision, if there is one.
func (s *Service) issue(ctx context.Context, p Paper, revision int) ([]byte, error) {
	key, err := s.Key(ctx)
	if other := (*keys.Refusal)(nil); errors.As(err, &other) {
		return nil, wire.Refuse(http.StatusServiceUnavailable, "key-unavailable")
	}
	if err != nil {
		return nil, err
	}
	at, err := s.signTime(ctx, key, p.State)
	if err != nil {
		return nil, err
	}
	var file bytes.Buffer
	o, err := p.Write(&file, Form{Base: p.Base, Fonts: s.Fonts, Signer: key.Signer(at)})
	if err != nil {
		return nil, err
	}
	o.SignedAt = at
	signed, signatures, err := seal.SignOnce(file.Bytes(), key, o)
	if errors.Is(err, seal.ErrKeyTime) {
		return nil, notValid(key, at)
	}
	if err != nil {
		return nil, err
	}
	i := Issue{ID: p.ID, At: checklists.At(at), Base: p.Base, Signatures: signatures,
		Faces: s.Fonts.Digest(), Revision: revision + 1}
	if revision == 0 {
		return signed, s.Docs.Papers.Insert(ctx, i)
	}
	return signed, s.Docs.Papers.Replace(ctx, i, revision)
}

// notValid says that a certificate is over, or not valid yet.
func notValid(key *seal.Key, at time.Time) *wire.Refusal {
	from, to := key.Validity()
	if at.Before(from) {
		return wire.Refuse(http.StatusConflict, "key-not-yet", dayOf(from)...)
	}
	return wire.Refuse(http.StatusConflict, "key-expired", dayOf(to)...)
}

func dayOf(t time.Time) []any {
	return checklists.YearMonthDay(checklists.At(t).InHall().Format(time.DateOnly))
}

// signTime is when a paper is signed: now. Papers of a state that came about under a version that kept
// no issues count as signed at that time, as they did then, or when the key was made.
func (s *Service) signTime(ctx context.Context, key *seal.Key, state time.Time) (time.Time, error) {
	now := s.Now()
	begin, err := s.Since(ctx)
	if err != nil {
		return now, err
	}
	at := state
	if made := key.Made(); at.Before(made) {
		at = made
	}
	if !state.Before(begin) || at.After(now) {
		at = now
	}
	return at.Truncate(time.Second), nil
}
