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
// each collection, the photographs, and the inventory, without which the backup is not whole.
const inventoryName = "inventory.json"

// ErrBackup says that a file is not a whole backup.
var ErrBackup = errors.New("not a whole backup")

// Backup writes an installation to w, as a ZIP file, while its server goes on working. The signing
// key is not part of it.
func Backup(ctx context.Context, from Installation, w io.Writer) (Inventory, error) {
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
	err := eachPhotograph(ctx, from, func(name string, b []byte) error {
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
	return inv, errors.Join(json.NewEncoder(f).Encode(inv), z.Close())
}

// Restore reads a backup into an empty installation and proves it by the inventory. It returns
// ErrBackup for a file that is not a whole backup and ErrNotEmpty for a target that is in use.
func Restore(ctx context.Context, r io.ReaderAt, size int64, to Installation) (Inventory, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBackup, err)
	}
	var inv Inventory
	if err := readJSON(z, inventoryName, &inv); err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrBackup, inventoryName, err)
	}
	if err := to.mustBeEmpty(ctx); err != nil {
		return nil, err
	}
	if err := restorePhotographs(ctx, z, to.Blobs); err != nil {
		return nil, err
	}
	for _, p := range parts() {
		err := restorePart(ctx, z, p, to.Engine)
		if _, held := inv[p.name]; !held && errors.Is(err, fs.ErrNotExist) {
			continue // an older version of the program, which had no such documents, made the backup
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.name, err)
		}
	}
	return inv, inv.compare(ctx, to)
}

func readJSON(z *zip.Reader, name string, out any) error {
	f, err := z.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return json.NewDecoder(io.LimitReader(f, wire.BodyLimit)).Decode(out)
}

func restorePart(ctx context.Context, z *zip.Reader, p part, e store.Engine) error {
	f, err := z.Open(p.name + ".jsonl")
	if err != nil {
		return fmt.Errorf("%w: %w", ErrBackup, err)
	}
	defer f.Close()
	insert, err := p.add(ctx, e)
	if err != nil {
		return err
	}
	return lines(f, insert)
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
