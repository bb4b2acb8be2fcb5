package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
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
	"hallmark/api/workdays"
	"hallmark/pdf/fonts"
	"hallmark/pdf/seal"
)

// settings are where an installation keeps its data. Each flag has a variable HALLMARK_<FLAG>.
type settings struct {
	data  string
	mongo string
	key   string
	name  string
	fonts string

	proxies []string // of serve alone
}

func (s *settings) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&s.data, "data", "./data", "directory of the embedded engine, photographs and the signing key")
	f.StringVar(&s.mongo, "mongodb-uri", "", "MongoDB instead of the embedded engine (variable MONGODB_URI)")
	f.StringVar(&s.key, "signing-key", "", "file of the signing key (default signing-key.pem in the data directory)")
	f.StringVar(&s.name, "installation", "Hallmark 厅评", "name in the certificate of a new signing key")
	f.StringVar(&s.fonts, "fonts", "", "directory of fonts beside the built-in ones")
	cmd.PreRunE = func(cmd *cobra.Command, _ []string) error { return fromEnvironment(cmd.Flags()) }
}

// fromEnvironment fills flags that were not given from HALLMARK_* variables, and MONGODB_URI.
func fromEnvironment(flags *pflag.FlagSet) error {
	var errs []error
	flags.VisitAll(func(f *pflag.Flag) {
		name := "HALLMARK_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		if f.Name == "mongodb-uri" {
			name = "MONGODB_URI"
		}
		if v, ok := os.LookupEnv(name); ok && !f.Changed {
			if err := flags.Set(f.Name, v); err != nil {
				errs = append(errs, fmt.Errorf("variable %s: %w", name, err))
			}
		}
	})
	return errors.Join(errs...)
}

// dataFile is the embedded engine's file inside the data directory.
const dataFile = "hallmark.db"

// open opens the storage. Blobs lie in GridFS, or as files beside the embedded engine's file.
func (s *settings) open(ctx context.Context) (store.Engine, store.Blobs, error) {
	if s.mongo != "" {
		e, err := mongodb.Open(ctx, s.mongo)
		if err != nil {
			return nil, nil, err
		}
		return e, e.Blobs(), nil
	}
	if err := os.MkdirAll(s.data, 0o700); err != nil {
		return nil, nil, err
	}
	e, err := sqlite.Open(ctx, filepath.Join(s.data, dataFile))
	if err != nil {
		return nil, nil, err
	}
	return e, blob.Dir(filepath.Join(s.data, "photographs")), nil
}

// signingKey reads the key, or makes it at the first start. Of two processes that start at once
// one makes it and the other reads that one's.
func (s *settings) signingKey() (*seal.Key, error) {
	file := s.key
	if file == "" {
		file = filepath.Join(s.data, "signing-key.pem")
	}
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		if text, err = newSigningKey(file, s.name); err != nil {
			return nil, err
		}
	}
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(file)
	if err != nil {
		return nil, err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("%s can be read by others (mode %04o): chmod 600 %s",
			file, info.Mode().Perm(), file)
	}
	key, err := seal.ParseKey(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return key, nil
}

func newSigningKey(file, name string) ([]byte, error) {
	key, err := seal.GenerateKey(rand.Reader, name, time.Now())
	if err != nil {
		return nil, err
	}
	text, err := key.PEM()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return nil, err
	}
	temporary, err := os.CreateTemp(filepath.Dir(file), ".signing-key-*") // mode 0600
	if err != nil {
		return nil, err
	}
	defer os.Remove(temporary.Name())
	_, err = temporary.Write(text)
	if err = errors.Join(err, temporary.Sync(), temporary.Close()); err != nil {
		return nil, err
	}
	if err := os.Link(temporary.Name(), file); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return os.ReadFile(file)
}

// server opens everything. The returned function closes it.
func (s *settings) server(ctx context.Context, log *slog.Logger, base string) (*api.Server, func() error, error) {
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
	set, err := fonts.Open(s.fonts)
	if err != nil {
		return nil, err
	}
	calendar, err := workdays.Calendar()
	if err != nil {
		return nil, err
	}
	return api.New(ctx, api.Config{Engine: engine, Blobs: blobs, Key: key, Fonts: set,
		Calendar: calendar, Log: log, Now: time.Now, BaseURL: strings.TrimSuffix(base, "/"), Proxies: s.proxies,
		Version: version})
}
