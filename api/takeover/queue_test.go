package takeover_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"hallmark/api/access"
	"hallmark/api/apitest"
	"hallmark/api/takeover"
	"hallmark/checklists"
	"hallmark/standard"
)

const queueAudit = "01890a5d-ac96-774b-bcce-b302099a8057"

// queueKit is a server with what a tablet knows of it.
type queueKit struct {
	*apitest.Kit
	key access.QueueKey
}

func newQueueKit(t *testing.T) *queueKit {
	t.Helper()
	k := &queueKit{Kit: apitest.New(t)}
	status, _, body := k.Call(http.MethodPost, "/api/v1/sessions",
		apitest.Object{"username": "auditor", "password": apitest.Password})
	var session struct{ QueueKey access.QueueKey }
	if err := json.Unmarshal(body, &session); err != nil || status != http.StatusCreated ||
		session.QueueKey.ID == "" {
		t.Fatalf("sign-in: %d %s %v", status, body, err)
	}
	k.key = session.QueueKey
	return k
}

// content is the work of a short visit without a network: an audit of one hall and two answers.
func content(user string) string {
	change := func(id, clause, value string) string {
		return fmt.Sprintf(`{"audit":%q,"change":{"id":"01890a5d-ac96-774b-bcce-00000000000%s",`+
			`"clause":%q,"at":"1515722400000-0001-tab7","saw":[],"device":"tab7","op":"answer","value":%s}}`,
			queueAudit, id, clause, value)
	}
	return fmt.Sprintf(`{"device":"tab7","username":%q,"savedAt":"2018-01-12T09:00:00Z",`+
		`"audits":[{"id":%q,"hall":"GS-S03","kind":"announced"}],"changes":[%s,%s],`+
		`"photographs":[],"submissions":[]}`, user, queueAudit,
		change("1", "HS001", `{"value":187.5}`), change("2", "HS002", `{"level":1}`))
}

// sealed is a file that carries the codes of the key over signed, and holds content.
func (k *queueKit) sealed(signed, content string) []byte {
	k.T.Helper()
	key, err := base64.RawURLEncoding.DecodeString(k.key.Key)
	k.Must(err)
	code := func(at, part string) string {
		sum := hmac.New(sha256.New, key)
		sum.Write([]byte(at + "\n" + part))
		return fmt.Sprintf("%x", sum.Sum(nil))
	}
	var parts struct {
		Device, Username, SavedAt string
		Audits, Changes           []json.RawMessage
	}
	k.Must(json.Unmarshal([]byte(signed), &parts))
	codes := func(name string, list []json.RawMessage) []string {
		out := []string{}
		for i, part := range list {
			out = append(out, code(fmt.Sprintf("%s[%d]", name, i), string(part)))
		}
		return out
	}
	signature, err := json.Marshal(map[string]any{"key": k.key.ID, "whole": code("content", signed),
		"head":   code("head", parts.Device+"\n"+parts.Username+"\n"+parts.SavedAt),
		"audits": codes("audits", parts.Audits), "changes": codes("changes", parts.Changes),
		"photographs": []string{}, "submissions": []string{}})
	k.Must(err)
	return []byte(strings.Replace(string(unsigned(content)), `"content"`,
		`"signature":`+string(signature)+`,"content"`, 1))
}

func unsigned(content string) []byte {
	return []byte(fmt.Sprintf(`{"format":"hallmark-queue/1","sha256":"%x","content":%s,"photographs":{}}`,
		sha256.Sum256([]byte(content)), content))
}

func (k *queueKit) take(file []byte, as checklists.Username) (takeover.Report, error) {
	return k.Server.Takeover.Import(k.T.Context(), bytes.NewReader(file), takeover.Order{As: as})
}

// nothing fails if anything of the file is there.
func (k *queueKit) nothing() {
	k.T.Helper()
	k.SignIn("supervisor")
	if status, _, _ := k.Call(http.MethodGet, "/api/v1/audits/"+queueAudit, nil); status != 404 {
		k.T.Errorf("something was taken: %d", status)
	}
}

// A file that is signed with the key of a sign-in is taken in that person's name, after the sign-in
// and for 90 days.
func TestQueueSigned(t *testing.T) {
	k := newQueueKit(t)
	file := k.sealed(content("auditor"), content("auditor"))
	k.Clock.Advance(access.SessionLife + 24*time.Hour)
	report, err := k.take(file, "")
	k.Must(err)
	if report.Username != "auditor" || report.Handed != nil || report.Audits != 1 ||
		report.Changes != 2 || len(report.Refused) > 0 {
		t.Errorf("%+v", report)
	}
	k.SignIn("supervisor")
	_, _, body := k.Call(http.MethodGet, "/api/v1/audits/"+queueAudit, nil)
	if !bytes.Contains(body, []byte(`"by":"auditor"`)) || bytes.Contains(body, []byte(`"handed"`)) {
		t.Errorf("%.2000s", body)
	}
	late := newQueueKit(t)
	file = late.sealed(content("auditor"), content("auditor"))
	late.Clock.Advance(access.QueueKeyLife)
	if _, err := late.take(file, ""); !errors.Is(err, takeover.ErrUnsigned) {
		t.Errorf("after 90 days: %v", err)
	}
}

