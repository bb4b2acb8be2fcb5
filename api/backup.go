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
// each collection, the photographs, and the inventory, without which the backup is not whole. A line
// is a document as it was stored, in its RFC 8785 form; the digests of the inventory are those of
// the lines.
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
	inv := Inventory{}
	for _, p := range parts() {
		f, err := z.Create(p.name + ".jsonl")
		if err != nil {
			return nil, err
		}
		tally := newTally()
		err = p.read(ctx, from.Engine, func(b []byte) error {
			_, err := f.Write(append(b, '\n'))
			return errors.Join(err, tally.add(b))
		})
		if err != nil {
			return nil, err
		}
		inv[p.name] = tally.holding()
	}
	tally := newTally()
	err = eachPhotograph(ctx, from, func(name string, b []byte) error {
		f, err := z.CreateHeader(&zip.FileHeader{Name: photographs + "/" + name, Method: zip.Store})
		if err != nil {
			return err
		}
		_, err = f.Write(b)
		return errors.Join(err, tally.add([]byte(name)))
	})
	if err != nil {
		return nil, err
	}
	inv[photographs] = tally.holding()
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
	for _, p := range parts() {
		want, held := inv[p.name]
		have, err := restorePart(ctx, z, p, to.Engine)
		if !held && errors.Is(err, fs.ErrNotExist) {
			continue // an older version of the program, which had no such documents, made the backup
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.name, err)
		}
		if have != want {
			return nil, fmt.Errorf("%w: %w", ErrBackup, differs(p.name, have, want))
		}
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

// restorePart stores the documents of a part and returns what the file holds of it.
func restorePart(ctx context.Context, z *zip.Reader, p part, e store.Engine) (h Holding, err error) {
	f, err := z.Open(p.name + ".jsonl")
	if err != nil {
		return h, fmt.Errorf("%w: %w", ErrBackup, err)
	}
	defer f.Close()
	insert, err := p.add(ctx, e)
	if err != nil {
		return h, err
	}
	tally := newTally()
	err = lines(f, func(b []byte) error { return errors.Join(insert(b), tally.add(b)) })
	return tally.holding(), err
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
