package main

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"hallmark/api/store/lock"
)

const (
	savers      = 200 // clients that save at the same time
	savedAudits = 20  // audits that they share
)

// Whatever was acknowledged over HTTP before kill -9 is there afterwards.
func TestKill(t *testing.T) {
	dir := demo(t)
	saved := map[string][]string{} // change IDs by audit
	rounds := 4
	if long {
		rounds = 10
	}
	for round := range rounds {
		p := start(t, dir)
		before := count(saved)
		killWhileSaving(t, p, saved)
		if count(saved) == before {
			t.Errorf("round %d: nothing was acknowledged", round)
		}
		integrity(t, dir)
		p = start(t, dir)
		c := signIn(t, p.url, "auditor")
		for audit, ids := range saved {
			kept := c.kept(t, audit)
			for _, id := range ids {
				if !kept[id] {
					t.Errorf("round %d: change %s of audit %s is lost", round, id, audit)
				}
			}
		}
		if status := p.stop(syscall.SIGTERM); status != 0 {
			t.Errorf("status %d: %s", status, p.errs)
		}
		if t.Failed() {
			return
		}
		clear(saved) // proven; the next round has audits of its own
		integrity(t, dir)
	}
}

func count(saved map[string][]string) (n int) {
	for _, ids := range saved {
		n += len(ids)
	}
	return n
}

// killWhileSaving kills a server at some moment while 200 clients save, and notes what it
// acknowledged.
func killWhileSaving(t *testing.T, p *process, saved map[string][]string) {
	t.Helper()
	clients := []*client{signIn(t, p.url, "auditor"), signIn(t, p.url, "auditor2")}
	var audits [savedAudits]string
	for i := range audits {
		audits[i] = clients[i%len(clients)].startAudit(t)
		saved[audits[i]] = nil
	}
	var mu sync.Mutex
	var wg sync.WaitGroup
	under := make(chan struct{}) // closed when saving is under way
	var once sync.Once
	for g := range savers {
		c, audit := clients[g%savedAudits%len(clients)], audits[g%savedAudits]
		wg.Go(func() {
			for i := 0; ; i++ {
				id, ok, err := c.save(audit, "tab"+strconv.Itoa(g), fmt.Sprintf("%d/%d", g, i))
				if err != nil {
					return // the server is gone
				}
				if !ok {
					time.Sleep(time.Millisecond) // too many requests
					continue
				}
				mu.Lock()
				saved[audit] = append(saved[audit], id)
				if count(saved) >= savers {
					once.Do(func() { close(under) })
				}
				mu.Unlock()
			}
		})
	}
	select {
	case <-under:
	case <-time.After(bound):
		t.Errorf("only %d changes acknowledged in %v: %s", count(saved), bound, p.errs)
	}
	time.Sleep(rand.N(200 * time.Millisecond))
	if status := p.stop(syscall.SIGKILL); status != -1 {
		t.Errorf("the server ended by itself with status %d: %s", status, p.errs)
	}
	wg.Wait()
	t.Logf("%d changes acknowledged before the kill", count(saved))
}

// SIGTERM refuses new requests, finishes those under way, keeps what they saved, and exits 0.
func TestDrain(t *testing.T) {
	dir := demo(t)
	p := start(t, dir)
	c := signIn(t, p.url, "auditor")
	audit := c.startAudit(t)
	id, change := noteChange("slow", "half of it comes late")
	address := strings.TrimPrefix(p.url, "http://")
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	body := toJSON(t, object{"revision": 1, "changes": []object{change}})
	fmt.Fprintf(conn, "POST /api/v1/audits/%s/changes HTTP/1.1\r\nHost: %s\r\n"+
		"Authorization: Bearer %s\r\nContent-Type: application/json\r\n"+
		"Content-Length: %d\r\n\r\n%s", audit, address, c.token, len(body), body[:len(body)/2])
	time.Sleep(200 * time.Millisecond) // the request has arrived
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	refusedBy(t, address)
	if _, err := io.WriteString(conn, body[len(body)/2:]); err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(conn)
	if err != nil || !strings.HasPrefix(string(answer), "HTTP/1.1 200 ") ||
		!strings.Contains(string(answer), id) {
		t.Errorf("%v: %s", err, answer)
	}
	if status := p.stop(syscall.Signal(0)); status != 0 { // a second signal would cut it short
		t.Errorf("status %d: %s", status, p.errs)
	}
	only(t, dir, "demo-password.txt", dataFile, lock.File, "photographs", "secret.key",
		"signing-key.pem")
	p = start(t, dir)
	if !signIn(t, p.url, "auditor").kept(t, audit)[id] {
		t.Error("the change was acknowledged and is lost")
	}
}

// refusedBy waits until nobody listens at an address.
func refusedBy(t *testing.T, address string) {
	t.Helper()
	for begun := time.Now(); time.Since(begun) < bound; time.Sleep(10 * time.Millisecond) {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			return
		}
		conn.Close()
	}
	t.Fatal("the server goes on listening")
}

// Of two servers that start at once in an empty directory one runs and the other is refused; commands
// work beside it and sign with its key.
func TestTwoProcesses(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	cmds, out := make([]*exec.Cmd, 2), make([]io.Reader, 2)
	errs := make([]bytes.Buffer, 2)
	for i := range cmds {
		cmds[i] = command(t, "serve", "--data", dir, "--listen", "127.0.0.1:0")
		cmds[i].Stderr = &errs[i]
		var err error
		if out[i], err = cmds[i].StdoutPipe(); err != nil {
			t.Fatal(err)
		}
		if err := cmds[i].Start(); err != nil {
			t.Fatal(err)
		}
	}
	ended := make(chan int, 2)
	for i := range cmds {
		go func() {
			text, _ := io.ReadAll(out[i])
			_ = cmds[i].Wait()
			if len(text) > 0 {
				i = -1 // it had listened
			}
			ended <- i
		}()
	}
	lost := <-ended
	if lost < 0 {
		t.Fatal("both ran")
	}
	if text := errs[lost].String(); !strings.Contains(text, "is used by another server (process ") {
		t.Errorf("%s", text)
	}
	seed := command(t, "seed", "--demo", "--password", demoPassword, "--data", dir)
	if text, err := seed.CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, text)
	}
	_ = cmds[1-lost].Process.Signal(syscall.SIGTERM)
	if <-ended >= 0 {
		t.Errorf("the other never listened: %s", errs[1-lost].String())
	}
	only(t, dir, "demo-password.txt", dataFile, lock.File, "photographs", "secret.key",
		"signing-key.pem")
	info, err := os.Stat(filepath.Join(dir, "signing-key.pem"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}
