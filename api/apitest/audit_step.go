package apitest

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"hallmark/api/accounts"
	"hallmark/api/audits"
	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/standard"
)

// DigestOf is the digest of bytes, in the form that the API shows.
func DigestOf(b []byte) string { return string(standard.DigestBytes(b)) }

// EventSeen is a line of the event log.
type EventSeen struct {
	ID, Actor, Action, Before, After, Request string
	Revision                                  int
}

// Events reads the event log of an audit, the oldest first. The
// person who is signed in stays so.
func (k *Kit) Events(audit string) []EventSeen {
	k.T.Helper()
	before := k.Token
	defer func() { k.Token = before }()
	k.SignIn("admin")
	var all []EventSeen
	for cursor := ""; ; {
		var page struct {
			Items []EventSeen
			Next  string
		}
		k.Want(200, "GET", "/api/v1/events?limit=200&subject=audit/"+audit+"&cursor="+cursor, nil, &page)
		all = append(all, page.Items...)
		if cursor = page.Next; cursor == "" {
			slices.Reverse(all)
			return all
		}
	}
}

// WantChain follows an audit from its present digest back to its start: what is no answer, each of
// which stands in the chain of the audit itself, has an event whose Before is the digest before it.
func (k *Kit) WantChain(audit, digest string) (actions []string) {
	k.T.Helper()
	k.Must(k.Server.Steps.Finish(k.T.Context(), store.Subject{Collection: "audits", Doc: audit}))
	events, before := k.Events(audit), k.answersOf(audit)
	for at := digest; at != ""; {
		if earlier, answer := before[at]; answer {
			at = earlier
			continue
		}
		i := slices.IndexFunc(events, func(e EventSeen) bool { return e.After == at })
		if i < 0 {
			k.T.Fatalf("audit %s: no event leads to %s", audit, at)
		}
		actions = append(actions, events[i].Action+" "+events[i].Actor)
		at = events[i].Before
		if len(actions) > len(events) {
			k.T.Fatalf("audit %s: events in a circle", audit)
		}
	}
	slices.Reverse(actions)
	return actions
}

// answersOf has, for the digest after each answer of an audit, the digest before.
func (k *Kit) answersOf(audit string) map[string]string {
	k.T.Helper()
	c, err := store.Open(k.T.Context(), k.Config.Engine, audits.AuditSchema)
	k.Must(err)
	a, err := c.Get(k.T.Context(), audit)
	k.Must(err)
	k.Must(a.CheckDigest())
	before, told, at := map[string]string{}, map[string]bool{}, ""
	for _, e := range k.Events(audit) {
		if told[e.After] = true; e.Before == "" {
			at = e.After
		}
	}
	follow := func(d standard.Digest) {
		if !told[string(d)] { // an answer, or the step back to work that came with one
			before[string(d)] = at
		}
		at = string(d)
	}
	changes := a.Since(0)
	for _, step := range a.Transitions {
		for ; len(changes) > 0 && changes[0].Revision < step.Revision; changes = changes[1:] {
			follow(changes[0].Digest)
		}
		follow(step.Digest)
	}
	for _, change := range changes {
		follow(change.Digest)
	}
	return before
}

// Report reads the report of an audit twice, which must be the same bytes, and its record.
func (k *Kit) Report(id string) (code string) {
	k.T.Helper()
	for _, name := range []string{"record.pdf", "report.pdf"} {
		_, header, first := k.Call("GET", "/api/v1/audits/"+id+"/"+name, nil)
		k.Clock.Advance(time.Hour)
		_, _, second := k.Call("GET", "/api/v1/audits/"+id+"/"+name, nil)
		if !bytes.Equal(first, second) {
			k.T.Errorf("%s: printed twice, the files differ", name)
		}
		if name := header.Get("Content-Disposition"); !strings.Contains(name, "GS-S03-2018") {
			k.T.Errorf("file name %q", name)
		}
		code = k.wantSigned(first)
	}
	return code
}

var verifyURL = regexp.MustCompile(`verify/([2-9A-HJ-NP-Z]{16})`)

// wantSigned checks the signature of a file with poppler and returns the code of the file.
func (k *Kit) wantSigned(file []byte) string {
	k.T.Helper()
	for _, program := range []string{"pdfsig", "pdftotext"} {
		if _, err := exec.LookPath(program); err != nil {
			k.T.Fatalf("poppler's %s is not installed: .ci/tools installs it", program)
		}
	}
	name := filepath.Join(k.T.TempDir(), "file.pdf")
	k.Must(os.WriteFile(name, file, 0o600))
	//nolint:gosec // the name is one that the test has made
	out, err := exec.Command("pdfsig", "-nocert", name).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "Signature is Valid") ||
		!strings.Contains(string(out), "Total document signed") {
		k.T.Errorf("pdfsig: %v\n%s", err, out)
	}
	//nolint:gosec // the same name
	text, err := exec.Command("pdftotext", name, "-").Output()
	k.Must(err)
	code := verifyURL.FindSubmatch(bytes.ReplaceAll(text, []byte("\n"), nil))
	if code == nil {
		return ""
	}
	return string(code[1])
}

// WantVerified opens the public pages of an old and of the newest report.
func (k *Kit) WantVerified(old, newest string) {
	k.T.Helper()
	if old == "" || newest == "" || old == newest {
		k.T.Fatalf("codes %q and %q", old, newest)
	}
	k.SignIn("")
	page := func(code string) (int, string) {
		status, _, body := k.Call("GET", "/verify/"+code, nil)
		return status, string(body)
	}
	status, body := page(newest)
	if status != http.StatusOK || strings.Contains(body, `href="/verify/`) {
		k.T.Errorf("newest report: %d, or names a newer one", status)
	}
	status, body = page(old)
	if status != http.StatusOK || !strings.Contains(body, `href="/verify/`+newest+`"`) {
		k.T.Errorf("old report: %d, does not name %s", status, newest)
	}
	for _, secret := range []string{"陈砚秋", "严克己", "auditor", "同意"} {
		if strings.Contains(body, secret) {
			k.T.Errorf("the public page says %q", secret)
		}
	}
	for _, wrong := range []string{newest[:15], strings.ToLower(newest), newest[:15] + "2", "%3Cb%3E",
		"..%2f..%2fetc", strings.Repeat("A", 2000), "%00", "%ff"} {
		if wrong == newest {
			continue
		}
		status, body := page(wrong)
		if status != http.StatusNotFound || strings.Contains(body, "<b>") {
			k.T.Errorf("/verify/%.40s: %d", wrong, status)
		}
	}
}

// ApprovedAudit is an audit of GS-S03 that was approved on Thursday, 1 March 2018.
func (k *Kit) ApprovedAudit() string {
	k.T.Helper()
	id := k.ReadyAudit()
	k.Want(http.StatusOK, "POST", "/api/v1/audits/"+id+"/submit", nil, nil)
	k.SignIn("supervisor")
	k.Want(http.StatusOK, "POST", "/api/v1/audits/"+id+"/approve", nil, nil)
	return id
}

// AddSupervisor adds somebody who was not involved.
func (k *Kit) AddSupervisor(name string) error {
	return k.Server.Accounts.AddUser(context.Background(), "admin", accounts.NewUser{
		Username: checklists.Username(name), Name: "督查 " + name + "(虚构)", Role: checklists.Supervisor,
		Password: Password})
}
