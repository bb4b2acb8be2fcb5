package programtest

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"hallmark/api"
	"hallmark/api/access"
	"hallmark/api/keys"
	"hallmark/api/store/blob"
	"hallmark/api/store/sqlite"
	"hallmark/api/workdays"
	"hallmark/pdf/fonts"
)

// Password is that of every demo account.
const Password = "kit-password"

// Setup says what is special about a program; the zero value is the demo of today.
type Setup struct {
	Now    func() time.Time  // nil: time.Now
	Audits bool              // the finished demo audits are there, too
	Costly bool              // passwords cost what they cost in an office
	Change func(*api.Config) // nil: nothing; what the program is otherwise made of
}

// Program is a server that runs until the test ends.
type Program struct {
	Server *api.Server
	Engine *sqlite.Engine
	File   string // of the engine
	Config api.Config
	URL    string
}

// Start starts a program and listens on a free port.
func Start(t testing.TB, setup Setup) *Program {
	t.Helper()
	p := New(t, setup)
	s := httptest.NewServer(p.Server)
	t.Cleanup(func() {
		s.CloseClientConnections() // a page follows what it shows as long as it is open
		s.Close()
	})
	p.URL = s.URL
	return p
}

// New is a program that nobody can reach yet. Its store is a copy of one that was seeded once for
// all tests, at [seeded].
func New(t testing.TB, setup Setup) *Program {
	t.Helper()
	dir := t.TempDir()
	files, err := setup.files()
	must(t, err)
	must(t, os.CopyFS(dir, files))
	p, err := open(context.Background(), dir, setup)
	must(t, err)
	t.Cleanup(func() { must(t, p.Engine.Close()) }) // once more is harmless
	return p
}

// open opens what is in a directory, which may be empty.
func open(ctx context.Context, dir string, setup Setup) (*Program, error) {
	key, err := Key()
	if err != nil {
		return nil, err
	}
	secret, err := keys.SecretOf(key)
	if err != nil {
		return nil, err
	}
	set, err := fonts.Embedded()
	if err != nil {
		return nil, err
	}
	calendar, err := workdays.Calendar()
	if err != nil {
		return nil, err
	}
	file := filepath.Join(dir, "hallmark.db")
	engine, err := sqlite.Open(ctx, file)
	if err != nil {
		return nil, err
	}
	p := &Program{Engine: engine, File: file, Config: api.Config{
		Engine: engine, Key: key, Secret: secret, Fonts: set, Calendar: calendar,
		Blobs: blob.Dir(filepath.Join(dir, "photographs")),
		Shelf: blob.ShelfAt(filepath.Join(dir, "shelf")),
		Log:   slog.New(slog.DiscardHandler), Now: time.Now, Version: "test",
	}}
	if !setup.Costly {
		p.Config.PasswordCost = access.PasswordCost{Memory: 64, Passes: 1}
	}
	if setup.Now != nil {
		p.Config.Now = setup.Now
	}
	if setup.Change != nil {
		setup.Change(&p.Config)
	}
	p.Server, err = api.New(ctx, p.Config)
	return p, err
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
