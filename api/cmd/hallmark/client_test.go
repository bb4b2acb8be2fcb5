package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"
)

// client calls a server in somebody's name. It is safe for concurrent use.
type client struct {
	url, token string
	http       http.Client
}

type object = map[string]any

// signIn returns a client for a demo account with 200 connections at most.
func signIn(t *testing.T, url, name string) *client {
	t.Helper()
	c := &client{url: url, http: http.Client{Timeout: bound,
		Transport: &http.Transport{MaxIdleConnsPerHost: 200, MaxConnsPerHost: 200}}}
	t.Cleanup(c.http.CloseIdleConnections)
	var session struct{ Token string }
	c.must(t, http.StatusCreated, "/api/v1/sessions",
		object{"username": name, "password": demoPassword}, &session)
	c.token = session.Token
	return c
}

// post sends JSON and reads the whole answer.
func (c *client) post(path string, body any) (int, []byte, error) {
	text, err := json.Marshal(body)
	if err != nil {
		return 0, nil, err
	}
	r, err := http.NewRequest(http.MethodPost, c.url+path, bytes.NewReader(text))
	if err != nil {
		return 0, nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	answer, err := c.http.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer answer.Body.Close()
	text, err = io.ReadAll(answer.Body)
	return answer.StatusCode, text, err
}

func (c *client) must(t *testing.T, status int, path string, body, out any) {
	t.Helper()
	got, text, err := c.post(path, body)
	if err != nil || got != status {
		t.Fatalf("%s: status %d, %v: %s", path, got, err, text)
	}
	if err := json.Unmarshal(text, out); err != nil {
		t.Fatal(err)
	}
}

func toJSON(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func (c *client) startAudit(t *testing.T) string {
	t.Helper()
	var audit struct{ ID string }
	c.must(t, http.StatusCreated, "/api/v1/audits", object{"hall": "GS-S03",
		"kind": "comprehensive", "inspectors": []string{"auditor", "auditor2"}}, &audit)
	return audit.ID
}

// changesReply is the answer to changes.
type changesReply struct {
	Results []struct{ Status, Detail string }
	Since   []struct{ ID string }
}

// noteChange is a note to a clause, and its ID.
func noteChange(device, text string) (string, object) {
	id := uuid.Must(uuid.NewV7()).String()
	return id, object{"id": id, "clause": "HS001", "saw": []string{}, "device": device, "op": "note",
		"at":    fmt.Sprintf("%013d-0000-%s", time.Now().UnixMilli(), device),
		"value": object{"note": text}}
}

// save sends one change and reports whether the server acknowledged that it keeps it.
func (c *client) save(audit, device, text string) (id string, ok bool, err error) {
	id, change := noteChange(device, text)
	status, body, err := c.post("/api/v1/audits/"+audit+"/changes",
		object{"revision": 1 << 30, "changes": []object{change}})
	if err != nil || status != http.StatusOK {
		return id, false, err
	}
	var reply changesReply
	if err := json.Unmarshal(body, &reply); err != nil {
		return id, false, err
	}
	if len(reply.Results) != 1 || reply.Results[0].Status == "rejected" {
		return id, false, fmt.Errorf("not kept: %s", body)
	}
	return id, true, nil
}

// kept returns the IDs of all changes of an audit.
func (c *client) kept(t *testing.T, audit string) map[string]bool {
	t.Helper()
	var reply changesReply
	c.must(t, http.StatusOK, "/api/v1/audits/"+audit+"/changes",
		object{"revision": 0, "changes": []object{}}, &reply)
	all := map[string]bool{}
	for _, change := range reply.Since {
		all[change.ID] = true
	}
	return all
}
