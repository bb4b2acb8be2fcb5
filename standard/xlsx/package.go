package xlsx

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

	"hallmark/standard"
	"hallmark/standard/message"
)

// Limits of a workbook with an edition. That of the reference edition has 0.2 MiB unpacked,
// 10 sheets, 11,000 cells.
const (
	MaxUnpacked = 32 << 20
	MaxRows     = 10_000
	MaxCells    = 500_000
	maxEntries  = 1000
)

// Limits bound a workbook that is read.
type Limits struct {
	Size     int // bytes of the file
	Unpacked int // bytes of all parts that are read
	Rows     int // of one sheet, without empty ones
	Cells    int
	Text     int // bytes of all texts in cells
}

// ofEdition are the limits of a workbook with an edition.
func ofEdition() Limits {
	return Limits{Size: standard.MaxSource, Unpacked: MaxUnpacked, Rows: MaxRows, Cells: MaxCells,
		Text: 2 * standard.MaxSource}
}

// container is the zip file of a workbook with what may still be unpacked.
type container struct {
	files  map[string]*zip.File
	limits Limits
	budget int64
}

// refused says what keeps a whole workbook from being read.
type refused struct {
	code string
	args []any
}

func (r *refused) Error() string { return r.code }

func refuse(code string, args ...any) error { return &refused{code, args} }

// openContainer reads the file into memory and looks at what it is before anything is unpacked.
func openContainer(r io.Reader, l Limits) (*container, error) {
	data, err := io.ReadAll(io.LimitReader(r, int64(l.Size)+1))
	switch {
	case err != nil:
		return nil, err
	case len(data) > l.Size:
		return nil, refuse("too-large", l.Size>>20)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")): // a compound file: .xls, or encrypted
		return nil, refuse("grid.xls")
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, refuse("grid.not-xlsx")
	}
	if len(z.File) > maxEntries {
		return nil, refuse("grid.entries", maxEntries)
	}
	c := &container{files: map[string]*zip.File{}, limits: l, budget: int64(l.Unpacked)}
	for _, f := range z.File {
		name := strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"))
		if path.Base(name) == "vbaproject.bin" {
			return nil, refuse("grid.macros")
		}
		c.files[name] = f
	}
	return c, nil
}

func (c *container) has(name string) bool { return c.files[strings.ToLower(name)] != nil }

// part opens a part of the workbook. Reading it ends with a refusal when all parts together become
// too large, whatever the zip file says about their sizes.
func (c *container) part(name string) (*xml.Decoder, io.Closer, error) {
	f := c.files[strings.ToLower(name)]
	if f == nil {
		return nil, nil, refuse("grid.part", name, message.Key("xml.missing"))
	}
	if f.UncompressedSize64 > uint64(c.budget) { //nolint:gosec // never below 0
		return nil, nil, refuse("grid.bomb", c.limits.Unpacked>>20)
	}
	body, err := f.Open()
	if err != nil {
		return nil, nil, refuse("grid.part", name, message.Key("xml.packed"))
	}
	return xml.NewDecoder(&metered{body, c}), body, nil
}

// metered counts what is unpacked.
type metered struct {
	r io.Reader
	c *container
}

func (m *metered) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	if m.c.budget -= int64(n); m.c.budget < 0 {
		return 0, refuse("grid.bomb", m.c.limits.Unpacked>>20)
	}
	return n, err
}

// each calls do for every start of an element of a part. Document types are refused: an entity is
// never expanded.
func (c *container) each(name string, do func(*xml.Decoder, xml.StartElement) error) error {
	d, body, err := c.part(name)
	if err != nil {
		return err
	}
	defer body.Close()
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			switch t := token.(type) {
			case xml.Directive:
				err = errors.New("document type")
			case xml.StartElement:
				err = do(d, t)
			}
		}
		var whole *refused
		switch {
		case errors.Is(err, errEnough):
			return nil
		case errors.As(err, &whole):
			return whole
		case err != nil:
			return refuse("grid.part", name, brokenPart(err))
		}
	}
}

// brokenPart says why a part cannot be read.
func brokenPart(err error) message.Key {
	var packed flate.CorruptInputError
	if errors.As(err, &packed) || errors.Is(err, zip.ErrChecksum) || errors.Is(err, zip.ErrFormat) {
		return "xml.packed"
	}
	return standard.BrokenXML(err)
}

// errEnough ends the reading of a part of which enough is known.
var errEnough = errors.New("enough")

// relation is a link from one part to another.
type relation struct{ id, kind, target string }

// relations reads the links of a part.
func (c *container) relations(of string) ([]relation, error) {
	dir, file := path.Split(of)
	name := dir + "_rels/" + file + ".rels"
	var list []relation
	err := c.each(name, func(_ *xml.Decoder, e xml.StartElement) error {
		if e.Name.Local != "Relationship" || attribute(e, "TargetMode") == "External" {
			return nil
		}
		target := attribute(e, "Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(dir, target)
		}
		list = append(list, relation{attribute(e, "Id"), path.Base(attribute(e, "Type")),
			strings.TrimPrefix(path.Clean(target), "/")})
		return nil
	})
	return list, err
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
