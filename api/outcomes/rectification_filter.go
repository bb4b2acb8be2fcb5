package outcomes

import (
	"hallmark/api/access"
	"hallmark/api/outcomes/shown"
	"hallmark/checklists"
)

// rectificationFilter is what a list of rectifications is limited to; zero fields limit nothing.
type rectificationFilter struct {
	hall, audit string
	status      string // a state, or "open"
	by          string // only those due until this day, "2018-03-30"
	late        bool   // only those past their deadline
	escalated   bool   // only those that were escalated
}

// equal chooses the index that leaves the least to be looked through.
func (f *rectificationFilter) equal(reach access.Scope, user *access.User) map[string]string {
	switch {
	case reach == access.OwnHall:
		return map[string]string{"hall": string(user.Hall)}
	case f.audit != "":
		return map[string]string{"audit": f.audit}
	case f.hall != "":
		return map[string]string{"hall": f.hall}
	case f.late || f.escalated || f.status == "open":
		return map[string]string{"open": "true"}
	case f.status != "":
		return map[string]string{"state": f.status}
	}
	return nil
}

func (f *rectificationFilter) matches(r *shown.Rectification) bool {
	return (f.hall == "" || string(r.Hall) == f.hall) &&
		(f.audit == "" || string(r.Audit) == f.audit) &&
		(f.status == "" || string(r.State) == f.status || f.status == "open" && r.Open) &&
		(f.by == "" || r.Due <= f.by) && (!f.late || r.Overdue > 0) &&
		(!f.escalated || r.Escalation != checklists.NotEscalated)
}
