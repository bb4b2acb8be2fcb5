package bench_test

import (
	"hallmark/api/accounts"

	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"hallmark/api"
	"hallmark/api/keys"
	"hallmark/api/store/blob"
	"hallmark/api/store/sqlite"
	"hallmark/api/workdays"
	"hallmark/checklists"
	"hallmark/pdf/fonts"
	"hallmark/pdf/seal"
)

const (
	clients  = 16
	password = "bench-password"
)

// service is a whole server over an embedded store, as the program runs it: real time, its log in a
// file, the collector set alike (for the floor, too, which runs in the same process). Each client
// is an account of its own, as sixteen auditors are, because one person may send only 200 requests
// a second.
type service struct {
	url    string
	file   string // of the store
	tokens [clients]string
	all    string // token of a person who may read all audits
}

func newService(t *testing.T) *service {
	t.Helper()
	before := debug.SetGCPercent(api.GCPercent)
	t.Cleanup(func() { debug.SetGCPercent(before) })
	dir, ctx := t.TempDir(), context.Background()
	s := &service{file: filepath.Join(dir, "hallmark.db")}
	engine, err := sqlite.Open(ctx, s.file)
	must(t, err)
	t.Cleanup(func() { must(t, engine.Close()) })
	key, err := seal.GenerateKey(rand.Reader, "bench", time.Now())
	must(t, err)
	secret, err := keys.NewSecret()
	must(t, err)
	set, err := fonts.Embedded()
	must(t, err)
	calendar, err := workdays.Calendar()
	must(t, err)
	log, err := os.Create(filepath.Join(dir, "log"))
	must(t, err)
	t.Cleanup(func() { _ = log.Close() })
	srv, err := api.New(ctx, api.Config{Engine: engine, Key: key, Secret: secret, Fonts: set, Calendar: calendar,
		Blobs: blob.Dir(filepath.Join(dir, "photographs")), Shelf: blob.ShelfAt(filepath.Join(dir, "shelf")), Now: time.Now, Version: "bench",
		Log: slog.New(slog.NewJSONHandler(log, nil))})
	must(t, err)
	_, err = srv.Seed(ctx, password)
	must(t, err)
	s.url = listen(t, srv.HTTPServer())
	for i := range s.tokens {
		name := checklists.Username(fmt.Sprint("client", i))
		must(t, srv.Accounts.AddUser(ctx, "bench", accounts.NewUser{Username: name, Role: checklists.Auditor, Password: password}))
		s.tokens[i] = s.signIn(t, string(name))
	}
	s.all = s.signIn(t, "supervisor")
	return s
}

// listen serves until the test ends.
func listen(t *testing.T, srv *http.Server) (url string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	go func() { _ = srv.Serve(l) }() // ends with Close
	t.Cleanup(func() { _ = srv.Close() })
	return "http://" + l.Addr().String()
}

func (s *service) signIn(t *testing.T, name string) string {
	t.Helper()
	var out struct{ Token string }
	body := fmt.Sprintf(`{"username":%q,"password":%q}`, name, password)
	must(t, json.Unmarshal(call(t, "POST", s.url+"/api/v1/sessions", "", []byte(body)), &out))
	return out.Token
}

// start begins an audit of a client and returns its ID. Any goroutine may call it.
func (s *service) start(t *testing.T, client int) (id string) {
	var out struct{ ID string }
	answer := call(t, "POST", s.url+"/api/v1/audits", s.tokens[client],
		[]byte(`{"hall":"GS-S03","kind":"comprehensive"}`))
	if err := json.Unmarshal(answer, &out); err != nil {
		t.Error(err)
	}
	return out.ID
}

func (s *service) changes(id string) string { return s.url + "/api/v1/audits/" + id + "/changes" }

// stored returns an audit as one document. The store holds the same in two pieces or more.
func (s *service) stored(t *testing.T, id string) (doc string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+s.file+"?mode=ro")
	must(t, err)
	defer db.Close()
	var pieces []byte
	must(t, db.QueryRow(`SELECT json_set(doc, '$.gains', json((SELECT json_group_array(json(doc) ORDER
		BY revision) FROM audits_gains g WHERE g.id = audits.id))) FROM audits WHERE id = ?`, id).
		Scan(&pieces))
	var a checklists.Audit
	must(t, json.Unmarshal(pieces, &a))
	whole, err := json.Marshal(a)
	must(t, err)
	return string(whole)
}

// together calls f once for each client, all at the same time.
func together(f func(client int)) {
	var wg sync.WaitGroup
	for i := range clients {
		wg.Go(func() { f(i) })
	}
	wg.Wait()
}

// rate is how many calls a second n clients make who call f one after another, calls times each.
func rate(n, calls int, f func(client, i int)) float64 {
	began := time.Now()
	var wg sync.WaitGroup
	for c := range n {
		wg.Go(func() {
			for i := range calls {
				f(c, i)
			}
		})
	}
	wg.Wait()
	return float64(n*calls) / time.Since(began).Seconds()
}
