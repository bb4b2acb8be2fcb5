package tabletjourney_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"hallmark/checklists"
)

type object = map[string]any

// colleague is another inspector's device, seen from the server.
type colleague struct {
	t               testing.TB
	url, user, auth string
}

func signInAs(t testing.TB, url, user string) *colleague {
	t.Helper()
	c := &colleague{t: t, url: url, user: user}
	var session struct{ Token string }
	c.call(http.MethodPost, "/api/v1/sessions", object{"username": user, "password": password},
		&session)
	c.auth = "Bearer " + session.Token
	return c
}

func (c *colleague) call(method, path string, body, out any) {
	c.t.Helper()
	content, err := json.Marshal(body)
	must(c.t, err)
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.url+path, bytes.NewReader(content))
	must(c.t, err)
	r.Header.Set("Content-Type", "application/json")
	if c.auth != "" {
		r.Header.Set("Authorization", c.auth)
	}
	answer, err := http.DefaultClient.Do(r)
	must(c.t, err)
	defer answer.Body.Close()
	if answer.StatusCode >= 300 {
		c.t.Fatalf("%s %s: %s", method, path, answer.Status)
	}
	if out != nil {
		must(c.t, json.NewDecoder(answer.Body).Decode(out))
	}
}

// settle answers a clause having seen all that was recorded there.
func (c *colleague) settle(audit, clause string, value any) {
	c.t.Helper()
	var all struct{ Since []struct{ ID, Clause string } }
	c.call(http.MethodPost, "/api/v1/audits/"+audit+"/changes",
		object{"revision": 0, "changes": []object{}}, &all)
	saw := []string{}
	for _, change := range all.Since {
		if change.Clause == clause {
			saw = append(saw, change.ID)
		}
	}
	c.record(audit, clause, "answer", value, saw...)
}

// record records a change in an audit, having seen only the changes that are named.
func (c *colleague) record(audit, clause, op string, value any, saw ...string) {
	c.t.Helper()
	change := object{"id": uuid.Must(uuid.NewV7()).String(), "clause": clause,
		"saw": append([]string{}, saw...),
		"at":  checklists.StampAt(time.Now(), 0, c.user), "device": c.user, "op": op, "value": value}
	c.call(http.MethodPost, "/api/v1/audits/"+audit+"/changes",
		object{"revision": 1, "changes": []object{change}}, nil)
}

// await waits until the server knows an audit and so many answers of it.
func (c *colleague) await(id string, answers int) {
	c.t.Helper()
	type line struct {
		ID       string
		Answered int
	}
	for range 200 {
		var list struct{ Items []line }
		c.call(http.MethodGet, "/api/v1/audits", nil, &list)
		if slices.ContainsFunc(list.Items, func(a line) bool { return a.ID == id && a.Answered >= answers }) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	c.t.Fatal("the server has not got the audit")
}

func (c *colleague) audit(id string) (view struct {
	State   string
	Answers map[string]struct {
		Note     string
		Evidence []string
	}
	Signatures  []object
	Transitions []object
}) {
	c.t.Helper()
	c.call(http.MethodGet, "/api/v1/audits/"+id, nil, &view)
	return view
}
