package aids

import (
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/wire"
	"hallmark/standard"
)

// view is the aids of an edition as the API shows them.
type view struct {
	Tag      string                          `json:"tag"` // the answer's ETag
	Edition  standard.EditionID              `json:"edition"`
	Revision int                             `json:"revision"`
	Clauses  []aidView                       `json:"clauses"`
	Pinyin   map[standard.ClauseUID][]string `json:"pinyin"` // of the titles; see Pinyin
}

// aidView is an aid with every member.
type aidView struct {
	Clause   standard.ClauseUID `json:"clause"`
	Phrases  []string           `json:"phrases"`
	Synonyms []string           `json:"synonyms"`
	Hint     string             `json:"hint"`
}

func viewOf(e *standard.Edition, d *Document) view {
	v := view{Tag: tagOf(e, d), Edition: e.ID(), Revision: d.Revision, Clauses: []aidView{},
		Pinyin: map[standard.ClauseUID][]string{}}
	for _, a := range d.Clauses {
		if _, ok := e.Clause(a.Clause); ok {
			v.Clauses = append(v.Clauses, aidView{a.Clause, wire.NonNil(a.Phrases),
				wire.NonNil(a.Synonyms), a.Hint})
		}
	}
	for i := range e.Clauses {
		v.Pinyin[e.Clauses[i].UID] = Pinyin(e.Clauses[i].Title)
	}
	return v
}

func tagOf(e *standard.Edition, d *Document) string {
	return fmt.Sprintf(`"%s-%d"`, e.Digest().Short(), d.Revision)
}

// asked is the edition that a request names, with its aids.
func (s Handlers) asked(c *gin.Context) (e *standard.Edition, d Document, err error) {
	if e, err = s.Editions.EditionOf(c.Request.Context(), c.Param("id")); err == nil {
		d, err = s.Of(c.Request.Context(), e)
	}
	return e, d, err
}

// GetAids answers GET /api/v1/editions/:id/aids. Its ETag lets a tablet fetch only what changed.
func (s Handlers) GetAids(c *gin.Context) error {
	e, d, err := s.asked(c)
	if err != nil {
		return err
	}
	if wire.NotModified(c, tagOf(e, &d)) {
		return nil
	}
	c.JSON(http.StatusOK, viewOf(e, &d))
	return nil
}

// aidsRequest sets the aids of an edition's clauses. Revision is that of the aids which the person
// saw, 0 while there are none.
type aidsRequest struct {
	Revision int            `json:"revision" validate:"min=0"`
	Clauses  []standard.Aid `json:"clauses" validate:"max=2000"`
}

// PutAids answers PUT /api/v1/editions/:id/aids.
func (s Handlers) PutAids(c *gin.Context) error {
	var in aidsRequest
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	e, err := s.Editions.EditionOf(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	d, err := s.Set(c.Request.Context(), access.UserOf(c).Username, e, in.Revision, in.Clauses)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, viewOf(e, &d))
	return nil
}
