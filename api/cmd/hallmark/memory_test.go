package main

import (
	"math"
	"os"
	"path/filepath"
	"runtime/debug"
	"testing"
)

// TestMemoryLimit: the least of what the files allow counts; "max" and an impossible number of
// version 1 are no limit; a limit of the operator's is left alone.
func TestMemoryLimit(t *testing.T) {
	before := debug.SetMemoryLimit(-1)
	t.Cleanup(func() { debug.SetMemoryLimit(before) })
	dir := t.TempDir()
	write := func(name, text string) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	machine := write("meminfo", "MemTotal:        8000000 kB\nMemFree: 1 kB\n")
	group := write("memory.max", "4294967296\n")
	none := write("none", "max\n")
	old := write("old", "9223372036854771712\n")
	for _, c := range []struct {
		files []string
		want  int64
	}{{[]string{none, old, machine}, 8000000 * 1024 / 100 * 75},
		{[]string{group, machine}, 4294967296 / 100 * 75},
		{[]string{none, filepath.Join(dir, "missing")}, 0}} {
		debug.SetMemoryLimit(math.MaxInt64)
		got, set := limitMemory(c.files), debug.SetMemoryLimit(-1)
		if got != c.want || got > 0 && set != got {
			t.Errorf("%v: %d, set to %d, want %d", c.files, got, set, c.want)
		}
	}
	t.Setenv("GOMEMLIMIT", "1GiB")
	if got := limitMemory([]string{machine}); got != 0 {
		t.Errorf("the operator's limit is replaced by %d", got)
	}
}
