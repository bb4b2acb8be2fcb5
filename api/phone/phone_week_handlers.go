package phone

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// GetPhoneWeek answers GET /api/v1/phone-checks/weekly with the summary of the week ?week=2026-W48,
// or of this week. With ?format=xlsx or csv it is only the list of halls.
func (s Handlers) GetPhoneWeek(c *gin.Context) error {
	w, err := s.phoneWeek(c)
	if err != nil {
		return err
	}
	return wire.SendWhole(c, &w, wire.Plain(phoneWeekTable))
}

// phoneWeek sums up the phone checks of a week that the caller may see.
func (s Handlers) phoneWeek(c *gin.Context) (checklists.PhoneWeek, error) {
	week := c.Query("week")
	if week == "" {
		week = checklists.WeekOf(s.Now())
	}
	from, to, ok := checklists.ParseWeek(week)
	if !ok {
		r := wire.Refuse(http.StatusBadRequest, "invalid")
		r.Fields = []wire.Field{wire.Wrong("week", "phone-week", week)}
		return checklists.PhoneWeek{}, r
	}
	ctx, user, reach := c.Request.Context(), access.UserOf(c), access.ReachOf(c)
	var ids []checklists.AuditID
	err := s.eachCall(ctx, from, to, func(a *checklists.Audit) {
		if reach.CoversAudit(user, a) && a.Result != nil {
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
