package bench_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"hallmark/checklists"
	"hallmark/fixtures"
	"hallmark/standard"
)

const tier = standard.Subdistrict // the longest checklist

func reference(t testing.TB) *standard.Edition {
	t.Helper()
	e, err := fixtures.Edition2017()
	must(t, err)
	return e
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// core measures the pure functions: how long they take, and how often they allocate, which is the same
// on every machine.
func core(t *testing.T, f *figures) {
	e := reference(t)
	answers := answersTo(e)
	name := fmt.Sprintf("score of %d clauses", len(answers))
	score := func() {
		_, err := checklists.ScoreOf(e, tier, answers)
		must(t, err)
	}
	f.time(name, 25, timed(time.Microsecond, 2000, score), "µs")
	f.allocations(name, 12, score)
	logs := logsOf(e, 1000)
	merge := func() {
		for _, log := range logs {
			checklists.Merge(log)
		}
	}
	f.time("merge of 1,000 changes", 5, timed(time.Millisecond, 100, merge), "ms")
	f.allocations("merge of 1,000 changes", 3600, merge)
	sheet, err := fixtures.AmendmentXG1()
	must(t, err)
	after, err := standard.Apply(e, sheet)
	must(t, err)
	diff := func() { standard.DiffOf(e, after) }
	f.time("difference of the two editions", 5, timed(time.Millisecond, 100, diff), "ms")
	f.allocations("difference of the two editions", 5800, diff)
}

// answersTo answers every clause of the checklist.
func answersTo(e *standard.Edition) checklists.Answers {
	answers := checklists.Answers{}
	for i, c := range e.Checklist(tier) {
		answers[c.UID] = answerTo(c, i)
	}
	return answers
}

func answerTo(c *standard.Clause, i int) (a checklists.Answer) {
	switch c.Method.Type {
	case standard.PassFail:
		a = checklists.Answer{Kind: checklists.Verdict, Pass: i%7 != 3}
	case standard.Graded:
		a = checklists.Answer{Kind: checklists.Level, Level: i % 3}
	case standard.Measured:
		target, _ := c.Method.Target.Get(tier)
		a = checklists.Answer{Kind: checklists.Value, Value: target}
	case standard.Ratio:
		a = checklists.Answer{Kind: checklists.RatioOf, Numerator: 17, Denominator: 20}
	default:
		a = checklists.Answer{Kind: checklists.Occurrences}
	}
	if i%5 == 0 {
		a.Note = "现场查看时设施完好,台账记录齐全。"
	}
	return a
}

// changesTo are the answers as a tablet sends them.
func changesTo(t testing.TB, e *standard.Edition) []checklists.Change {
	t.Helper()
	var changes []checklists.Change
	for i, c := range e.Checklist(tier) {
		value, err := json.Marshal(answerTo(c, i))
		must(t, err)
		changes = append(changes, changeOf(c.UID, string(value)))
	}
	return changes
}

func changeOf(clause standard.ClauseUID, value string, saw ...checklists.ChangeID) checklists.Change {
	return checklists.Change{ID: checklists.ChangeID(uuid.Must(uuid.NewV7()).String()),
		Clause: clause, At: checklists.StampAt(time.Now(), 0, "tablet-7"), Device: "tablet-7",
		Saw: append([]checklists.ChangeID{}, saw...), Op: checklists.OpAnswer,
		Value: json.RawMessage(value)}
}

// logsOf spreads changes by three people over the checklist, each having seen the one before.
func logsOf(e *standard.Edition, changes int) [][]checklists.Change {
	clauses := e.Checklist(tier)
	logs := make([][]checklists.Change, len(clauses))
	for i := range changes {
		n := i % len(clauses)
		c := changeOf(clauses[n].UID, `{"level":2}`)
		c.By = checklists.Username(fmt.Sprint("person", i%3))
		if log := logs[n]; len(log) > 0 {
			c.Saw = []checklists.ChangeID{log[len(log)-1].ID}
		}
		logs[n] = append(logs[n], c)
	}
	return logs
}
