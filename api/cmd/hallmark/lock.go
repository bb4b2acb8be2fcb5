package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// lockFile is the file in the data directory that a running server holds. It names the server's
// process and stays when the server ends.
const lockFile = "hallmark.lock"

// purpose is what a command does with a data directory.
type purpose int

const (
	toRead  purpose = iota // what is there, beside a running server
	toWork                 // what is there or is made new, beside a running server
	toServe                // the same, as the one server
	toFill                 // from a backup or another installation, alone
)

// lock keeps others from a data directory. The system ends it with the process, however that ends.
type lock []*os.File

// lockData locks a data directory for a purpose: everybody holds the directory, who fills it alone,
// and a server holds the lock file besides. It refuses at once when the lock is held by others.
func lockData(dir string, p purpose) (lock, error) {
	how := syscall.LOCK_SH
	if p == toFill {
		how = syscall.LOCK_EX
	}
	d, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	held := lock{d}
	if err := flock(d, how); err != nil {
		return nil, errors.Join(explain(err, syscall.EWOULDBLOCK, "data-in-use", dir, server(dir)),
			held.release())
	}
	if p != toServe {
		return held, nil
	}
	f, err := os.OpenFile(filepath.Join(dir, lockFile), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, errors.Join(err, held.release())
	}
	held = append(held, f)
	if err := flock(f, syscall.LOCK_EX); err != nil {
		return nil, errors.Join(explain(err, syscall.EWOULDBLOCK, "data-served", dir, server(dir)),
			held.release())
	}
	if err := f.Truncate(0); err != nil {
		return nil, errors.Join(err, held.release())
	}
	if _, err := fmt.Fprintln(f, os.Getpid()); err != nil {
		return nil, errors.Join(err, held.release())
	}
	return held, nil
}

func flock(f *os.File, how int) error {
	for {
		err := syscall.Flock(int(f.Fd()), how|syscall.LOCK_NB)
		if !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}

// alone runs f while nobody else holds the directory, or refuses.
func (l lock) alone(dir string, f func() error) error {
	if len(l) == 0 { // the data lie elsewhere
		return f()
	}
	if err := flock(l[0], syscall.LOCK_EX); err != nil {
		return explain(err, syscall.EWOULDBLOCK, "data-in-use", dir, server(dir))
	}
	return errors.Join(f(), flock(l[0], syscall.LOCK_SH))
}

func (l lock) release() error {
	var errs []error
	for _, f := range l {
		errs = append(errs, f.Close())
	}
	return errors.Join(errs...)
}

// server is the process that last served the directory, "?" when none has.
func server(dir string) string {
	text, err := os.ReadFile(filepath.Join(dir, lockFile))
	if text = bytes.TrimSpace(text); err != nil || len(text) == 0 || len(text) > 10 {
		return "?"
	}
	return string(text)
}
