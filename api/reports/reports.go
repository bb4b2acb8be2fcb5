package reports

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strconv"

	"hallmark/api/papers"
	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/checklists/campaign"
	"hallmark/pdf"
	"hallmark/pdf/seal"
	"hallmark/standard"
	"hallmark/standard/message"
)

// ReportSchema says how issued reports are stored: under their codes, found by audit.
var ReportSchema = store.Schema[IssuedReport]{
	Name:     "reports",
	ID:       func(r IssuedReport) string { return r.Code },
	Revision: wire.Never[IssuedReport],
	Keys: map[string]func(IssuedReport) []string{
		"audit":    wire.Key(func(r IssuedReport) string { return string(r.Audit) }),
		"revision": wire.Key(func(r IssuedReport) string { return strconv.Itoa(1e9 + r.AuditRevision) }),
	},
	Indexes: []store.Index{{Equal: []string{"audit"}, Order: "revision"}},
}

// IssuedReport is what is remembered of a report that was handed out. Its code is in the QR code on
// the report.
type IssuedReport struct {
	Code     string             `json:"code"`
	Audit    checklists.AuditID `json:"audit"`
	Number   string             `json:"number"`
	HallName string             `json:"hallName"`
	Tier     standard.Tier      `json:"tier"`
	Kind     checklists.Kind    `json:"kind"`
	State    checklists.State   `json:"state"`
	Total    standard.Decimal   `json:"total"`
	Grade    string             `json:"grade"`
	Stars    string             `json:"stars"`
	Partial  bool               `json:"partial,omitempty"` // only a part of the checklist was asked
	Edition  standard.EditionID `json:"edition"`

	EditionDigest standard.Digest `json:"editionDigest"`
	AuditDigest   standard.Digest `json:"auditDigest"`
	AuditRevision int             `json:"auditRevision"`
	Issued        checklists.Time `json:"issued"`

	// Fingerprint is that of the certificate by which it was first signed; "" in those that were
	// issued before it was kept.
	Fingerprint standard.Digest `json:"fingerprint,omitempty"`
}

// follows reports whether a report describes a later state of the audit than another report of it.
func (r IssuedReport) follows(other IssuedReport) bool {
	if r.AuditRevision != other.AuditRevision {
		return r.AuditRevision > other.AuditRevision
	}
	return r.Issued.After(other.Issued.Time)
}

