package main

import (
	"io"
	"log/slog"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"github.com/spf13/cobra"

	"hallmark/api/cmd/terminal"
)

// logOutput is where a server's log goes: standard error, or a file that SIGHUP opens anew, for
// whoever has moved it aside.
type logOutput struct {
	name   string // "": standard error
	stderr io.Writer

	mu   sync.Mutex
	file *os.File

	signals chan os.Signal
}

// openLog opens the log and takes the signals that must not end a server: SIGHUP, that nobody reads
// standard error or output any more (SIGPIPE), that a file may not grow (SIGXFSZ).
func openLog(cmd *cobra.Command, name string) (*logOutput, error) {
	o := &logOutput{name: name, stderr: cmd.ErrOrStderr(), signals: make(chan os.Signal, 1)}
	if err := o.reopen(); err != nil {
		return nil, err
	}
	signal.Ignore(syscall.SIGPIPE, syscall.SIGXFSZ)
	signal.Notify(o.signals, syscall.SIGHUP)
	go func() {
		for range o.signals {
			if err := o.reopen(); err != nil {
				slog.New(slog.NewJSONHandler(o, nil)).Error("log not reopened",
					slog.String("error", err.Error())) // to the file before
			}
		}
	}()
	return o, nil
}

// reopen opens the file by its name. On an error the one before stays.
func (o *logOutput) reopen() error {
	if o.name == "" {
		return nil
	}
	file, err := os.OpenFile(o.name, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	o.mu.Lock()
	before := o.file
	o.file = file
	o.mu.Unlock()
	if before != nil {
		return before.Close()
	}
	return nil
}

// Write implements io.Writer. A line that cannot be written is lost, and the server works on.
func (o *logOutput) Write(line []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.file != nil {
		return o.file.Write(line)
	}
	return o.stderr.Write(line)
}

// stop ends the handling of SIGHUP, which still ends nothing, and closes the file.
func (o *logOutput) stop() {
	signal.Ignore(syscall.SIGHUP)
	signal.Stop(o.signals)
	close(o.signals)
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.file != nil {
		_ = o.file.Close() // every line was written at once
	}
}

func newLog(out io.Writer, level string) (*slog.Logger, error) {
	var l slog.Level
	if err := l.UnmarshalText([]byte(level)); err != nil {
		return nil, terminal.Fail("log-level", level)
	}
	return slog.New(slog.NewJSONHandler(out, &slog.HandlerOptions{Level: l})), nil
}
