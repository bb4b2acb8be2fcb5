package apitest

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hallmark/api"
	"hallmark/api/store"
	"hallmark/api/store/blob"
	"hallmark/api/store/sqlite"
)

// long asks for the long walks of "make test-long".
var long = os.Getenv("HALLMARK_LONG") == "1"

// Walk is a use case that is broken off at each call of the storage in turn, each time from the same
// state, which is a file that is copied.
type Walk struct {
	Request func(k *Kit) (status int, body []byte) // by the person who is signed in
	Done    []string                               // codes that may answer a repetition
	// Blur takes out of documents and answers what is made by chance; nil leaves them as they are.
	Blur *regexp.Regexp
	// Fresh says that a repetition answers what it finds, which may be that nothing is left to do.
	Fresh bool
	// Ahead are collections in which a break may leave documents that the request writes before the one
	// that decides.
	Ahead []string
	// Every says that in short runs only every so many calls are broken; 0 is every call.
	Every int
	// On makes an empty installation on another engine, to which each state is copied; nil stays on
	// SQLite. Then calls are left out as Every says in long runs, too.
	On func() (store.Engine, store.Blobs)

	kit     *Kit
	file    string
	blurred sync.Map // lines of dumps, by what they were
}

// Freeze ends the work with a kit and keeps its state for walks.
func (k *Kit) Freeze(request func(*Kit) (int, []byte)) *Walk {
	k.T.Helper()
	k.Pass()
	k.Must(k.Engine.Close())
	return &Walk{Request: request, kit: k, file: k.File}
}

// state opens a copy of the frozen state behind an engine that can fail.
func (w *Walk) state(t *testing.T) (*Kit, *faulty) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "hallmark.db")
	content, err := os.ReadFile(w.file)
	if err == nil {
		err = os.WriteFile(file, content, 0o600) //nolint:gosec // below the directory of the test
	}
	if err != nil {
		t.Fatal(err)
	}
	engine, err := sqlite.Open(context.Background(), file)
	if err != nil {
		t.Fatal(err)
	}
	k := &Kit{T: t, Engine: engine, File: file, Config: w.kit.Config, Clock: w.kit.Clock,
		Client: w.kit.Client, Token: w.kit.Token, Tokens: w.kit.Tokens, Seen: map[string]bool{}}
	f := &faulty{Engine: engine, blobs: k.Config.Blobs,
		Err: fmt.Errorf("disk: %w", store.ErrUnavailable)}
	if w.On != nil {
		f.Engine, f.blobs = w.On()
		_, err := api.Copy(context.Background(), api.Installation{Engine: engine, Blobs: k.Config.Blobs},
			api.Installation{Engine: f.Engine, Blobs: f.blobs})
		k.Must(err)
	}
	k.Config.Engine, k.Config.Blobs = f, f
	k.Config.Shelf = blob.ShelfAt(t.TempDir())
	serve(k)
	t.Cleanup(func() { k.Must(engine.Close()) })
	if w.On != nil { // a copy leaves sessions out
		signInAgain(k)
	}
	return k, f
}

// serve starts a server for a kit.
func serve(k *Kit) {
	k.T.Helper()
	k.Restart()
	s := httptest.NewServer(k.Server)
	k.URL = s.URL
	k.T.Cleanup(s.Close)
}

// signInAgain makes the person who is signed in sign in once more.
func signInAgain(k *Kit) {
	k.T.Helper()
	for user, token := range k.Tokens {
		if token == k.Token {
			k.Tokens = map[string]string{}
			k.SignIn(user)
			return
		}
	}
}

// Run compares all collections after each break, once after the request is repeated and once after
// only the worker has gone on, with those of an undisturbed run. A break is before the call and after
// it. That is four ways for each call: a call is broken in one of them, the next call in the next one; in
// the long walks in two.
func (w *Walk) Run(t *testing.T) {
	k, _ := w.state(t)
	before := w.dump(k)
	k, f := w.state(t)
	f.Plan(0, false)
	status, answer := w.Request(k)
	calls := f.Count()
	if status >= 300 {
		t.Fatalf("undisturbed: %d %s", status, answer)
	}
	k.SettleAll()
	after := w.dump(k)
	if len(Differences(before, after)) == 0 {
		t.Fatal("the request changes nothing")
	}
	ways, stride := 1, max(1, w.Every)
	if long && w.On == nil {
		ways, stride = 2, 1
	}
	for n := 1; n <= calls; n += stride {
		for i := range ways {
			if way := (n/stride + i) % 4; way%2 == 0 {
				w.repeated(t, n, way > 1, answer, after)
			} else {
				w.waited(t, n, way > 1, before, after)
			}
		}
	}
	t.Logf("%d calls of the storage", calls)
}

