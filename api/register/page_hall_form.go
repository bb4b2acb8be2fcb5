package register

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/pages"
	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/grid"
	"hallmark/standard/message"
)

// hallGroups are the parts of the form of a hall, each with the beginnings of its fields.
var hallGroups = []struct {
	key    string
	fields []string
}{
	{"what", []string{"id", "name", "nameEn", "tier", "parent", "area", "opened", "pilot", "closed"}},
	{"people", []string{"headTitle", "headName", "head", "liaisonName", "liaison"}},
	{"reach", []string{"phone", "address", "hours"}},
	{"duties", []string{"governingBody", "guidingBody", "duties."}},
	{"size", []string{"measurements."}},
	{"facilities", []string{"facilities."}},
	{"notes", []string{"notes"}},
}

// PageNewHall answers GET /halls/new.
func (s Handlers) PageNewHall(c *gin.Context) error {
	return s.renderHallForm(c, http.StatusOK, nil, &checklists.Hall{}, nil)
}

// PageHallForm answers GET /halls/:id/edit.
func (s Handlers) PageHallForm(c *gin.Context) error {
	h, err := s.Hall(c.Request.Context(), access.CallerOf(c), checklists.HallID(c.Param("id")))
	if err != nil {
		return err
	}
	return s.renderHallForm(c, http.StatusOK, &h, &h, nil)
}

// renderHallForm shows the form with what was sent, or with the hall as it is; before is nil for a
// new hall.
func (s Handlers) renderHallForm(c *gin.Context, status int, before, shown *checklists.Hall,
	wrong error,
) error {
	page := &web.HallForm{Frame: s.Pages.Frame(c)}
	page.Path = "/halls/new"
	if before != nil {
		page.ID, page.Name, page.Revision = before.ID, before.Name, before.Revision
		page.Path = web.HallURL(before.ID) + "/edit"
	}
	if wrong != nil {
		if page.Problems = pages.Problems(wrong, page.Language, ""); page.Problems == nil {
			return wrong
		}
	}
	accounts := []web.HallChoice{{}}
	if before != nil {
		q := store.Query{Equal: map[string]string{"hall": string(before.ID)}}
		for u, err := range s.Docs.Users.Find(c.Request.Context(), q) {
			if err != nil {
				return err
			}
			if !u.Disabled {
				accounts = append(accounts, web.HallChoice{Value: string(u.Username),
					Label: u.Name + " (" + string(u.Username) + ")"})
			}
		}
	}
	columns := hallColumns()
	table := hallGrid(columns)
	for _, group := range hallGroups {
		g := web.HallGroup{Key: group.key}
		for _, name := range group.fields {
			for i := range columns {
				col := &columns[i]
				if col.Field != name && !(strings.HasSuffix(name, ".") && strings.HasPrefix(col.Field, name)) {
					continue
				}
				f := hallField(page.Language, col, shown)
				f.Label = table.Heading(col.Column, page.Language)
				if name == "head" || name == "liaison" {
					f.Kind, f.Choices = "choice", accounts
				}
				f.Fixed = before != nil && (name == "id" || name == "tier")
				g.Fields = append(g.Fields, f)
			}
		}
		page.Groups = append(page.Groups, g)
	}
	page.NoAccounts = len(accounts) == 1
	return s.Pages.Render(c, status, page)
}

// hallField is a control of the form with its value.
func hallField(l message.Language, col *hallColumn, h *checklists.Hall) web.HallField {
	f := web.HallField{Name: col.Field, Value: col.get(h), Kind: "text",
		Required: slices.Contains([]string{"id", "name", "tier"}, col.Field)}
	switch col.Form {
	case grid.Flag:
		f.Kind = "flag"
	case grid.Day:
		f.Kind = "day"
	case grid.Amount:
		f.Kind = "number"
	case grid.Prose:
		f.Kind = "lines"
	case grid.Choice:
		f.Kind, f.Choices = "choice", []web.HallChoice{{}}
		for _, v := range col.Set.Values() {
			f.Choices = append(f.Choices, web.HallChoice{Value: v, Label: message.Text(l, "page.tier."+v)})
		}
	}
	return f
}

// readHallForm puts what was typed into a hall and returns what is wrong with it. The revision is
// that of the hall as the person saw it.
func readHallForm(c *gin.Context, h *checklists.Hall, fixed ...string) (revision int, err error) {
	var form web.HallSent
	if err := pages.BindForm(c, &form); err != nil {
		return 0, err
	}
	r := wire.Refuse(http.StatusUnprocessableEntity, "invalid")
	for _, col := range hallColumns() {
		if slices.Contains(fixed, col.Field) {
			continue
		}
		text := strings.TrimSpace(c.Request.PostForm.Get(col.Field))
		var v any = text
		switch col.Form {
		case grid.Flag:
			v = text == "true"
		case grid.Amount:
			if _, err := standard.ParseDecimal(text); err != nil && text != "" {
				r.Fields = append(r.Fields, wire.Wrong(col.Field, "number", text))
				continue
			}
			v = json.Number(text)
		}
		col.put(h, v)
	}
	if r.Fields = append(r.Fields, hallFlaws(h)...); len(r.Fields) > 0 {
		return form.Revision, r
	}
	return form.Revision, nil
}

// FormNewHall answers POST /halls.
func (s Handlers) FormNewHall(c *gin.Context) error {
	h := checklists.Hall{Status: checklists.InService, Revision: 1}
	_, err := readHallForm(c, &h)
	if err == nil {
		_, err = s.addHall(c.Request.Context(), access.UserOf(c).Username, h)
	}
	if err != nil {
		return s.renderHallForm(c, wire.RefusalOf(err).Status, nil, &h, err)
	}
	return pages.SeeOther(c, web.HallURL(h.ID))
}

// FormHall answers POST /halls/:id.
func (s Handlers) FormHall(c *gin.Context) error {
	before, err := s.Hall(c.Request.Context(), access.CallerOf(c), checklists.HallID(c.Param("id")))
	if err != nil {
		return err
	}
	if err := access.UserOf(c).MayDecide(before.ID, before.Name); err != nil {
		return err
	}
	after := copyHall(&before)
	revision, err := readHallForm(c, &after, "id", "tier")
	if err == nil && revision != before.Revision {
		err = store.ErrConflict
	}
	if err == nil {
		_, err = s.changeHall(c.Request.Context(), access.UserOf(c).Username, &before, after)
	}
	if err != nil {
		return s.renderHallForm(c, wire.RefusalOf(err).Status, &before, &after, err)
	}
	return pages.SeeOther(c, web.HallURL(before.ID))
}
