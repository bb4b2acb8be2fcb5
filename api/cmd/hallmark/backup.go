package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"hallmark/api"
)

// installation opens the documents and photographs alone.
func (s *settings) installation(ctx context.Context) (api.Installation, func() error, error) {
	engine, blobs, err := s.open(ctx)
	if err != nil {
		return api.Installation{}, nil, err
	}
	return api.Installation{Engine: engine, Blobs: blobs}, engine.Close, nil
}

func printInventory(w io.Writer, inv api.Inventory) {
	for _, name := range slices.Sorted(maps.Keys(inv)) {
		fmt.Fprintf(w, "%-12s %8d  %s\n", name, inv[name].Count, inv[name].Digest)
	}
}

func backupCommand() *cobra.Command {
	var s settings
	cmd := &cobra.Command{
		Use: "backup FILE", Args: cobra.ExactArgs(1),
		Short: "Write all documents and photographs to a ZIP file; keep the signing key apart",
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			from, closeStore, err := s.installation(cmd.Context())
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, closeStore()) }()
			return writeFile(args[0], func(w io.Writer) error {
				inv, err := api.Backup(cmd.Context(), from, w)
				printInventory(cmd.OutOrStdout(), inv)
				return err
			})
		},
	}
	s.flags(cmd)
	return cmd
}

func restoreCommand() *cobra.Command {
	var s settings
	cmd := &cobra.Command{
		Use: "restore FILE", Args: cobra.ExactArgs(1),
		Short: "Read a backup into an empty installation and check it",
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			f, err := os.Open(args[0])
			if err != nil {
				return err
			}
			defer f.Close()
			info, err := f.Stat()
			if err != nil {
				return err
			}
			to, closeStore, err := s.installation(cmd.Context())
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, closeStore()) }()
			inv, err := api.Restore(cmd.Context(), f, info.Size(), to)
			if err != nil {
				return err
			}
			printInventory(cmd.OutOrStdout(), inv)
			return nil
		},
	}
	s.flags(cmd)
	return cmd
}

func copyCommand() *cobra.Command {
	var from, to string
	cmd := &cobra.Command{
		Use: "copy --from PLACE --to PLACE", Args: cobra.NoArgs,
		Short: "Copy an installation to another engine and prove it by counts and digests",
		Long: "A place is a mongodb:// address, a data directory, or the file " + dataFile +
			" in one. The target must be empty.",
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			source, closeSource, err := place(from).installation(cmd.Context())
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, closeSource()) }()
			target, closeTarget, err := place(to).installation(cmd.Context())
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, closeTarget()) }()
			inv, err := api.Copy(cmd.Context(), source, target)
			if err != nil {
				return err
			}
			printInventory(cmd.OutOrStdout(), inv)
			return nil
		},
	}
	cmd.Flags().StringVar(&from, "from", "", "source")
	cmd.Flags().StringVar(&to, "to", "", "target")
	_ = cmd.MarkFlagRequired("from") // the flags exist
	_ = cmd.MarkFlagRequired("to")
	return cmd
}

// place is where an installation lies.
func place(s string) *settings {
	if strings.HasPrefix(s, "mongodb://") || strings.HasPrefix(s, "mongodb+srv://") {
		return &settings{mongo: s}
	}
	if filepath.Base(s) == dataFile {
		s = filepath.Dir(s)
	}
	return &settings{data: s}
}
