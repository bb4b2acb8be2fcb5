package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/pdf"
	"hallmark/pdf/seal"
	"hallmark/standard"
	"hallmark/standard/message"
)

// reportCode is printed on a report and asked for on its public page. It is derived from all that
// the report says: the audit, all that was ever recorded in it, and the appeals and the score after
// rectification, which change when the audit does not. So a report of the same state has the same
// code and nobody can guess another one: 80 bits, in letters and digits that are not mistaken.
func reportCode(a *checklists.Audit, appeals []checklists.Appeal, fixed *web.Compared) string {
	state := "hallmark report\n" + string(a.ID) + "\n" + string(a.Digest)
	if fixed != nil {
		state += "\n" + fixed.At.UTC().Format(time.RFC3339Nano) + "\n" + fixed.Score.Total.String()
	}
	for i := range appeals {
		state += "\n" + string(appeals[i].ID) + "\n" + string(appeals[i].State)
	}
	sum := sha256.Sum256([]byte(state))
	const letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ" // Crockford's idea: no 0, 1, I, O
	return base32.NewEncoding(letters).EncodeToString(sum[:10])
}

// issueTime is when what a report says came about: the state of the audit, the latest fix that was
// verified, or the latest appeal or decision on one. A report carries it instead of the time of
// printing, so that the same state prints the same bytes.
func issueTime(a *checklists.Audit, appeals []checklists.Appeal, fixed *web.Compared) checklists.Time {
	latest := a.UpdatedAt
	later := func(t checklists.Time) {
		if t.After(latest.Time) {
			latest = t
		}
	}
	if fixed != nil {
		later(fixed.At)
	}
	for i := range appeals {
		later(appeals[i].At)
		if d := appeals[i].Decision; d != nil {
			later(d.At)
		}
	}
	return latest
}

// signTime is when a report counts as signed: when it was issued or, for reports that are older than
// the installation's key, when the key was made.
func signTime(key *seal.Key, issued checklists.Time) time.Time {
	if made := key.Made(); issued.Before(made) {
		return made
	}
	return issued.Time
}

// findingsFrom is the day from which deadlines run: that of the approval, which no decision on an
// appeal moves, or the latest step before there is one.
func findingsFrom(a *checklists.Audit) time.Time {
	if at := a.ApprovedAt(); !at.IsZero() {
		return at
	}
	return a.UpdatedAt.Time
}

func (s *Server) getReport(c *gin.Context) error { return s.sendPDF(c, pdf.WriteReport, "report") }
func (s *Server) getRecord(c *gin.Context) error { return s.sendPDF(c, pdf.WriteRecord, "record") }

