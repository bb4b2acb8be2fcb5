package present_test

import (
	"slices"
	"testing"
	"time"

	"hallmark/api/audits/present"
	"hallmark/checklists"
)

// TestBoard has one person leave with nothing unsent, and one with two records: the second one is
// still known to be away with them, for a day.
func TestBoard(t *testing.T) {
	t.Parallel()
	var b present.Board
	now := time.Date(2018, 3, 1, 9, 0, 0, 0, time.UTC)
	at := checklists.At(now)
	b.Set("a", present.Place{User: "chen", Clause: "HS001", At: at})
	b.Set("a", present.Place{User: "bai", Clause: "HS002", At: at, Unsent: 2})
	for _, c := range []struct {
		after time.Duration
		want  []present.Place
	}{
		{present.Life, []present.Place{{User: "bai", Clause: "HS002", At: at, Unsent: 2},
			{User: "chen", Clause: "HS001", At: at}}},
		{present.Life + 1, []present.Place{{User: "bai", At: at, Unsent: 2, Away: true}}},
		{present.UnsentLife, []present.Place{{User: "bai", At: at, Unsent: 2, Away: true}}},
		{present.UnsentLife + 1, []present.Place{}},
	} {
		if got := b.In("a", now.Add(c.after)); !slices.Equal(got, c.want) {
			t.Errorf("after %s: %+v, want %+v", c.after, got, c.want)
		}
	}
	b.Set("a", present.Place{User: "chen", At: at, Away: true})
	if got := b.In("a", now); len(got) > 0 {
		t.Errorf("somebody who is not there and has sent all is there: %+v", got)
	}
}
