package api

import (
	"archive/zip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"hallmark/api/store"
	"hallmark/api/wire"
)

// inventoryName is the last file in a backup. A backup is a ZIP file: one file of JSON lines for
// each collection, one of the steps that were open, the photographs, and the inventory, without which
// the backup is not whole. A line is a document as it was stored, or a step, in its RFC 8785 form; the
// digests of the inventory are those of the lines.
const inventoryName = "inventory.json"

// contents is the inventory of a backup with its origin: the form that the documents had in their
// store and the version of the program that wrote the backup. Before form 3 the inventory stood alone.
type contents struct {
	store.Origin
	Parts Inventory `json:"parts"`
}

func parseContents(b []byte) (c contents, err error) {
	if err := json.Unmarshal(b, &c.Origin); err != nil {
		return c, err
	}
	if err := c.Check(); err != nil {
		return c, err
	}
	if c.Form == 0 {
		return c, json.Unmarshal(b, &c.Parts)
	}
	return c, json.Unmarshal(b, &c)
}

// ErrBackup says that a file is not a whole backup.
var ErrBackup = errors.New("not a whole backup")

// Backup writes an installation to w, as a ZIP file, while its server goes on working. The signing
// key is not part of it.
func Backup(ctx context.Context, from Installation, w io.Writer) (Inventory, error) {
	origin, err := from.Engine.Origin(ctx)
	if err != nil {
		return nil, err
	}
	origin.Version = store.Program
	z := zip.NewWriter(w)
	part := func(name string) (func([]byte) error, error) {
		f, err := z.Create(name + ".jsonl")
		return func(b []byte) error {
			_, err := f.Write(append(b[:len(b):len(b)], '\n'))
			return err
		}, err
	}
	photograph := func(name string, b []byte) error {
		f, err := z.CreateHeader(&zip.FileHeader{Name: photographs + "/" + name, Method: zip.Store})
		if err != nil {
			return err
		}
		_, err = f.Write(b)
		return err
	}
	inv, err := from.pour(ctx, part, photograph)
	if err != nil {
		return nil, err
	}
	f, err := z.Create(inventoryName)
	if err != nil {
		return nil, err
	}
	return inv, errors.Join(json.NewEncoder(f).Encode(contents{origin, inv}),
		z.Close())
}

// Restore reads a backup into an empty installation and proves it twice: the lines of the file by its
// inventory, and what is stored then by the same. It returns ErrBackup for a file that is not a
// whole backup, ErrNotEmpty for a target that is in use, and a [store.NewerError] for a backup of a
// form that this program does not know.
func Restore(ctx context.Context, r io.ReaderAt, size int64, to Installation) (Inventory, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBackup, err)
	}
	inv, err := readInventory(z)
	if err != nil {
		return nil, err
	}
	if err := to.mustBeEmpty(ctx); err != nil {
		return nil, err
	}
	if err := restorePhotographs(ctx, z, to.Blobs); err != nil {
		return nil, err
	}
	named := store.NewNames(references)
	for _, p := range parts() {
		insert, err := p.add(ctx, to.Engine)
		if err != nil {
			return nil, err
		}
		err = inv.restorePart(z, p.name, func(b []byte) error {
			return errors.Join(insert(b), named.Add(p.name, b))
		})
		if err != nil {
			return nil, err
		}
	}
	if err := inv.restorePart(z, openSteps, to.putStep(ctx)); err != nil {
		return nil, err
	}
	if err := named.Missing(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBackup, err)
	}
	return inv, inv.compare(ctx, to)
}

func readInventory(z *zip.Reader) (Inventory, error) {
	f, err := z.Open(inventoryName)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBackup, err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, wire.BodyLimit))
	var c contents
	if err == nil {
		c, err = parseContents(b)
	}
	if newer := (*store.NewerError)(nil); errors.As(err, &newer) {
		return nil, err
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrBackup, inventoryName, err)
	}
	return c.Parts, nil
}

// restorePart stores the lines of a part and holds them against the inventory. A backup by an older
// version of the program, which had no such documents, lacks the part.
func (inv Inventory) restorePart(z *zip.Reader, name string, insert func([]byte) error) error {
	want, held := inv[name]
	f, err := z.Open(name + ".jsonl")
	if !held && errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("%s: %w: %w", name, ErrBackup, err)
	}
	defer f.Close()
	tally := newTally()
	err = store.Lines(f, func(b []byte) error { return errors.Join(insert(b), tally.add(b)) })
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if have := tally.holding(); have != want {
		return fmt.Errorf("%w: %w", ErrBackup, differs(name, have, want))
	}
	return nil
}

func restorePhotographs(ctx context.Context, z *zip.Reader, blobs store.Blobs) error {
	for _, entry := range z.File {
		dir, name := path.Split(entry.Name)
		if strings.TrimSuffix(dir, "/") != photographs {
			continue
		}
		f, err := entry.Open()
		if err != nil {
			return fmt.Errorf("%w: %w", ErrBackup, err)
		}
		b, err := io.ReadAll(io.LimitReader(f, wire.EvidenceLimit+1))
		f.Close()
		if err != nil {
			return fmt.Errorf("%w: %s: %w", ErrBackup, entry.Name, err)
		}
		if err := blobs.Put(ctx, name, b); err != nil { // checks the digest
			return fmt.Errorf("%s: %w", entry.Name, err)
		}
	}
	return nil
}
