package campaign

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"hallmark/checklists"
	"hallmark/standard"
)

// ID is a UUIDv7.
type ID string

// State says where a campaign stands.
type State string

// The states 筹备, 已公布, 已抽取, 进行中, 已结束. From sealed on nothing that decides about halls or
// inspectors changes any more.
const (
	Draft      State = "draft"
	Sealed     State = "sealed" // announced: lists closed, seed bound by its digest
	StateDrawn State = "drawn"
	Open       State = "open"
	Closed     State = "closed"
)

// States lists the states.
func States() []State {
	return []State{Draft, Sealed, StateDrawn, Open, Closed}
}

// Plan is what a campaign is to be; it may be changed until it is sealed.
type Plan struct {
	Name  string          `json:"name"`
	Kind  checklists.Kind `json:"kind"`
	From  string          `json:"from"` // first and last day, in the hall's zone
	To    string          `json:"to"`
	Tiers []standard.Tier `json:"tiers"`
	// Area is a GB/T 2260 code or its beginning; "" for all.
	Area    string               `json:"area,omitempty"`
	Clauses []standard.ClauseUID `json:"clauses,omitempty"` // of a spot check; none asks all
	// Quota is how many halls are drawn; a tier without a number takes all.
	Quota map[standard.Tier]int `json:"quota"`
	Team  int                   `json:"team"` // inspectors for each hall, at least 2
	// RestDays is for how many days a hall is not visited again.
	RestDays   int                   `json:"restDays"`
	Firm       string                `json:"firm,omitempty"` // of a third-party evaluation
	Inspectors []checklists.Username `json:"inspectors"`
}

// Campaign is a round of inspections: who visits which halls when, against which edition.
type Campaign struct {
	ID    ID    `json:"id"`
	Plan  Plan  `json:"plan"`
	State State `json:"state"`
	// Edition is the one that was in force when the campaign was sealed.
	Edition     standard.EditionID  `json:"edition,omitempty"`
	SeedDigest  standard.Digest     `json:"seedDigest,omitempty"` // published
	Seed        string              `json:"seed,omitempty"`       // secret until the campaign opens
	Lists       *DrawRequest        `json:"lists,omitempty"`      // kept here by an older program only
	ListsPart   DrawPartID          `json:"listsPart,omitempty"`  // closed at the sealing
	ListsDigest standard.Digest     `json:"listsDigest,omitempty"`
	Draws       []DrawNote          `json:"draws"` // every one ever made; the last one counts
	Visits      []Visit             `json:"visits"`
	Planned     int                 `json:"planned,omitempty"` // visits, for lists
	Begun       int                 `json:"begun,omitempty"`   // of them, those that became an audit
	By          checklists.Username `json:"by"`
	Created     checklists.Time     `json:"created"`
	Sealed      checklists.Time     `json:"sealed"`
	Opened      checklists.Time     `json:"opened"`
	Ended       checklists.Time     `json:"ended"`
	Revision    int                 `json:"revision"`
}

// Visit is one hall of a campaign.
type Visit struct {
	Hall       checklists.HallID     `json:"hall"`
	HallName   string                `json:"hallName"`
	Tier       standard.Tier         `json:"tier"`
	Inspectors []checklists.Username `json:"inspectors"`
	// Day is planned, in the hall's zone; "" for any day of the campaign.
	Day   string             `json:"day,omitempty"`
	Audit checklists.AuditID `json:"audit,omitempty"`
	// Voided are the audits of the visit that were begun by mistake, in the order of their end.
	Voided []checklists.AuditID `json:"voided,omitempty"`
}

// Why a campaign refuses a step.
var (
	ErrStarted    = errors.New("a campaign does not change after it was sealed")
	ErrState      = errors.New("the step does not start from where the campaign is")
	ErrSeed       = errors.New("the seed is not the one that was bound")
	ErrDrawReason = errors.New("a draw is repeated for a stated reason only")
)

