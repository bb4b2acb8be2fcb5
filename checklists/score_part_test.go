package checklists_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"hallmark/checklists"
	"hallmark/checklists/checktest"
	"hallmark/standard"
)

var decimals = cmpopts.EquateComparable(standard.Decimal{})

func TestPartOfAllIsWhole(t *testing.T) {
	e := checktest.Reference(t)
	rapid.Check(t, func(t *rapid.T) {
		tier := rapid.SampledFrom(standard.Tiers()).Draw(t, "tier")
		answers := drawAnswers(t, e, tier)
		all := rapid.Permutation(uidsOf(e.Checklist(tier))).Draw(t, "all")
		whole, err := checklists.ScoreOf(e, tier, answers)
		if err != nil {
			t.Fatal(err)
		}
		part, err := checklists.PartScoreOf(e, tier, answers, all)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(whole, part, decimals); d != "" {
			t.Fatalf("(-whole +part):\n%s", d)
		}
	})
}

// A part scores as a whole audit would in which nothing else were answered (what is unanswered
// counts in no denominator), but for what belongs to a whole: grade, stars, caps, empty chapters.
func TestPartScoresLikeTheRestUnanswered(t *testing.T) {
	e := checktest.Reference(t)
	rapid.Check(t, func(t *rapid.T) {
		tier := rapid.SampledFrom(standard.Tiers()).Draw(t, "tier")
		list := e.Checklist(tier)
		only := rapid.SliceOfNDistinct(rapid.SampledFrom(uidsOf(list)), 1, len(list)-1,
			rapid.ID[standard.ClauseUID]).Draw(t, "only")
		asked, answers := map[standard.ClauseUID]bool{}, checklists.Answers{}
		for _, uid := range only {
			asked[uid] = true
		}
		for uid, a := range drawAnswers(t, e, tier) {
			if asked[uid] {
				answers[uid] = a
			}
		}
		part, err := checklists.PartScoreOf(e, tier, answers, only)
		if err != nil {
			t.Fatal(err)
		}
		want, err := checklists.ScoreOf(e, tier, answers)
		if err != nil {
			t.Fatal(err)
		}
		want.Partial, want.Grade, want.Stars, want.Caps = true, "", "", []checklists.Cap{}
		want.Unanswered = len(only) - len(answers)
		lines, chapters := want.Clauses, want.Chapters
		want.Clauses, want.Chapters = []checklists.ClauseScore{}, []checklists.ChapterScore{}
		has := map[int]bool{}
		for _, line := range lines {
			if asked[line.UID] {
				want.Clauses = append(want.Clauses, line)
				c, _ := e.Clause(line.UID)
				has[c.Chapter] = has[c.Chapter] || !line.Bonus
			}
		}
		for _, line := range chapters {
			if has[line.Number] {
				want.Chapters = append(want.Chapters, line)
			}
		}
		if d := cmp.Diff(want, part, decimals); d != "" {
			t.Fatalf("(-want +part):\n%s", d)
		}
	})
}

func TestPartRefusesWhatItDoesNotAsk(t *testing.T) {
	e := checktest.Reference(t)
	answers := checklists.Answers{"HS001": {Kind: checklists.Verdict, Pass: true}}
	_, err := checklists.PartScoreOf(e, standard.District, answers, []standard.ClauseUID{"HS002"})
	var invalid *standard.InvalidError
	if !errors.As(err, &invalid) || len(invalid.Problems) != 1 ||
		invalid.Problems[0].Path != "answers.HS001" || invalid.Problems[0].Code != "answer.not-asked" {
		t.Errorf("%v", err)
	}
}

func uidsOf(list []*standard.Clause) []standard.ClauseUID {
	uids := make([]standard.ClauseUID, len(list))
	for i, c := range list {
		uids[i] = c.UID
	}
	return uids
}
