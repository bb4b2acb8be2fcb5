package aids

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/journal"
	"hallmark/api/pages"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/standard"
)

// PageAids answers GET /editions/:id/aids.
func (s Handlers) PageAids(c *gin.Context) error {
	e, d, err := s.asked(c)
	if err != nil {
		return err
	}
	page := s.page(c, e, &d)
	page.Saved = c.Query("saved") != ""
	return s.Pages.Render(c, http.StatusOK, page)
}

func (s Handlers) page(c *gin.Context, e *standard.Edition, d *Document) *web.Aids {
	page := &web.Aids{Frame: s.Pages.Frame(c), Edition: e, Revision: d.Revision, At: d.At,
		May:   access.ScopeOf(access.WriteAids, access.UserOf(c)) != access.Nothing,
		Lines: web.AidLines(e, d.Clauses)}
	if d.By != journal.Seeder {
		page.By = s.Access.NameOf(c.Request.Context(), d.By)
	}
	return page
}

// FormAids answers POST /editions/:id/aids: it saves the whole page.
func (s Handlers) FormAids(c *gin.Context) error {
	ctx := c.Request.Context()
	var form web.AidsForm
	if err := pages.BindForm(c, &form); err != nil {
		return err
	}
	e, err := s.Editions.EditionOf(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	list := sent(c, e)
	_, err = s.Set(ctx, access.UserOf(c).Username, e, form.Revision, list)
	if err == nil {
		return pages.SeeOther(c, web.AidsURL(e.ID())+"?saved=1")
	}
	now, err1 := s.Of(ctx, e)
	if err1 != nil {
		return err1
	}
	page := s.page(c, e, &now)
	page.Lines, page.Revision, page.Path = web.AidLines(e, list), form.Revision, web.AidsURL(e.ID())
	if page.Problems = pages.Problems(err, page.Language, ""); page.Problems == nil {
		return err
	}
	atControls(page.Problems, list)
	return s.Pages.Render(c, wire.RefusalOf(err).Status, page)
}

// place is where a problem lies in a list of aids.
var place = regexp.MustCompile(`^clauses\[(\d+)\]\.(phrases|synonyms|hint)`)

// atControls names the control of each problem, such as "phrases-HS001".
func atControls(problems []web.Problem, list []standard.Aid) {
	for i := range problems {
		m := place.FindStringSubmatch(problems[i].Field)
		if m == nil {
			continue
		}
		if n, err := strconv.Atoi(m[1]); err == nil && n < len(list) {
			problems[i].Field = m[2] + "-" + string(list[n].Clause)
		}
	}
}

// sent reads the aids of a form: phrases one to a line, synonyms between commas.
func sent(c *gin.Context, e *standard.Edition) []standard.Aid {
	var list []standard.Aid
	for i := range e.Clauses {
		uid := e.Clauses[i].UID
		a := standard.Aid{Clause: uid,
			Phrases:  words(c.PostForm("phrases-"+string(uid)), "\r\n"),
			Synonyms: words(c.PostForm("synonyms-"+string(uid)), "、，,;；\r\n"),
			Hint:     strings.TrimSpace(c.PostForm("hint-" + string(uid)))}
		list = append(list, a)
	}
	return list
}

func words(text, between string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(text, func(r rune) bool {
		return strings.ContainsRune(between, r)
	}) {
		if w = strings.TrimSpace(w); w != "" {
			out = append(out, w)
		}
	}
	return out
}
