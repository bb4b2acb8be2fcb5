package sqlite_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"hallmark/api/store"
	"hallmark/api/store/sqlite"
)

// A file of a later form is refused by name, and not changed.
func TestLaterForm(t *testing.T) {
	file := filepath.Join(t.TempDir(), "store.db")
	closeNow(t, open(t, file))
	db := bare(t, file)
	for _, text := range []string{"PRAGMA user_version = 99",
		"UPDATE hallmark_origin SET version = '9.8.7'"} {
		if _, err := db.ExecContext(t.Context(), text); err != nil {
			t.Fatal(err)
		}
	}
	_, err := sqlite.Open(t.Context(), file)
	newer := (*store.NewerError)(nil)
	if !errors.As(err, &newer) || newer.Origin != (store.Origin{Form: 99, Version: "9.8.7"}) ||
		errors.Is(err, store.ErrUnavailable) || !strings.Contains(err.Error(), "Hallmark 9.8.7") {
		t.Errorf("a later form: %v", err)
	}
	if _, err := db.ExecContext(t.Context(), "DROP TABLE hallmark_origin"); err != nil {
		t.Fatal(err)
	}
	if _, err := sqlite.Open(t.Context(), file); !errors.As(err, &newer) {
		t.Errorf("a later form that names no version: %v", err)
	}
	var form int
	if err := db.QueryRow("SELECT user_version FROM pragma_user_version").Scan(&form); err != nil ||
		form != 99 {
		t.Errorf("form %d after it was refused, %v", form, err)
	}
}

// A file that another process brings to a later form while it is open here is not opened further.
func TestRaisedElsewhere(t *testing.T) {
	file := filepath.Join(t.TempDir(), "store.db")
	e := open(t, file)
	if _, err := bare(t, file).ExecContext(t.Context(), "PRAGMA user_version = 99"); err != nil {
		t.Fatal(err)
	}
	newer := (*store.NewerError)(nil)
	if err := store.Watch(t.Context(), e); !errors.As(err, &newer) {
		t.Errorf("watched: %v", err)
	}
}

// A file of an older form keeps it until its first collection is opened, which is the last moment
// at which an older program may open it.
func TestOlderForm(t *testing.T) {
	for _, form := range []string{"1", "2"} {
		file := filepath.Join(t.TempDir(), "store.db")
		e := open(t, file)
		openRecords(t.Context(), t, e)
		closeNow(t, e)
		db := bare(t, file)
		for _, text := range []string{"PRAGMA user_version = " + form, "DROP TABLE hallmark_origin"} {
			if _, err := db.ExecContext(t.Context(), text); err != nil {
				t.Fatal(err)
			}
		}
		e = open(t, file)
		s, err := e.Snapshot(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for r, err := range s.Dump(t.Context(), "records") {
			t.Errorf("a document %s, %v", r.JSON, err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if o, err := e.Origin(t.Context()); err != nil || o.Form > 2 || o.Version != "" {
			t.Errorf("before: %+v, %v", o, err)
		}
		openRecords(t.Context(), t, e)
		want := store.Origin{Form: store.Form, Version: store.Program}
		if o, err := e.Origin(t.Context()); err != nil || o != want {
			t.Errorf("after: %+v, want %+v, %v", o, want, err)
		}
		closeNow(t, e)
	}
}

// TestStepsOfOlderForms reads and raises a file whose table of steps does not say since when they are
// open, as the forms 4 to 6 have it.
func TestStepsOfOlderForms(t *testing.T) {
	file := filepath.Join(t.TempDir(), "store.db")
	e := open(t, file)
	openRecords(t.Context(), t, e)
	step := store.Step{Collection: "records", Doc: "a", Revision: 1, Follow: store.Follow{Kind: "tell",
		Args: []byte("{}")}}
	if err := e.PutStep(t.Context(), step); err != nil {
		t.Fatal(err)
	}
	closeNow(t, e)
	db := bare(t, file)
	for _, text := range []string{"ALTER TABLE hallmark_follows DROP COLUMN since", "PRAGMA user_version = 4"} {
		if _, err := db.ExecContext(t.Context(), text); err != nil {
			t.Fatal(err)
		}
	}
	e = open(t, file)
	s, err := e.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for r, err := range s.Dump(t.Context(), "records") {
		t.Errorf("a document %s, %v", r.JSON, err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	openRecords(t.Context(), t, e)
	if list, err := e.Steps(t.Context(), "records", "a"); err != nil || len(list) != 1 {
		t.Errorf("steps %+v, %v", list, err)
	}
	closeNow(t, e)
}