// New makes a campaign. It returns a *[standard.InvalidError] with places as in the plan.
func New(id ID, p Plan, by checklists.Username, at time.Time) (Campaign, error) {
	c := Campaign{ID: id, Plan: p, State: Draft, Draws: []DrawNote{}, Visits: []Visit{},
		By: by, Created: checklists.At(at), Revision: 1}
	return c, p.Check()
}

// Check checks what the plan says by itself. It returns a *[standard.InvalidError].
func (p *Plan) Check() error {
	var problems standard.Problems
	checklists.RequireText(&problems, "name", p.Name)
	if !slices.Contains(checklists.Kinds(), p.Kind) || p.Kind == checklists.Recheck {
		problems.Add("kind", "audit.kind", string(p.Kind))
	}
	checklists.RequireDay(&problems, "from", p.From, "", "")
	checklists.RequireDay(&problems, "to", p.To, p.From, "")
	if len(p.Tiers) == 0 {
		problems.Add("tiers", "empty")
	}
	for t, n := range p.Quota {
		if n < 0 {
			problems.Add("quota."+t.String(), "campaign.quota")
		} else if !slices.Contains(p.Tiers, t) {
			problems.Add("quota."+t.String(), "campaign.quota-tier")
		}
	}
	if p.Kind != checklists.Self && p.Kind != checklists.Phone && p.Team < MinTeam {
		problems.Add("team", "campaign.team", MinTeam)
	}
	if p.Kind == checklists.ThirdParty && !standard.HasVisible(p.Firm) {
		problems.Add("firm", "empty")
	}
	if strings.Trim(p.Area, "0123456789") != "" || len(p.Area) > 12 {
		problems.Add("area", "campaign.area")
	}
	if p.RestDays < 0 {
		problems.Add("restDays", "answer.negative")
	}
	return problems.Err()
}

// Change replaces the plan. After the sealing it returns [ErrStarted].
func (c *Campaign) Change(p Plan) error {
	if c.State != Draft {
		return ErrStarted
	}
	if err := p.Check(); err != nil {
		return err
	}
	c.Plan, c.Revision = p, c.Revision+1
	return nil
}

// Seal closes the lists, which it returns to be kept as a part with an ID, and binds the seed by
// its digest, which may be published, while the seed itself stays secret until the campaign opens.
// Each clause of a spot check must be on the checklist of a tier that it visits, and each tier must
// have one of them.
func (c *Campaign) Seal(e *standard.Edition, halls []DrawHall, inspectors []DrawInspector,
	seed string, id DrawPartID, at time.Time,
) (part DrawPart, err error) {
	if c.State != Draft {
		return part, ErrStarted
	}
	lists := DrawRequest{Halls: halls, Inspectors: inspectors, Quota: c.quota(halls),
		Team: c.team(), Since: c.restFrom(), Again: c.restFrom()}
	lists.Seed = seed
	if err := lists.check(); err != nil {
		return part, err
	}
	if err := c.Plan.CheckClauses(e); err != nil {
		return part, err
	}
	lists.Seed = ""
	digest, err := checklists.ChainDigest("", lists)
	if err != nil {
		return part, err
	}
	c.Edition, c.Seed, c.SeedDigest = e.ID(), seed, SeedDigest(seed)
	c.ListsPart, c.ListsDigest, c.Sealed = id, digest, checklists.At(at)
	c.State, c.Revision = Sealed, c.Revision+1
	return DrawPart{ID: id, Campaign: c.ID, Lists: &lists}, nil
}

// team is how many inspectors visit a hall: halls check themselves without any, and one person
// calls a hall.
func (c *Campaign) team() int {
	switch c.Plan.Kind {
	case checklists.Self:
		return 0
	case checklists.Phone:
		return max(c.Plan.Team, 1)
	}
	return max(c.Plan.Team, MinTeam)
}

// quota takes all halls of a tier without a number.
func (c *Campaign) quota(halls []DrawHall) map[standard.Tier]int {
	quota := map[standard.Tier]int{}
	for _, t := range c.Plan.Tiers {
		n, some := c.Plan.Quota[t]
		if quota[t] = n; !some {
			quota[t] = len(halls)
		}
	}
	return quota
}

