package terminal

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"hallmark/api"
	"hallmark/api/keys"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/standard"
	"hallmark/standard/message"
)

// Say prints a result: key "cli.<key>" of the message catalogue.
func Say(cmd *cobra.Command, key string, args ...any) {
	fmt.Fprintln(cmd.OutOrStdout(), message.Text(Spoken(cmd.Context()), "cli."+key, args...))
}

// Notes writes beside the result of a command, wherever that says when it runs.
func Notes(cmd *cobra.Command) io.Writer { return notes{cmd} }

type notes struct{ cmd *cobra.Command }

func (n notes) Write(b []byte) (int, error) { return n.cmd.ErrOrStderr().Write(b) }

// failure is an error with a sentence of its own: key "cli.<key>" of the message catalogue.
type failure struct {
	key   string
	args  []any // those that are errors are said as sentences
	cause error // may be nil
}

func said(key string, args ...any) *failure { return &failure{key: key, args: args} }

// Fail is an error with a sentence: key "cli.<key>" of the message catalogue. Arguments that are
// errors are said as sentences, too.
func Fail(key string, args ...any) error { return said(key, args...) }

// Because is [Fail] with a cause, which errors.Is finds.
func Because(cause error, key string, args ...any) error { return &failure{key, args, cause} }

func (f *failure) Error() string { return f.text(message.English) }
func (f *failure) Unwrap() error { return f.cause }

func (f *failure) text(l message.Language) string {
	args := make([]any, len(f.args))
	for i, a := range f.args {
		switch err := a.(type) {
		case ownWords:
			a = Cause(err.error, l)
		case error:
			a = Sentence(err, l)
		}
		args[i] = a
	}
	return message.Text(l, "cli."+f.key, args...)
}

// Explain gives an error a sentence when it is, or wraps, a certain one.
func Explain(err, what error, key string, args ...any) error {
	if errors.Is(err, what) {
		return &failure{key, args, err}
	}
	return err
}

// inputError is a problem in the content of a file.
type inputError struct {
	file string
	line int // from 1; 0 when unknown
	err  error
}

// InFile is a problem in a file, in a line from 1, or 0 when it is unknown.
func InFile(file string, line int, err error) error { return &inputError{file, line, err} }

func (e *inputError) Error() string { return at(e.file, e.line) + e.err.Error() }
func (e *inputError) Unwrap() error { return e.err }

func at(file string, line int) string {
	if line > 0 {
		return fmt.Sprintf("%s:%d: ", file, line)
	}
	return file + ": "
}

// Sentence says an error to the person at the terminal; all problems of an input stand one a line,
// each with its file, line and field.
func Sentence(err error, l message.Language) string {
	var own *failure
	var input *inputError
	switch {
	case errors.As(err, &input):
		return input.text(l)
	case errors.As(err, &own):
		return own.text(l)
	}
	if f := foreign(err); f != nil {
		return f.text(l)
	}
	if text, ok := wire.Sentence(err, l); ok {
		return text
	}
	return Cause(err, l)
}

// foreign gives errors of the rooms and of the system a sentence, or returns nil.
func foreign(err error) *failure {
	var path *fs.PathError
	var newer *store.NewerError
	var key *keys.Refusal
	switch {
	case errors.As(err, &key):
		return said(key.Name, key.Args...)
	case errors.As(err, &newer):
		return said("newer", cmp.Or(newer.Version, "?"), newer.Form, store.Program, store.Form)
	case errors.Is(err, api.ErrNotEmpty):
		return said("not-empty")
	case errors.Is(err, api.ErrBackup):
		return said("backup", ownWords{err})
	case errors.Is(err, context.Canceled):
		return said("interrupted")
	case errors.As(err, &path) && errors.Is(err, fs.ErrNotExist):
		return said("no-file", path.Path)
	case errors.As(err, &path) && errors.Is(err, fs.ErrPermission):
		return said("no-permission", path.Path)
	case errors.Is(err, store.ErrUnavailable):
		return said("storage", ownWords{err})
	}
	return ofSystem(err)
}

// ofSystem says what the system refuses about a file, or returns nil.
func ofSystem(err error) *failure {
	var path *fs.PathError
	var link *os.LinkError
	name := ""
	switch {
	case errors.As(err, &path):
		name = path.Path
	case errors.As(err, &link):
		name = link.New
	default:
		return nil
	}
	var errno syscall.Errno
	if !errors.As(err, &errno) {
		return nil
	}
	key := map[syscall.Errno]string{syscall.ENOSPC: "full", syscall.EDQUOT: "full",
		syscall.EROFS: "read-only", syscall.ENOTDIR: "no-directory", syscall.EISDIR: "directory",
		syscall.EIO: "broken", syscall.EMFILE: "open-files", syscall.EEXIST: "exists"}[errno]
	if key == "" {
		return nil
	}
	return said("system-"+key, name)
}

func (e *inputError) text(l message.Language) string {
	var invalid *standard.InvalidError
	if !errors.As(e.err, &invalid) {
		return at(e.file, e.line) + Sentence(e.err, l)
	}
	lines := make([]string, len(invalid.Problems))
	for i, p := range invalid.Problems {
		lines[i] = at(e.file, p.Line)
		if p.Path != "" {
			lines[i] += p.Path + ": "
		}
		lines[i] += p.Said(l)
	}
	return strings.Join(lines, "\n")
}
