package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"hallmark/api"
	"hallmark/api/cmd/terminal"
	"hallmark/api/keys"
	"hallmark/api/store"
	"hallmark/api/store/lock"
	"hallmark/standard/message"
)

// drain is the time for which a server that was told to stop waits for requests under way.
const drain = 20 * time.Second

// serveName is what the command is called whose errors go to a log.
const serveName = "serve"

func serveCommand() *cobra.Command {
	var s settings
	var listen, base, level, logFile string
	cmd := &cobra.Command{
		Use: serveName, Args: terminal.Exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			out, err := openLog(cmd, logFile)
			if err != nil {
				return err
			}
			defer out.stop()
			log, err := newLog(out, level)
			if err == nil {
				err = s.mail.check()
			}
			if err == nil && base != "" {
				base, err = parseBase(base)
			}
			if err != nil {
				return err
			}
			srv, o, err := s.server(cmd.Context(), lock.Serve, log, base)
			if err != nil {
				return err
			}
			if lost := unknownVariables(cmd.Root()); len(lost) > 0 {
				//nolint:sloglint // for the person who starts the server
				log.Warn(message.Text(terminal.Spoken(cmd.Context()), "cli.variables-unknown",
					strings.Join(lost, " ")))
			}
			s.tellStart(cmd.Context(), srv, o)
			tellKey(cmd.Context(), srv)
			return errors.Join(serve(cmd, srv, listen), o.close())
		},
	}
	s.flags(cmd)
	cmd.Flags().StringVar(&listen, "listen", "127.0.0.1:8080", "")
	cmd.Flags().StringVar(&base, "base-url", "", "")
	cmd.Flags().StringSliceVar(&s.proxies, "trusted-proxies", nil, "")
	cmd.Flags().BoolVar(&s.localWebhooks, "allow-local-webhooks", false, "")
	s.mail.flags(cmd)
	cmd.Flags().StringVar(&level, "log", "info", "")
	cmd.Flags().StringVar(&logFile, "log-file", "", "")
	return cmd
}

// tellStart logs what is served. A new installation is a warning: whoever meant another directory
// has mistyped it.
func (s *settings) tellStart(ctx context.Context, srv *api.Server, o *opened) {
	level, key := slog.LevelInfo, "cli.started"
	if o.fresh {
		level, key = slog.LevelWarn, "cli.data-new"
	}
	//nolint:sloglint // for the person who starts the server
	srv.Log.Log(ctx, level, message.Text(terminal.Spoken(ctx), key, s.where()),
		slog.String("version", srv.Version), slog.String("data", s.where()),
		slog.String("engine", s.engine()), slog.Int("form", store.Form),
		slog.String("fingerprint", string(srv.Key.Fingerprint())),
		slog.String("mail", s.mail.where()), slog.Any("proxies", s.proxies),
		slog.String("base", srv.BaseURL))
}

// tellKey warns of a certificate that is over, or is so soon.
func tellKey(ctx context.Context, srv *api.Server) {
	if name := srv.Key.Name(); name == keys.Unnamed || name == "Hallmark 厅评" { // as versions before did
		srv.Log.WarnContext(ctx, message.Text(terminal.Spoken(ctx), "cli.key-unnamed", name)) //nolint:sloglint // for people
	}
	from, to := srv.Key.Validity()
	key := "cli.key-expires"
	switch now := srv.Now(); {
	case now.After(to):
		key = "cli.key-expired"
	case now.Before(from):
		key, to = "cli.key-not-yet", from
	case now.AddDate(0, 0, 30).Before(to):
		return
	}
	srv.Log.Log(ctx, slog.LevelWarn, message.Text(terminal.Spoken(ctx), key, day(to))) //nolint:sloglint // for people
}

// serve listens until the context ends, then lets requests under way finish.
func serve(cmd *cobra.Command, srv *api.Server, address string) error {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(api.GCPercent)
	}
	limitMemory(memoryFiles)
	ctx := cmd.Context()
	some, err := srv.Accounts.HasUsers(ctx)
	if err != nil {
		return err
	}
	if !some {
		//nolint:sloglint // for the person who starts the server
		srv.Log.Warn(message.Text(terminal.Spoken(ctx), "cli.no-accounts"))
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return terminal.Because(err, "in-use", address)
	case err != nil:
		return terminal.Because(err, "listen", address, err)
	}
	if at, ok := listener.Addr().(*net.TCPAddr); srv.BaseURL == "" && ok && !at.IP.IsLoopback() {
		//nolint:sloglint // for the person who starts the server
		srv.Log.Warn(message.Text(terminal.Spoken(ctx), "cli.no-base-url"))
	}
	if strings.HasPrefix(srv.BaseURL, "https://") && len(srv.Proxies) == 0 {
		//nolint:sloglint // for the person who starts the server
		srv.Log.Warn(message.Text(terminal.Spoken(ctx), "cli.no-proxies"))
	}
	working := work(ctx, srv)
	server := srv.HTTPServer()
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	fmt.Fprintf(cmd.OutOrStdout(), "listening on http://%s\n", listener.Addr())
	raised := make(chan error, 1)
	go func() { raised <- watch(ctx, srv.Engine, watchTick) }()
	select {
	case err := <-failed:
		working()
		return err
	case err = <-raised:
	case <-ctx.Done():
	}
	defer working()
	return errors.Join(err, stop(context.WithoutCancel(ctx), server))
}

// watchTick is how often a server looks whether its data still have its form.
const watchTick = 10 * time.Second

// watch returns an error as soon as another machine has brought the data to a form that this program
// does not know: it would destroy parts of what it writes. It returns nil when the context ends.
func watch(ctx context.Context, e store.Engine, every time.Duration) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		newer := (*store.NewerError)(nil)
		if err := store.Watch(ctx, e); errors.As(err, &newer) {
			return err
		}
	}
}

// work finishes use cases that a crash left half-way and sends the messages in the outbox, beside
// the requests. The returned function ends it.
func work(ctx context.Context, srv *api.Server) (end func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := srv.Outcomes.Settle(ctx); err != nil && ctx.Err() == nil {
			srv.Log.Warn("approvals not settled", slog.String("error", err.Error()))
		}
		srv.Work(ctx)
	}()
	return func() { cancel(); <-done }
}

func stop(ctx context.Context, server *http.Server) error {
	ending, cancel := context.WithTimeout(ctx, drain)
	defer cancel()
	err := server.Shutdown(ending)
	if errors.Is(err, context.DeadlineExceeded) {
		err = errors.Join(terminal.Because(err, "drain", drain.String()), server.Close())
	}
	return err
}
