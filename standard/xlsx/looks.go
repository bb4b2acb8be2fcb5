package xlsx

import (
	"encoding/xml"
	"regexp"
	"strconv"
	"strings"

	"hallmark/standard/grid"
)

// looks are the parts of a workbook's styles that change what a cell says: as what a number is
// shown, and whether a text is struck out.
type looks struct {
	section string // of the part that is read
	formats map[string]grid.Shown
	struck  []bool // by font
	cells   []cellLook
}

type cellLook struct {
	shown  grid.Shown
	struck bool
}

// onOff is a property that is on by being there.
type onOff struct {
	Value string `xml:"val,attr"`
}

func (p *onOff) on() bool { return p != nil && p.Value != "0" && p.Value != "false" }

// style reads an element of the styles.
func (l *looks) style(d *xml.Decoder, e xml.StartElement) error {
	switch name := e.Name.Local; name {
	case "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs":
		l.section = name
	case "numFmt":
		if l.section == "numFmts" {
			l.formats[attribute(e, "numFmtId")] = shownBy(attribute(e, "formatCode"))
		}
	case "font":
		if l.section != "fonts" || len(l.struck) > maxStyles {
			return nil
		}
		var font struct {
			Strike *onOff `xml:"strike"`
		}
		if err := d.DecodeElement(&font, &e); err != nil {
			return err
		}
		l.struck = append(l.struck, font.Strike.on())
	case "xf":
		if l.section != "cellXfs" || len(l.cells) > maxStyles {
			return nil
		}
		look := cellLook{shown: l.shown(attribute(e, "numFmtId"))}
		if i, err := strconv.Atoi(attribute(e, "fontId")); err == nil && i >= 0 && i < len(l.struck) {
			look.struck = l.struck[i]
		}
		l.cells = append(l.cells, look)
	}
	return nil
}

// maxStyles is the most that a spreadsheet program writes.
const maxStyles = 65_536

// shown is how a number format shows a number: one of the workbook's own, or a built-in one
// (ECMA-376, part 1, 18.8.30).
func (l *looks) shown(id string) grid.Shown {
	if shown, ok := l.formats[id]; ok {
		return shown
	}
	n, err := strconv.Atoi(id)
	switch {
	case err != nil:
	case n == 9 || n == 10:
		return grid.ShownPercent
	case n >= 14 && n <= 17, n == 22, n >= 27 && n <= 31, n == 36, n >= 50 && n <= 58:
		return grid.ShownDate
	}
	return grid.ShownPlain
}

// literal are the parts of a format code that are shown as they stand: in quotation marks, behind a
// backslash, an underscore or an asterisk, and what stands in brackets, such as a colour.
var literal = regexp.MustCompile(`"[^"]*"|[\\_*].|\[[^\]]*\]`)

// shownBy reads a format code, of which the first section is for numbers above zero.
func shownBy(code string) grid.Shown {
	code, _, _ = strings.Cut(literal.ReplaceAllString(code, ""), ";")
	code = strings.ToLower(code)
	switch {
	case strings.Contains(code, "%"):
		return grid.ShownPercent
	case strings.Contains(code, "general"), code == "@":
	case strings.ContainsAny(code, "yd"), strings.Contains(code, "m") && !strings.ContainsAny(code, "hs"):
		return grid.ShownDate
	}
	return grid.ShownPlain
}

// of returns the look of a cell.
func (l *looks) of(cell xml.StartElement) cellLook {
	i, err := strconv.Atoi(attribute(cell, "s"))
	if err != nil || i < 0 || i >= len(l.cells) {
		return cellLook{}
	}
	return l.cells[i]
}
