package sqlite_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"hallmark/api/store"
)

const savers = 16 // auditors who save at the same time, each an audit of 40 KB

// medians times b.N calls of f from several goroutines and reports the median and the 99th
// percentile of one call.
func medians(b *testing.B, goroutines int, f func(g, i int) error) {
	b.Helper()
	var mu sync.Mutex
	var times []time.Duration
	var wg sync.WaitGroup
	b.ResetTimer()
	for g := range goroutines {
		wg.Go(func() {
			own := make([]time.Duration, 0, b.N/goroutines+1)
			for i := 0; i*goroutines+g < b.N; i++ {
				began := time.Now()
				if err := f(g, i); err != nil {
					b.Error(err)
					return
				}
				own = append(own, time.Since(began))
			}
			mu.Lock()
			times = append(times, own...)
			mu.Unlock()
		})
	}
	wg.Wait()
	b.StopTimer()
	if b.Failed() {
		b.FailNow()
	}
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)/2].Nanoseconds())/1e3, "µs-median")
	b.ReportMetric(float64(times[len(times)*99/100].Nanoseconds())/1e3, "µs-p99")
}

// BenchmarkSave is a durable change of one audit out of sixteen in use.
func BenchmarkSave(b *testing.B) {
	e := open(b, filepath.Join(b.TempDir(), "store.db"))
	plain := openRecords(b.Context(), b, e)
	for g := range savers {
		if err := plain.Insert(b.Context(), newRecord(fmt.Sprint(g), 1, auditLines)); err != nil {
			b.Fatal(err)
		}
	}
	ctx := context.Background()
	change := func(r **record) error { (*r).Revision++; (*r).Total++; return nil }
	for name, c := range map[string]store.Collection[*record]{
		"cached": store.Cached(plain, savers, recordSchema), "plain": plain,
	} {
		b.Run(name, func(b *testing.B) {
			medians(b, savers, func(g, _ int) error {
				_, err := store.Update(ctx, c, fmt.Sprint(g), change)
				return err
			})
		})
	}
}

// BenchmarkSaveFloor is the same statement through database/sql, committed by itself: no JSON is
// made or read.
func BenchmarkSaveFloor(b *testing.B) {
	file := filepath.Join(b.TempDir(), "store.db")
	e := open(b, file)
	c := openRecords(b.Context(), b, e)
	for g := range savers {
		if err := c.Insert(b.Context(), newRecord(fmt.Sprint(g), 1, auditLines)); err != nil {
			b.Fatal(err)
		}
	}
	closeNow(b, e)
	db, err := sql.Open("sqlite", file+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	doc, err := json.Marshal(newRecord("0", 1, auditLines))
	if err != nil {
		b.Fatal(err)
	}
	update, err := db.Prepare("UPDATE records SET revision = revision + 1, doc = ? WHERE id = ?")
	if err != nil {
		b.Fatal(err)
	}
	defer update.Close()
	medians(b, savers, func(g, _ int) error {
		_, err := update.Exec(string(doc), fmt.Sprint(g))
		return err
	})
}

// fillMany stores n small records.
func fillMany(b *testing.B, c store.Collection[*record], n int) {
	b.Helper()
	var wg sync.WaitGroup
	for g := range 100 {
		wg.Go(func() {
			for i := g; i < n; i += 100 {
				r := newRecord(fmt.Sprintf("%06d", i), 1, 10)
				r.Hall = fmt.Sprintf("S%02d", i%4)
				r.Started = fmt.Sprintf("2026-01-%02dT%06d", i%28, i)
				if err := c.Insert(context.Background(), r); err != nil {
					b.Error(err)
				}
			}
		})
	}
	wg.Wait()
}

// BenchmarkList reads a page of fifty brief documents from the middle of a list. The floor is the
// bare statement without decoding.
func BenchmarkList(b *testing.B) {
	for _, n := range []int{1_000, 100_000} {
		file := filepath.Join(b.TempDir(), fmt.Sprint(n, ".db"))
		e := open(b, file)
		c := openRecords(b.Context(), b, e)
		fillMany(b, c, n)
		ctx := context.Background()
		for name, equal := range map[string]map[string]string{
			"all": nil, "hall": {"hall": "S03"}, "person": {"person": "li"},
		} {
			q := store.Query{Equal: equal, Order: "started", Descending: true, Limit: 50, Brief: true}
			q.Cursor = c.Cursor(q, &record{ID: "x", Started: "2026-01-15T"})
			b.Run(fmt.Sprintf("%s-of-%d", name, n), func(b *testing.B) {
				medians(b, 1, func(int, int) error {
					count := 0
					for _, err := range c.Find(ctx, q) {
						if err != nil {
							return err
						}
						count++
					}
					if count < q.Limit {
						return fmt.Errorf("%d documents", count)
					}
					return nil
				})
			})
		}
		b.Run(fmt.Sprintf("floor-of-%d", n), func(b *testing.B) { listFloor(b, file) })
	}
}

func listFloor(b *testing.B, file string) {
	db := bare(b, file)
	st, err := db.Prepare(`SELECT id, brief FROM records
		WHERE key_hall = ? AND (key_started, id) < (?, ?) ORDER BY key_started DESC, id DESC LIMIT 50`)
	if err != nil {
		b.Fatal(err)
	}
	medians(b, 1, func(int, int) error {
		rows, err := st.Query("S03", "2026-01-15T", "x")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id, brief string
			if err := rows.Scan(&id, &brief); err != nil {
				return err
			}
		}
		return rows.Err()
	})
}
