package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"hallmark/api"
	"hallmark/api/store"
	"hallmark/api/store/blob"
	"hallmark/api/store/mongodb"
	"hallmark/api/store/sqlite"
	"hallmark/api/web"
	"hallmark/api/workdays"
	"hallmark/pdf/fonts"
	"hallmark/standard/message"
)

// settings say where an installation stores its data. Each flag has a variable HALLMARK_<FLAG>.
type settings struct {
	data  string
	mongo string
	key   string
	name  string
	fonts string

	proxies []string // of serve alone

	localWebhooks bool // of serve alone
	mail          mailSettings
}

func (s *settings) flags(cmd *cobra.Command) {
	s.storage(cmd)
	f := cmd.Flags()
	f.StringVar(&s.key, "signing-key", "", meaning("signing-key"))
	f.StringVar(&s.name, "installation", "Hallmark 厅评", meaning("installation"))
	f.StringVar(&s.fonts, "fonts", "", meaning("fonts"))
}

// meaning is the description of a flag in the help inside the program.
func meaning(flag string) string { return web.ServiceSetting{Name: flag}.Meaning(message.English) }

// storage adds the flags of a command that needs the documents and photographs alone.
func (s *settings) storage(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&s.data, "data", "./data", meaning("data"))
	f.StringVar(&s.mongo, "mongodb-uri", "", meaning("mongodb-uri"))
}

// fromEnvironment fills flags that were not given from HALLMARK_* variables, and MONGODB_URI.
func fromEnvironment(flags *pflag.FlagSet) error {
	var errs []error
	flags.VisitAll(func(f *pflag.Flag) {
		name := web.ServiceSetting{Name: f.Name}.Variable()
		if v, ok := os.LookupEnv(name); ok && !f.Changed {
			if err := flags.Set(f.Name, v); err != nil {
				errs = append(errs, fmt.Errorf("variable %s: %w", name, err))
			}
		}
	})
	return errors.Join(errs...)
}

// parseBase checks an address for QR codes and takes the slash from its end.
func parseBase(base string) (string, error) {
	u, err := url.Parse(base)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" ||
		strings.ContainsAny(base, "?# ") {
		return "", fail("base-url", base)
	}
	return strings.TrimSuffix(base, "/"), nil
}

// dataFile is the embedded engine's file inside the data directory.
const dataFile = "hallmark.db"

// mustExist refuses to open, and so to make, an embedded installation that is not there.
func (s *settings) mustExist(key string) error {
	if s.mongo != "" {
		return nil
	}
	_, err := os.Stat(filepath.Join(s.data, dataFile))
	return explain(err, fs.ErrNotExist, key, s.data, dataFile)
}

// open opens the storage. Blobs lie in GridFS, or as files beside the embedded engine's file.
func (s *settings) open(ctx context.Context) (store.Engine, store.Blobs, error) {
	if s.mongo != "" {
		e, err := mongodb.Open(ctx, s.mongo)
		switch {
		case err == nil:
			return e, e.Blobs(), nil
		case errors.Is(err, store.ErrUnavailable), ctx.Err() != nil:
			return nil, nil, err
		}
		return nil, nil, fail("mongodb-uri") // the error quotes the address, with its password
	}
	if err := os.MkdirAll(s.data, 0o700); err != nil {
		return nil, nil, err
	}
	e, err := sqlite.Open(ctx, filepath.Join(s.data, dataFile))
	if err != nil {
		return nil, nil, err
	}
	return e, s.photographs(), nil
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

// server opens everything. The returned function closes it.
func (s *settings) server(ctx context.Context, log *slog.Logger, base string) (
	*api.Server, func() error, error) {
	engine, blobs, err := s.open(ctx)
	if err != nil {
		return nil, nil, err
	}
	srv, err := s.build(ctx, engine, blobs, log, base)
	if err != nil {
		return nil, nil, errors.Join(err, engine.Close())
	}
	return srv, engine.Close, nil
}

func (s *settings) build(ctx context.Context, engine store.Engine, blobs store.Blobs,
	log *slog.Logger, base string,
) (*api.Server, error) {
	key, err := s.signingKey()
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
	return api.New(ctx, api.Config{Engine: engine, Blobs: blobs, Shelf: s.shelf(engine), Key: key,
		Fonts: set, Calendar: calendar, Log: log, Now: time.Now, BaseURL: base, Proxies: s.proxies,
		Version: build(), LocalWebhooks: s.localWebhooks, Mail: sender, DigestHour: s.mail.digestHour})
}

// withServer runs a use case on the installation's data.
func (s *settings) withServer(ctx context.Context, use func(*api.Server) error) error {
	srv, closeStore, err := s.server(ctx, slog.New(slog.DiscardHandler), "")
	if err != nil {
		return err
	}
	return errors.Join(use(srv), closeStore())
}
