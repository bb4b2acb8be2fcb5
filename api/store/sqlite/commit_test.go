package sqlite_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"hallmark/api/store/sqlite"
)

// What is acknowledged survives a loss of power: every connection syncs fully.
func TestSynchronous(t *testing.T) {
	e := open(t, filepath.Join(t.TempDir(), "store.db"))
	levels, err := sqlite.Synchronous(t.Context(), e)
	if want := []int{2, 2, 2, 2, 2}; err != nil || !slices.Equal(levels, want) {
		t.Errorf("synchronous %v, want %v (FULL): %v", levels, want, err)
	}
}

// Of the writes that share a commit, one that fails fails alone, wherever it stands.
func TestOneFailsAlone(t *testing.T) {
	for broken := range 4 {
		file := filepath.Join(t.TempDir(), "store.db")
		e := open(t, file)
		db := bare(t, file)
		if _, err := db.ExecContext(t.Context(), "CREATE TABLE marks (n INTEGER PRIMARY KEY)"); err != nil {
			t.Fatal(err)
		}
		var texts []string
		for i := range 4 {
			texts = append(texts, fmt.Sprintf("INSERT INTO marks VALUES (%d)", i))
		}
		for i, err := range sqlite.Together(t.Context(), e, map[int]bool{broken: true}, texts...) {
			if (err != nil) != (i == broken) {
				t.Errorf("write %d beside the broken write %d: %v", i, broken, err)
			}
			n := 0
			if err := db.QueryRow("SELECT count(*) FROM marks WHERE n = ?", i).Scan(&n); err != nil ||
				(n == 1) == (i == broken) {
				t.Errorf("write %d beside the broken write %d is there %d times: %v", i, broken, n, err)
			}
		}
	}
}
