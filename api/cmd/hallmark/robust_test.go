package main

import (
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// statusOf asks a running server for the status of a path.
func (p *process) statusOf(path string) int {
	p.t.Helper()
	answer, err := http.Get(p.url + path)
	if err != nil {
		p.t.Fatal(err)
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, answer.Body)
	return answer.StatusCode
}

// TestReadyForWrites: a server is ready only while it can write: not with a full disk, and not when its
// directory is gone, whose open file could be written to for ever.
func TestReadyForWrites(t *testing.T) {
	dir := demo(t)
	p := start(t, dir)
	limit := func(bytes string) {
		t.Helper()
		prlimit, err := exec.LookPath("prlimit")
		if err != nil {
			t.Fatal("prlimit is not here (apt-get install util-linux)")
		}
		text, err := exec.Command(prlimit, "--pid", strconv.Itoa(p.cmd.Process.Pid),
			"--fsize="+bytes+":unlimited").CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, text)
		}
	}
	if status := p.statusOf("/readyz"); status != http.StatusOK {
		t.Fatalf("status %d", status)
	}
	limit("1024")
	if status := p.statusOf("/readyz"); status != http.StatusServiceUnavailable {
		t.Errorf("with a full disk: status %d", status)
	}
	if status := p.statusOf("/healthz"); status != http.StatusOK {
		t.Errorf("with a full disk the process lives: status %d", status)
	}
	limit("unlimited")
	if status := p.statusOf("/readyz"); status != http.StatusOK {
		t.Errorf("with room again: status %d", status)
	}
	if err := os.Rename(dir, dir+"-lost"); err != nil {
		t.Fatal(err)
	}
	if status := p.statusOf("/readyz"); status != http.StatusServiceUnavailable {
		t.Errorf("without its directory: status %d", status)
	}
	if err := os.Rename(dir+"-lost", dir); err != nil {
		t.Fatal(err)
	}
	if status := p.statusOf("/readyz"); status != http.StatusOK {
		t.Errorf("with its directory again: status %d", status)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*", ".ready-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestHangUp: SIGHUP opens the log anew, and never ends a server.
func TestHangUp(t *testing.T) {
	dir, log := demo(t), filepath.Join(t.TempDir(), "hallmark.log")
	p := start(t, dir, "--log", "info", "--log-file", log)
	if p.statusOf("/halls"); !strings.Contains(string(readFile(t, log)), `"msg":"request"`) {
		t.Fatalf("the log does not go to its file: %s", readFile(t, log))
	}
	if err := os.Rename(log, log+".1"); err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	within(t, "a new file", func() bool { _, err := os.Stat(log); return err == nil })
	within(t, "a line in it", func() bool { p.statusOf("/halls"); return len(readFile(t, log)) > 0 })
	if status := p.stop(syscall.SIGTERM); status != 0 || p.errs.Len() > 0 {
		t.Errorf("status %d: %s", status, p.errs)
	}
	p = start(t, dir)
	if err := p.cmd.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	if status := p.statusOf("/healthz"); status != http.StatusOK {
		t.Errorf("after SIGHUP without a file: status %d", status)
	}
	if status := p.stop(syscall.SIGTERM); status != 0 {
		t.Errorf("status %d", status)
	}
}

// TestBrokenStderr: that nobody reads the log any more does not end a server.
func TestBrokenStderr(t *testing.T) {
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	p := startWith(t, demo(t), writer, "--log", "debug")
	if err := reader.Close(); err != nil {
		t.Fatal(err)
	}
	for range 3 { // each writes to the log
		if status := p.statusOf("/healthz"); status != http.StatusOK {
			t.Errorf("status %d", status)
		}
	}
	if status := p.stop(syscall.SIGTERM); status != 0 {
		t.Errorf("status %d", status)
	}
}