func (s *Server) sendPDF(c *gin.Context, write func(io.Writer, pdf.Report) error, name string) error {
	a, err := s.audit(c.Request.Context(), callerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	file, err := s.print(c.Request.Context(), a, s.site.base(c), reportLanguage(c), write)
	if err != nil {
		return err
	}
	if notModified(c, `"`+standard.DigestBytes(file).Short()+`"`) {
		return nil
	}
	inline(c, fileName(a.Number+"-"+name)+".pdf")
	c.Data(http.StatusOK, "application/pdf", file)
	return nil
}

// reportLanguage is Chinese, the language of official documents, unless ?language=en asks for
// English labels.
func reportLanguage(c *gin.Context) message.Language {
	return message.ParseLanguage(c.Query("language"))
}

// Print returns the signed report of an audit, or the inspection record, as PDF in Chinese. It is
// for the operator of the installation: no permission is asked for.
func (s *Server) Print(ctx context.Context, id checklists.AuditID, base string, record bool) ([]byte, error) {
	a, err := s.docs.audits.Get(ctx, string(id))
	if err != nil {
		return nil, err
	}
	write := pdf.WriteReport
	if record {
		write = pdf.WriteRecord
	}
	return s.print(ctx, &a, base, message.Chinese, write)
}

// print lays out a document, attaches the data that it was made from, and signs it.
func (s *Server) print(ctx context.Context, a *checklists.Audit, base string, l message.Language,
	write func(io.Writer, pdf.Report) error,
) ([]byte, error) {
	r, err := s.report(ctx, a, base, l)
	if err != nil {
		return nil, err
	}
	if err := s.keepReport(ctx, r); err != nil {
		return nil, err
	}
	var laidOut bytes.Buffer
	if err := write(&laidOut, r); err != nil {
		return nil, err
	}
	data, err := payload(r)
	if err != nil {
		return nil, err
	}
	return seal.Sign(laidOut.Bytes(), s.Key, seal.Options{
		Attachments: []seal.Attachment{{Name: seal.PayloadName, MIME: "application/json",
			Description: message.Text(l, "report.data"), Data: data}},
		SignedAt: signTime(s.Key, r.Printed),
		Reason:   message.Text(l, "report.reason", a.Number),
	})
}

// payload is all that the score of a report comes from.
func payload(r pdf.Report) ([]byte, error) {
	a := r.Audit
	p := seal.Payload{Code: r.VerifyCode, IssuedAt: r.Printed, Audit: a.ID, Number: a.Number,
		Revision: a.Revision, RecordDigest: a.Digest, Hall: a.Hall, HallName: a.HallName,
		Tier: a.Tier, Kept: a.Kept, Only: a.Only, Formula: r.Score.Formula, Answers: r.Answers, Score: r.Score}
	if err := p.SetEdition(r.Edition); err != nil {
		return nil, err
	}
	return p.Encode()
}

func (s *Server) report(ctx context.Context, a *checklists.Audit, base string, l message.Language) (pdf.Report, error) {
	e, err := s.edition(ctx, a.Edition)
	if err != nil {
		return pdf.Report{}, err
	}
	answers := a.Answers()
	score, err := a.Score(e)
	if err != nil {
		return pdf.Report{}, err
	}
	appeals, err := s.appealsOf(ctx, a.ID)
	if err != nil {
		return pdf.Report{}, err
	}
	names, err := s.names(ctx, a, deciders(appeals)...)
	if err != nil {
		return pdf.Report{}, err
	}
	photos, err := s.photos(ctx, e, a, answers)
	if err != nil {
		return pdf.Report{}, err
	}
	drawn, err := s.drawn(ctx, a)
	if err != nil {
		return pdf.Report{}, err
	}
	original, rectified, err := s.comparedScores(ctx, e, a)
	if err != nil {
		return pdf.Report{}, err
	}
	campaign, err := s.campaignPlan(ctx, a.Campaign)
	if err != nil {
		return pdf.Report{}, err
	}
	code, issued := reportCode(a, appeals, rectified), issueTime(a, appeals, rectified)
	return pdf.Report{
		Appeals:  appeals,
		Original: scoreOf(original), Rectified: afterFixes(rectified),
		Drawn:    drawn,
		Language: l, Fonts: s.Fonts, Edition: e, Audit: a, Answers: answers, Score: score,
		Findings: checklists.FindingsOf(e, score, answers, findingsFrom(a), s.Calendar),
		Photos:   photos, Names: names, Campaign: campaign.Name, Firm: campaign.Firm, Office: e.Standard.TechnicalBody, Printed: issued,
		VerifyURL: base + web.VerifyURL(code), VerifyCode: code,
		Signature: &pdf.Signature{Signer: s.Key.Name(), Issuer: s.Key.Name(),
			Fingerprint: string(s.Key.Fingerprint()), At: checklists.At(signTime(s.Key, issued))},
	}, nil
}

// deciders are those who decided on appeals.
func deciders(appeals []checklists.Appeal) (names []checklists.Username) {
	for i := range appeals {
		if d := appeals[i].Decision; d != nil {
			names = append(names, d.By)
		}
	}
	return names
}

// campaignPlan is the plan of the round that an audit belongs to. What is no campaign's ID is a free name.
func (s *Server) campaignPlan(ctx context.Context, id string) (checklists.CampaignPlan, error) {
	m, err := s.docs.campaigns.Get(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return checklists.CampaignPlan{Name: id}, nil
	}
	return m.Plan, err
}

// scoreOf is the result before an appeal as a score to be printed; nil where there is none.
func scoreOf(r *checklists.Result) *checklists.Score {
	if r == nil {
		return nil
	}
	return &checklists.Score{Total: r.Total, Grade: r.Grade, Stars: r.Stars}
}

// afterFixes is the score after rectification with its day; nil where nothing was verified.
func afterFixes(c *web.Compared) *pdf.Rectified {
	if c == nil {
		return nil
	}
	return &pdf.Rectified{Score: c.Score, At: c.At}
}

// photos loads what the answers show, in the order of the checklist. One that has not arrived yet
// is left out; the report still names its digest.
func (s *Server) photos(ctx context.Context, e *standard.Edition, a *checklists.Audit,
	answers map[standard.ClauseUID]checklists.Answer,
) ([]pdf.Photo, error) {
	var photos []pdf.Photo
	for _, clause := range a.Checklist(e) {
		for _, d := range answers[clause.UID].Evidence {
			upload, data, err := s.photo(ctx, d)
			if errors.Is(err, store.ErrNotFound) {
				continue
			}
			if err != nil {
				return nil, fmt.Errorf("photograph %s: %w", d.Short(), err)
			}
			photos = append(photos, pdf.Photo{Clause: clause.UID, SHA256: d, TakenAt: upload.TakenAt,
				Data: data})
		}
	}
	return photos, nil
}

// drawn loads the pictures of the audit's signatures. One that is not there is left out; the
// document says so.
func (s *Server) drawn(ctx context.Context, a *checklists.Audit) (map[standard.Digest][]byte, error) {
	pictures := map[standard.Digest][]byte{}
	for _, one := range a.Signatures() {
		if one.SHA256 == "" {
			continue
		}
		_, data, err := s.photo(ctx, one.SHA256)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("signature %s: %w", one.SHA256.Short(), err)
		}
		pictures[one.SHA256] = data
	}
	return pictures, nil
}

