package seal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"

	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

// SheetName is the attachment that holds the JSON form of an amendment sheet, in the sheet's PDF.
const SheetName = "amendment.json"

// PayloadName is the attachment that holds the [Payload] of a report.
const PayloadName = "hallmark.json"

// payloadFormat is the version of the payload; all versions begin with payloadFamily.
const (
	payloadFamily = "hallmark-report/"
	payloadFormat = payloadFamily + "1"
)

// ErrPayload says that a text is not the payload of a report.
var ErrPayload = errors.New("not the data of a report")

// Payload is all that a score comes from. With it, and without the program that made the report,
// anybody can compute the score again.
type Payload struct {
	Format        string             `json:"format"` // set by Encode
	Code          string             `json:"code"`   // verification code, as printed
	IssuedAt      checklists.Time    `json:"issuedAt"`
	Audit         checklists.AuditID `json:"audit"`
	Number        string             `json:"number"` // printed number of the audit
	Revision      int                `json:"revision"`
	RecordDigest  standard.Digest    `json:"recordDigest"` // head of the audit's chain
	Hall          checklists.HallID  `json:"hall"`
	HallName      string             `json:"hallName"`
	Tier          standard.Tier      `json:"tier"`
	Formula       string             `json:"formula"`
	EditionDigest standard.Digest    `json:"editionDigest"`
	// Kept are the clauses that are scored by the threshold before an amendment; the edition has
	// it in "transitions".
	Kept []standard.ClauseUID `json:"kept,omitempty"`
	// Only are the clauses that a partial audit asks; none is the whole checklist.
	Only    []standard.ClauseUID `json:"only,omitempty"`
	Edition json.RawMessage      `json:"edition"` // whole, as standard.ParseStored reads it
	Answers checklists.Answers   `json:"answers"`
	Score   checklists.Score     `json:"score"`
}

// SetEdition puts an edition and its digest into the payload.
func (p *Payload) SetEdition(e *standard.Edition) error {
	b, err := json.Marshal(e)
	if err != nil {
		return err
	}
	p.Edition, p.EditionDigest = b, e.Digest()
	return nil
}

// Encode returns the payload as JSON for people and programs to read.
func (p Payload) Encode() ([]byte, error) {
	p.Format = payloadFormat
	return json.MarshalIndent(p, "", " ")
}

// ParsePayload reads what [Payload.Encode] wrote, strictly; errors wrap [ErrPayload].
func ParsePayload(b []byte) (*Payload, error) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	p := new(Payload)
	if err := d.Decode(p); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPayload, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) || p.Format != payloadFormat {
		return nil, ErrPayload
	}
	return p, nil
}

// Difference is one value of a report that does not follow from its data. Kind and Of name it
// ("clause", "5.1.1"), Stated is what the report says, Computed what its data come to.
type Difference struct {
	Kind     DifferenceKind
	Of       string // code of the clause, number of the chapter; "" for the whole
	Stated   string
	Computed string
}

// DifferenceKind says what differs.
type DifferenceKind string

// The values that are computed again.
const (
	DiffersFormula    DifferenceKind = "formula"
	DiffersEdition    DifferenceKind = "edition"
	DiffersTier       DifferenceKind = "tier"
	DiffersLines      DifferenceKind = "lines" // how many clauses or chapters there are
	DiffersClause     DifferenceKind = "clause"
	DiffersChapter    DifferenceKind = "chapter"
	DiffersBonus      DifferenceKind = "bonus"
	DiffersTotal      DifferenceKind = "total"
	DiffersGrade      DifferenceKind = "grade"
	DiffersStars      DifferenceKind = "stars"
	DiffersUnanswered DifferenceKind = "unanswered"
	DiffersCaps       DifferenceKind = "caps"
)

