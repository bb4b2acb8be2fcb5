package checklists

import (
	"cmp"
	"slices"

	"hallmark/standard"
)

// keptLosing says over how many of a hall's last audits a clause is looked at, and in how many of
// them, the latest among them, it must have lost points.
const (
	lookedAt   = 3
	keptLosing = 2
)

// TrainingTopic is a clause that halls keep losing.
type TrainingTopic struct {
	UID     standard.ClauseUID  `json:"uid"`
	Edition standard.EditionID  `json:"edition"` // of the latest audit that asked it
	Code    string              `json:"code"`
	Title   string              `json:"title"`
	TitleEN string              `json:"titleEn"`
	Holder  standard.DutyHolder `json:"dutyHolder"`
	Halls   []TopicHall         `json:"halls"` // by ID
}

// TopicHall is a hall that keeps losing a clause.
type TopicHall struct {
	Hall     HallID   `json:"hall"`
	HallName string   `json:"hallName"`
	Lost     []string `json:"lost"` // days of the audits in which it lost points, the latest first
}

// TrainingTopicsOf suggests topics: clauses that a hall lost in its latest official audit and in at
// least one of the two before that asked them. A hall that was trained for the clause since its
// latest audit is left out. The clause that most halls keep losing comes first, then by UID. Bonus
// clauses suggest nothing.
func TrainingTopicsOf(outcomes []Outcome, editions map[standard.EditionID]*standard.Edition,
	trainings []Training,
) []TrainingTopic {
	ordered := slices.Clone(outcomes)
	slices.SortStableFunc(ordered, byStart)
	slices.Reverse(ordered)
	topics := map[standard.ClauseUID]*TrainingTopic{}
	type line struct {
		hall HallID
		uid  standard.ClauseUID
	}
	looked, lost := map[line]int{}, map[line][]string{}
	latest := map[standard.ClauseUID]*standard.Edition{} // that asked the clause
	for i := range ordered {
		o := &ordered[i]
		e := editions[o.Edition]
		if e == nil || !o.Kind.Official() {
			continue
		}
		for k := range o.Clauses {
			c := &o.Clauses[k]
			if latest[c.UID] == nil {
				latest[c.UID] = e
			}
			at := line{o.Hall, c.UID}
			if c.Excluded || looked[at] == lookedAt || looked[at] > 0 && len(lost[at]) == 0 {
				continue
			}
			if looked[at]++; !c.Failed() {
				continue
			}
			lost[at] = append(lost[at], DayOf(o.Started.Time))
			if len(lost[at]) == keptLosing {
				topicOf(topics, latest[c.UID], c.UID, o)
			}
		}
	}
	list := []TrainingTopic{}
	for uid, topic := range topics {
		for i := range topic.Halls {
			topic.Halls[i].Lost = lost[line{topic.Halls[i].Hall, uid}]
		}
		topic.Halls = slices.DeleteFunc(topic.Halls, func(h TopicHall) bool {
			return slices.ContainsFunc(trainings, func(t Training) bool {
				return slices.Contains(t.Clauses, uid) && t.Holds(h.Hall) && t.To >= h.Lost[0]
			})
		})
		slices.SortFunc(topic.Halls, func(a, b TopicHall) int { return cmp.Compare(a.Hall, b.Hall) })
		if len(topic.Halls) > 0 {
			list = append(list, *topic)
		}
	}
	slices.SortFunc(list, func(a, b TrainingTopic) int {
		return cmp.Or(cmp.Compare(len(b.Halls), len(a.Halls)), cmp.Compare(a.UID, b.UID))
	})
	return list
}

// topicOf adds a hall to the topic of a clause that is no bonus.
func topicOf(topics map[standard.ClauseUID]*TrainingTopic, e *standard.Edition,
	uid standard.ClauseUID, o *Outcome,
) {
	clause, ok := e.Clause(uid)
	if !ok || clause.IsBonus() {
		return
	}
	if topics[uid] == nil {
		topics[uid] = &TrainingTopic{UID: uid, Edition: e.ID(), Code: clause.Code,
			Title: clause.Title, TitleEN: clause.TitleEN, Holder: clause.DutyHolder}
	}
	topics[uid].Halls = append(topics[uid].Halls, TopicHall{Hall: o.Hall, HallName: o.HallName})
}