// Race lets something else happen in another process at each call of the storage in turn, while the
// request waits before that call. In short runs it waits before every fifth call.
func (w *Walk) Race(t *testing.T, meanwhile func(beside *Kit),
	then func(k *Kit, status int, answer []byte),
) {
	t.Helper()
	k, f := w.state(t)
	f.Plan(0, false)
	w.Request(k)
	calls, stride := f.Count(), 5
	if long {
		stride = 1
	}
	for n := 1; n <= calls; n += stride {
		k, f := w.state(t)
		other := beside(k)
		f.Wait(n, func() { meanwhile(other) })
		status, answer := w.Request(k)
		k.SettleAll()
		then(k, status, answer)
	}
	t.Logf("%d calls of the storage", calls)
}

// beside is another process that works on the store of a kit.
func beside(k *Kit) *Kit {
	k.T.Helper()
	engine, err := sqlite.Open(context.Background(), k.File)
	k.Must(err)
	k.T.Cleanup(func() { k.Must(engine.Close()) })
	return k.Beside(engine, 0)
}

// Beside is another process that works on the store of a kit by an engine of its own. Its clock is
// ahead of that of the kit.
func (k *Kit) Beside(engine store.Engine, ahead time.Duration) *Kit {
	k.T.Helper()
	b := &Kit{T: k.T, Engine: k.Engine, File: k.File, Config: k.Config,
		Clock: &handClock{now: k.Clock.Read().Add(ahead)}, Client: k.Client, Token: k.Token,
		Tokens: maps.Clone(k.Tokens), Seen: map[string]bool{}}
	b.Config.Engine, b.Config.Now = engine, b.Clock.Read
	serve(b)
	return b
}

// Alone is the state that the request leaves when nothing disturbs it, as by [Kit.Dump].
func (w *Walk) Alone(t *testing.T) []string {
	t.Helper()
	k, f := w.state(t)
	f.Plan(0, false)
	if status, answer := w.Request(k); status >= 300 {
		t.Fatalf("undisturbed: %d %s", status, answer)
	}
	k.SettleAll()
	return w.dump(k)
}

// dump is that of a kit, without what is made by chance.
func (w *Walk) dump(k *Kit) []string {
	lines := k.Dump()
	for i, line := range lines {
		blurred, known := w.blurred.Load(line)
		if !known {
			blurred = w.blur(line)
			w.blurred.Store(line, blurred)
		}
		lines[i] = blurred.(string)
	}
	slices.Sort(lines)
	return lines
}

func (w *Walk) blur(text string) string {
	if w.Blur == nil {
		return text
	}
	return w.Blur.ReplaceAllString(text, "~")
}

func (w *Walk) repeated(t *testing.T, n int, late bool, answer []byte, after []string) {
	t.Helper()
	k, f := w.state(t)
	f.Plan(n, late)
	w.Request(k)
	f.Plan(0, false)
	status, again := w.Request(k)
	k.SettleAll()
	if diff := Differences(after, w.dump(k)); len(diff) > 0 {
		t.Errorf("call %d, late %t, repeated with %d:\n%s", n, late, status, strings.Join(diff, "\n"))
	}
	switch {
	case status < 300 && !w.Fresh && w.blur(string(again)) != w.blur(string(answer)):
		t.Errorf("call %d, late %t: repeated, the answer is\n%s\nwant\n%s", n, late, again, answer)
	case status >= 300 && !slices.Contains(w.Done, CodeOf(t, again)):
		t.Errorf("call %d, late %t: repeated: %d %s", n, late, status, again)
	}
}