// Text tells people what differs: "条款5.1.1：报告所载为……，重新计算为……".
func (d Difference) Text(l message.Language) string {
	what := message.Text(l, "seal.value-"+string(d.Kind))
	if d.Kind == DiffersClause || d.Kind == DiffersChapter {
		what = message.Text(l, "seal.value-"+string(d.Kind), d.Of)
	}
	return message.Text(l, "seal.difference", what, d.Stated, d.Computed)
}

// CheckPayload computes the score again from the edition and the answers in the payload, and
// compares it line by line with the one stated. No difference means that the report is right. It
// returns an error when the edition or the answers cannot be read at all; these wrap [ErrPayload].
func CheckPayload(p *Payload) ([]Difference, error) {
	e, err := standard.ParseStored(bytes.NewReader(p.Edition))
	if err != nil {
		return nil, fmt.Errorf("%w: edition: %w", ErrPayload, err)
	}
	score, err := checklists.PartScoreOf(e, p.Tier, p.Answers, p.Only, p.Kept...)
	if err != nil {
		return nil, fmt.Errorf("%w: answers: %w", ErrPayload, err)
	}
	var c check
	c.equal(DiffersFormula, "", p.Formula, checklists.Formula)
	c.equal(DiffersEdition, "", string(p.EditionDigest), string(e.Digest()))
	c.score(&p.Score, &score)
	return c.list, nil
}

// check collects differences.
type check struct{ list []Difference }

func (c *check) equal(kind DifferenceKind, of, stated, computed string) {
	if stated != computed {
		c.list = append(c.list, Difference{kind, of, stated, computed})
	}
}

func (c *check) score(stated, computed *checklists.Score) {
	c.equal(DiffersFormula, "", stated.Formula, computed.Formula)
	c.equal(DiffersEdition, "", string(stated.Edition), string(computed.Edition))
	c.equal(DiffersTier, "", stated.Tier.String(), computed.Tier.String())
	c.equal(DiffersLines, "", lines(stated), lines(computed))
	for i := range min(len(stated.Clauses), len(computed.Clauses)) {
		a, b := stated.Clauses[i], computed.Clauses[i]
		c.line(DiffersClause, b.Code, a, b, clauseSum(a), clauseSum(b))
	}
	for i := range min(len(stated.Chapters), len(computed.Chapters)) {
		a, b := stated.Chapters[i], computed.Chapters[i]
		c.line(DiffersChapter, strconv.Itoa(b.Number), a, b, chapterSum(a), chapterSum(b))
	}
	c.equal(DiffersBonus, "", stated.Bonus.String(), computed.Bonus.String())
	c.equal(DiffersTotal, "", stated.Total.String(), computed.Total.String())
	c.equal(DiffersGrade, "", stated.Grade, computed.Grade)
	c.equal(DiffersStars, "", stated.Stars, computed.Stars)
	c.equal(DiffersUnanswered, "",
		strconv.Itoa(stated.Unanswered), strconv.Itoa(computed.Unanswered))
	c.equal(DiffersCaps, "", canonical(stated.Caps), canonical(computed.Caps))
}

func lines(s *checklists.Score) string {
	return strconv.Itoa(len(s.Clauses)) + " + " + strconv.Itoa(len(s.Chapters))
}

// line compares two lines whole, and shows their sums where these differ.
func (c *check) line(kind DifferenceKind, of string, stated, computed any, short, wanted string) {
	if short == wanted {
		short, wanted = canonical(stated), canonical(computed)
	}
	c.equal(kind, of, short, wanted)
}

// clauseSum is "3.48 / 4".
func clauseSum(c checklists.ClauseScore) string {
	return c.Earned.String() + " / " + c.Max.String()
}

// chapterSum is "40.5 / 50 → 16.2".
func chapterSum(c checklists.ChapterScore) string {
	return c.Earned.String() + " / " + c.Applicable.String() + " → " + c.Contribution.String()
}

// canonical writes a value so that equal values are equal texts.
func canonical(v any) string {
	b, err := standard.Canonical(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}