// restFrom is the first day of the rest period: a hall visited on it or later is left out of the
// draw. It is "" where there is no rest period.
func (c *Campaign) restFrom() string {
	from, err := time.Parse(checklists.DayLayout, c.Plan.From)
	if err != nil || c.Plan.RestDays == 0 {
		return ""
	}
	return from.AddDate(0, 0, -c.Plan.RestDays).Format(checklists.DayLayout)
}

// Covers reports whether the plan is about a hall: one of its tiers, in its area, that is not closed.
func (p *Plan) Covers(h *checklists.Hall) bool {
	return h.Status != checklists.Closed && slices.Contains(p.Tiers, h.Tier) &&
		strings.HasPrefix(h.Area, p.Area)
}

// CheckClauses checks the clauses of a spot check against an edition, see [Campaign.Seal]. It
// returns a *[standard.InvalidError].
func (p *Plan) CheckClauses(e *standard.Edition) error {
	var problems standard.Problems
	for i, uid := range p.Clauses {
		clause, ok := e.Clause(uid)
		asked := ok && clause.Scored && slices.ContainsFunc(p.Tiers, clause.Applies)
		if !asked {
			problems.Add(checklists.ItemPath("clauses", i), "campaign.clause", string(uid))
		}
	}
	for i, t := range p.Tiers {
		if len(e.Checklist(t, p.Clauses...)) == 0 {
			problems.Add(checklists.ItemPath("tiers", i), "campaign.tier-clauses")
		}
	}
	return problems.Err()
}

// Asks returns what a visit to a hall of a tier asks: the clauses of the spot check that are on its
// checklist, or none, for the whole checklist.
func (p *Plan) Asks(e *standard.Edition, t standard.Tier) []standard.ClauseUID {
	if len(p.Clauses) == 0 {
		return nil
	}
	asked := []standard.ClauseUID{}
	for _, c := range e.Checklist(t, p.Clauses...) {
		asked = append(asked, c.UID)
	}
	return asked
}

// DrawNow draws with the bound seed from the closed lists, and returns what it came to, which is to
// be kept as a part with an ID. A repetition before the opening draws with the seed and its number,
// must give a reason, and leaves the draws before it on record. Lists other than those that were
// closed are [ErrRecordLists].
func (c *Campaign) DrawNow(lists *DrawRequest, id DrawPartID, by checklists.Username, at time.Time, reason string,
) (part DrawPart, err error) {
	if c.State != Sealed && c.State != StateDrawn {
		return part, ErrState
	}
	if len(c.Draws) > 0 && !standard.HasVisible(reason) {
		return part, ErrDrawReason
	}
	if digest, err := checklists.ChainDigest("", lists); err != nil || digest != c.ListsDigest {
		return part, cmp.Or(err, ErrRecordLists)
	}
	request := *lists
	request.Seed = c.Seed + strings.Repeat("+", len(c.Draws))
	result, err := Draw(request)
	if err != nil {
		return part, err
	}
	digest, err := checklists.ChainDigest("", result)
	if err != nil {
		return part, err
	}
	c.Draws = append(slices.Clip(c.Draws), DrawNote{By: by, At: checklists.At(at), Reason: reason,
		Seed: request.Seed, Drawn: len(result.Drawn), Passed: len(result.Passed), Part: id, Digest: digest})
	c.Visits = make([]Visit, len(result.Drawn))
	for i, d := range result.Drawn {
		c.Visits[i] = Visit{Hall: d.Hall, HallName: d.Name, Tier: d.Tier, Inspectors: d.Inspectors}
	}
	c.Planned, c.Begun = len(c.Visits), 0
	c.State, c.Revision = StateDrawn, c.Revision+1
	return DrawPart{ID: id, Campaign: c.ID, Result: &result}, nil
}

// Open starts the visits; the seed is public from now on.
func (c *Campaign) Open(at time.Time) error {
	if c.State != StateDrawn {
		return ErrState
	}
	c.State, c.Opened, c.Revision = Open, checklists.At(at), c.Revision+1
	return nil
}

