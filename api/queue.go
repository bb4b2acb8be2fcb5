package api

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"hallmark/api/access"
	"hallmark/api/audits"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// QueueFormat names the form of a file of unsent work.
const QueueFormat = "hallmark-queue/1"

// ErrQueue says that a file is not a whole file of unsent work.
var ErrQueue = errors.New("not a whole file of unsent work")

// queueFile is the file that a tablet saves. SHA256 is the digest of the bytes of Content as they
// stand in the file.
type queueFile struct {
	Format      string                     `json:"format"`
	SHA256      standard.Digest            `json:"sha256"`
	Content     json.RawMessage            `json:"content"`
	Photographs map[standard.Digest]string `json:"photographs"` // base64
}

type queueContent struct {
	Device   string              `json:"device"`
	Username checklists.Username `json:"username"`
	SavedAt  string              `json:"savedAt"`
	Audits   []json.RawMessage   `json:"audits"` // bodies of POST /api/v1/audits
	Changes  []struct {
		Audit  checklists.AuditID `json:"audit"`
		Change json.RawMessage    `json:"change"`
	} `json:"changes"`
	Photographs []struct {
		Audit  checklists.AuditID `json:"audit"`
		Clause standard.ClauseUID `json:"clause"`
		SHA256 standard.Digest    `json:"sha256"`
		Size   int                `json:"size"`
	} `json:"photographs"`
	Submissions []struct {
		Audit      checklists.AuditID `json:"audit"`
		Key        string             `json:"key"`
		Comment    string             `json:"comment"`
		Signatures json.RawMessage    `json:"signatures"`
	} `json:"submissions"`
}

// QueueReport says what became of a file of unsent work. What was there already counts as
// accepted.
type QueueReport struct {
	Username                                  checklists.Username
	Audits, Changes, Photographs, Submissions int      // accepted
	Refused                                   []string // what was not accepted, and why, in English
}

// ImportQueue sends what a tablet saved, in the name of the person who worked on it, through the
// same calls, permissions and checks as the tablet would. Doing it again is harmless. It returns
// [ErrQueue] for a file that is cut off or altered, [store.ErrNotFound] for an account that is
// unknown or disabled.
func (s *Server) ImportQueue(ctx context.Context, r io.Reader) (QueueReport, error) {
	file, content, err := readQueue(r)
	if err != nil {
		return QueueReport{}, err
	}
	user, err := s.docs.users.Get(ctx, string(content.Username))
	if err != nil {
		return QueueReport{}, err
	}
	if user.Disabled {
		return QueueReport{}, store.ErrNotFound
	}
	token, err := s.Access.OpenSession(ctx, user.Username)
	if err != nil {
		return QueueReport{}, err
	}
	i := &queueImport{s: s, ctx: ctx, token: token, report: QueueReport{Username: user.Username}}
	i.all(file, content)
	return i.report, errors.Join(i.err, s.Access.CloseSession(ctx, &user, access.SessionID(token)))
}

func readQueue(r io.Reader) (file queueFile, content queueContent, err error) {
	if err := json.NewDecoder(r).Decode(&file); err != nil {
		return file, content, fmt.Errorf("%w: %w", ErrQueue, err)
	}
	if file.Format != QueueFormat || standard.DigestBytes(file.Content) != file.SHA256 {
		return file, content, fmt.Errorf("%w: format %q or digest", ErrQueue, file.Format)
	}
	if err := json.Unmarshal(file.Content, &content); err != nil {
		return file, content, fmt.Errorf("%w: %w", ErrQueue, err)
	}
	return file, content, nil
}

// queueImport is one import under way.
type queueImport struct {
	s      *Server
	ctx    context.Context
	token  string
	report QueueReport
	err    error // a failure of the installation, which ends the import
}

// all sends everything in the order of a tablet: audits, changes, photographs, submissions.
func (i *queueImport) all(file queueFile, content queueContent) {
	for _, body := range content.Audits {
		i.count(&i.report.Audits, "audit", i.send("POST", "/api/v1/audits", "", body, nil))
	}
	for _, c := range content.Changes {
		body, err := json.Marshal(map[string]any{"revision": 1 << 30, "changes": []any{c.Change}})
		if err != nil {
			i.err = err
			return
		}
		i.count(&i.report.Changes, "change in audit "+string(c.Audit), i.change(c.Audit, body))
	}
	for _, p := range content.Photographs {
		photo, err := base64.StdEncoding.DecodeString(file.Photographs[p.SHA256])
		if err == nil {
			err = i.send("PUT", "/api/v1/evidence/"+string(p.SHA256), "", photo, nil)
		}
		i.count(&i.report.Photographs, "photograph "+p.SHA256.Short(), err)
	}
	for _, sub := range content.Submissions {
		body, err := json.Marshal(map[string]any{"comment": sub.Comment, "signatures": sub.Signatures})
		if err == nil {
			err = i.send("POST", "/api/v1/audits/"+string(sub.Audit)+"/submit", sub.Key, body, nil)
		}
		i.count(&i.report.Submissions, "submission of audit "+string(sub.Audit), err)
	}
}

func (i *queueImport) count(taken *int, what string, err error) {
	var refused *wire.Problem
	switch {
	case i.err != nil:
	case err == nil:
		*taken++
	case errors.As(err, &refused) && refused.Status >= http.StatusInternalServerError:
		i.err = fmt.Errorf("%s: %w", what, err)
	default:
		i.report.Refused = append(i.report.Refused, what+": "+err.Error())
	}
}

// change sends one change and returns an error if the audit rejects it.
func (i *queueImport) change(audit checklists.AuditID, body []byte) error {
	var reply audits.ChangesReply
	err := i.send("POST", "/api/v1/audits/"+string(audit)+"/changes", "", body, &reply)
	if err == nil && i.err == nil && reply.Results[0].Status == checklists.Rejected {
		return errors.New(reply.Results[0].Detail)
	}
	return err
}

// send is a request to the server itself; a refusal comes back as a *[wire.Problem].
func (i *queueImport) send(method, path, key string, body []byte, out any) error {
	if i.err != nil {
		return nil //nolint:nilerr // ImportQueue returns it at the end
	}
	r, err := http.NewRequestWithContext(i.ctx, method, path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+i.token)
	r.Header.Set("Accept-Language", "en")
	if key != "" {
		r.Header.Set("Idempotency-Key", key)
	}
	r.RemoteAddr = "127.0.0.1:0"
	w := &reply{header: http.Header{}, status: http.StatusOK}
	i.s.ServeHTTP(w, r)
	if w.status >= http.StatusBadRequest {
		problem := &wire.Problem{Status: w.status}
		return errors.Join(json.Unmarshal(w.body.Bytes(), problem), problem)
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(w.body.Bytes(), out)
}

// reply keeps an answer of the server in memory.
type reply struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (w *reply) Header() http.Header { return w.header }

func (w *reply) WriteHeader(status int) { w.status = status }

func (w *reply) Write(b []byte) (int, error) { return w.body.Write(b) }
