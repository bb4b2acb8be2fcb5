package bench_test

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"hallmark/api/benchtest"
)

// program measures the program as it is delivered: built with the flags of the Makefile, serving
// the demo data. Its idle memory counts the mapped file, with 30 MB of fonts.
func program(t *testing.T, f *figures) {
	dir := t.TempDir()
	file, data := filepath.Join(dir, "hallmark"), filepath.Join(dir, "data")
	run(t, "go", "build", "-trimpath", "-tags", "nomsgpack", "-ldflags", "-s -w", "-o", file,
		"hallmark/api/cmd/hallmark")
	info, err := os.Stat(file)
	must(t, err)
	run(t, file, "seed", "--demo", "--data", data)
	starts := make([]float64, 5)
	var idle float64
	for i := range starts {
		last := i == len(starts)-1
		starts[i], idle = serve(t, file, data, last)
	}
	f.fixed("program: size", 80, float64(info.Size())/1e6, "MB")
	f.time("program: start", 300, benchtest.Median(starts), "ms")
	f.memory("program: idle memory", 70, idle)
}

func run(t *testing.T, name string, args ...string) {
	t.Helper()
	if out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
}

// serve starts the program and returns how many milliseconds it took until it listened, and when
// it shall stay, how many MB it holds two seconds later.
func serve(t *testing.T, file, data string, stay bool) (ms, mb float64) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), file, "serve", "--data", data, "--listen", "127.0.0.1:0")
	out, err := cmd.StdoutPipe()
	must(t, err)
	began := time.Now()
	must(t, cmd.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	ms = float64(time.Since(began)) / float64(time.Millisecond)
	if err != nil || !strings.HasPrefix(line, "listening on ") {
		t.Errorf("the program says %q (%v)", line, err)
	}
	if stay {
		time.Sleep(2 * time.Second)
		mb, err = memory(strconv.Itoa(cmd.Process.Pid), "VmRSS")
		must(t, err)
	}
	must(t, cmd.Process.Signal(syscall.SIGTERM))
	if err := cmd.Wait(); err != nil {
		t.Errorf("the program ended with %v", err)
	}
	return ms, mb
}
