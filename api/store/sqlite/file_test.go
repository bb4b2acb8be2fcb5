package sqlite_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"hallmark/api/store"
	"hallmark/api/store/sqlite"
)

// The file can be read with any SQLite tool.
func TestReadable(t *testing.T) {
	file := filepath.Join(t.TempDir(), "store.db")
	e := open(t, file)
	if err := openRecords(t.Context(), t, e).Insert(t.Context(), newRecord("a", 1, 3)); err != nil {
		t.Fatal(err)
	}
	closeNow(t, e)
	if left, _ := filepath.Glob(file + "-*"); len(left) > 0 {
		t.Errorf("after closing: %v", left)
	}
	var number, by, brief, people string
	err := bare(t, file).QueryRow(`SELECT json_extract(doc, '$.number'), doc ->> '$.log[1].by',
		brief, key_person FROM records WHERE key_hall = 'S03'`).Scan(&number, &by, &brief, &people)
	if err != nil || number != "GS-a" || by != "李" || people != `["li","p3"]` ||
		strings.Contains(brief, "log") {
		t.Errorf("read %s, %s, %s, %s, %v", number, by, people, brief, err)
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

// Every query goes straight to its place in an index and never sorts.
func TestPlans(t *testing.T) {
	file := filepath.Join(t.TempDir(), "store.db")
	e := open(t, file)
	openRecords(t.Context(), t, e)
	raw, err := e.Open(t.Context(), store.RawSchema{Name: "records",
		Keys: []string{"hall", "number", "person", "started"}, Indexes: recordSchema.Indexes,
		Bulky: recordSchema.Bulky})
	if err != nil {
		t.Fatal(err)
	}
	db := bare(t, file)
	for _, x := range append(recordSchema.Indexes, store.Index{}) {
		q := store.RawQuery{Index: x, Query: store.Query{Order: x.Order, Equal: map[string]string{}}}
		for _, k := range x.Equal {
			q.Equal[k] = "v"
		}
		for _, q.Descending = range []bool{false, true} {
			for _, q.After = range []*store.Position{nil, {Key: "k", ID: "i"}} {
				text, args := sqlite.Selection(raw, q)
				rows, err := db.Query("EXPLAIN QUERY PLAN "+text, append(args, 50)...)
				if err != nil {
					t.Fatalf("%s: %v", text, err)
				}
				plan := ""
				for rows.Next() {
					var a, b, c int
					var step string
					if err := rows.Scan(&a, &b, &c, &step); err != nil {
						t.Fatal(err)
					}
					plan += step + "; "
				}
				if err := errors.Join(rows.Err(), rows.Close()); err != nil {
					t.Fatal(err)
				}
				bound := ">"
				if q.Descending {
					bound = "<"
				}
				if strings.Contains(plan, "SCAN") || strings.Contains(plan, "TEMP") ||
					!strings.Contains(plan, bound) || strings.Count(plan, "=?") < len(x.Equal) {
					t.Errorf("%s\n%s", text, plan)
				}
			}
		}
	}
}

func TestClose(t *testing.T) {
	file := filepath.Join(t.TempDir(), "store.db")
	e := open(t, file)
	c := openRecords(t.Context(), t, e)
	var mu sync.Mutex
	var stored []string
	var wg sync.WaitGroup
	half := make(chan struct{})
	var once sync.Once
	for g := range 50 {
		wg.Go(func() {
			for i := 0; ; i++ {
				id := fmt.Sprintf("%d-%d", g, i)
				err := c.Insert(t.Context(), newRecord(id, 1, 3))
				if err != nil {
					if !errors.Is(err, store.ErrUnavailable) {
						t.Error(err)
					}
					return
				}
				mu.Lock()
				if stored = append(stored, id); len(stored) > 500 {
					once.Do(func() { close(half) })
				}
				mu.Unlock()
			}
		})
	}
	<-half
	closeNow(t, e)
	wg.Wait()
	closeNow(t, e) // a second time is harmless
	for name, err := range map[string]error{
		"insert": c.Insert(t.Context(), newRecord("x", 1, 1)),
		"get":    func() error { _, err := c.Get(t.Context(), "0-0"); return err }(),
		"ping":   e.Ping(t.Context()),
		"ready":  e.Ready(t.Context()),
		"find":   first(c.Find(t.Context(), store.Query{})),
	} {
		if !errors.Is(err, store.ErrUnavailable) {
			t.Errorf("%s after closing: %v", name, err)
		}
	}
	c = openRecords(t.Context(), t, open(t, file))
	for _, id := range stored {
		if _, err := c.Get(t.Context(), id); err != nil {
			t.Error(err)
		}
	}
}

func first[T any](seq func(func(T, error) bool)) (err error) {
	seq(func(_ T, e error) bool { err = e; return false })
	return err
}

func TestStrangeFiles(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, b []byte) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	other := filepath.Join(dir, "other.db")
	if _, err := bare(t, other).Exec("CREATE TABLE t (x)"); err != nil {
		t.Fatal(err)
	}
	later := filepath.Join(dir, "later.db")
	closeNow(t, open(t, later))
	if _, err := bare(t, later).Exec("PRAGMA user_version = 99"); err != nil {
		t.Fatal(err)
	}
	for file, unavailable := range map[string]bool{
		write("text.db", []byte(strings.Repeat("no database at all\n", 500))): true,
		filepath.Join(dir, "none", "x.db"):                                    true,
		dir:                                                                   true,
		other:                                                                 false,
		later:                                                                 false,
	} {
		e, err := sqlite.Open(t.Context(), file)
		if err == nil {
			t.Errorf("%s: opened", file)
			e.Close()
		} else if errors.Is(err, store.ErrUnavailable) != unavailable {
			t.Errorf("%s: %v", file, err)
		}
	}
	closeNow(t, open(t, write("empty.db", nil)))
}

// Pages that a broken disk returns as something else are an error, and the process lives.
func TestDamage(t *testing.T) {
	file := filepath.Join(t.TempDir(), "store.db")
	e := open(t, file)
	c := openRecords(t.Context(), t, e)
	for i := range 50 {
		if err := c.Insert(t.Context(), newRecord(fmt.Sprintf("%02d", i), 1, 100)); err != nil {
			t.Fatal(err)
		}
	}
	closeNow(t, e)
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, damaged := range map[string][]byte{
		"truncated": whole[:len(whole)/2/4096*4096],
		"zeros":     append(append([]byte{}, whole[:len(whole)/2]...), make([]byte, len(whole)/2)...),
		"garbage": append(append([]byte{}, whole[:4096*12]...),
			[]byte(strings.Repeat("\xa5\x5a garbage", len(whole)/10))...),
	} {
		file := filepath.Join(t.TempDir(), name+".db")
		if err := os.WriteFile(file, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		e, err := sqlite.Open(t.Context(), file)
		if err == nil {
			var c store.Collection[*record]
			if c, err = store.Open(t.Context(), e, recordSchema); err == nil {
				for i := range 50 {
					_, err1 := c.Get(t.Context(), fmt.Sprintf("%02d", i))
					err2 := c.Insert(t.Context(), newRecord(fmt.Sprintf("x%02d", i), 1, 100))
					err = errors.Join(err, err1, err2)
				}
			}
			e.Close()
		}
		if !errors.Is(err, store.ErrUnavailable) {
			t.Errorf("%s: got %v, want unavailable", name, err)
		}
	}
}
