package sqlite_test

import (
	"path/filepath"
	"testing"

	"hallmark/api/store"
	"hallmark/api/store/sqlite"
	"hallmark/api/store/storetest"
)

func open(t testing.TB, file string) *sqlite.Engine {
	t.Helper()
	e, err := sqlite.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

func TestContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Engine {
		return open(t, filepath.Join(t.TempDir(), "库 #1?&=%41.db"))
	}, storetest.Options{})
}
