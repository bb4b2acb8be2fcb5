package main

import (
	"bufio"
	"bytes"
	"database/sql"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"hallmark/api/cmd/terminal"
	"hallmark/api/store/lock"
)

// process is a running "hallmark serve".
type process struct {
	t       *testing.T
	cmd     *exec.Cmd
	url     string
	ready   time.Duration // from the start to "listening on"
	out     *bufio.Reader
	errs    *bytes.Buffer
	stopped sync.Once
}

// bound is how long a process may take to become ready on a busy machine.
const bound = 30 * time.Second

func command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	binary, err := program()
	if err != nil {
		t.Fatal(err)
	}
	return exec.CommandContext(t.Context(), binary, args...)
}

// start serves a data directory on a free port.
func start(t *testing.T, dir string, args ...string) *process {
	t.Helper()
	return startWith(t, dir, nil, args...)
}

// startWith is start with another standard error.
func startWith(t *testing.T, dir string, stderr *os.File, args ...string) *process {
	t.Helper()
	p := &process{t: t, errs: &bytes.Buffer{}}
	p.cmd = command(t, append([]string{"serve", "--log", "warn", "--data", dir,
		"--listen", "127.0.0.1:0"}, args...)...)
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.cmd.Stderr, p.out = p.errs, bufio.NewReader(out)
	if stderr != nil {
		p.cmd.Stderr = stderr
	}
	begun := time.Now()
	watch := time.AfterFunc(bound, func() { _ = p.cmd.Process.Kill() })
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if stderr != nil {
		stderr.Close() // the process has its own
	}
	t.Cleanup(func() { p.stop(syscall.SIGKILL) })
	line, _ := p.out.ReadString('\n')
	if !watch.Stop() {
		t.Fatalf("not ready after %v", bound)
	}
	p.ready = time.Since(begun)
	url, ok := strings.CutPrefix(line, "listening on ")
	if !ok {
		p.stop(syscall.SIGKILL)
		t.Fatalf("%q\n%s", line, p.errs)
	}
	p.url = strings.TrimSpace(url)
	return p
}

// stop sends a signal, waits for the end, and returns the exit status, -1 for a killed process.
func (p *process) stop(signal syscall.Signal) int {
	p.stopped.Do(func() {
		_ = p.cmd.Process.Signal(signal)
		more, _ := io.ReadAll(p.out)
		_ = p.cmd.Wait()
		if len(more) > 0 {
			p.t.Errorf("more than one line on standard output: %s", more)
		}
	})
	return p.cmd.ProcessState.ExitCode()
}

func integrity(t *testing.T, dir string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, dataFile))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var answer string
	if err := db.QueryRow("PRAGMA integrity_check").Scan(&answer); err != nil || answer != "ok" {
		t.Fatalf("integrity_check: %s, %v", answer, err)
	}
}

func TestReady(t *testing.T) {
	dir := demo(t)
	var times []time.Duration
	for range 3 {
		p := start(t, dir)
		answer, err := http.Get(p.url + "/readyz")
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			t.Errorf("ready, but status %d", answer.StatusCode)
		}
		times = append(times, p.ready)
		if status := p.stop(syscall.SIGTERM); status != 0 || p.errs.Len() > 0 {
			t.Fatalf("status %d: %s", status, p.errs)
		}
	}
	slices.Sort(times)
	t.Logf("ready after %v (median of %d starts; worst %v)", times[1], len(times), times[2])
}

func TestServeWithoutAccounts(t *testing.T) {
	dir := t.TempDir()
	p := start(t, dir)
	if p.stop(syscall.SIGTERM); !strings.Contains(p.errs.String(),
		"hallmark user add --role admin NAME") {
		t.Errorf("%s", p.errs)
	}
	if !strings.Contains(p.errs.String(), dir+" is a new, empty data directory") {
		t.Errorf("a new installation is not announced: %s", p.errs)
	}
	only(t, dir, dataFile, lock.File, "secret.key", "signing-key.pem")
}

// What keeps a server from starting is said in one sentence, and the exit status says of which kind it is.
func TestServeRefuses(t *testing.T) {
	held, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close()
	file := write(t, "file", "x")
	garbage, open, noKey, cut := t.TempDir(), demo(t), demo(t), demo(t)
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	must(os.WriteFile(filepath.Join(garbage, dataFile),
		bytes.Repeat([]byte("garbage "), 2000), 0o600))
	must(os.Chmod(filepath.Join(open, "signing-key.pem"), 0o644))
	must(os.WriteFile(filepath.Join(noKey, "signing-key.pem"), []byte("no key"), 0o600))
	must(os.Truncate(filepath.Join(cut, dataFile), 6000))
	for _, tt := range []struct {
		name, dir, listen string
		status            int
		want              []string
	}{
		{"port in use", demo(t), held.Addr().String(), terminal.Unreachable,
			[]string{held.Addr().String() + " is in use by another program"}},
		{"a file as directory", file, "", terminal.BadFile, []string{file + ": is no directory"}},
		{"garbage", garbage, "", terminal.Unreachable, []string{"cannot be read", filepath.Join(garbage, dataFile)}},
		{"cut database", cut, "", terminal.Unreachable, []string{"cannot be read", filepath.Join(cut, dataFile)}},
		{"key for all to read", open, "", terminal.BadData,
			[]string{"signing-key.pem can be read by others (mode 0644)", "chmod 600"}},
		{"no key", noKey, "", terminal.BadData, []string{"signing-key.pem cannot be used"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			args := []string{"serve", "--log", "error", "--data", tt.dir, "--listen", "127.0.0.1:0"}
			if tt.listen != "" {
				args[len(args)-1] = tt.listen
			}
			text, status := fails(t, command(t, args...))
			if status != tt.status || strings.Count(text, "\n") != 1 || strings.Contains(text, "goroutine") {
				t.Errorf("status %d: %s", status, text)
			}
			for _, want := range tt.want {
				if !strings.Contains(text, want) {
					t.Errorf("%q is missing in %s", want, text)
				}
			}
		})
	}
}

// fails runs a command that ends by itself and returns what it printed, and its status.
func fails(t *testing.T, cmd *exec.Cmd) (string, int) {
	t.Helper()
	watch := time.AfterFunc(bound, func() { _ = cmd.Process.Kill() })
	defer watch.Stop()
	text, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return string(text), cmd.ProcessState.ExitCode()
}

// Root may write anywhere, so the program runs as nobody.
func TestServeWithoutPermission(t *testing.T) {
	dir := filepath.Join(shared, "locked")
	if err := os.Mkdir(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	for _, data := range []string{dir, filepath.Join(dir, "deeper")} {
		cmd := command(t, "serve", "--data", data, "--listen", "127.0.0.1:0")
		if os.Getuid() == 0 {
			nobody := &syscall.Credential{Uid: 65534, Gid: 65534}
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: nobody}
		}
		text, status := fails(t, cmd)
		if status != terminal.BadFile || strings.Count(text, "\n") != 1 ||
			!strings.Contains(text, "No permission to read or write "+data) {
			t.Errorf("status %d: %s", status, text)
		}
	}
}
