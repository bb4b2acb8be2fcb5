package checklists

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"hallmark/standard"
)

// ScoreOf computes the score of the answers by formula hallmark/1: exact
// decimals, each printed line rounded half away from zero, later lines adding the printed ones.
//
// A clause without an answer is treated as excluded and counted in Unanswered, so that a running
// audit has a score too. When nothing is applicable in any chapter, the total is the bonus alone.
//
// For the clauses in kept, the thresholds before the amendment are used (see
// [standard.KeptThreshold]), and their lines are flagged.
//
// It returns a *[standard.InvalidError] with places like "answers.HS001.level" for an answer that
// does not fit its clause, and for one to a clause that is not on the checklist of the tier.
func ScoreOf(e *standard.Edition, t standard.Tier, answers map[standard.ClauseUID]Answer,
	kept ...standard.ClauseUID) (Score, error) {
	return PartScoreOf(e, t, answers, nil, kept...)
}

// PartScoreOf computes the score of an audit that asks only some clauses (spot checks, phone
// checks, re-checks) by the same formula: the lines, chapters and weights are those of the clauses
// asked, a chapter without any is absent, and the weights of the others are scaled as where a
// chapter drops out. The total is the rate over what was asked. It cannot be compared with that of
// a whole audit, so it has no grade, no stars and no caps; a failed veto clause is still a finding.
//
// When only names no clause, or all of the checklist, the score is that of the whole. An answer to
// a clause that is not asked is refused.
func PartScoreOf(e *standard.Edition, t standard.Tier, answers map[standard.ClauseUID]Answer,
	only []standard.ClauseUID, kept ...standard.ClauseUID) (Score, error) {
	s := scorer{edition: e, tier: t, clauses: e.Checklist(t, only...), kept: kept}
	s.Partial = len(s.clauses) < len(e.Checklist(t))
	if err := s.check(answers); err != nil {
		return Score{}, err
	}
	s.scoreClauses(answers)
	s.scoreChapters()
	s.total()
	s.Caps = []Cap{}
	if !s.Partial {
		s.caps()
		s.grade()
	}
	return s.Score, nil
}

// scorer holds the score while its lines are made. Amounts beside it are in hundredths.
type scorer struct {
	Score
	edition *standard.Edition
	tier    standard.Tier
	kept    []standard.ClauseUID
	clauses []*standard.Clause // line i of Clauses belongs to clauses[i]
	points  []points           // line i in hundredths
	sums    []points           // line i of Chapters: applicable and earned, in hundredths
	base    int64              // Σ contributions, in hundredths
}

// points are what a clause or chapter is worth and what it earned, in hundredths. A clause has
// failed when it was answered "fail", or by another method earned nothing.
type points struct {
	max, earned int64
	failed      bool
}

// under reports whether less than percent of the points were earned, exactly.
func (p points) under(percent int64) bool { return p.earned*100 < p.max*percent }

// check finds every wrong answer, in the order of the checklist, then the ones that belong to no
// clause of it.
func (s *scorer) check(answers map[standard.ClauseUID]Answer) error {
	var problems standard.Problems
	known := 0
	for _, c := range s.clauses {
		if a, ok := answers[c.UID]; ok {
			known++
			var wrong standard.Problems
			if a.checkValue(c, s.tier, &wrong); wrong.Err() != nil {
				addUnder("answers."+string(c.UID), c, wrong.Err(), &problems)
			}
		}
	}
	if known == len(answers) {
		return problems.Err()
	}
	for _, uid := range slices.Sorted(maps.Keys(answers)) {
		c, ok := s.edition.Clause(uid)
		switch {
		case !ok:
			problems.Add("answers."+string(uid), "answer.unknown-clause", string(uid))
		case !c.Scored || !c.Applies(s.tier):
			problems.Add("answers."+string(uid), "answer.not-on-checklist", string(uid),
				s.tier.String())
		case !slices.Contains(s.clauses, c):
			problems.Add("answers."+string(uid), "answer.not-asked", string(uid))
		}
	}
	return problems.Err()
}

// addUnder adds the problems of err with a place before theirs, and the clause that they are about.
func addUnder(path string, c *standard.Clause, err error, problems *standard.Problems) {
	if invalid := (*standard.InvalidError)(nil); errors.As(err, &invalid) {
		for _, p := range invalid.Problems {
			problems.AddOf(c.Label(), strings.Trim(path+"."+p.Path, "."), p.Code, p.Args...)
		}
	}
}

