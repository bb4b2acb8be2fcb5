package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"
)

// drain is how long a server that was told to stop waits for requests that are under way.
const drain = 20 * time.Second

func serveCommand() *cobra.Command {
	var s settings
	var listen, base, level string
	cmd := &cobra.Command{
		Use: "serve", Short: "Run the service", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var logLevel slog.Level
			if err := logLevel.UnmarshalText([]byte(level)); err != nil {
				return fmt.Errorf("--log: %w", err)
			}
			log := slog.New(slog.NewJSONHandler(cmd.ErrOrStderr(), &slog.HandlerOptions{Level: logLevel}))
			srv, closeStore, err := s.server(cmd.Context(), log, base)
			if err != nil {
				return err
			}
			return errors.Join(serve(cmd, srv.HTTPServer(), listen), closeStore())
		},
	}
	s.flags(cmd)
	cmd.Flags().StringVar(&listen, "listen", "127.0.0.1:8080", "address and port")
	cmd.Flags().StringVar(&base, "base-url", "", "address in printed QR codes (default: that of the request)")
	cmd.Flags().StringSliceVar(&s.proxies, "trusted-proxies", nil,
		"addresses or networks of proxies whose X-Forwarded-For is believed")
	cmd.Flags().StringVar(&level, "log", "info", "debug, info, warn or error")
	return cmd
}

// serve listens until the context ends, then lets requests under way finish.
func serve(cmd *cobra.Command, server *http.Server, address string) error {
	ctx := cmd.Context()
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return err
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	fmt.Fprintf(cmd.OutOrStdout(), "listening on http://%s\n", listener.Addr())
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer cancel()
	return server.Shutdown(ending)
}
