package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"hallmark/api"
	"hallmark/api/cmd/terminal"
	"hallmark/api/store"
	"hallmark/api/store/blob"
	"hallmark/api/store/lock"
	"hallmark/api/store/mongodb"
	"hallmark/api/workdays"
	"hallmark/pdf/fonts"
)

// settings say where an installation stores its data. Each flag has a variable HALLMARK_<FLAG>.
type settings struct {
	data  string
	mongo string
	key   string
	name  string
	fonts string

	notes io.Writer // takes what is said beside the result

	proxies []string // of serve alone

	localWebhooks bool // of serve alone
	mail          mailSettings
}

func (s *settings) flags(cmd *cobra.Command) {
	s.storage(cmd)
	f := cmd.Flags()
	f.StringVar(&s.key, "signing-key", "", "")
	f.StringVar(&s.name, "installation", "", "")
	f.StringVar(&s.fonts, "fonts", "", "")
}

// storage adds the flags of a command that needs the documents and photographs alone.
func (s *settings) storage(cmd *cobra.Command) {
	s.notes = terminal.Notes(cmd)
	f := cmd.Flags()
	f.StringVar(&s.data, "data", "./data", "")
	f.StringVar(&s.mongo, "mongodb-uri", "", "")
	f.Var(&addressFile{into: &s.mongo}, "mongodb-uri-file", "")
}

// parseBase checks an address for QR codes and takes the slash from its end.
func parseBase(base string) (string, error) {
	u, err := url.Parse(base)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" ||
		strings.ContainsAny(base, "?# ") {
		return "", terminal.Fail("base-url", base)
	}
	if strings.Trim(u.Path, "/") != "" || u.User != nil {
		return "", terminal.Fail("base-url-path", base, u.Scheme+"://"+u.Host)
	}
	return strings.TrimRight(base, "/"), nil
}

func (s *settings) photographs() store.Blobs {
	return blob.Dir(filepath.Join(s.data, "photographs"))
}

// shelf opens the place for large files that last a while: in the database, or beside the embedded
// engine's file.
func (s *settings) shelf(engine store.Engine) store.Shelf {
	if e, ok := engine.(*mongodb.Engine); ok {
		return e.Shelf()
	}
	return blob.ShelfAt(filepath.Join(s.data, "shelf"))
}

// server opens everything for a purpose. The returned installation is to be closed.
func (s *settings) server(ctx context.Context, p lock.Purpose, log *slog.Logger, base string) (
	*api.Server, *opened, error) {
	o, err := s.open(ctx, p)
	if err != nil {
		return nil, nil, err
	}
	srv, err := s.build(ctx, o, log, base)
	if err != nil {
		return nil, nil, errors.Join(err, o.close())
	}
	return srv, o, nil
}

func (s *settings) build(ctx context.Context, o *opened, log *slog.Logger, base string) (
	*api.Server, error) {
	place := s.keyPlace(o)
	key, secret, err := place.Open(ctx)
	if err != nil {
		return nil, err
	}
	var set *fonts.Set // nil: the embedded ones, read for the first document
	if s.fonts != "" {
		if set, err = fonts.Open(s.fonts); err != nil {
			return nil, fmt.Errorf("--fonts %s: %w", s.fonts, err)
		}
	}
	calendar, err := workdays.Calendar()
	if err != nil {
		return nil, err
	}
	sender, err := s.mail.sender()
	if err != nil {
		return nil, err
	}
	return api.New(ctx, api.Config{Engine: o.Engine, Blobs: o.Blobs, Shelf: s.shelf(o.Engine), Key: key,
		Secret: secret, Current: place.Ring(key).Current,
		Fonts: set, Calendar: calendar, Log: log, Now: time.Now, BaseURL: base, Proxies: s.proxies,
		Version: build(), LocalWebhooks: s.localWebhooks, Mail: sender, DigestHour: s.mail.digestHour})
}

// withServer runs a use case on the installation's data, beside a running server. A new
// installation is announced after it.
func (s *settings) withServer(cmd *cobra.Command, use func(*api.Server) error) error {
	srv, o, err := s.server(cmd.Context(), lock.Work, slog.New(slog.DiscardHandler), "")
	if err != nil {
		return err
	}
	err = use(srv)
	if err == nil && o.fresh {
		terminal.Say(cmd, "data-new", s.where())
	}
	return errors.Join(err, o.close())
}