// Close ends the campaign.
func (c *Campaign) Close(at time.Time) error {
	if c.State != Open {
		return ErrState
	}
	c.State, c.Ended, c.Revision = Closed, checklists.At(at), c.Revision+1
	return nil
}

// Begins reports whether a visit may begin at an instant. That is so while the campaign runs; a
// visit that began without a network and is reported later must have begun before the campaign
// ended.
func (c *Campaign) Begins(at time.Time) bool {
	return c.State == Open || c.State == Closed && at.Before(c.Ended.Time)
}

// Link notes which audit, begun at an instant, a visit became. It returns [ErrState] for a hall
// that the campaign does not visit or no longer visits, and for one that is visited already.
func (c *Campaign) Link(hall checklists.HallID, audit checklists.AuditID, begun time.Time) error {
	i := slices.IndexFunc(c.Visits, func(v Visit) bool { return v.Hall == hall })
	switch {
	case i >= 0 && c.Visits[i].Audit == audit:
		return nil
	case i < 0 || c.Visits[i].Audit != "" || !c.Begins(begun):
		return ErrState
	}
	c.Visits = slices.Clone(c.Visits)
	c.Visits[i].Audit, c.Begun, c.Revision = audit, c.Begun+1, c.Revision+1
	return nil
}

// Free lets the visit of a hall be begun anew after its audit was voided. Doing so again changes
// nothing.
func (c *Campaign) Free(hall checklists.HallID, audit checklists.AuditID) {
	i := slices.IndexFunc(c.Visits, func(v Visit) bool { return v.Hall == hall })
	if i < 0 || slices.Contains(c.Visits[i].Voided, audit) {
		return
	}
	c.Visits = slices.Clone(c.Visits)
	v := &c.Visits[i]
	v.Voided, c.Revision = append(slices.Clip(v.Voided), audit), c.Revision+1
	if v.Audit == audit {
		v.Audit, c.Begun = "", c.Begun-1
	}
}

// PlanVisit sets the day on which a hall is to be visited, one of the campaign's days; "" leaves it
// open. It returns [ErrState] before the draw, after the end, and for a visit that has begun.
func (c *Campaign) PlanVisit(hall checklists.HallID, day string) error {
	i := slices.IndexFunc(c.Visits, func(v Visit) bool { return v.Hall == hall })
	if i < 0 || c.Visits[i].Audit != "" || c.State != StateDrawn && c.State != Open {
		return ErrState
	}
	if day != "" {
		var problems standard.Problems
		checklists.RequireDay(&problems, "day", day, "", "")
		if day < c.Plan.From || day > c.Plan.To {
			first, last := checklists.YearMonthDay(c.Plan.From), checklists.YearMonthDay(c.Plan.To)
			problems.Add("day", "campaign.outside", append(first, last...)...)
		}
		if err := problems.Err(); err != nil {
			return err
		}
	}
	c.Visits = slices.Clone(c.Visits)
	c.Visits[i].Day, c.Revision = day, c.Revision+1
	return nil
}

// VisitID is the ID of the audit that a campaign's visit to a hall becomes: a UUID of version 8
// (RFC 9562, 5.8) out of the SHA-256 of both IDs. So inspectors who are sent together and begin on
// two devices without a network begin one and the same audit. Voided is how many of its audits were
// voided before, each of which had an ID of its own.
func VisitID(campaign ID, hall checklists.HallID, voided int) checklists.AuditID {
	text := "hallmark visit\n" + string(campaign) + "\n" + string(hall)
	if voided > 0 {
		text += "\n" + strconv.Itoa(voided)
	}
	return checklists.AuditID(checklists.UUIDOf(text))
}

// Public returns the campaign as people outside of it may see it: without the seed before it opens.
func (c Campaign) Public() Campaign {
	if c.State == Sealed || c.State == StateDrawn {
		c.Seed = ""
		c.Draws = slices.Clone(c.Draws)
		for i := range c.Draws {
			c.Draws[i].Seed = ""
		}
	}
	return c
}