// scoreClauses makes a line for each clause (formula hallmark/1, section 2).
func (s *scorer) scoreClauses(answers map[standard.ClauseUID]Answer) {
	s.Clauses = make([]ClauseScore, len(s.clauses))
	s.points = make([]points, len(s.clauses))
	for i, c := range s.clauses {
		a := answers[c.UID]
		p := points{max: Hundredths(c.Max(s.tier))}
		line := ClauseScore{
			UID: c.UID, Code: c.Code, Max: c.Max(s.tier), Bonus: c.IsBonus(), Flags: []string{},
			Excluded: a.Kind == NotApplicable, Unanswered: a.Kind == Unanswered,
		}
		if line.Unanswered {
			s.Unanswered++
		}
		if line.counts() {
			method, before := s.method(c)
			p.earned = a.earned(method, s.tier, p.max)
			p.failed = p.earned == 0 && !a.Pass
			line.Earned = standard.NewDecimal(p.earned, 2)
			if a.smallSample(c.Method, s.tier) {
				line.Flags = []string{FlagSmallSample}
			}
			if before {
				line.Flags = append(line.Flags, FlagTransition)
			}
		}
		s.Clauses[i], s.points[i] = line, p
	}
}

// method returns how a clause is scored, and whether that is by the thresholds before.
func (s *scorer) method(c *standard.Clause) (m *standard.Method, before bool) {
	if slices.Contains(s.kept, c.UID) {
		if k, ok := s.edition.Kept(c.UID); ok {
			return k.Of(c.Method, s.tier), true
		}
	}
	return c.Method, false
}

// counts reports whether the line has an answer that earns points.
func (c *ClauseScore) counts() bool { return !c.Excluded && !c.Unanswered }

// scoreChapters makes a line for each scored chapter that has clauses in the tier
// (formula hallmark/1, section 3).
func (s *scorer) scoreChapters() {
	s.Chapters = make([]ChapterScore, 0, len(s.edition.Chapters))
	s.sums = make([]points, 0, len(s.edition.Chapters))
	var weights int64 // of the chapters that stay, in millionths
	for i := range s.edition.Chapters {
		chapter := &s.edition.Chapters[i]
		sum, any := s.sumOf(chapter.Number)
		if !chapter.Scored || !any {
			continue
		}
		line := ChapterScore{Number: chapter.Number, Dropped: sum.max == 0}
		line.Weight, _ = chapter.Weight.Get(s.tier)
		if !line.Dropped {
			weights += millionths(line.Weight)
		}
		s.Chapters, s.sums = append(s.Chapters, line), append(s.sums, sum)
	}
	for i := range s.Chapters {
		if line, sum := &s.Chapters[i], s.sums[i]; !line.Dropped {
			contribution := share(millionths(line.Weight), weights, sum)
			s.base += contribution
			line.Applicable = standard.NewDecimal(sum.max, 2)
			line.Earned = standard.NewDecimal(sum.earned, 2)
			line.Rate = standard.NewDecimal(Portion(1_0000, sum.earned, sum.max), 4)
			line.Contribution = standard.NewDecimal(contribution, 2)
		}
	}
}

// sumOf adds the printed points of the chapter's clauses that count; any says whether it has
// clauses at all, bonus clauses apart.
func (s *scorer) sumOf(chapter int) (sum points, any bool) {
	for i, c := range s.clauses {
		line := &s.Clauses[i]
		if c.Chapter != chapter || line.Bonus {
			continue
		}
		any = true
		if line.counts() {
			sum.max += s.points[i].max
			sum.earned += s.points[i].earned
		}
	}
	return sum, any
}

// total adds the contributions and the bonus (formula hallmark/1, section 4).
func (s *scorer) total() {
	var bonus int64
	for i := range s.Clauses {
		if s.Clauses[i].Bonus {
			bonus += s.points[i].earned
		}
	}
	bonus = min(bonus, Hundredths(s.edition.Scoring.BonusCap))
	s.Bonus = standard.NewDecimal(bonus, 2)
	s.Total = standard.NewDecimal(Portion(s.base+bonus, 1, 10), 1)
	s.Formula, s.Edition, s.Tier = Formula, s.edition.ID(), s.tier
}
