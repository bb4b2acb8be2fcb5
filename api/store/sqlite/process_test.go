package sqlite_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hallmark/api/store"
	"hallmark/api/store/sqlite"
)

// The test binary runs itself as another process: HALLMARK_CHILD names what to do with the file in
// HALLMARK_FILE.
func TestMain(m *testing.M) {
	children := map[string]func(context.Context, *sqlite.Engine, store.Collection[*record]) error{
		"save": saveForEver, "count": countUp, "fill": fillDisk,
	}
	child := children[os.Getenv("HALLMARK_CHILD")]
	if child == nil {
		os.Exit(m.Run())
	}
	ctx := context.Background()
	e, err := sqlite.Open(ctx, os.Getenv("HALLMARK_FILE"))
	if err == nil {
		var c store.Collection[*record]
		if c, err = store.Open(ctx, e, recordSchema); err == nil {
			err = errors.Join(child(ctx, e, c), e.Close())
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

func child(t *testing.T, what, file string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), "HALLMARK_CHILD="+what, "HALLMARK_FILE="+file)
	cmd.Stderr = os.Stderr
	return cmd
}

// saveForEver saves from 200 goroutines and prints what was acknowledged.
func saveForEver(ctx context.Context, _ *sqlite.Engine, c store.Collection[*record]) error {
	failed := make(chan error)
	round := time.Now().UnixNano()
	for g := range 200 {
		go func() {
			for i := 0; ; i++ {
				r := newRecord(fmt.Sprintf("%d-%d-%d", round, g, i/5), i%5+1, 40)
				var err error
				if r.Revision == 1 {
					err = c.Insert(ctx, r)
				} else {
					err = c.Replace(ctx, r, r.Revision-1)
				}
				if err != nil {
					failed <- err
				}
				fmt.Printf("%s %d\n", r.ID, r.Revision) // one write
			}
		}()
	}
	return <-failed
}

// Whatever was acknowledged before kill -9 is there afterwards, and whole.
func TestKill(t *testing.T) {
	file := filepath.Join(t.TempDir(), "store.db")
	saved := map[string]int{}
	for round := range 10 {
		before := len(saved)
		killed(t, file, saved)
		if len(saved) == before {
			t.Errorf("round %d: nothing was acknowledged", round)
		}
		e, err := sqlite.Open(t.Context(), file)
		if err != nil {
			t.Fatal(err)
		}
		c := openRecords(t.Context(), t, e)
		for r, err := range c.Find(t.Context(), store.Query{}) {
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(newRecord(r.ID, r.Revision, 40), r); diff != "" {
				t.Fatalf("%s is not whole: %s", r.ID, diff)
			}
			if r.Revision < saved[r.ID] {
				t.Errorf("%s has revision %d, not %d", r.ID, r.Revision, saved[r.ID])
			}
			saved[r.ID] = -r.Revision
		}
		for id, revision := range saved {
			if revision > 0 {
				t.Errorf("%s/%d is lost", id, revision)
			}
			saved[id] = max(revision, -revision)
		}
		closeNow(t, e)
		integrity(t, file)
	}
	t.Logf("%d documents outlived ten kills", len(saved))
}

// killed runs a saving process, kills it mid-way and notes what it printed.
func killed(t *testing.T, file string, saved map[string]int) {
	t.Helper()
	cmd := child(t, "save", file)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	for first := true; ; first = false {
		s, err := lines.ReadString('\n')
		if err != nil { // an unfinished line does not count
			break
		}
		if first {
			time.AfterFunc(time.Duration(20+rand.N(200))*time.Millisecond, func() {
				_ = cmd.Process.Kill() // it may have ended by itself
			})
		}
		var id string
		var revision int
		if _, err := fmt.Sscan(s, &id, &revision); err != nil {
			t.Fatal(err)
		}
		saved[id] = max(saved[id], revision)
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) ||
		exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
		t.Fatalf("the process ended by itself: %v", err)
	}
}

// countUp updates one record from ten goroutines.
func countUp(ctx context.Context, _ *sqlite.Engine, c store.Collection[*record]) error {
	c = store.Cached(c, 4, recordSchema)
	errs := make([]error, 10)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			for range 10 {
				_, err := store.Update(ctx, c, "one", func(r **record) error {
					(*r).Revision++
					(*r).Total++
					return nil
				})
				errs[i] = errors.Join(errs[i], err)
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// Processes that share a file wait for each other, and no update is lost.
func TestProcesses(t *testing.T) {
	file := filepath.Join(t.TempDir(), "store.db")
	e := open(t, file)
	c := openRecords(t.Context(), t, e)
	if err := c.Insert(t.Context(), &record{ID: "one", Revision: 1}); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 3 {
		cmd := child(t, "count", file)
		wg.Go(func() {
			if err := cmd.Run(); err != nil {
				t.Error(err)
			}
		})
	}
	if err := countUp(t.Context(), e, c); err != nil {
		t.Error(err)
	}
	wg.Wait()
	if r, err := c.Get(t.Context(), "one"); err != nil || r.Revision != 401 || r.Total != 400 {
		t.Errorf("got %+v, %v", r, err)
	}
}

// fillDisk lets files grow by half a megabyte only, as a disk that fills up, and takes the limit
// away again.
func fillDisk(ctx context.Context, e *sqlite.Engine, c store.Collection[*record]) error {
	signal.Ignore(syscall.SIGXFSZ)
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		return err
	}
	limit := syscall.Rlimit{Cur: 1 << 19, Max: before.Max}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	var mu sync.Mutex
	var stored, refused int
	errs := make([]error, 20)
	var wg sync.WaitGroup
	for g := range errs {
		wg.Go(func() {
			for i := range 5 {
				r := newRecord(fmt.Sprintf("%d-%d", g, i), 1, auditLines)
				err := c.Insert(ctx, r)
				mu.Lock()
				switch {
				case err == nil:
					stored++
					fmt.Println(r.ID)
				case errors.Is(err, store.ErrUnavailable):
					refused++
				default:
					errs[g] = err
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		return err
	}
	if stored == 0 || refused == 0 {
		return fmt.Errorf("%d stored, %d refused", stored, refused)
	}
	for _, err := range c.Find(ctx, store.Query{}) { // reading goes on
		if err != nil {
			return fmt.Errorf("read on a full disk: %w", err)
		}
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		return err
	}
	for i := range 20 {
		r := newRecord(fmt.Sprintf("later-%d", i), 1, auditLines)
		if err := c.Insert(ctx, r); err != nil {
			return fmt.Errorf("with room again: %w", err)
		}
		fmt.Println(r.ID)
	}
	return nil
}

func TestFullDisk(t *testing.T) {
	file := filepath.Join(t.TempDir(), "store.db")
	cmd := child(t, "fill", file)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]bool{}
	for len(out) > 0 {
		var id string
		n, _ := fmt.Sscanln(string(out), &id)
		if n != 1 {
			t.Fatalf("printed %q", out)
		}
		want[id] = true
		out = out[len(id)+1:]
	}
	got := map[string]bool{}
	for r, err := range openRecords(t.Context(), t, open(t, file)).Find(t.Context(), store.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		got[r.ID] = true
		if diff := cmp.Diff(newRecord(r.ID, 1, auditLines), r); diff != "" {
			t.Errorf("%s is not whole: %s", r.ID, diff)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" || len(got) < 21 {
		t.Errorf("acknowledged and stored differ: %s", diff)
	}
	integrity(t, file)
}
