package journey_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"

	"hallmark/api"
	"hallmark/api/programtest"
	"hallmark/checklists"
	"hallmark/standard"
)

// password is that of every demo account.
const password = programtest.Password

// program is the whole of Hallmark with the demo accounts, the halls and the edition of 2017.
type program struct {
	server *api.Server
	url    string
	now    func() time.Time
	tokens map[string]string // by username

	demo, verify string // see [program.demoAudit]
}

func start(t *testing.T) *program {
	t.Helper()
	return startAt(t, time.Now)
}

// startAt starts a program with a clock of its own.
func startAt(t *testing.T, now func() time.Time) *program {
	t.Helper()
	return startWith(t, programtest.Setup{Now: now})
}

func startWith(t *testing.T, setup programtest.Setup) *program {
	t.Helper()
	p := programtest.Start(t, setup)
	return &program{server: p.Server, url: p.URL, now: p.Config.Now, tokens: map[string]string{}}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

type object = map[string]any

// call asks the API in the name of a demo account and decodes the answer into out.
func (p *program) call(t testing.TB, user, method, path string, body, out any) {
	t.Helper()
	content, err := json.Marshal(body)
	must(t, err)
	have := p.ask(t, user, method, path, content)
	if out != nil {
		must(t, json.Unmarshal(have, out))
	}
}

// ask is a request that must succeed; "" asks without signing in.
func (p *program) ask(t testing.TB, user, method, path string, body []byte) []byte {
	t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), method, p.url+path,
		bytes.NewReader(body))
	must(t, err)
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if user != "" {
		r.Header.Set("Authorization", "Bearer "+p.token(t, user))
	}
	answer, err := http.DefaultClient.Do(r)
	must(t, err)
	defer answer.Body.Close()
	have, err := io.ReadAll(answer.Body)
	must(t, err)
	if answer.StatusCode >= 300 {
		t.Fatalf("%s %s: %s: %s", method, path, answer.Status, have)
	}
	return have
}

// token signs a demo account in, once.
func (p *program) token(t testing.TB, user string) string {
	t.Helper()
	if p.tokens[user] == "" {
		var session struct{ Token string }
		p.call(t, "", http.MethodPost, "/api/v1/sessions",
			object{"username": user, "password": password}, &session)
		p.tokens[user] = session.Token
	}
	return p.tokens[user]
}

// startAudit starts a comprehensive audit of GS-S03 by both demo auditors.
func (p *program) startAudit(t testing.TB) (id string) {
	t.Helper()
	var audit struct{ ID string }
	p.call(t, "auditor", http.MethodPost, "/api/v1/audits",
		object{"hall": "GS-S03", "kind": "comprehensive", "inspectors": []string{"auditor2"}}, &audit)
	return audit.ID
}

// answer records answers as somebody's tablet that has seen nothing of the audit; each must get the
// status that is wanted, "applied" or "conflict".
func (p *program) answer(t testing.TB, user, audit, want string,
	values map[standard.ClauseUID]object,
) {
	t.Helper()
	var changes []object
	for clause, value := range values {
		id := uuid.Must(uuid.NewV7()).String()
		changes = append(changes, object{"id": id, "clause": clause, "saw": []string{},
			"at": checklists.StampAt(p.now(), 0, user), "device": user, "op": "answer",
			"value": value})
	}
	var reply struct {
		Results []struct{ ID, Status, Detail string }
	}
	p.call(t, user, http.MethodPost, "/api/v1/audits/"+audit+"/changes",
		object{"revision": 1, "changes": changes}, &reply)
	for i, r := range reply.Results {
		if r.Status != want {
			t.Fatalf("%v: %s: %s", changes[i], r.Status, r.Detail)
		}
	}
}

// good answers the clauses of a sub-district hall that keep accepts, each by its method.
func good(e *standard.Edition, keep func(*standard.Clause) bool) map[standard.ClauseUID]object {
	values := map[standard.ClauseUID]object{}
	for _, c := range e.Checklist(standard.Subdistrict) {
		if keep(c) {
			values[c.UID] = goodAnswer(c)
		}
	}
	return values
}

func goodAnswer(c *standard.Clause) object {
	switch c.Method.Type {
	case standard.PassFail:
		return object{"verdict": "pass"}
	case standard.Graded:
		return object{"level": 2}
	case standard.Measured:
		target, _ := c.Method.Target.Get(standard.Subdistrict)
		return object{"value": json.Number(target.String())}
	case standard.Ratio:
		return object{"numerator": 19, "denominator": 20}
	}
	return object{"occurrences": []object{}}
}