// hasReport reports whether a report with a code was handed out.
func (s *Server) hasReport(ctx context.Context, code string) bool {
	_, err := s.docs.reports.Get(ctx, code)
	return err == nil
}

// keepReport remembers that a report was handed out, for its public page.
func (s *Server) keepReport(ctx context.Context, p pdf.Report) error {
	a, score := p.Audit, p.Score
	r := IssuedReport{Code: p.VerifyCode, Audit: a.ID, Number: a.Number, HallName: a.HallName,
		Tier: a.Tier, Kind: a.Kind, State: a.State, Total: score.Total, Grade: score.Grade,
		Stars: score.Stars, Partial: score.Partial, Edition: a.Edition, EditionDigest: a.EditionDigest,
		AuditDigest: a.Digest, AuditRevision: a.Revision, Issued: p.Printed}
	if _, err := s.docs.reports.Get(ctx, r.Code); err == nil {
		return nil
	}
	err := s.docs.reports.Insert(ctx, r)
	if errors.Is(err, store.ErrExists) {
		return nil
	}
	return err
}

// issued finds what the public may know of a report by its code, or nil.
func (s *Server) issued(ctx context.Context, code string) (*web.IssuedReport, error) {
	r, err := s.docs.reports.Get(ctx, code)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	v := &web.IssuedReport{Number: r.Number, HallName: r.HallName, Tier: r.Tier, Kind: r.Kind,
		State: r.State, Total: r.Total, Grade: r.Grade, Stars: r.Stars, Partial: r.Partial, IssuedAt: r.Issued,
		Edition: r.Edition, EditionDigest: r.EditionDigest, AuditDigest: r.AuditDigest}
	latest := r
	q := store.Query{Equal: map[string]string{"audit": string(r.Audit)}, Order: "revision"}
	for other, err := range s.docs.reports.Find(ctx, q) {
		if err != nil {
			return nil, err
		}
		if other.follows(latest) {
			latest, v.Newer = other, other.Code
		}
	}
	return v, nil
}

func (s *Server) pageVerify(c *gin.Context) error {
	code := c.Param("code")
	report, err := s.issued(c.Request.Context(), code)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if report == nil {
		status = http.StatusNotFound
	}
	return s.render(c, status, &web.Verify{Frame: s.frame(c), Code: code, Report: report})
}
