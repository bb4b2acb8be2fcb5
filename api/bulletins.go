package api

import (
	"context"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

var bulletinSchema = store.Schema[checklists.Bulletin]{
	Name:     "bulletins",
	ID:       func(b checklists.Bulletin) string { return string(b.ID) },
	Revision: func(b checklists.Bulletin) int { return b.Revision },
	Keys: map[string]func(checklists.Bulletin) []string{
		"state":   key(func(b checklists.Bulletin) string { return string(b.State) }),
		"created": key(func(b checklists.Bulletin) string { return timeKey(b.Created) }),
	},
	Indexes: []store.Index{{Order: "created"}, {Equal: []string{"state"}, Order: "created"}},
	Bulky:   []string{"data", "sections"},
}

var bulletinRegisterSchema = store.Schema[checklists.BulletinRegister]{
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

func (s *Server) viewBulletin(ctx context.Context, b *checklists.Bulletin) (bulletinView, error) {
	v := bulletinView{bulletinRow: rowOfBulletin(*b), Data: b.Data,
		Figures: checklists.FiguresOf(&b.Data), Sections: []sectionView{}}
	for i := range b.Sections {
		v.Sections = append(v.Sections, sectionView{b.Sections[i], b.Sections[i].Strays()})
	}
	next, err := s.docs.bulletins.Get(ctx, string(b.Next()))
	if err == nil && next.State == checklists.BulletinIssued {
		v.CorrectedBy = next.ID
	}
	if refusalOf(err) == errNotFound {
		err = nil
	}
	return v, err
}

// seesDrafts reports whether somebody sees bulletins that are not issued.
func seesDrafts(u *User) bool { return scopeOf(WriteBulletins, u) != Nothing }

// bulletinPage reads one page of bulletins, the latest first: ?kind=.
func (s *Server) bulletinPage(c *gin.Context) ([]bulletinRow, string, error) {
	q, err := pageOf(c)
	if err != nil {
		return nil, "", err
	}
	q.Order, q.Descending, q.Brief = "created", true, true
	if !seesDrafts(userOf(c)) {
		q.Equal = map[string]string{"state": string(checklists.BulletinIssued)}
	}
	var keep func(checklists.Bulletin) bool
	if kind := c.Query("kind"); kind != "" {
		if !slices.Contains(checklists.BulletinKinds(), checklists.BulletinKind(kind)) {
			r := refuse(http.StatusBadRequest, "invalid")
			r.Fields = []Field{field("kind", "oneof", "weekly quarterly")}
			return nil, "", r
		}
		keep = func(b checklists.Bulletin) bool { return string(b.Kind) == kind }
	}
	return collect(c.Request.Context(), s.docs.bulletins, q, keep, rowOfBulletin)
}

func (s *Server) getBulletins(c *gin.Context) error {
	items, next, err := s.bulletinPage(c)
	if err != nil {
		return err
	}
	if wantsFile(c) {
		return sendRows(c, next, bulletinTable(language(c), items))
	}
	c.JSON(http.StatusOK, listOf(items, next))
	return nil
}

// bulletin loads one that the person may see.
func (s *Server) bulletin(ctx context.Context, caller Caller, id string) (checklists.Bulletin, error) {
	b, err := s.docs.bulletins.Get(ctx, id)
	if err == nil && b.State != checklists.BulletinIssued && !seesDrafts(caller.User) {
		err = errNotFound
	}
	return b, err
}

func (s *Server) getBulletin(c *gin.Context) error {
	b, err := s.bulletin(c.Request.Context(), callerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return s.answerBulletin(c, http.StatusOK, &b)
}

func (s *Server) answerBulletin(c *gin.Context, status int, b *checklists.Bulletin) error {
	v, err := s.viewBulletin(c.Request.Context(), b)
	if err != nil {
		return err
	}
	c.JSON(status, v)
	return nil
}

func (s *Server) noteBulletin(ctx context.Context, by checklists.Username, action string,
	before standard.Digest, b *checklists.Bulletin,
) error {
	label := b.Number.Text(message.ParseLanguage(b.Language))
	if label == "" {
		label = b.Title
	}
	return s.note(ctx, Event{Actor: by, Action: action, Subject: "bulletin/" + string(b.ID),
		Label: label, Before: before, After: digestDocument(b), Revision: b.Revision})
}

// changeBulletin changes one and notes the event. Revision, when not 0, is that of the bulletin as
// the person saw it.
func (s *Server) changeBulletin(ctx context.Context, by checklists.Username, id string, revision int,
	action string, change func(*checklists.Bulletin) error,
) (checklists.Bulletin, error) {
	return store.Update(ctx, s.docs.bulletins, id, func(b *checklists.Bulletin) error {
		if revision != 0 && revision != b.Revision {
			return store.ErrConflict
		}
		before := digestDocument(b)
		if err := change(b); err != nil {
			return err
		}
		return s.noteBulletin(ctx, by, action, before, b)
	})
}