// What was edited after the signature is refused with its place, whoever takes it over.
func TestQueueEdited(t *testing.T) {
	whole := content("auditor")
	for want, edited := range map[string]string{
		"content.changes[0]": strings.Replace(whole, "187.5", "250", 1),
		"content.audits[0]":  strings.Replace(whole, `"kind":"announced"`, `"kind":"unannounced"`, 1),
		"content.username":   strings.Replace(whole, `"username":"auditor"`, `"username":"auditor2"`, 1),
		"content.changes[1]": whole[:strings.Index(whole, `,{"audit"`)] + whole[strings.Index(whole, `],"photo`):],
		"content.device":     strings.Replace(whole, `"device":"tab7","username"`, `"device":"tab8","username"`, 1),
		"content":            strings.Replace(whole, `"audits"`, `"more":1,"audits"`, 1),
	} {
		k := newQueueKit(t)
		for _, as := range []checklists.Username{"", "supervisor"} {
			var refused *takeover.EditedError
			if _, err := k.take(k.sealed(whole, edited), as); !errors.As(err, &refused) ||
				!strings.HasPrefix(refused.Place, want) {
				t.Errorf("%v, want %s", err, want)
			}
		}
		k.nothing()
	}
}

// A file that no key of a sign-in vouches for is shown and taken in the name of an operator alone,
// who need not be an inspector; history and log say from which file.
func TestQueueHandedOver(t *testing.T) {
	k := newQueueKit(t)
	file := unsigned(content("auditor"))
	var lines []string
	_, err := k.Server.Takeover.Import(t.Context(), bytes.NewReader(file),
		takeover.Order{Show: func(line string) { lines = append(lines, line) }})
	if !errors.Is(err, takeover.ErrUnsigned) || len(lines) != 4 || !strings.Contains(lines[2], "187.5") {
		t.Errorf("%v, %q", err, lines)
	}
	k.nothing()
	for _, as := range []checklists.Username{"nobody", "head", "editor"} {
		if _, err := k.take(file, as); !errors.Is(err, takeover.ErrOperator) {
			t.Errorf("%s takes it over: %v", as, err)
		}
	}
	k.nothing()
	for range 2 { // again is harmless
		report, err := k.take(file, "admin")
		k.Must(err)
		if report.Username != "admin" || report.Audits != 1 || report.Changes != 2 ||
			len(report.Refused) > 0 {
			t.Errorf("%+v", report)
		}
	}
	mark := fmt.Sprintf(`"handed":{"file":"%s","of":"auditor"}`, standard.DigestBytes(file))
	k.SignIn("supervisor")
	_, _, body := k.Call(http.MethodGet, "/api/v1/audits/"+queueAudit, nil)
	if !bytes.Contains(body, []byte(`"by":"admin"`)) || !bytes.Contains(body, []byte(mark)) ||
		!bytes.Contains(body, []byte(`"inspectors":["auditor"]`)) {
		t.Errorf("%.2000s", body)
	}
	k.SignIn("admin")
	_, _, body = k.Call(http.MethodGet, "/api/v1/events?limit=20", nil)
	if n := bytes.Count(body, []byte(mark)); n < 4 || bytes.Contains(body, []byte(`"actor":"auditor","action":"answers`)) {
		t.Errorf("%d events say from which file, want 4: %s", n, body)
	}
}

// The account of the person who signed a file was disabled: nobody may act in that name any more.
func TestQueueOfDisabledAccount(t *testing.T) {
	k := newQueueKit(t)
	file := k.sealed(content("auditor"), content("auditor"))
	k.Must(k.Server.Accounts.DisableUser(t.Context(), "admin", "auditor"))
	if _, err := k.take(file, ""); !errors.Is(err, takeover.ErrUnsigned) {
		t.Errorf("%v", err)
	}
	k.nothing()
}

// A percentage above 100 is refused to a tablet and in its signed file; in a file without signature, which
// an earlier version may have saved, it is taken over and said. Both name the clause.
func TestQueuePercentage(t *testing.T) {
	k := newQueueKit(t)
	text := strings.Replace(content("auditor"), `"clause":"HS002"`, `"clause":"HS032"`, 1)
	text = strings.Replace(text, `{"level":1}`, `{"value":100.5}`, 1)
	report, err := k.take(k.sealed(text, text), "")
	k.Must(err)
	if report.Changes != 1 || len(report.Refused) != 1 || len(report.Said) != 0 ||
		!strings.Contains(report.Refused[0], "HS032 ") ||
		!strings.Contains(report.Refused[0], "不应超过 100") {
		t.Errorf("signed: %+v", report)
	}
	report, err = k.take(unsigned(text), "supervisor")
	k.Must(err)
	if report.Changes != 2 || len(report.Refused) != 0 || len(report.Said) != 1 ||
		!strings.Contains(report.Said[0], "HS032 ") || !strings.Contains(report.Said[0], "100") {
		t.Errorf("handed over: %+v", report)
	}
}
