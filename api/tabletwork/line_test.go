package tabletwork_test

import (
	"bytes"
	"io"
	"net/http"
	"sync"
	"testing"
	"time"

	"hallmark/api/browsertest"
)

// line is a thin one that breaks in the middle of a request, or of its answer, again and again.
type line struct {
	rate  int           // bytes a second
	delay time.Duration // before a request sets out

	mu      sync.Mutex // there is one line: one request at a time
	left    int        // breaks still to come
	large   int        // requests that take a while
	hits    int        // requests under way that were broken
	carried int        // bytes
}

// carry takes a request over the line, and says whether it, or only its answer, was lost.
func (l *line) carry(r *http.Request) (cut, late bool) {
	time.Sleep(l.delay)
	l.mu.Lock()
	defer l.mu.Unlock()
	content, err := io.ReadAll(r.Body)
	if err != nil {
		return true, false
	}
	part := len(content)
	if part > 2000 { // not what is too small to be under way
		l.large++
	}
	if l.left > 0 && part > 2000 && l.large%2 == 0 {
		l.left--
		l.hits++
		cut, late = true, l.left%4 == 0
		if !late {
			part /= 2
		}
	}
	time.Sleep(time.Duration(part) * time.Second / time.Duration(l.rate))
	l.carried += part
	r.Body = io.NopCloser(bytes.NewReader(content))
	return cut, late
}

// noisy makes a photograph that no JPEG makes small: edge × edge pixels, 3/4 of a byte each.
const noisy = `T.noisy = (n, edge) => {
	const canvas = Object.assign(document.createElement("canvas"), {width: edge, height: edge});
	const pen = canvas.getContext("2d");
	const data = pen.createImageData(edge, edge);
	for (let i = 0; i < data.data.length; i += 4) {
		data.data.set([Math.random() * 256, n * 8, 100, 255], i);
	}
	pen.putImageData(data, 0, 0);
	return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.8));
}`

// TestTwentyDrops sends a finished audit with 30 photographs over a thin line that breaks 20 times
// in the middle of something; the tablet goes on by itself. The line is 1 Mbit/s with 300 ms and
// 8 MB to carry on a long walk, else eight times as quick with an eighth to carry: some 70 s of
// line, and as long as a busy machine needs beside that.
func TestTwentyDrops(t *testing.T) {
	scale, edge := 8, 240
	if browsertest.Long(t) {
		scale, edge = 1, 700
	}
	n := start(t)
	tab := open(t, n)
	tab.prepare("auditor")
	n.cut(true)
	tab.do(noisy)
	tab.do(`const a = await T.start("GS-C01"); await T.fill(a);
		for (let i = 0; i < 30; i++) await a.addPhoto(a.checklist[i].uid, await T.noisy(i, %d));
		await T.finish(a)`, edge)
	id, entered := js[string](tab, `return T.audit.audit.id`), js[string](tab, `return T.entered(T.audit)`)
	recorded := js[int](tab, `return (await T.vault.keys("changes", T.audit.audit.id + "/")).length`)
	l := &line{rate: 125_000 * scale, delay: 300 * time.Millisecond / time.Duration(scale), left: 20}
	n.shape(l)
	n.cut(false)
	began := time.Now()
	tab.do(`T.sync.now().catch(() => {})`)
	tab.do(`for (const end = Date.now() + %d; Date.now() < end;) {
		await T.sync.refreshStatus();
		if (!T.sync.status.items.length) return true;
		await new Promise((r) => setTimeout(r, 100));
	}`, 240_000)
	t.Logf("%d bytes in %.1f s, %d breaks", l.carried, time.Since(began).Seconds(), l.hits)
	have := same(t, n.direct, id, entered, recorded)
	photos := 0
	for _, a := range have.Answers {
		photos += len(a.Evidence)
	}
	if have.State != "submitted" || photos != 30 || l.hits != 20 {
		t.Errorf("%s with %d photographs after %d breaks", have.State, photos, l.hits)
	}
}

// TestManyPhotographs has 200 photographs in one audit: all arrive, and the room they take shows.
func TestManyPhotographs(t *testing.T) {
	n := start(t)
	tab := open(t, n)
	tab.prepare("auditor")
	tab.do(noisy)
	used := js[int](tab, `return (await T.vault.estimate()).used`)
	n.cut(true)
	tab.do(`const a = await T.start("GS-S03");
		for (let i = 0; i < 200; i++) {
			await a.addPhoto(a.checklist[i % a.checklist.length].uid, await T.noisy(i, 100));
		}`)
	q := js[[]int](tab, `await T.sync.refreshStatus(); const {waiting} = T.sync.status;
		return [waiting.photographs, waiting.bytes, (await T.vault.estimate()).used]`)
	if q[0] != 200 || q[1] < 200*1000 || q[2]-used < q[1] {
		t.Errorf("%d photographs of %d bytes wait, %d bytes more are in use", q[0], q[1], q[2]-used)
	}
	id, entered := js[string](tab, `return T.audit.audit.id`), js[string](tab, `return T.entered(T.audit)`)
	n.cut(false)
	tab.do(`await T.settled()`)
	have := same(t, n.direct, id, entered, 200)
	for _, a := range have.Answers {
		for _, sha := range a.Evidence {
			if photo(t, n.direct, sha) == 0 {
				t.Fatalf("photograph %s did not arrive", sha)
			}
		}
	}
}
