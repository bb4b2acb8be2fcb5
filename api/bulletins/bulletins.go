package bulletins

import (
	"context"

	"hallmark/api/access"
	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

var BulletinSchema = store.Schema[checklists.Bulletin]{
	Name:     "bulletins",
	ID:       func(b checklists.Bulletin) string { return string(b.ID) },
	Revision: func(b checklists.Bulletin) int { return b.Revision },
	Keys: map[string]func(checklists.Bulletin) []string{
		"state":   wire.Key(func(b checklists.Bulletin) string { return string(b.State) }),
		"created": wire.Key(func(b checklists.Bulletin) string { return wire.TimeKey(b.Created) }),
	},
	Indexes: []store.Index{{Order: "created"}, {Equal: []string{"state"}, Order: "created"}},
	Bulky:   []string{"data", "sections"},
}

var BulletinRegisterSchema = store.Schema[checklists.BulletinRegister]{
	Name:     "registers",
	ID:       func(r checklists.BulletinRegister) string { return r.ID },
	Revision: func(r checklists.BulletinRegister) int { return r.Revision },
	Indexes:  []store.Index{{}},
}

// bulletinRow is a bulletin in a list.
type bulletinRow struct {
	ID         checklists.BulletinID    `json:"id"`
	Kind       checklists.BulletinKind  `json:"kind"`
	Period     checklists.Period        `json:"period"`
	Version    int                      `json:"version"`
	Language   string                   `json:"language"`
	State      checklists.BulletinState `json:"state"`
	Number     string                   `json:"number"` // "" before it is issued
	Corrects   string                   `json:"corrects"`
	Title      string                   `json:"title"`
	Issuer     string                   `json:"issuer"`
	Addressees string                   `json:"addressees"`
	Copies     string                   `json:"copies"`
	By         checklists.Username      `json:"by"`
	Created    checklists.Time          `json:"created"`
	IssuedBy   checklists.Username      `json:"issuedBy"`
	Issued     checklists.Time          `json:"issued"`
	DataDigest standard.Digest          `json:"dataDigest"`
	Digest     standard.Digest          `json:"digest"`
	Revision   int                      `json:"revision"`
}

func rowOfBulletin(b checklists.Bulletin) bulletinRow {
	return bulletinRow{b.ID, b.Kind, b.Period, b.Version, b.Language, b.State,
		b.Number.Text(message.ParseLanguage(b.Language)), b.Corrects, b.Title, b.Issuer, b.Addressees,
		b.Copies, b.By, b.Created, b.IssuedBy, b.Issued, b.DataDigest, b.Digest, b.Revision}
}

// bulletinView is a bulletin with its data and the numbers that follow from them.
type bulletinView struct {
	bulletinRow
	CorrectedBy checklists.BulletinID      `json:"correctedBy"` // "" for none
	Sections    []sectionView              `json:"sections"`
	Data        checklists.BulletinData    `json:"data"`
	Figures     checklists.BulletinFigures `json:"figures"`
}

// sectionView is a section with the numbers in it that do not come from the data.
type sectionView struct {
	checklists.BulletinSection
	Strays []string `json:"strays"`
}

func (s *Service) viewBulletin(ctx context.Context, b *checklists.Bulletin) (bulletinView, error) {
	v := bulletinView{bulletinRow: rowOfBulletin(*b), Data: b.Data,
		Figures: checklists.FiguresOf(&b.Data), Sections: []sectionView{}}
	for i := range b.Sections {
		v.Sections = append(v.Sections, sectionView{b.Sections[i], b.Sections[i].Strays()})
	}
	next, err := s.Docs.Bulletins.Get(ctx, string(b.Next()))
	if err == nil && next.State == checklists.BulletinIssued {
		v.CorrectedBy = next.ID
	}
	if wire.RefusalOf(err) == wire.ErrNotFound {
		err = nil
	}
	return v, err
}

// SeesDrafts reports whether somebody sees bulletins that are not issued.
func SeesDrafts(u *access.User) bool {
	return access.ScopeOf(access.WriteBulletins, u) != access.Nothing
}

// bulletin loads one that the person may see.
func (s *Service) bulletin(ctx context.Context, caller access.Caller, id string) (checklists.Bulletin, error) {
	b, err := s.Docs.Bulletins.Get(ctx, id)
	if err == nil && b.State != checklists.BulletinIssued && !SeesDrafts(caller.User) {
		err = wire.ErrNotFound
	}
	return b, err
}

func (s *Service) noteBulletin(ctx context.Context, by checklists.Username, action string,
	before standard.Digest, b *checklists.Bulletin,
) error {
	label := b.Number.Text(message.ParseLanguage(b.Language))
	if label == "" {
		label = b.Title
	}
	return s.Journal.Note(ctx, journal.Event{Actor: by, Action: action, Subject: "bulletin/" + string(b.ID),
		Label: label, Before: before, After: journal.DigestDocument(b), Revision: b.Revision})
}

// changeBulletin changes one and notes the event. Revision, when not 0, is that of the bulletin as
// the person saw it.
func (s *Service) changeBulletin(ctx context.Context, by checklists.Username, id string, revision int,
	action string, change func(*checklists.Bulletin) error,
) (checklists.Bulletin, error) {
	return store.Update(ctx, s.Docs.Bulletins, id, func(b *checklists.Bulletin) error {
		if revision != 0 && revision != b.Revision {
			return store.ErrConflict
		}
		before := journal.DigestDocument(b)
		if err := change(b); err != nil {
			return err
		}
		return s.noteBulletin(ctx, by, action, before, b)
	})
}