func (w *Walk) waited(t *testing.T, n int, late bool, before, after []string) {
	t.Helper()
	k, f := w.state(t)
	f.Plan(n, late)
	status, _ := w.Request(k)
	f.Plan(0, false)
	k.Restart()
	k.SettleAll()
	dump := w.dump(k)
	diff, undone := Differences(after, dump), Differences(before, dump)
	undone = slices.DeleteFunc(undone, func(line string) bool {
		return slices.ContainsFunc(w.Ahead, func(in string) bool { return strings.HasPrefix(line, "+ "+in+" ") })
	})
	if len(diff) > 0 && (status < 300 || len(undone) > 0) {
		t.Errorf("call %d, late %t, answered %d, waited:\n%s", n, late, status, strings.Join(diff, "\n"))
	}
}

// SettleAll lets the worker do at once whatever is left, as if enough time had passed.
func (k *Kit) SettleAll() {
	k.T.Helper()
	ctx := context.Background()
	for range 5 {
		k.Due()
		k.Pass()
	}
	open, err := k.Server.Steps.Open(ctx)
	k.Must(err)
	for _, step := range open {
		k.T.Errorf("%s is open: %s", step.ID(), step.Reason)
	}
}

// Due lets all open steps be due, as if enough time had passed by the clock of the store.
func (k *Kit) Due() {
	k.T.Helper()
	open, err := k.Server.Steps.Open(context.Background())
	k.Must(err)
	for _, step := range open {
		k.Must(k.Config.Engine.Later(context.Background(), step, 0))
	}
}

// chance are the members that are made by chance, by collection; the documents are compared without
// them.
var chance = map[string][]string{"events": {"id", "request"}, "notifications": {"id"},
	"outbox": {"id"}}

// Dump is every document of the kit's installation as a line, in the order of the lines.
func (k *Kit) Dump() []string {
	k.T.Helper()
	return k.DumpOf(api.Installation{Engine: k.Config.Engine, Blobs: k.Config.Blobs})
}

// DumpOf is [Kit.Dump] of an installation; its open steps are lines, too.
func (k *Kit) DumpOf(from api.Installation) (lines []string) {
	k.T.Helper()
	var b bytes.Buffer
	_, err := api.Backup(context.Background(), from, &b)
	k.Must(err)
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	k.Must(err)
	for _, part := range z.File {
		name, ok := strings.CutSuffix(part.Name, ".jsonl")
		if !ok {
			continue
		}
		r, err := part.Open()
		k.Must(err)
		content, err := io.ReadAll(r)
		k.Must(err)
		for line := range strings.Lines(string(content)) {
			text, err := dumped(name, line)
			k.Must(err)
			lines = append(lines, text)
		}
	}
	slices.Sort(lines)
	return lines
}

// dumped is the line of a document without what is made by chance.
func dumped(collection, document string) (string, error) {
	key := collection + " " + document
	if text, known := lineOf.Load(key); known {
		return text.(string), nil
	}
	var doc map[string]any
	if err := json.Unmarshal([]byte(document), &doc); err != nil {
		return "", err
	}
	for _, member := range chance[collection] {
		delete(doc, member)
	}
	text, err := json.Marshal(doc)
	if err != nil {
		return "", err
	}
	line := collection + " " + string(text)
	lineOf.Store(key, line)
	return line, nil
}

// lineOf keeps what [dumped] has found: a walk dumps the same documents hundreds of times.
var lineOf sync.Map

// Differences are the lines that only one of two dumps has, "-" of the first, "+" of the second.
func Differences(a, b []string) (diff []string) {
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(b) == 0 || len(a) > 0 && a[0] < b[0]:
			diff, a = append(diff, "- "+a[0]), a[1:]
		case len(a) == 0 || b[0] < a[0]:
			diff, b = append(diff, "+ "+b[0]), b[1:]
		default:
			a, b = a[1:], b[1:]
		}
	}
	return diff
}

// Ask sends a call, such as "POST /api/v1/audits", in the name of the person who is signed in. A
// text is sent as the bytes of a file.
func (k *Kit) Ask(call string, body any) (int, []byte) {
	k.T.Helper()
	method, path, _ := strings.Cut(call, " ")
	text, file := body.(string)
	if !file {
		status, _, answer := k.Call(method, path, body)
		return status, answer
	}
	r := k.Request(method, path, text)
	r.Header.Set("Content-Type", "application/octet-stream")
	status, _, answer := k.Do(r)
	return status, answer
}
