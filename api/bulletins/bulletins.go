package bulletins

import (
	"context"

	"hallmark/api/access"
	"hallmark/api/follow"
	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/checklists/bulletin"
	"hallmark/standard"
	"hallmark/standard/message"
)

// BulletinSchema says how bulletins are stored, in the order of their making; a list leaves out
// data and sections.
var BulletinSchema = store.Schema[bulletin.Bulletin]{
	Name:     "bulletins",
	ID:       func(b bulletin.Bulletin) string { return string(b.ID) },
	Revision: func(b bulletin.Bulletin) int { return b.Revision },
	Keys: map[string]func(bulletin.Bulletin) []string{
		"state":   wire.Key(func(b bulletin.Bulletin) string { return string(b.State) }),
		"created": wire.Key(func(b bulletin.Bulletin) string { return wire.TimeKey(b.Created) }),
	},
	Indexes: []store.Index{{Order: "created"}, {Equal: []string{"state"}, Order: "created"}},
	Bulky:   []string{"data", "sections"},
}

// BulletinRegisterSchema says how the registers are stored that assign numbers, one for each kind
// and year.
var BulletinRegisterSchema = store.Schema[bulletin.Register]{
	Name:     "registers",
	ID:       func(r bulletin.Register) string { return r.ID },
	Revision: func(r bulletin.Register) int { return r.Revision },
	Indexes:  []store.Index{{}},
}

// bulletinRow is a bulletin in a list, without data and sections.
type bulletinRow struct {
	ID         bulletin.ID         `json:"id"`
	Kind       bulletin.Kind       `json:"kind"`
	Period     bulletin.Period     `json:"period"`
	Version    int                 `json:"version"`
	Language   string              `json:"language"`
	State      bulletin.State      `json:"state"`
	Number     string              `json:"number"` // "" before it is issued
	Corrects   string              `json:"corrects"`
	Title      string              `json:"title"`
	Issuer     string              `json:"issuer"`
	Addressees string              `json:"addressees"`
	Copies     string              `json:"copies"`
	By         checklists.Username `json:"by"`
	Created    checklists.Time     `json:"created"`
	IssuedBy   checklists.Username `json:"issuedBy"`
	Issued     checklists.Time     `json:"issued"`
	DataDigest standard.Digest     `json:"dataDigest"`
	Digest     standard.Digest     `json:"digest"`
	Revision   int                 `json:"revision"`
}

func rowOfBulletin(b bulletin.Bulletin) bulletinRow {
	return bulletinRow{b.ID, b.Kind, b.Period, b.Version, b.Language, b.State,
		b.Number.Text(message.ParseLanguage(b.Language)), b.Corrects, b.Title, b.Issuer, b.Addressees,
		b.Copies, b.By, b.Created, b.IssuedBy, b.Issued, b.DataDigest, b.Digest, b.Revision}
}

// bulletinView is a whole bulletin with the figures that its data give.
type bulletinView struct {
	bulletinRow
	CorrectedBy bulletin.ID      `json:"correctedBy"` // "" for none
	Sections    []sectionView    `json:"sections"`
	Data        bulletin.Data    `json:"data"`
	Figures     bulletin.Figures `json:"figures"`
}

// sectionView is a section, and as Strays the numbers in its text that do not come from the data.
type sectionView struct {
	bulletin.Section
	Strays []string `json:"strays"`
}

func (s *Service) viewBulletin(ctx context.Context, b *bulletin.Bulletin) (bulletinView, error) {
	v := bulletinView{bulletinRow: rowOfBulletin(*b), Data: b.Data,
		Figures: bulletin.FiguresOf(&b.Data), Sections: []sectionView{}}
	for i := range b.Sections {
		v.Sections = append(v.Sections, sectionView{b.Sections[i], b.Sections[i].Strays()})
	}
	next, err := s.Docs.Bulletins.Get(ctx, string(b.Next()))
	if err == nil && next.State == bulletin.Issued {
		v.CorrectedBy = next.ID
	}
	if wire.RefusalOf(err) == wire.ErrNotFound {
		err = nil
	}
	return v, err
}

// SeesDrafts reports whether a person sees bulletins that have not been issued.
func SeesDrafts(u *access.User) bool {
	return access.ScopeOf(access.WriteBulletins, u) != access.Nothing
}

// bulletin loads a bulletin that the caller may see.
func (s *Service) bulletin(ctx context.Context, caller access.Caller, id string) (
	bulletin.Bulletin, error,
) {
	b, err := s.Docs.Bulletins.Get(ctx, id)
	if err == nil && b.State != bulletin.Issued && !SeesDrafts(caller.User) {
		err = wire.ErrNotFound
	}
	return b, err
}

func (s *Service) noteBulletin(ctx context.Context, by checklists.Username, action string,
	before standard.Digest, b *bulletin.Bulletin,
) ([]store.Follow, error) {
	label := b.Number.Text(message.ParseLanguage(b.Language))
	if label == "" {
		label = b.Title
	}
	return s.Journal.Follows(ctx, journal.Event{Actor: by, Action: action,
		Subject: "bulletin/" + string(b.ID),
		Label:   label, Before: before, After: journal.DigestDocument(b), Revision: b.Revision})
}

// changeBulletin changes a bulletin and notes the event. The revision is that of the bulletin as
// the caller saw it; 0 stands for any.
func (s *Service) changeBulletin(ctx context.Context, by checklists.Username, id string,
	revision int,
	action string, change func(*bulletin.Bulletin) error, more ...store.Follow,
) (bulletin.Bulletin, error) {
	change1 := func(b *bulletin.Bulletin) ([]store.Follow, error) {
		if revision != 0 && revision != b.Revision {
			return nil, store.ErrConflict
		}
		before := journal.DigestDocument(b)
		if err := change(b); err != nil {
			return nil, err
		}
		event, err := s.noteBulletin(ctx, by, action, before, b)
		return append(event, more...), err
	}
	return follow.Update(ctx, s.Journal.Steps, s.Docs.Bulletins, id, change1)
}
