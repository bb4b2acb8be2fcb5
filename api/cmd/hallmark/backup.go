package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"hallmark/api"
	"hallmark/api/cmd/terminal"
	"hallmark/api/store/lock"
	"hallmark/api/store/sqlite"
)

func printInventory(w io.Writer, inv api.Inventory) {
	for _, name := range slices.Sorted(maps.Keys(inv)) {
		fmt.Fprintf(w, "%-12s %8d  %s\n", name, inv[name].Count, inv[name].Digest)
	}
}

func backupCommand() *cobra.Command {
	var s settings
	cmd := &cobra.Command{
		Use: "backup FILE", Args: terminal.Exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := s.mustExist("no-installation"); err != nil {
				return err
			}
			var inv api.Inventory
			err := s.with(cmd.Context(), lock.Read, func(from api.Installation) error {
				return terminal.WriteFile(args[0], func(w io.Writer) (err error) {
					inv, err = api.Backup(cmd.Context(), from, w)
					return err
				})
			})
			if err == nil {
				printInventory(cmd.OutOrStdout(), inv)
			}
			return err
		},
	}
	s.storage(cmd)
	return cmd
}

func restoreCommand() *cobra.Command {
	var s settings
	cmd := &cobra.Command{
		Use: "restore FILE", Args: terminal.Exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			f, err := os.Open(args[0])
			if err != nil {
				return err
			}
			defer f.Close()
			info, err := f.Stat()
			if err != nil {
				return err
			}
			return s.fill(cmd, func(to api.Installation) (api.Inventory, error) {
				return api.Restore(cmd.Context(), f, info.Size(), to)
			})
		},
	}
	s.storage(cmd)
	return cmd
}

func copyCommand() *cobra.Command {
	var from, to string
	cmd := &cobra.Command{
		Use: "copy --from PLACE --to PLACE", Args: terminal.Exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			source, err := place(from)
			if err == nil {
				err = source.mustExist("no-source")
			}
			if err != nil {
				return err
			}
			target, err := place(to)
			if err != nil {
				return err
			}
			if source.same(target) {
				return api.ErrNotEmpty
			}
			return source.with(cmd.Context(), lock.Read, func(from api.Installation) error {
				return target.fill(cmd, func(to api.Installation) (api.Inventory, error) {
					return api.Copy(cmd.Context(), from, to)
				})
			})
		},
	}
	cmd.Flags().StringVar(&from, "from", "", "")
	cmd.Flags().StringVar(&to, "to", "", "")
	terminal.Require(cmd, "from", "to")
	return cmd
}

// place is where an installation lies; "mongodb" is the address in the variable.
func place(s string) (*settings, error) {
	if s == "mongodb" {
		if s = os.Getenv(addressVariable); s == "" {
			return nil, terminal.Wrong("mongodb-uri-none", addressVariable)
		}
		return &settings{mongo: s}, nil
	}
	if isMongo(s) {
		return &settings{mongo: s}, nil
	}
	if filepath.Base(s) == dataFile {
		s = filepath.Dir(s)
	}
	return &settings{data: s}, nil
}

// same reports whether two places are one directory.
func (s *settings) same(other *settings) bool {
	if s.mongo != "" || other.mongo != "" {
		return s.mongo == other.mongo
	}
	a, err1 := os.Stat(s.data)
	b, err2 := os.Stat(other.data)
	return err1 == nil && err2 == nil && os.SameFile(a, b)
}

// with opens the documents and photographs alone.
func (s *settings) with(ctx context.Context, p lock.Purpose, use func(api.Installation) error) error {
	o, err := s.open(ctx, p)
	if err != nil {
		return err
	}
	return errors.Join(use(o.Installation), o.close())
}

// fill writes a whole installation and prints a summary of it. The embedded engine's file
// appears under its name only when all is in it and proven.
func (s *settings) fill(cmd *cobra.Command,
	write func(api.Installation) (api.Inventory, error),
) error {
	var inv api.Inventory
	use := func(to api.Installation) (err error) {
		inv, err = write(to)
		return err
	}
	fill := s.fillInPlace
	if s.mongo == "" {
		_, err := os.Lstat(filepath.Join(s.data, dataFile))
		if errors.Is(err, fs.ErrNotExist) {
			fill = s.fillBeside
		}
	}
	if err := fill(cmd.Context(), use); err != nil {
		return err
	}
	printInventory(cmd.OutOrStdout(), inv)
	return nil
}

func (s *settings) fillInPlace(ctx context.Context, use func(api.Installation) error) error {
	started := false
	err := s.with(ctx, lock.Fill, func(to api.Installation) error {
		started = true
		return use(to)
	})
	if err == nil || !started || errors.Is(err, api.ErrNotEmpty) {
		return err
	}
	return terminal.Because(err, "partly-filled", err)
}

func (s *settings) fillBeside(ctx context.Context, use func(api.Installation) error) (err error) {
	if err := os.MkdirAll(s.data, 0o700); err != nil {
		return err
	}
	held, err := lockData(s.data, lock.Fill)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, held.Release()) }()
	if _, err := s.suits(lock.Fill); err != nil {
		return err
	}
	dir, err := os.MkdirTemp(s.data, ".filling-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, dataFile)
	engine, err := sqlite.Open(ctx, file)
	if err != nil {
		return err
	}
	err = use(api.Installation{Engine: engine, Blobs: s.photographs()})
	if err := errors.Join(err, engine.Close()); err != nil {
		return err
	}
	return os.Link(file, filepath.Join(s.data, dataFile)) // never replaces a file
}