// issueTime is when the state that a report describes came about: the last change of the audit, of
// the verified rectifications, or of the appeals and decisions. The report carries it instead of
// the time of printing, so that the same state prints the same bytes.
func issueTime(a *checklists.Audit, appeals []checklists.Appeal,
	fixed *web.Compared,
) checklists.Time {
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

// Print returns the signed report of an audit or, with record, the inspection record 检查记录, as PDF
// in Chinese. It is for the operator of the installation and checks no permission.
func (s *Service) Print(ctx context.Context, id checklists.AuditID, base string, record bool) (
	[]byte, error,
) {
	a, err := s.Docs.Audits.Get(ctx, string(id))
	if err != nil {
		return nil, err
	}
	if record {
		return s.print(ctx, &a, base, message.Chinese, "record")
	}
	return s.print(ctx, &a, base, message.Chinese, "report")
}

// print lays out a document, the "report" or the "record", attaches the data from which it was made,
// and signs it.
func (s *Service) print(ctx context.Context, a *checklists.Audit, base string, l message.Language,
	kind string,
) ([]byte, error) {
	write := map[string]func(io.Writer, pdf.Report) error{
		"report": pdf.WriteReport, "record": pdf.WriteRecord}[kind]
	r, err := s.report(ctx, a, l)
	if err := errors.Join(s.Outcomes.Unmoved(ctx, a), err); err != nil {
		return nil, err
	}
	data, err := payload(r)
	if err != nil {
		return nil, err
	}
	p := papers.Paper{ID: kind + "/" + r.VerifyCode + "/" + l.String(), State: r.Printed.Time, Base: base}
	p.Write = func(w io.Writer, f papers.Form) (seal.Options, error) {
		r.Fonts, r.VerifyURL = f.Fonts, verifyURL(f.Base, r.VerifyCode)
		r.Signature = &pdf.Signature{Signer: f.Signer.Name, Issuer: f.Signer.Issuer,
			Fingerprint: string(f.Signer.Fingerprint), At: checklists.At(f.Signer.At)}
		for _, lost := range r.Lost() {
			s.Log.WarnContext(ctx, "a paper cannot print a text whole", slog.String("audit", a.Number),
				slog.String("clause", lost.Place), slog.String("signs", lost.String()),
				slog.Bool("unjoined", lost.Unjoined))
		}
		return seal.Options{
			Attachments: []seal.Attachment{{Name: seal.PayloadName, MIME: "application/json",
				Description: message.Text(l, "report.data"), Data: data}},
			Reason:   message.Text(l, "report.reason", a.Number),
			Language: l,
		}, write(w, r)
	}
	file, err := s.Papers.Print(ctx, p)
	if err != nil {
		return nil, err
	}
	return file, s.keepReport(ctx, r)
}

// payload is the data from which anybody can compute the score of a report again.
func payload(r pdf.Report) ([]byte, error) {
	a := r.Audit
	p := seal.Payload{Code: r.VerifyCode, IssuedAt: r.Printed, Audit: a.ID, Number: a.Number,
		Revision: a.Revision, RecordDigest: a.Digest, Hall: a.Hall, HallName: a.HallName,
		Tier: a.Tier, Kept: a.Kept, Only: a.Only, Formula: r.Score.Formula, Answers: r.Answers,
		Score: r.Score}
	if err := p.SetEdition(r.Edition); err != nil {
		return nil, err
	}
	return p.Encode()
}

// report gathers all that the report or record of an audit shows.
func (s *Service) report(ctx context.Context, a *checklists.Audit, l message.Language) (
	pdf.Report, error) {
	e, err := s.Editions.Edition(ctx, a.Edition)
	if err != nil {
		return pdf.Report{}, err
	}
	answers := a.Answers()
	score, err := a.Score(e)
	if err != nil {
		return pdf.Report{}, err
	}
	appeals, err := s.Outcomes.AppealsOf(ctx, a.ID)
	if err != nil {
		return pdf.Report{}, err
	}
	names, err := s.Access.Names(ctx, a, deciders(appeals)...)
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
	findings, err := s.findings(ctx, e, a, score, answers)
	if err != nil {
		return pdf.Report{}, err
	}
	code, issued := wire.ReportCode(a, appeals, rectified), issueTime(a, appeals, rectified)
	return pdf.Report{
		Appeals:  appeals,
		Beside:   pdf.Beside{Original: scoreOf(original), Rectified: afterFixes(rectified)},
		Drawn:    drawn,
		Language: l, Edition: e, Audit: a, Answers: answers, Score: score,
		Findings: findings,
		Photos:   photos, Names: names, Campaign: campaign.Name, Firm: campaign.Firm,
		Office: e.Standard.TechnicalBody, Printed: issued,
		Heard: heard(a),
		Proof: pdf.Proof{VerifyCode: code},
	}, nil
}

// heard is what was written at the end of an inspection.
func heard(a *checklists.Audit) pdf.Heard {
	sub := a.Submission()
	if sub == nil {
		return pdf.Heard{}
	}
	return pdf.Heard{Facts: sub.Summary, Statement: sub.Opinion, Remark: sub.Comment}
}

// verifyURL is the address behind the code of a report; "" where no address is known.
func verifyURL(base, code string) string {
	if base == "" {
		return ""
	}
	return base + web.VerifyURL(code)
}

// deciders returns the people who decided on appeals.
func deciders(appeals []checklists.Appeal) (names []checklists.Username) {
	for i := range appeals {
		if d := appeals[i].Decision; d != nil {
			names = append(names, d.By)
		}
	}
	return names
}

// campaignPlan loads the plan of the campaign to which an audit belongs. Where the ID is that of no
// campaign, it is a free text, which becomes the name.
func (s *Service) campaignPlan(ctx context.Context, id string) (campaign.Plan, error) {
	m, err := s.Docs.Campaigns.Get(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return campaign.Plan{Name: id}, nil
	}
	return m.Plan, err
}

// scoreOf is the result before an appeal in the form that is printed, or nil where there is none.
func scoreOf(r *checklists.Result) *checklists.Score {
	if r == nil {
		return nil
	}
	return &checklists.Score{Total: r.Total, Grade: r.Grade, Stars: r.Stars}
}

// afterFixes is the score after rectification and its day, or nil where nothing was verified.
func afterFixes(c *web.Compared) *pdf.Rectified {
	if c == nil {
		return nil
	}
	return &pdf.Rectified{Score: c.Score, At: c.At}
}

// photos loads the photographs of the answers in the order of the checklist. It leaves out those
// that have not been uploaded; the report still names their digests.
func (s *Service) photos(ctx context.Context, e *standard.Edition, a *checklists.Audit,
	answers map[standard.ClauseUID]checklists.Answer,
) ([]pdf.Photo, error) {
	var photos []pdf.Photo
	for _, clause := range a.Checklist(e) {
		for _, d := range answers[clause.UID].Evidence {
			upload, data, err := s.Evidence.PhotoOf(ctx, a.ID, d)
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

// drawn loads the pictures of the audit's signatures. It leaves out those that have not been
// uploaded, which the document says.
func (s *Service) drawn(ctx context.Context, a *checklists.Audit) (
	map[standard.Digest][]byte, error,
) {
	pictures := map[standard.Digest][]byte{}
	list := slices.Clone(a.Signatures())
	for _, one := range a.InspectorsSigned() {
		if one.Signature != nil {
			list = append(list, *one.Signature)
		}
	}
	for _, one := range list {
		if one.SHA256 == "" {
			continue
		}
		_, data, err := s.Evidence.Photo(ctx, one.SHA256)
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

// HasReport reports whether a report with this code was handed out.
func (s *Service) HasReport(ctx context.Context, code string) bool {
	_, err := s.Docs.Reports.Get(ctx, code)
	return err == nil
}

// keepReport stores what the public page of a report shows. Doing so again is harmless.
func (s *Service) keepReport(ctx context.Context, p pdf.Report) error {
	a, score := p.Audit, p.Score
	r := IssuedReport{Code: p.VerifyCode, Audit: a.ID, Number: a.Number, HallName: a.HallName,
		Tier: a.Tier, Kind: a.Kind, State: a.State, Total: score.Total, Grade: score.Grade,
		Stars: score.Stars, Partial: score.Partial, Edition: a.Edition, EditionDigest: a.EditionDigest,
		AuditDigest: a.Digest, AuditRevision: a.Revision, Issued: p.Printed,
		Fingerprint: standard.Digest(p.Signature.Fingerprint)}
	if _, err := s.Docs.Reports.Get(ctx, r.Code); err == nil {
		return nil
	}
	err := s.Docs.Reports.Insert(ctx, r)
	if errors.Is(err, store.ErrExists) {
		return nil
	}
	return err
}

// issued returns what the public may know of a report, by its code, or nil where there is none.
func (s *Service) issued(ctx context.Context, code string) (*web.IssuedReport, error) {
	r, err := s.Docs.Reports.Get(ctx, code)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	key, err := s.Key(ctx)
	if err != nil {
		return nil, err
	}
	v := &web.IssuedReport{Number: r.Number, HallName: r.HallName, Tier: r.Tier, Kind: r.Kind,
		State: r.State, Total: r.Total, Grade: r.Grade, Stars: r.Stars, Partial: r.Partial,
		IssuedAt: r.Issued,
		Edition:  r.Edition, EditionDigest: r.EditionDigest, AuditDigest: r.AuditDigest,
		Signer: key.Name(), Fingerprint: key.Fingerprint()}
	if r.Fingerprint != v.Fingerprint {
		v.FirstSigned = r.Fingerprint
	}
	latest := r
	q := store.Query{Equal: map[string]string{"audit": string(r.Audit)}, Order: "revision"}
	for other, err := range s.Docs.Reports.Find(ctx, q) {
		if err != nil {
			return nil, err
		}
		if other.follows(latest) {
			latest, v.Newer = other, other.Code
		}
	}
	return v, nil
}
