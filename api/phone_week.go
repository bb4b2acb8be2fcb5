package api

import (
	"context"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"hallmark/api/table"
	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

// getPhoneWeek is the weekly summary of phone checks: ?week=2026-W48, this week when left out, and
// ?format=xlsx or csv for the list of halls.
func (s *Server) getPhoneWeek(c *gin.Context) error {
	w, err := s.phoneWeek(c)
	if err != nil {
		return err
	}
	if wantsFile(c) {
		return sendRows(c, "", phoneWeekTable(language(c), &w))
	}
	c.JSON(http.StatusOK, w)
	return nil
}

// phoneWeek sums up what the person may see of a week.
func (s *Server) phoneWeek(c *gin.Context) (checklists.PhoneWeek, error) {
	week := c.Query("week")
	if week == "" {
		week = checklists.WeekOf(s.now())
	}
	from, to, ok := checklists.ParseWeek(week)
	if !ok {
		r := refuse(http.StatusBadRequest, "invalid")
		r.Fields = []Field{field("week", "phone-week", week)}
		return checklists.PhoneWeek{}, r
	}
	ctx, user, reach := c.Request.Context(), userOf(c), scope(c)
	var ids []checklists.AuditID
	err := s.eachCall(ctx, from, to, func(a *checklists.Audit) {
		if reach.coversAudit(user, a) && a.Result != nil {
			ids = append(ids, a.ID)
		}
	})
	if err != nil {
		return checklists.PhoneWeek{}, err
	}
	audits, editions, err := s.auditsWithEditions(ctx, ids)
	if err != nil {
		return checklists.PhoneWeek{}, err
	}
	return checklists.PhoneWeekOf(week, audits, editions)
}

// auditsWithEditions loads audits whole, and the editions that they are sealed to.
func (s *Server) auditsWithEditions(ctx context.Context, ids []checklists.AuditID) (
	[]*checklists.Audit, map[standard.EditionID]*standard.Edition, error,
) {
	var audits []*checklists.Audit
	editions := map[standard.EditionID]*standard.Edition{}
	for _, id := range ids {
		a, err := s.docs.audits.Get(ctx, string(id))
		if err != nil {
			return nil, nil, err
		}
		if editions[a.Edition] == nil {
			if editions[a.Edition], err = s.edition(ctx, a.Edition); err != nil {
				return nil, nil, err
			}
		}
		audits = append(audits, &a)
	}
	return audits, editions, nil
}

// phoneWeekTable is the list of halls for people.
func phoneWeekTable(l message.Language, w *checklists.PhoneWeek) *table.Table {
	say := func(key string, args ...any) string { return message.Text(l, "phone."+key, args...) }
	t := &table.Table{Title: say("weekly") + " " + w.Week, Notes: []string{say("week-days", w.From, w.To)},
		Columns: []table.Column{{Title: say("hall-id")}, {Title: say("hall")}, {Title: say("tier")},
			{Title: say("checks-count")}, {Title: say("earned"), Decimals: 2},
			{Title: say("applicable"), Decimals: 2}, {Title: say("rate"), Decimals: 4},
			{Title: say("failing"), Width: 50}}}
	for i := range w.Halls {
		h := &w.Halls[i]
		var faults []string
		for _, f := range h.Failing {
			title := f.Title
			if l == message.English && f.TitleEN != "" {
				title = f.TitleEN
			}
			faults = append(faults, say("fault", f.Code, title, f.Failed, f.Asked))
		}
		t.Rows = append(t.Rows, []table.Cell{table.Text(string(h.Hall)), table.Text(h.HallName),
			table.Text(message.Text(l, "page.tier."+h.Tier.String())), table.Count(h.Checks),
			table.Number(h.Earned), table.Number(h.Applicable), table.Number(h.Rate),
			table.Text(strings.Join(faults, "\n"))})
	}
	return t
}
