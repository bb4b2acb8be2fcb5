package web_test

import (
	"slices"
	"strconv"

	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard"
)

func (w *world) standingStories() []story {
	return []story{
		{"hall-standing", func(f web.Frame) web.Page {
			f.User.Role, f.User.Hall, f.Path = checklists.HallHead, w.audit.Hall, web.HallURL(w.audit.Hall)
			return &web.Hall{Frame: f, Hall: w.halls[3], Parent: &w.halls[0], Audits: w.rows()[:2],
				MayStart: true, Standing: w.standing(), Own: true, Ratings: &checklists.FeedbackCounts{
					Total: 12, Ratings: map[checklists.Rating]int{5: 9, 4: 1, 3: 1, 2: 1, 1: 0},
					Good: standard.NewDecimal(9167, 4)}}
		}},
		{"hall-quiet", func(f web.Frame) web.Page {
			f.User.Role, f.User.Hall, f.Path = checklists.HallHead, w.audit.Hall, web.HallURL(w.audit.Hall)
			st := w.standing()
			st.Self, st.After, st.Costs, st.Tasks, st.Before = nil, nil, nil, nil, nil
			st.Appeals.May = false
			return &web.Hall{Frame: f, Hall: w.halls[3], Standing: st, Own: true}
		}},
		{"hall-new", func(f web.Frame) web.Page {
			f.User.Role = checklists.HallHead
			return &web.Hall{Frame: f, Hall: w.halls[3], MayStart: true, Own: true, Asked: w.selfChecks()}
		}},
	}
}

// standing is how the hall of the audit did.
func (w *world) standing() *web.Standing {
	audit := w.audit
	audit.State = checklists.Approved
	before := checklists.Result{Total: standard.NewDecimal(851, 1), Grade: "合格"}
	st := &web.Standing{Audit: &audit, Edition: w.edition, Score: w.score, Before: &before, Peers: 6,
		Self: &web.Compared{Audit: auditID, At: at(8, 0), Score: w.score}, Costs: checklists.CostsOf(
			w.edition, &w.score),
		Appeals: web.AppealsOf{May: true, Due: "2018-01-29"}, Notice: true}
	st.Self.Score.Clauses = slices.Clone(w.score.Clauses)
	for i := range st.Self.Score.Clauses {
		if i%5 == 0 {
			st.Self.Score.Clauses[i].Earned = st.Self.Score.Clauses[i].Max
		}
	}
	st.After = st.Self
	for i, cost := range st.Costs {
		st.Clauses = append(st.Clauses, checklists.ClauseStanding{Halls: i % 7,
			ClauseRate: checklists.ClauseRate{UID: cost.UID, Rate: standard.NewDecimal(int64(900*i), 4)},
			Median:     standard.NewDecimal(8150, 4), Best: standard.NewDecimal(10000, 4)})
	}
	part := func(name string, i int64) checklists.PartStanding {
		rate := standard.NewDecimal(9600-317*i, 4)
		return checklists.PartStanding{PartScore: checklists.PartScore{Part: name,
			Applicable: standard.NewDecimal(25, 0), Earned: standard.NewDecimal(20, 0), Rate: rate},
			Median: standard.NewDecimal(9100, 4), Best: standard.NewDecimal(10000, 4), Halls: 6}
	}
	for i, c := range w.score.Chapters {
		st.Chapters = append(st.Chapters, part(strconv.Itoa(c.Number), int64(i)))
	}
	for i, d := range []standard.Dimension{standard.Civility, standard.Efficiency, standard.Quality,
		standard.Management} {
		st.Dimensions = append(st.Dimensions, part(string(d), int64(3*i)))
	}
	for i, d := range []standard.DutyHolder{standard.DutyHall, standard.DutyDistrictAuthority} {
		st.Holders = append(st.Holders, part(string(d), int64(i)).PartScore)
	}
	for _, state := range []checklists.RectificationState{checklists.AwaitingPlan, checklists.SentBack} {
		st.Tasks = append(st.Tasks, w.rectificationRow(w.rectification("HS079", state)))
	}
	return st
}

// selfChecks are one that has begun and one that has not.
func (w *world) selfChecks() []web.SelfCheck {
	one := web.SelfCheck{Campaign: "c", Name: "第一季度自查" + w.note, Hall: w.halls[3].ID, To: "2018-03-30"}
	begun := one
	begun.Campaign, begun.Name, begun.Audit = "d", "第二季度自查"+w.note, auditID
	return []web.SelfCheck{one, begun}
}

func (w *world) trendStories() []story {
	return []story{
		{"hall-trend", func(f web.Frame) web.Page {
			point := func(day int, like string, edition standard.EditionID) checklists.TrendPoint {
				return checklists.TrendPoint{Audit: auditID, At: at(day, 0), Edition: edition,
					Total: standard.MustDecimal("88.4"), Grade: "良好", Like: standard.MustDecimal(like),
					Applicable: standard.MustDecimal("150"), Earned: standard.MustDecimal("120.5")}
			}
			return &web.Hall{Frame: f, Hall: w.halls[3], Trend: checklists.Trend{
				Points: []checklists.TrendPoint{point(1, "0.6125", "2017"), point(2, "0.8033", "2017"),
					point(3, "0.95", "2017+XG1")}, Clauses: make([]standard.ClauseUID, 96), Left: 9,
				Editions: []standard.EditionID{"2017", "2017+XG1"}}}
		}},
	}
}
