package lock

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// File is the file in the data directory that a running server holds. It names the server's process
// and stays when the server ends.
const File = "hallmark.lock"

// The reasons why a directory is not to be had. Both come at once; nobody waits.
var (
	ErrServed = errors.New("another server uses the directory")
	ErrInUse  = errors.New("the directory is in use")
)

// Purpose is what a command does with a data directory.
type Purpose int

// The purposes.
const (
	Read  Purpose = iota // what is there, beside a running server
	Work                 // what is there or is made new, beside a running server
	Serve                // the same, as the one server
	Fill                 // from a backup or another installation, alone
)

// Lock keeps others from a data directory.
type Lock []*os.File

// Directory locks a data directory for a purpose: everybody holds the directory, who fills it alone,
// and a server holds the lock file besides. It returns [ErrServed] or [ErrInUse].
func Directory(dir string, p Purpose) (Lock, error) {
	how := syscall.LOCK_SH
	if p == Fill {
		how = syscall.LOCK_EX
	}
	d, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	held := Lock{d}
	if err := flock(d, how, ErrInUse); err != nil {
		return nil, errors.Join(err, held.Release())
	}
	if p != Serve {
		return held, nil
	}
	f, err := os.OpenFile(filepath.Join(dir, File), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, errors.Join(err, held.Release())
	}
	held = append(held, f)
	if err = flock(f, syscall.LOCK_EX, ErrServed); err == nil {
		err = f.Truncate(0)
	}
	if err == nil {
		_, err = fmt.Fprintln(f, os.Getpid())
	}
	if err != nil {
		return nil, errors.Join(err, held.Release())
	}
	return held, nil
}

// flock takes a lock at once or returns the error for one that others hold.
func flock(f *os.File, how int, held error) error {
	for {
		err := syscall.Flock(int(f.Fd()), how|syscall.LOCK_NB)
		switch {
		case errors.Is(err, syscall.EWOULDBLOCK):
			return held
		case !errors.Is(err, syscall.EINTR):
			return err
		}
	}
}

// Alone runs f while nobody else holds the directory, or returns [ErrInUse]. A lock of nothing, for
// data that lie elsewhere, always can.
func (l Lock) Alone(f func() error) error {
	if len(l) == 0 {
		return f()
	}
	if err := flock(l[0], syscall.LOCK_EX, ErrInUse); err != nil {
		return err
	}
	return errors.Join(f(), flock(l[0], syscall.LOCK_SH, ErrInUse))
}

// Release ends the lock.
func (l Lock) Release() error {
	var errs []error
	for _, f := range l {
		errs = append(errs, f.Close())
	}
	return errors.Join(errs...)
}

// Server is the process that last served the directory, "?" when none has.
func Server(dir string) string {
	text, err := os.ReadFile(filepath.Join(dir, File))
	if text = bytes.TrimSpace(text); err != nil || len(text) == 0 || len(text) > 10 {
		return "?"
	}
	return string(text)
}
