package apitest

import (
	"syscall"
	"testing"
	"time"
)

// ProcessTime is how long this process has computed so far, on all processors.
func ProcessTime(t *testing.T) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
