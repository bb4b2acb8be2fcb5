package apitest

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
)

// chat is a real HTTP server that answers as the services of robots do.
type chat struct {
	*httptest.Server
	mu     sync.Mutex
	got    []said
	answer string
}

type said struct {
	Query url.Values
	Text  string
}

// NewChat starts a chat service, which ends with the test.
func NewChat(t *testing.T) *chat {
	t.Helper()
	c := &chat{answer: `{"errcode":0,"errmsg":"ok"}`}
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		var m struct {
			Type string `json:"msgtype"`
			Text struct{ Content string }
		}
		if json.Unmarshal(body, &m) != nil || m.Type != "text" {
			m.Text.Content = "not understood: " + string(body)
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		c.got = append(c.got, said{r.URL.Query(), m.Text.Content})
		_, _ = io.WriteString(w, c.answer)
	}))
	t.Cleanup(c.Close)
	return c
}

func (c *chat) Says(answer string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.answer = answer
}

func (c *chat) Heard() []said {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]said{}, c.got...)
}

// RobotSeen is a chat robot as the API shows it.
type RobotSeen struct {
	ID, Host        string
	Signed, Enabled bool
	Revision        int
}

// AddRobot adds a chat robot in the name of the supervisor.
func (k *Kit) AddRobot(kind, address, secret string, topics ...string) (r RobotSeen) {
	k.T.Helper()
	k.SignIn("supervisor")
	k.Want(http.StatusCreated, "POST", "/api/v1/robots", Object{"name": "督查群" + kind, "kind": kind,
		"address": address, "secret": secret, "topics": topics}, &r)
	return r
}
