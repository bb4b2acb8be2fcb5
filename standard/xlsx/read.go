package xlsx

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"hallmark/standard"
	"hallmark/standard/grid"
)

// Read reads an edition from a workbook that [Write] or [Template] has made and that may have been
// filled in by hand. It returns an *[standard.InvalidError] with every problem at once, each with
// its cell ("条款!F12"), and a loss report of the sheets and columns that were not taken.
func Read(r io.Reader) (*standard.Edition, []standard.Loss, error) {
	book, losses, err := ReadBook(r, ofEdition())
	if err != nil {
		return nil, nil, err
	}
	e, more, err := grid.Read(book)
	return e, append(losses, more...), err
}

// ReadBook reads the cells of a workbook of any origin. It returns an *[standard.InvalidError] for
// a file that is not a workbook, that exceeds a limit or of which a part is lost, and a loss report
// of links to other files.
func ReadBook(r io.Reader, l Limits) (*grid.Book, []standard.Loss, error) {
	book, losses, err := readBook(r, l)
	var whole *refused
	if errors.As(err, &whole) {
		var problems standard.Problems
		problems.Add("", whole.code, whole.args...)
		return nil, nil, problems.Err()
	}
	if err == nil && len(book.lost) > 0 {
		return nil, nil, &standard.InvalidError{Problems: book.lost}
	}
	if err != nil {
		return nil, nil, err
	}
	return &book.book, losses, nil
}

// workbook is a workbook while it is read.
type workbook struct {
	*container
	book   grid.Book
	sheets []sheetEntry
	shared []sharedText
	looks  looks
	losses []standard.Loss
	cells  int
	text   int
	lost   []standard.Problem // cells whose content the file does not have
}

// sheetEntry is a sheet as the list of the workbook names it.
type sheetEntry struct {
	name, id string
	hidden   bool
}

func readBook(r io.Reader, l Limits) (*workbook, []standard.Loss, error) {
	c, err := openContainer(r, l)
	if err != nil {
		return nil, nil, err
	}
	w := &workbook{container: c, looks: looks{formats: map[string]grid.Shown{}}}
	main, err := w.target("", "officeDocument")
	if err != nil {
		return nil, nil, err
	}
	if err := w.each(main, w.outline); err != nil {
		return nil, nil, err
	}
	links, err := w.relations(main)
	if err != nil {
		return nil, nil, err
	}
	for _, link := range links {
		switch {
		case link.kind == "sharedStrings" && w.has(link.target):
			if err := w.each(link.target, w.sharedString); err != nil {
				return nil, nil, err
			}
		case link.kind == "styles" && w.has(link.target):
			if err := w.each(link.target, w.looks.style); err != nil {
				return nil, nil, err
			}
		case link.kind == "externalLink":
			w.losses = append(w.losses, standard.Loss{Path: link.target, Code: "grid.link"})
		}
	}
	for _, s := range w.sheets {
		if err := w.sheet(s, links); err != nil {
			return nil, nil, err
		}
	}
	return w, w.losses, nil
}

// target finds the part that a part links to.
func (w *workbook) target(of, kind string) (string, error) {
	links, err := w.relations(of)
	if err != nil {
		return "", refuse("grid.not-xlsx")
	}
	for _, link := range links {
		if link.kind == kind {
			return link.target, nil
		}
	}
	return "", refuse("grid.not-xlsx")
}

func (w *workbook) outline(_ *xml.Decoder, e xml.StartElement) error {
	switch e.Name.Local {
	case "workbookPr":
		v := attribute(e, "date1904")
		w.book.Date1904 = v == "1" || v == "true"
	case "sheet":
		if len(w.sheets) == 200 {
			return refuse("grid.entries", 200)
		}
		state := attribute(e, "state")
		w.sheets = append(w.sheets, sheetEntry{attribute(e, "name"), attribute(e, "id"),
			state == "hidden" || state == "veryHidden"})
	}
	return nil
}

// rich is a text in pieces; how it is pronounced (rPh) is left out.
type rich struct {
	T []string `xml:"t"`
	R []struct {
		T      []string `xml:"t"`
		Strike *onOff   `xml:"rPr>strike"`
	} `xml:"r"`
}

// sharedText is a text that cells share, without the pieces that are struck out, and these.
type sharedText struct{ text, struck string }

func (t rich) read() sharedText {
	var text, struck strings.Builder
	for _, s := range t.T {
		text.WriteString(s)
	}
	for _, r := range t.R {
		into := &text
		if r.Strike.on() {
			into = &struck
		}
		for _, s := range r.T {
			into.WriteString(s)
		}
	}
	return sharedText{unescape(text.String()), unescape(struck.String())}
}

func (w *workbook) sharedString(d *xml.Decoder, e xml.StartElement) error {
	if e.Name.Local != "si" {
		return nil
	}
	if len(w.shared) == w.limits.Cells {
		return refuse("grid.cells", w.limits.Cells)
	}
	var text rich
	if err := d.DecodeElement(&text, &e); err != nil {
		return err
	}
	w.shared = append(w.shared, text.read())
	return nil
}
