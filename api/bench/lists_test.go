package bench_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"testing"

	"github.com/gin-gonic/gin"
)

const (
	pageSize  = 50
	listsEach = 200 // requests in a round
)

// lists measures pages of audits for a person who may read all.
func lists(t *testing.T, f *figures) {
	few, many := newService(t), newService(t)
	few.multiply(t, 1_000)
	many.multiply(t, 100_000)
	floor := listFloor(t, few)
	var a, b, c rates
	for range rounds {
		c = append(c, pages(t, floor, ""))
		a = append(a, pages(t, few.url+fmt.Sprint("/api/v1/audits?limit=", pageSize), few.all))
		b = append(b, pages(t, many.url+fmt.Sprint("/api/v1/audits?limit=", pageSize), many.all))
	}
	f.ratio("list of 50 of 1,000 audits", 0.5, a, c)
	f.slower("list of 50 of 100,000 audits, to 1,000", 1.5, b, a)
}

// pages is the rate at which one client reads the first page.
func pages(t *testing.T, url, token string) float64 {
	return rate(1, listsEach, func(int, int) {
		var page struct{ Items []json.RawMessage }
		b := call(t, "GET", url, token, nil)
		if err := json.Unmarshal(b, &page); err != nil || len(page.Items) != pageSize {
			t.Errorf("%d items (%v): %.300s", len(page.Items), err, b)
		}
	})
}

// multiply stores n audits like one that was started through the service, a second apart.
func (s *service) multiply(t *testing.T, n int) {
	t.Helper()
	id := s.start(t, 0)
	db := bare(t, s.file)
	db.SetMaxOpenConns(1)
	const columns = "key_campaign, key_hall, key_inspector, key_started, key_state, revision"
	_, err := db.Exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
		INSERT INTO audits (id, doc, `+columns+`)
		SELECT new, json_set(doc, '$.id', new, '$.startedAt', at), key_campaign, key_hall, key_inspector, at,
			key_state, revision
		FROM (SELECT audits.*, printf('%s%012x', substr(id, 1, 24), i) new,
			strftime('%Y-%m-%dT%H:%M:%S.000Z', '2018-02-01', i || ' seconds') at
			FROM audits, n WHERE id = ?)`, n-1, id)
	must(t, err)
}

// listFloor answers with fifty stored texts, found by an index.
func listFloor(t *testing.T, s *service) (url string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "floor.db")
	db := bare(t, file)
	_, err := db.Exec(`ATTACH ? AS hallmark; CREATE TABLE audits AS SELECT id, key_started, doc
		FROM hallmark.audits; CREATE INDEX started ON audits (key_started, id)`, s.file)
	must(t, err)
	page, err := db.Prepare("SELECT doc FROM audits ORDER BY key_started DESC, id DESC LIMIT ?")
	must(t, err)
	g := gin.New()
	g.GET("/list", func(c *gin.Context) {
		rows, err := page.Query(pageSize)
		if err != nil {
			c.Status(http.StatusInternalServerError)
			return
		}
		defer rows.Close()
		items, err := texts(rows)
		if err != nil {
			c.Status(http.StatusInternalServerError)
			return
		}
		c.JSON(http.StatusOK, gin.H{"items": items, "next": ""})
	})
	return listen(t, &http.Server{Handler: g}) + "/list"
}

func texts(rows *sql.Rows) (list []json.RawMessage, err error) {
	for rows.Next() {
		var b []byte
		if err := rows.Scan(&b); err != nil {
			return nil, err
		}
		list = append(list, b)
	}
	return list, rows.Err()
}
