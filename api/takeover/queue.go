package takeover

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"hallmark/api/access"
	"hallmark/api/audits"
	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

// Format names the form of a file of unsent work.
const Format = "hallmark-queue/1"

// Why a file of unsent work is not taken.
var (
	// ErrFile says that a file is not a whole file of unsent work.
	ErrFile = errors.New("not a whole file of unsent work")
	// ErrUnsigned says that no key of this installation vouches for a file, and that nobody was
	// named who takes it over.
	ErrUnsigned = errors.New("no sign-in vouches for the file")
	// ErrOperator says that the person who is to take a file over may not.
	ErrOperator = errors.New("no such operator")
)

// queueFile is the file that a tablet saves. SHA256 is the digest of the bytes of Content as they
// stand in the file. Signature is missing in files of tablets that had no key.
type queueFile struct {
	Format      string                     `json:"format"`
	SHA256      standard.Digest            `json:"sha256"`
	Signature   *queueSignature            `json:"signature"`
	Content     json.RawMessage            `json:"content" text:"as-is"`
	Photographs map[standard.Digest]string `json:"photographs" text:"as-is"` // base64
}

type queueContent struct {
	Device      string              `json:"device"`
	Username    checklists.Username `json:"username"`
	SavedAt     string              `json:"savedAt"`
	Audits      []json.RawMessage   `json:"audits"` // bodies of POST /api/v1/audits
	Changes     []queueChange       `json:"changes"`
	Photographs []queuePhotograph   `json:"photographs"`
	Submissions []queueSubmission   `json:"submissions"`
	// Confirmations are missing in files of earlier versions.
	Confirmations []queueConfirmation `json:"confirmations"`
}

type queueChange struct {
	Audit  checklists.AuditID `json:"audit"`
	Change json.RawMessage    `json:"change"`
}

type queuePhotograph struct {
	Audit  checklists.AuditID `json:"audit"`
	Clause standard.ClauseUID `json:"clause"`
	SHA256 standard.Digest    `json:"sha256"`
	Size   int                `json:"size"`
}

type queueSubmission struct {
	Audit checklists.AuditID `json:"audit"`
	Key   string             `json:"key"`
	submissionBody
}

// submissionBody has the members in the order of the tablet, so that the body is the one that the
// tablet may have sent with the same Idempotency-Key. Files of earlier versions lack some.
type submissionBody struct {
	Comment    string          `json:"comment"`
	Summary    *string         `json:"summary,omitempty"`
	Opinion    *string         `json:"opinion,omitempty"`
	Signatures json.RawMessage `json:"signatures"`
}

// text is the body as the tablet writes it.
func (b *submissionBody) text() ([]byte, error) {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	err := e.Encode(b)
	return bytes.TrimSpace(text.Bytes()), err
}

type queueConfirmation struct {
	Audit  checklists.AuditID `json:"audit"`
	Key    string             `json:"key"`
	SHA256 standard.Digest    `json:"sha256"`
}

// Order says how a file of unsent work is taken over.
type Order struct {
	// As takes a file over for which no sign-in vouches; "" takes signed files alone.
	As       checklists.Username
	Language message.Language
	Show     func(line string) // gets what such a file holds, line by line; nil: nobody looks
}

// Report says what became of a file of unsent work. What was there already counts as
// accepted.
type Report struct {
	Username                                  checklists.Username // in whose name it was taken
	Handed                                    *checklists.Handover
	Audits, Changes, Photographs, Submissions int      // accepted
	Confirmations                             int      // accepted, too
	Refused                                   []string // what was not accepted, and why
	Said                                      []string // what was accepted and is out of the ordinary
}

// Import sends what a tablet saved, through the same calls, permissions and checks as the
// tablet would: a file that is signed with the key of a sign-in in the name of the person who
// signed in, any other in the name of an operator, marked as handed over. Doing it again is
// harmless. It returns [ErrFile] for a file that is cut off or altered, a *[EditedError] for a
// signed one that was edited, [ErrUnsigned] and [ErrOperator] for one without signature.
func (s *Service) Import(ctx context.Context, r io.Reader, order Order) (
	Report, error,
) {
	q, err := readQueue(r)
	if err != nil {
		return Report{}, err
	}
	user, err := s.signerOf(ctx, q)
	if err != nil {
		return Report{}, err
	}
	i := &queueImport{s: s, ctx: ctx, language: order.Language}
	if user == nil {
		s.showQueue(ctx, q, order)
		if user, err = s.operator(ctx, order.As); err != nil {
			return Report{}, err
		}
		i.report.Handed = &checklists.Handover{File: q.digest, Of: q.content.Username}
		i.ctx = journal.WithHandover(ctx, i.report.Handed)
	}
	i.report.Username = user.Username
	err = s.Journal.Note(i.ctx, journal.Event{Actor: user.Username, Action: "queue-imported",
		Subject: "user/" + string(user.Username), Label: q.digest.Short(), After: q.digest})
	if err != nil {
		return Report{}, err
	}
	i.ctx = access.Inside(i.ctx, user)
	i.all(q)
	return i.report, i.err
}

// operator is the person who takes a file over that no sign-in vouches for.
func (s *Service) operator(ctx context.Context, name checklists.Username) (*access.User, error) {
	if name == "" {
		return nil, ErrUnsigned
	}
	u, err := s.Docs.Users.Get(ctx, string(name))
	if errors.Is(err, store.ErrNotFound) || err == nil && !access.MayTakeOver(&u) {
		return nil, ErrOperator
	}
	return &u, err
}

