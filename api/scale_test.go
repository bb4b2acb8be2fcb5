package api_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/bson"

	"hallmark/api/apitest"
	"hallmark/api/benchtest"
	"hallmark/api/store"
	"hallmark/api/wire"
)

// The limits for a register of many halls. The times are those of a machine that does nothing else.
const (
	pageBytes = 500_000    // of a page, uncompressed
	docBytes  = 15_000_000 // of a document as MongoDB keeps it, which takes 16 MiB
	listTime  = 100 * time.Millisecond
	pageTime  = 300 * time.Millisecond
	stepTime  = 5 * time.Second // of closing the lists, of a draw, of the record of draws
)

// manyHalls is the bench of a large register.
type manyHalls struct {
	*apitest.Kit
	b     *apitest.Browser
	bench bool
	times int
}

// TestRegisterOfManyHalls imports 150 halls, or with HALLMARK_BENCH=1 (make bench) 40,000, and
// looks for them, chooses them, draws a few of them and all of them. Sizes are always held to their
// targets; in the bench times are, too, and the work in them, which others on the machine do not make
// longer.
func TestRegisterOfManyHalls(t *testing.T) {
	m := manyHalls{Kit: apitest.New(t), times: 2, bench: os.Getenv("HALLMARK_BENCH") == "1"}
	many := 150
	if m.bench {
		m.times, many = 40, 40_000
	}
	m.SignIn("supervisor")
	m.b = m.Browse("supervisor")
	file := m.registerOf(many)
	m.once(fmt.Sprintf("import of %d halls", many), 60*time.Second, func() {
		if r := m.ImportHalls(200, "format=csv", file); r.New != many {
			t.Fatalf("%d halls are new", r.New)
		}
	})
	m.Clock.Advance(time.Hour) // the import is over for every process
	last := fmt.Sprintf("示例厅 %d(虚构)", many-1)
	for _, path := range []string{"/api/v1/halls", "/api/v1/halls?limit=20&q=" + url.QueryEscape(last),
		"/api/v1/halls?limit=20&q=" + url.QueryEscape("厅")} {
		m.often(path, listTime, docBytes, func() string {
			_, _, body := m.Call("GET", path, nil)
			return string(body)
		}, "示例厅")
	}
	few := m.drawn(apitest.Object{"quota": apitest.Object{"subdistrict": 100}})
	all := m.drawn(apitest.Object{"quota": apitest.Object{}, "name": "普查"})
	for path, holds := range map[string]string{"/halls": "示例厅", "/halls?q=" + url.QueryEscape(last): last,
		"/audits/new": "data-halls", "/audits/new?hall=X-00007": "X-00007 示例厅 7(虚构)",
		"/audits": "data-halls", "/audits?hall=" + url.QueryEscape(last): last, "/rectifications": "data-halls",
		"/feedback": "data-halls", "/training": "data-halls", "/campaigns": "普查",
		few: "示例厅", all: "示例厅", all + "?q=" + url.QueryEscape(last): last,
		few + "/draws/1": "示例厅", all + "/draws/2?q=" + url.QueryEscape(last): last} {
		m.often(path, pageTime, pageBytes, func() string { return m.b.Get(path).Body }, holds)
	}
	id := strings.TrimPrefix(all, "/campaigns/")
	m.Want(200, "POST", "/api/v1"+all+"/open", apitest.Object{}, nil)
	m.SignIn("auditor")
	m.once("begin of a visit", time.Second, func() {
		m.Want(201, "POST", "/api/v1/audits", apitest.Object{"hall": "X-00007", "kind": "unannounced", "campaign": id}, nil)
	})
	parts, err := wire.Gather(t.Context(), m.Server.Campaigns.Docs.Draws, store.Query{})
	m.Must(err)
	for _, part := range parts {
		m.fits("part of draws", part)
	}
	for _, one := range []string{few, all} {
		campaign, err := m.Server.Campaigns.Docs.Campaigns.Get(t.Context(), strings.TrimPrefix(one, "/campaigns/"))
		m.Must(err)
		m.fits("campaign", campaign)
	}
}

// registerOf is a register of n halls as a CSV file.
func (m *manyHalls) registerOf(n int) []byte {
	_, _, seeded := m.Call("GET", "/api/v1/halls?format=csv", nil)
	rows, err := csv.NewReader(bytes.NewReader(seeded)).ReadAll()
	m.Must(err)
	like := rows[slices.IndexFunc(rows, func(row []string) bool { return row[0] == "GS-S04" })]
	var file bytes.Buffer
	w := csv.NewWriter(&file)
	m.Must(w.Write(rows[0]))
	for i := range n {
		row := slices.Clone(like)
		row[0], row[1] = fmt.Sprintf("X-%05d", i), fmt.Sprintf("示例厅 %d(虚构)", i)
		m.Must(w.Write(row))
	}
	w.Flush()
	m.Must(w.Error())
	return file.Bytes()
}

// drawn makes a campaign, draws it twice, and returns the address of its page.
func (m *manyHalls) drawn(set apitest.Object) string {
	var campaign struct {
		ID     string
		Visits []struct{}
	}
	m.Want(201, "POST", "/api/v1/campaigns", apitest.CampaignPlan(set), &campaign)
	one := "/api/v1/campaigns/" + campaign.ID
	for _, step := range []string{"seal", "draw", "draw"} {
		m.once(step+" of "+campaign.ID, stepTime, func() {
			m.Want(200, "POST", one+"/"+step, apitest.Object{"comment": "复核"}, &campaign)
		})
	}
	m.once(fmt.Sprintf("record of two draws of %d halls", len(campaign.Visits)), stepTime, func() {
		m.Want(200, "GET", one+"/draw", nil, nil)
	})
	return "/campaigns/" + campaign.ID
}

// once measures something that is done once and compares the time with its limit.
func (m *manyHalls) once(what string, target time.Duration, f func()) {
	began, worked := time.Now(), apitest.ProcessTime(m.T)
	f()
	m.say(what, time.Since(began), apitest.ProcessTime(m.T)-worked, target)
}

// often measures a request many times and compares the 95th percentile, and the size of the answer,
// with their limits.
func (m *manyHalls) often(what string, target time.Duration, most int, f func() string, holds string) {
	m.T.Helper()
	var took []time.Duration
	var body string
	worked := apitest.ProcessTime(m.T)
	for range m.times {
		m.Clock.Advance(3 * time.Second) // what other processes change is looked for
		began := time.Now()
		body = f()
		took = append(took, time.Since(began))
	}
	if !strings.Contains(body, holds) || len(body) > most {
		m.T.Errorf("%s: %d bytes, target %d; %.300s", what, len(body), most, body)
	}
	slices.Sort(took)
	m.say(fmt.Sprintf("%s, %d KB", what, len(body)/1000), took[len(took)*95/100],
		(apitest.ProcessTime(m.T)-worked)/time.Duration(m.times), target)
}

func (m *manyHalls) say(what string, took, work, target time.Duration) {
	if !m.bench {
		return
	}
	slow := benchtest.Slowness()
	benchtest.Duration(what, target, took, slow).Check(m.T)
	benchtest.Duration(what+": work", target, work, slow).Check(m.T)
}

// fits compares the size of a document with what MongoDB takes.
func (m *manyHalls) fits(what string, doc any) {
	plain, err := json.Marshal(doc)
	m.Must(err)
	var members bson.M
	m.Must(json.Unmarshal(plain, &members))
	b, err := bson.Marshal(members)
	m.Must(err)
	benchtest.Fixed(what+" as BSON", docBytes/1e3, float64(len(b))/1e3, "KB").Check(m.T)
}
