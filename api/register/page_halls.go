package register

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/checklists"
)

// PageHalls answers GET /halls.
func (s Handlers) PageHalls(c *gin.Context) error {
	f, err := hallFilterOf(c)
	if err != nil {
		return err
	}
	all, err := s.HeadsInScope(c.Request.Context(), access.CallerOf(c))
	if err != nil {
		return err
	}
	list := f.of(all)
	page := &web.Halls{Frame: s.Pages.Frame(c), Filter: web.HallFilter{Tier: f.Tier, Area: f.Area,
		Status: f.Status, Text: c.Query("q"), Sort: f.Sort}, All: len(all), Found: len(list),
		MayWrite: access.ScopeOf(access.WriteHalls, access.UserOf(c)) != access.Nothing}
	page.Page, _ = strconv.Atoi(c.Query("page"))
	page.Page = max(1, min(page.Page, page.Pages()))
	from := (page.Page - 1) * web.HallsPage
	for _, h := range list[min(from, len(list)):min(from+web.HallsPage, len(list))] {
		row := web.HallRow{Hall: h}
		if h.Parent != "" {
			row.Parent = Head(all, h.Parent)
		}
		page.Rows = append(page.Rows, row)
	}
	page.Areas = areasOf(all, f.Area)
	return s.Pages.Render(c, http.StatusOK, page)
}

// areasOf lists the provinces, cities and counties in which there are halls, and the area that is
// chosen now.
func areasOf(halls []*checklists.Hall, chosen string) []string {
	seen := map[string]bool{chosen: chosen != ""}
	for _, h := range halls {
		for _, n := range []int{2, 4, 6} {
			if len(h.Area) >= n {
				seen[h.Area[:n]] = true
			}
		}
	}
	var list []string
	for area, there := range seen {
		if there {
			list = append(list, area)
		}
	}
	slices.Sort(list)
	return list
}

// AddHallPeople adds to the page of a hall the other bodies that hold duties for it. The accounts
// of the hall are added only for people who may change the register, and for the hall itself.
func (s *Service) AddHallPeople(ctx context.Context, page *web.Hall) error {
	for _, holder := range checklists.OtherHolders() {
		if name := page.Hall.Duties[holder]; name != "" {
			page.Duties = append(page.Duties, web.HallDuty{Holder: holder, Name: name})
		}
	}
	if !page.MayWrite && !page.Own {
		return nil
	}
	q := store.Query{Equal: map[string]string{"hall": string(page.Hall.ID)}}
	for u, err := range s.Docs.Users.Find(ctx, q) {
		if err != nil {
			return err
		}
		if !u.Disabled && u.Role == checklists.HallHead {
			page.Accounts = append(page.Accounts, web.HallAccount{User: web.User{Username: u.Username,
				Name: u.Name, Role: u.Role}, Head: u.Username == page.Hall.Head,
				Liaison: u.Username == page.Hall.Liaison})
		}
	}
	return nil
}