// queue is a file that was read.
type queue struct {
	queueFile
	content queueContent
	digest  standard.Digest // of the whole file
}

func readQueue(r io.Reader) (*queue, error) {
	q, sum := new(queue), sha256.New()
	r = io.TeeReader(r, sum)
	if err := json.NewDecoder(r).Decode(&q.queueFile); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFile, err)
	}
	if _, err := io.Copy(io.Discard, r); err != nil {
		return nil, err
	}
	q.digest = standard.Digest(hex.EncodeToString(sum.Sum(nil)))
	whole := standard.DigestBytes(q.Content) == q.SHA256
	if q.Format != Format || !whole && q.Signature == nil {
		return nil, fmt.Errorf("%w: format %q or digest", ErrFile, q.Format)
	}
	if err := json.Unmarshal(q.Content, &q.content); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFile, err)
	}
	return q, nil
}

// queueImport is one import under way.
type queueImport struct {
	s        *Service
	ctx      context.Context
	language message.Language
	report   Report
	err      error // a failure of the installation, which ends the import
}

// say is a name of an item in the report.
func (i *queueImport) say(key string, args ...any) string {
	return message.Text(i.language, "queue."+key, args...)
}

// all sends everything in the order of a tablet: audits, changes, photographs, confirmations,
// submissions.
func (i *queueImport) all(q *queue) {
	for n, body := range q.content.Audits {
		i.count(&i.report.Audits, i.say("audit", n+1), i.send("POST", "/api/v1/audits", "", body, nil))
	}
	i.rest(q)
}

// rest sends what belongs to audits that have begun.
func (i *queueImport) rest(q *queue) {
	i.changes(q)
	for _, p := range q.content.Photographs {
		photo, err := base64.StdEncoding.DecodeString(q.Photographs[p.SHA256])
		if err == nil {
			err = i.send("PUT", "/api/v1/evidence/"+string(p.SHA256), "", photo, nil)
		}
		i.count(&i.report.Photographs, i.say("photograph", p.SHA256.Short()), err)
	}
	for _, one := range q.content.Confirmations {
		body, err := json.Marshal(map[string]any{"sha256": one.SHA256})
		if err == nil {
			err = i.send("POST", "/api/v1/audits/"+string(one.Audit)+"/confirm", one.Key, body, nil)
		}
		i.count(&i.report.Confirmations, i.say("confirmation", one.Audit), err)
	}
	for _, sub := range q.content.Submissions {
		body, err := sub.text()
		if err == nil {
			err = i.send("POST", "/api/v1/audits/"+string(sub.Audit)+"/submit", sub.Key, body, nil)
		}
		i.count(&i.report.Submissions, i.say("submission", sub.Audit), err)
	}
}

// changes sends what was recorded, and notes what is said of it.
func (i *queueImport) changes(q *queue) {
	clauses := queueClauses{s: i.s, ctx: i.ctx, editions: map[checklists.AuditID]standard.EditionID{}}
	for n, c := range q.content.Changes {
		body, err := json.Marshal(map[string]any{"revision": 1 << 30, "changes": []any{c.Change}})
		if err != nil {
			i.err = err
			return
		}
		said, err := i.change(c.Audit, body)
		what := i.say("change", n+1, c.Audit)
		if said != "" || err != nil {
			what = i.say("change-of", n+1, c.Audit, visible(clauses.of(c)))
		}
		if said != "" {
			i.report.Said = append(i.report.Said, what+i.say("colon")+visible(said))
		}
		i.count(&i.report.Changes, what, err)
	}
}

func (i *queueImport) count(taken *int, what string, err error) {
	var refused *wire.Problem
	var rejected rejectedError
	said := i.say("unreadable")
	if errors.As(err, &refused) || errors.As(err, &rejected) {
		said = err.Error()
	}
	switch {
	case i.err != nil:
	case err == nil:
		*taken++
	case errors.As(err, &refused) && refused.Status >= http.StatusInternalServerError:
		i.err = fmt.Errorf("%s: %w", what, err)
	default:
		i.report.Refused = append(i.report.Refused,
			what+message.Text(i.language, "queue.colon")+visible(said))
	}
}

// rejectedError is what an audit says of a change that it does not take, in the language of the import.
type rejectedError string

func (e rejectedError) Error() string { return string(e) }

// change sends one change and returns an error if the audit rejects it, else what it says of one
// that it takes.
func (i *queueImport) change(audit checklists.AuditID, body []byte) (said string, err error) {
	var reply audits.ChangesReply
	err = i.send("POST", "/api/v1/audits/"+string(audit)+"/changes", "", body, &reply)
	if err != nil || i.err != nil {
		return "", err
	}
	switch r := reply.Results[0]; {
	case r.Status == checklists.Rejected:
		return "", rejectedError(r.Detail)
	case r.Status == checklists.Applied && !strings.HasPrefix(r.Code, "clock-"):
		return r.Detail, nil
	}
	return "", nil
}

// send is a request to the server itself; a refusal comes back as a *[wire.Problem].
func (i *queueImport) send(method, path, key string, body []byte, out any) error {
	if i.err != nil {
		return nil //nolint:nilerr // Import returns it at the end
	}
	r, err := http.NewRequestWithContext(i.ctx, method, path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept-Language", i.language.String())
	if key != "" {
		r.Header.Set("Idempotency-Key", key)
	}
	r.RemoteAddr = "127.0.0.1:0"
	w := &reply{header: http.Header{}, status: http.StatusOK}
	i.s.Serve(w, r)
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
