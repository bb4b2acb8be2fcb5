package bulletins

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"hallmark/api/follow"
	"hallmark/api/journal"
	"hallmark/api/papers"
	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/checklists/bulletin"
	"hallmark/pdf"
	"hallmark/pdf/seal"
	"hallmark/standard"
	"hallmark/standard/message"
)

// numberKind is the kind of the step of a sealed bulletin that gives it its number.
const numberKind = "number"

func (s *Service) numberByStep(ctx context.Context, id string, _ bulletin.ID) error {
	b, err := s.Docs.Bulletins.Get(ctx, id)
	if err == nil {
		_, err = s.numberBulletin(ctx, &b)
	}
	return err
}

// issueRequest asks for a bulletin to be issued. Confirmed says that the person knows of the numbers
// in its text that are not from the data.
type issueRequest struct {
	Revision  int  `json:"revision" validate:"min=0"`
	Confirmed bool `json:"confirmed"`
}

// straysOf says which numbers of a bulletin's text are not from its data; nil for none.
func straysOf(b *bulletin.Bulletin) (fields []wire.Field) {
	for i := range b.Sections {
		section := &b.Sections[i]
		if strays := section.Strays(); len(strays) > 0 {
			fields = append(fields, wire.Wrong(web.ConfirmedField, "strays", len(strays),
				message.Key("bulletin.section-"+string(section.Key)), strings.Join(strays, "、")))
		}
	}
	return fields
}

// issueBulletin seals a draft; its number follows. Numbers that are not from the data need a
// confirmation. Issuing it again finishes what broke off.
func (s *Service) issueBulletin(ctx context.Context, by checklists.Username, id string,
	in issueRequest,
) (bulletin.Bulletin, error) {
	b, err := s.Docs.Bulletins.Get(ctx, id)
	if err != nil || b.State == bulletin.Issued && b.IssuedBy == by {
		return b, err
	}
	if b.State != bulletin.Sealed {
		number, err := follow.Step(numberKind, follow.Data+1, b.ID)
		if err != nil {
			return b, err
		}
		b, err = s.changeBulletin(ctx, by, id, in.Revision, "bulletin-sealed",
			func(b *bulletin.Bulletin) error {
				if err := b.Seal(by, s.Now()); err != nil {
					return err
				}
				if strays := straysOf(b); !in.Confirmed && len(strays) > 0 {
					return wire.Unconfirmed(strays)
				}
				return nil
			}, number)
		if err != nil {
			return b, err
		}
	}
	return s.numberBulletin(ctx, &b)
}

// numberBulletin enters a sealed bulletin into the register of its year, which alone assigns
// numbers, and issues it. Doing so again is harmless.
func (s *Service) numberBulletin(ctx context.Context, sealed *bulletin.Bulletin) (
	bulletin.Bulletin, error,
) {
	number, err := s.takeNumber(ctx, sealed)
	if err != nil {
		return *sealed, err
	}
	return follow.Update(ctx, s.Journal.Steps, s.Docs.Bulletins, string(sealed.ID),
		func(b *bulletin.Bulletin) ([]store.Follow, error) {
			if b.State == bulletin.Issued {
				return nil, nil
			}
			before := journal.DigestDocument(b)
			if err := b.Issue(number); err != nil {
				return nil, err
			}
			return s.noteBulletin(ctx, b.IssuedBy, "bulletin-issued", before, b)
		})
}

// takeNumber returns the number of a bulletin in the register of its year, and assigns the next one
// where it has none.
func (s *Service) takeNumber(ctx context.Context, b *bulletin.Bulletin) (
	n bulletin.Number, err error,
) {
	year := b.Issued.InHall().Year()
	r := bulletin.Register{ID: fmt.Sprintf("%s-%d", b.Kind, year), Kind: b.Kind, Year: year,
		Issued: []bulletin.ID{}}
	err = s.Docs.BulletinRegisters.Insert(ctx, r)
	if err != nil && !errors.Is(err, store.ErrExists) {
		return n, err
	}
	_, err = store.Update(ctx, s.Docs.BulletinRegisters, r.ID,
		func(r *bulletin.Register) error {
			n = r.Take(b.ID)
			return nil
		})
	return n, err
}

// IssueSealed issues the bulletins that are sealed and have no number, as a crash under an older
// version may have left them.
func (s *Service) IssueSealed(ctx context.Context) error {
	sealed, err := wire.Gather(ctx, s.Docs.Bulletins, store.Query{Order: "created",
		Equal: map[string]string{"state": string(bulletin.Sealed)}})
	for i := range sealed {
		if err == nil {
			_, err = s.numberBulletin(ctx, &sealed[i])
		}
	}
	return err
}

func (s *Service) dropBulletin(ctx context.Context, by checklists.Username, id string) error {
	return journal.Delete(ctx, s.Journal, s.Docs.Bulletins, id,
		func(b *bulletin.Bulletin) (journal.Event, error) {
			e := journal.Event{Actor: by, Action: "bulletin-deleted", Subject: "bulletin/" + id,
				Label: b.Title, Before: journal.DigestDocument(b), Revision: b.Revision}
			if b.State != bulletin.Draft {
				return e, bulletin.ErrIssued
			}
			b.Revision++
			return e, nil
		})
}

// sealBulletin prints an issued bulletin, attaches its data and signs the file.
func (s *Service) sealBulletin(ctx context.Context, b *bulletin.Bulletin) ([]byte, error) {
	l := message.ParseLanguage(b.Language)
	data, err := standard.Canonical(b)
	if err != nil {
		return nil, err
	}
	o := seal.Options{Name: s.Access.NameOf(ctx, b.IssuedBy), Language: l,
		Reason: message.Text(l, "bulletin.seal-reason", b.Number.Text(l), b.Digest.Short()),
		Attachments: []seal.Attachment{{Name: seal.BulletinName, MIME: "application/json",
			Description: message.Text(l, "bulletin.seal-data"), Data: data}}}
	return s.Papers.Print(ctx, papers.Paper{ID: "bulletin/" + string(b.ID) + "/" + l.String(), State: b.Issued.Time,
		Write: func(w io.Writer, f papers.Form) (seal.Options, error) {
			return o, pdf.WriteBulletin(w, pdf.BulletinSheet{Bulletin: b}, f.Fonts)
		}})
}
