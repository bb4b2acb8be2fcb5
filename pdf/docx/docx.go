package docx

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"time"

	"hallmark/pdf/manuscript"
)

// ErrIncomplete is returned for a document without the edition or the amendment it is made from.
var ErrIncomplete = errors.New("incomplete document")

// WriteStandard writes the whole text of a standard. It returns [ErrIncomplete] or an error of w.
func WriteStandard(w io.Writer, s manuscript.Standard) error {
	if s.Edition == nil {
		return fmt.Errorf("%w: no edition", ErrIncomplete)
	}
	return Write(w, s.Manuscript())
}

// WriteSheet writes an amendment sheet 修改单, with the errors of [WriteStandard].
func WriteSheet(w io.Writer, s manuscript.Sheet) error {
	if s.Amendment == nil {
		return fmt.Errorf("%w: no amendment", ErrIncomplete)
	}
	return Write(w, s.Manuscript())
}

// Write writes any manuscript. It returns the errors of w.
func Write(w io.Writer, m *manuscript.Manuscript) error {
	text := document{Manuscript: m}
	body := text.body()
	z := zip.NewWriter(w)
	for _, part := range []struct{ name, text string }{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", packageRelations},
		{"docProps/core.xml", core(m)},
		{"word/_rels/document.xml.rels", documentRelations},
		{"word/settings.xml", settings(m)},
		{"word/styles.xml", styles(m.Form)},
		{"word/numbering.xml", numbering(m.Form, text.lists)},
		{"word/fontTable.xml", fontTable},
		{"word/header1.xml", header(m, odd)},
		{"word/header2.xml", header(m, even)},
		{"word/footer1.xml", footer(m, odd)},
		{"word/footer2.xml", footer(m, even)},
		{"word/document.xml", body},
	} {
		// No time is written, so that equal documents are equal files.
		file, err := z.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate,
			Modified: time.Time{}})
		if err == nil {
			_, err = io.WriteString(file, part.text)
		}
		if err != nil {
			return fmt.Errorf("docx: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("docx: %w", err)
	}
	return nil
}
