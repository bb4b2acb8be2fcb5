package checklists

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"hallmark/standard"
	"hallmark/standard/message"
)

// BulletinID is "<kind>-<first day>-<version>": "weekly-2018-03-05-1". A period has one bulletin,
// and another version for each correction of it.
type BulletinID string

// BulletinIDOf returns the ID of a version of the bulletin of a period.
func BulletinIDOf(kind BulletinKind, p Period, version int) BulletinID {
	return BulletinID(fmt.Sprintf("%s-%s-%d", kind, p.From, version))
}

// Next returns the ID that a correction of the bulletin has.
func (b *Bulletin) Next() BulletinID { return BulletinIDOf(b.Kind, b.Period, b.Version+1) }

// BulletinState says where a bulletin stands.
type BulletinState string

// The states: draft → sealed → issued. A sealed bulletin no longer changes and waits for its number,
// which takes one more step of the storage; people see it as a draft that is being issued.
const (
	BulletinDraft  BulletinState = "draft"
	BulletinSealed BulletinState = "sealed"
	BulletinIssued BulletinState = "issued"
)

// Bulletin is a notice 通报 about the checks of a period. Its text is drafted from data that are kept
// with it, so that every number can be computed again; once issued it never changes, and is put
// right by another one that names it.
type Bulletin struct {
	ID       BulletinID     `json:"id"`
	Kind     BulletinKind   `json:"kind"`
	Period   Period         `json:"period"`
	Version  int            `json:"version"`  // 1 for the first of its period
	Language string         `json:"language"` // tag of the text, "zh-CN"
	State    BulletinState  `json:"state"`
	Number   BulletinNumber `json:"number"`   // zero until it is issued
	Corrects string         `json:"corrects"` // number of the issued one that it corrects; "" for none

	Title      string            `json:"title"`
	Issuer     string            `json:"issuer"`     // 发文机关
	Addressees string            `json:"addressees"` // 主送
	Copies     string            `json:"copies"`     // 抄送; "" for nobody
	Sections   []BulletinSection `json:"sections"`
	Data       BulletinData      `json:"data"`
	DataDigest standard.Digest   `json:"dataDigest"` // of Data's RFC 8785 form

	By       Username        `json:"by"` // who drafted it
	Created  Time            `json:"created"`
	IssuedBy Username        `json:"issuedBy"`
	Issued   Time            `json:"issued"`
	Digest   standard.Digest `json:"digest"` // of the whole as issued; "" before
	Revision int             `json:"revision"`
}

// BulletinSection is one part of the text.
type BulletinSection struct {
	Key     BulletinKey `json:"key"`
	Text    string      `json:"text"`    // a paragraph on each line
	Drafted string      `json:"drafted"` // as it was drafted from the data
}

// Why a bulletin refuses a step.
var (
	ErrBulletinIssued = errors.New("an issued bulletin does not change")
	ErrBulletinEarly  = errors.New("the period of the bulletin is not over")
)

// BulletinWords are the parts of a bulletin that people write.
type BulletinWords struct {
	Title      string                 `json:"title"`
	Issuer     string                 `json:"issuer"`
	Addressees string                 `json:"addressees"`
	Copies     string                 `json:"copies"`
	Sections   map[BulletinKey]string `json:"sections"` // those that change
}

// NewBulletin drafts the bulletin of the data's period. Old is the issued one that it corrects, nil
// for none; heads are the issuer, the addressees and who gets copies.
func NewBulletin(data BulletinData, l message.Language, old *Bulletin, heads BulletinWords,
	by Username, at time.Time,
) (Bulletin, error) {
	b := Bulletin{Kind: data.Kind, Period: data.Period, Version: 1, Language: l.String(),
		State: BulletinDraft, Issuer: heads.Issuer, Addressees: heads.Addressees,
		Copies: heads.Copies, By: by, Created: At(at)}
	if old != nil {
		b.Version, b.Corrects = old.Version+1, old.Number.Text(l)
	}
	b.ID = BulletinIDOf(b.Kind, b.Period, b.Version)
	b.Title = b.draftTitle()
	return b, b.Redraft(data)
}

// language of the text.
func (b *Bulletin) language() message.Language { return message.ParseLanguage(b.Language) }

// Redraft takes newer data of the same period. Sections that nobody has edited are drafted anew; of
// the others the drafted text beside the edited one is.
func (b *Bulletin) Redraft(data BulletinData) error {
	if b.State != BulletinDraft {
		return ErrBulletinIssued
	}
	digest, err := link("", data)
	if err != nil {
		return err
	}
	before := b.Sections
	b.Data, b.DataDigest, b.Sections = data, digest, nil
	for _, s := range b.draftSections() {
		i := slices.IndexFunc(before, func(o BulletinSection) bool { return o.Key == s.Key })
		if i >= 0 && before[i].Edited() {
			s.Text = before[i].Text
		}
		b.Sections = append(b.Sections, s)
	}
	b.Revision++
	return nil
}

// Edited reports whether somebody has changed the text.
func (s *BulletinSection) Edited() bool { return s.Text != s.Drafted }

// Edit changes title, heads and sections. It returns [ErrBulletinIssued], or a
// *[standard.InvalidError] with places as in the words.
func (b *Bulletin) Edit(w BulletinWords) error {
	if b.State != BulletinDraft {
		return ErrBulletinIssued
	}
	var problems standard.Problems
	wantText(&problems, "title", w.Title)
	wantText(&problems, "issuer", w.Issuer)
	checkText(&problems, "addressees", w.Addressees)
	checkText(&problems, "copies", w.Copies)
	sections := slices.Clone(b.Sections)
	for key, text := range w.Sections {
		i := slices.IndexFunc(sections, func(s BulletinSection) bool { return s.Key == key })
		if i < 0 {
			problems.Add("sections."+string(key), "bulletin.no-section")
			continue
		}
		wantSection(&problems, "sections."+string(key), text)
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
func (b *Bulletin) Seal(by Username, at time.Time) error {
	switch {
	case b.State != BulletinDraft:
		return ErrBulletinIssued
	case dayOf(at) <= b.Period.To:
		return ErrBulletinEarly
	}
	var problems standard.Problems
	wantText(&problems, "issuer", b.Issuer)
	if err := problems.Err(); err != nil {
		return err
	}
	b.State, b.IssuedBy, b.Issued, b.Revision = BulletinSealed, by, At(at), b.Revision+1
	return nil
}

// Issue gives a sealed bulletin its number and closes it with a digest over everything. A second
// time with the same number is harmless.
func (b *Bulletin) Issue(n BulletinNumber) (err error) {
	if b.State == BulletinIssued && b.Number == n {
		return nil
	}
	if b.State != BulletinSealed {
		return ErrBulletinIssued
	}
	b.State, b.Number, b.Revision = BulletinIssued, n, b.Revision+1
	b.Digest, err = b.digest()
	return err
}

func (b *Bulletin) digest() (standard.Digest, error) {
	whole := *b
	whole.Digest = ""
	return link("", whole)
}

// CheckDigest computes the digests of an issued bulletin and of its data again, and reports whether
// both are as they were sealed.
func (b *Bulletin) CheckDigest() bool {
	data, err := link("", b.Data)
	if err != nil || data != b.DataDigest {
		return false
	}
	whole, err := b.digest()
	return err == nil && b.State == BulletinIssued && whole == b.Digest
}
