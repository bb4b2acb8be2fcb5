package api

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/pdf"
	"hallmark/pdf/docx"
	"hallmark/pdf/seal"
	"hallmark/standard"
	"hallmark/standard/message"
)

func (s *Server) postIssue(c *gin.Context) error {
	var in revisionRequest
	if err := bind(c, &in); err != nil {
		return err
	}
	b, err := s.issueBulletin(c.Request.Context(), userOf(c).Username, c.Param("id"), in.Revision)
	if err != nil {
		return err
	}
	return s.answerBulletin(c, http.StatusOK, &b)
}

// issueBulletin seals a draft and gives it the next number. What breaks off after the sealing is
// finished by [Server.issueSealed].
func (s *Server) issueBulletin(ctx context.Context, by checklists.Username, id string,
	revision int,
) (checklists.Bulletin, error) {
	b, err := s.docs.bulletins.Get(ctx, id)
	if err == nil && b.State != checklists.BulletinSealed {
		b, err = s.changeBulletin(ctx, by, id, revision, "bulletin-sealed",
			func(b *checklists.Bulletin) error { return b.Seal(by, s.now()) })
	}
	if err != nil {
		return b, err
	}
	return s.numberBulletin(ctx, &b)
}

// numberBulletin enters a sealed bulletin into the register of its year, which alone decides about
// the number, and issues it. It is harmless to repeat.
func (s *Server) numberBulletin(ctx context.Context, sealed *checklists.Bulletin) (
	checklists.Bulletin, error,
) {
	number, err := s.takeNumber(ctx, sealed)
	if err != nil {
		return *sealed, err
	}
	return store.Update(ctx, s.docs.bulletins, string(sealed.ID), func(b *checklists.Bulletin) error {
		if b.State == checklists.BulletinIssued {
			return nil
		}
		before := digestDocument(b)
		if err := b.Issue(number); err != nil {
			return err
		}
		return s.noteBulletin(ctx, b.IssuedBy, "bulletin-issued", before, b)
	})
}

func (s *Server) takeNumber(ctx context.Context, b *checklists.Bulletin) (
	n checklists.BulletinNumber, err error,
) {
	year := b.Issued.InHall().Year()
	r := checklists.BulletinRegister{ID: fmt.Sprintf("%s-%d", b.Kind, year), Kind: b.Kind, Year: year,
		Issued: []checklists.BulletinID{}}
	err = s.docs.bulletinRegisters.Insert(ctx, r)
	if err != nil && !errors.Is(err, store.ErrExists) {
		return n, err
	}
	_, err = store.Update(ctx, s.docs.bulletinRegisters, r.ID,
		func(r *checklists.BulletinRegister) error {
			n = r.Take(b.ID)
			return nil
		})
	return n, err
}

// issueSealed finishes the bulletins that were sealed and got no number, as a crash may leave them.
func (s *Server) issueSealed(ctx context.Context) error {
	sealed, err := gather(ctx, s.docs.bulletins, store.Query{Order: "created",
		Equal: map[string]string{"state": string(checklists.BulletinSealed)}})
	for i := range sealed {
		if err == nil {
			_, err = s.numberBulletin(ctx, &sealed[i])
		}
	}
	return err
}

// deleteBulletin throws a draft away. It has no number, so none is lost.
func (s *Server) deleteBulletin(c *gin.Context) error {
	if err := s.dropBulletin(c.Request.Context(), userOf(c).Username, c.Param("id")); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}

func (s *Server) dropBulletin(ctx context.Context, by checklists.Username, id string) error {
	b, err := s.docs.bulletins.Get(ctx, id)
	if err != nil {
		return err
	}
	if b.State != checklists.BulletinDraft {
		return checklists.ErrBulletinIssued
	}
	err = s.note(ctx, Event{Actor: by, Action: "bulletin-deleted", Subject: "bulletin/" + id,
		Label: b.Title, Before: digestDocument(&b), Revision: b.Revision})
	if err != nil {
		return err
	}
	return s.docs.bulletins.Delete(ctx, id)
}

// bulletinFile is the name of the data that are attached to an issued bulletin's PDF.
const bulletinFile = "bulletin.json"

// getBulletinPDF prints a bulletin. An issued one carries itself as data and is sealed in the name
// of who issued it.
func (s *Server) getBulletinPDF(c *gin.Context) error {
	b, err := s.bulletin(c.Request.Context(), callerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := pdf.WriteBulletin(&file, pdf.BulletinSheet{Bulletin: &b}, s.Fonts); err != nil {
		return err
	}
	out := file.Bytes()
	if b.State == checklists.BulletinIssued {
		if out, err = s.sealBulletin(c.Request.Context(), out, &b); err != nil {
			return err
		}
	}
	return sendFile(c, "application/pdf", fileName(b.Title)+".pdf", out)
}

func (s *Server) sealBulletin(ctx context.Context, file []byte, b *checklists.Bulletin) ([]byte, error) {
	l, at := message.ParseLanguage(b.Language), b.Issued.Time
	if made := s.Key.Made(); at.Before(made) {
		at = made
	}
	data, err := standard.Canonical(b)
	if err != nil {
		return nil, err
	}
	return seal.Sign(file, s.Key, seal.Options{SignedAt: at, Name: s.nameOf(ctx, b.IssuedBy),
		Reason: message.Text(l, "bulletin.seal-reason", b.Number.Text(l), b.Digest.Short()),
		Attachments: []seal.Attachment{{Name: bulletinFile, MIME: "application/json",
			Description: message.Text(l, "bulletin.seal-data"), Data: data}}})
}

func (s *Server) getBulletinDOCX(c *gin.Context) error {
	b, err := s.bulletin(c.Request.Context(), callerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := docx.Write(&file, pdf.BulletinSheet{Bulletin: &b}.Manuscript()); err != nil {
		return err
	}
	return sendFile(c, typeDOCX, fileName(b.Title)+".docx", file.Bytes())
}
