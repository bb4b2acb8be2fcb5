package sqlite_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"hallmark/api/store"
	"hallmark/api/store/sqlite"
)

// record is as large as an audit: about 40 KB.
type record struct {
	ID       string  `json:"id"`
	Revision int     `json:"revision"`
	Number   string  `json:"number"`
	Hall     string  `json:"hall"`
	Started  string  `json:"started"`
	Total    float64 `json:"total"`
	Log      []line  `json:"log"`
}

type line struct {
	Clause string `json:"clause"`
	By     string `json:"by"`
	Text   string `json:"text"`
}

func (r *record) Clone() *record {
	c := *r
	c.Log = append([]line(nil), r.Log...)
	return &c
}

var recordSchema = store.Schema[*record]{
	Name:     "records",
	ID:       func(r *record) string { return r.ID },
	Revision: func(r *record) int { return r.Revision },
	Keys: map[string]func(*record) []string{
		"hall":    func(r *record) []string { return []string{r.Hall} },
		"started": func(r *record) []string { return []string{r.Started} },
		"number":  func(r *record) []string { return []string{r.Number} },
		"person": func(r *record) []string {
			return []string{"li", fmt.Sprint("p", len(r.Log)%10)}
		},
	},
	Indexes: []store.Index{
		{Order: "started"},
		{Equal: []string{"hall"}, Order: "started"},
		{Equal: []string{"number"}},
		{Equal: []string{"person"}, Order: "started", Multi: "person"},
	},
	Bulky: []string{"log"},
}

// newRecord makes a record whose content follows from its ID and revision.
func newRecord(id string, revision, lines int) *record {
	r := &record{ID: id, Revision: revision, Number: "GS-" + id, Hall: "S03", Total: 98.75,
		Started: "2026-01-02T03:04:05.000Z"}
	for i := range lines {
		r.Log = append(r.Log, line{fmt.Sprintf("HG%02d", i%90), "李",
			fmt.Sprintf("%s/%d/%d %s", id, revision, i, strings.Repeat("现场核查", 4))})
	}
	return r
}

const auditLines = 330 // of 40 KB

func openRecords(ctx context.Context, t testing.TB, e store.Engine) store.Collection[*record] {
	t.Helper()
	c, err := store.Open(ctx, e, recordSchema)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// bare opens the file with the driver alone.
func bare(t testing.TB, file string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func integrity(t testing.TB, file string) {
	t.Helper()
	var answer string
	if err := bare(t, file).QueryRow("PRAGMA integrity_check").Scan(&answer); err != nil ||
		answer != "ok" {
		t.Errorf("integrity_check: %s, %v", answer, err)
	}
}

func closeNow(t testing.TB, e *sqlite.Engine) {
	t.Helper()
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
}
