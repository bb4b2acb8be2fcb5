package web

import "hallmark/checklists"

// Halls is the list of halls at /halls.
type Halls struct {
	Frame
	Halls []checklists.Hall
}

func (*Halls) template() string { return "halls" }

// ByTier groups all halls, from the top tier.
func (p *Halls) ByTier() []TierHalls {
	return byTier(p.Halls, func(checklists.Hall) bool { return true })
}

// Hall is the page of one hall at /halls/{id}.
type Hall struct {
	Frame
	Hall     checklists.Hall
	Parent   *checklists.Hall // the hall above it; nil for none
	Audits   []AuditRow       // the newest first
	MayStart bool
}

func (*Hall) template() string { return "hall" }
