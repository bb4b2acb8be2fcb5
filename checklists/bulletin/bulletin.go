package bulletin

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

// ID is "<kind>-<first day>-<version>": "weekly-2018-03-05-1". A period has one bulletin, and
// another version for each correction of it.
type ID string

// IDOf returns the ID of a version of the bulletin of a period.
func IDOf(kind Kind, p Period, version int) ID {
	return ID(fmt.Sprintf("%s-%s-%d", kind, p.From, version))
}

// Next returns the ID that a correction of the bulletin has.
func (b *Bulletin) Next() ID { return IDOf(b.Kind, b.Period, b.Version+1) }

// State says where a bulletin stands.
type State string

// The states: draft → sealed → issued. A sealed bulletin no longer changes and waits for its
// number, which takes one more step of the storage; people see it as a draft that is being issued.
const (
	Draft  State = "draft"
	Sealed State = "sealed"
	Issued State = "issued"
)

// Bulletin is a notice 通报 about the checks of a period. Its text is drafted from data that are kept
// with it, so that every number can be computed again; once issued it never changes, and is put
// right by another one that names it.
type Bulletin struct {
	ID       ID     `json:"id"`
	Kind     Kind   `json:"kind"`
	Period   Period `json:"period"`
	Version  int    `json:"version"`  // 1 for the first of its period
	Language string `json:"language"` // tag of the text, "zh-CN"
	State    State  `json:"state"`
	Number   Number `json:"number"`   // zero until it is issued
	Corrects string `json:"corrects"` // number of the issued one that it corrects; "" for none

	Title      string          `json:"title"`
	Issuer     string          `json:"issuer"`     // 发文机关
	Addressees string          `json:"addressees"` // 主送
	Copies     string          `json:"copies"`     // 抄送; "" for nobody
	Sections   []Section       `json:"sections"`
	Data       Data            `json:"data"`
	DataDigest standard.Digest `json:"dataDigest"` // of Data's RFC 8785 form

	By       checklists.Username `json:"by"` // who drafted it
	Created  checklists.Time     `json:"created"`
	IssuedBy checklists.Username `json:"issuedBy"`
	Issued   checklists.Time     `json:"issued"`
	Digest   standard.Digest     `json:"digest"` // of the whole as issued; "" before
	Revision int                 `json:"revision"`
}

// Section is one part of the text.
type Section struct {
	Key     Key    `json:"key"`
	Text    string `json:"text"`    // a paragraph on each line
	Drafted string `json:"drafted"` // as it was drafted from the data
}

// Why a bulletin refuses a step.
var (
	ErrIssued = errors.New("an issued bulletin does not change")
	ErrEarly  = errors.New("the period of the bulletin is not over")
)

// Words are the parts of a bulletin that people write.
type Words struct {
	Title      string         `json:"title"`
	Issuer     string         `json:"issuer"`
	Addressees string         `json:"addressees"`
	Copies     string         `json:"copies"`
	Sections   map[Key]string `json:"sections"` // those that change
}

// New drafts the bulletin of the data's period. Old is the issued bulletin that it corrects, nil
// for none; cover has the issuer, the addressees and the recipients of copies.
func New(data Data, l message.Language, old *Bulletin, cover Words,
	by checklists.Username, at time.Time,
) (Bulletin, error) {
	b := Bulletin{Kind: data.Kind, Period: data.Period, Version: 1, Language: l.String(),
		State: Draft, Issuer: cover.Issuer, Addressees: cover.Addressees,
		Copies: cover.Copies, By: by, Created: checklists.At(at)}
	if old != nil {
		b.Version, b.Corrects = old.Version+1, old.Number.Text(l)
	}
	b.ID = IDOf(b.Kind, b.Period, b.Version)
	b.Title = b.draftTitle()
	return b, b.Redraft(data)
}

// language returns the language of the text.
func (b *Bulletin) language() message.Language { return message.ParseLanguage(b.Language) }

// Redraft takes newer data of the same period. Sections that nobody has edited are drafted anew; an
// edited section keeps its text and only its Drafted text is renewed.
func (b *Bulletin) Redraft(data Data) error {
	if b.State != Draft {
		return ErrIssued
	}
	digest, err := checklists.ChainDigest("", data)
	if err != nil {
		return err
	}
	before := b.Sections
	b.Data, b.DataDigest, b.Sections = data, digest, nil
	for _, s := range b.draftSections() {
		i := slices.IndexFunc(before, func(o Section) bool { return o.Key == s.Key })
		if i >= 0 && before[i].Edited() {
			s.Text = before[i].Text
		}
		b.Sections = append(b.Sections, s)
	}
	b.Revision++
	return nil
}

// Edited reports whether somebody has changed the text.
func (s *Section) Edited() bool { return s.Text != s.Drafted }

// Edit changes title, issuer, addressees, copies and sections. It returns [ErrIssued], or a
// *[standard.InvalidError] with places as in the words.
func (b *Bulletin) Edit(w Words) error {
	if b.State != Draft {
		return ErrIssued
	}
	var problems standard.Problems
	checklists.RequireText(&problems, "title", w.Title)
	checklists.RequireText(&problems, "issuer", w.Issuer)
	checklists.CheckText(&problems, "addressees", w.Addressees)
	checklists.CheckText(&problems, "copies", w.Copies)
	sections := slices.Clone(b.Sections)
	for key, text := range w.Sections {
		i := slices.IndexFunc(sections, func(s Section) bool { return s.Key == key })
		if i < 0 {
			problems.Add("sections."+string(key), "bulletin.no-section")
			continue
		}
		requireSection(&problems, "sections."+string(key), text)
		sections[i].Text = text
	}
	if err := problems.Err(); err != nil {
		return err
	}
	b.Title, b.Issuer, b.Addressees, b.Copies = w.Title, w.Issuer, w.Addressees, w.Copies
	b.Sections, b.Revision = sections, b.Revision+1
	return nil
}

// Seal ends the draft when its period is over. An empty issuer is a *[standard.InvalidError].
func (b *Bulletin) Seal(by checklists.Username, at time.Time) error {
	switch {
	case b.State != Draft:
		return ErrIssued
	case checklists.DayOf(at) <= b.Period.To:
		return ErrEarly
	}
	var problems standard.Problems
	checklists.RequireText(&problems, "issuer", b.Issuer)
	if err := problems.Err(); err != nil {
		return err
	}
	b.State, b.IssuedBy, b.Issued, b.Revision = Sealed, by, checklists.At(at), b.Revision+1
	return nil
}

// Issue gives a sealed bulletin its number and closes it with a digest over everything. A second
// time with the same number is harmless.
func (b *Bulletin) Issue(n Number) (err error) {
	if b.State == Issued && b.Number == n {
		return nil
	}
	if b.State != Sealed {
		return ErrIssued
	}
	b.State, b.Number, b.Revision = Issued, n, b.Revision+1
	b.Digest, err = b.digest()
	return err
}

func (b *Bulletin) digest() (standard.Digest, error) {
	whole := *b
	whole.Digest = ""
	return checklists.ChainDigest("", whole)
}

// CheckDigest computes the digests of an issued bulletin and of its data again, and reports whether
// both are as they were sealed.
func (b *Bulletin) CheckDigest() bool {
	data, err := checklists.ChainDigest("", b.Data)
	if err != nil || data != b.DataDigest {
		return false
	}
	whole, err := b.digest()
	return err == nil && b.State == Issued && whole == b.Digest
}
