package bench_test

import (
	"database/sql"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"testing"

	"github.com/gin-gonic/gin"
)

// floor is the least that a gin service with the same kind of store can do: it checks nothing, knows
// nobody, and commits one statement for each request. It has one connection, without which plain
// database/sql answers that the file is busy.
type floor struct {
	url   string
	db    *sql.DB
	whole string // what a whole audit is stored as
}

func newFloor(t *testing.T) *floor {
	t.Helper()
	gin.SetMode(gin.ReleaseMode)
	f := &floor{db: bare(t, filepath.Join(t.TempDir(), "floor.db"))}
	f.db.SetMaxOpenConns(1)
	_, err := f.db.Exec(`CREATE TABLE audits (id TEXT PRIMARY KEY, doc TEXT NOT NULL)`)
	must(t, err)
	whole, err := f.db.Prepare("UPDATE audits SET doc = ? WHERE id = ?")
	must(t, err)
	t.Cleanup(func() { whole.Close() })
	single, err := f.db.Prepare(
		"UPDATE audits SET doc = json_set(doc, '$.log.HS001[0]', json(?)) WHERE id = ?")
	must(t, err)
	t.Cleanup(func() { single.Close() })
	g := gin.New()
	g.POST("/whole/:id", func(c *gin.Context) {
		f.save(c, func([]byte) (sql.Result, error) { return whole.Exec(f.whole, c.Param("id")) })
	})
	g.POST("/single/:id", func(c *gin.Context) {
		f.save(c, func(b []byte) (sql.Result, error) { return single.Exec(string(b), c.Param("id")) })
	})
	f.url = listen(t, &http.Server{Handler: g})
	return f
}

func bare(t *testing.T, file string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+file+
		"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=busy_timeout(5000)")
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	return db
}

func (f *floor) save(c *gin.Context, write func([]byte) (sql.Result, error)) {
	body, err := io.ReadAll(c.Request.Body)
	if err != nil {
		c.Status(http.StatusInternalServerError)
		return
	}
	r, err := write(body)
	if err != nil {
		c.Status(http.StatusInternalServerError)
		return
	}
	n, err := r.RowsAffected()
	if err != nil || n != 1 {
		c.Status(http.StatusInternalServerError)
		return
	}
	c.JSON(http.StatusOK, gin.H{"status": "applied"})
}

// fill makes n documents.
func (f *floor) fill(t *testing.T, n int, doc string) {
	t.Helper()
	_, err := f.db.Exec("DELETE FROM audits")
	must(t, err)
	_, err = f.db.Exec(`WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
		INSERT INTO audits SELECT i, ? FROM n`, n-1, doc)
	must(t, err)
}

// wholes stores whole audits, one request each: the body as an auditor sends it, the bytes as
// Hallmark stores them.
func (f *floor) wholes(t *testing.T, body []byte, stored string) float64 {
	f.whole = stored
	return rate(clients, auditsEach, func(c, i int) {
		call(t, "POST", fmt.Sprint(f.url, "/whole/", c*auditsEach+i), "", body)
	})
}

// singles changes one answer inside stored documents.
func (f *floor) singles(t *testing.T, body []byte) float64 {
	return rate(clients, answersEach, func(c, _ int) {
		call(t, "POST", fmt.Sprint(f.url, "/single/", c), "", body)
	})
}
