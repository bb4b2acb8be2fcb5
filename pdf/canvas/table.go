package canvas

// Cell is a cell of a table: paragraphs from its top, or from its middle. Draw, if set, paints into
// the room of the cell as well.
type Cell struct {
	Paras  []Para
	Middle bool
	Span   int // columns, 0 means 1
	Fill   *Color
	Height float64 // at least, mm
	Draw   func(x, y, w, h float64)
}

// Table is a ruled table whose head comes again on every page.
type Table struct {
	Widths []float64 // mm
	Head   []Cell    // none: no head
	Pad    float64   // between rule and text, mm
	Pen    Pen
	X      float64 // left edge; 0 means the text area's
	Title  *Para   // above the head, on the page of the first row; nil: none
	Again  *Para   // above the head on later pages, "表A.1（续）"; nil: none
	Keep   float64 // room below that stays on the page of the next row, mm

	doc  *Document
	page int // the page that has the head, from 1
	held []heldRow
}

// heldRow is a row that waits for the next one, with the mark in the margin that it was given.
type heldRow struct {
	cells []Cell
	bar   bool
}

// Table starts a table. A row follows with each call of [Table.Row].
func (d *Document) Table(t Table) *Table {
	t.doc = d
	if t.X == 0 {
		t.X = d.Area.Left
	}
	return &t
}

// splitAbove is how much of a page a row may take before it is divided between two pages rather
// than moved to the next one.
const splitAbove = 0.4

// Hold adds a row that is set on the page of the row after it, such as the name of a group.
func (t *Table) Hold(cells ...Cell) { t.held = append(t.held, heldRow{cells, t.doc.Bar}) }

// Row adds a row. A row that does not fit moves to the next page; a very high one is divided, and
// the first line of its first cell comes again on each page.
func (t *Table) Row(cells ...Cell) {
	rows := t.lay(cells)
	height := t.height(cells, rows)
	need := min(height, splitAbove*t.doc.Area.Height) + t.Keep
	for _, held := range t.held {
		need += t.height(held.cells, t.lay(held.cells))
	}
	t.start(need)
	t.drawHeld()
	for height > t.doc.Room()+0.01 {
		part, rest := t.split(rows, t.doc.Room())
		if part == nil { // not a line fits
			t.doc.NewPage()
			t.start(0)
			if part, rest = t.split(rows, t.doc.Room()); part == nil {
				break
			}
		}
		t.draw(cells, part, t.height(nil, part))
		if len(rest[0]) == 0 && len(rows[0]) > 0 {
			rest[0] = rows[0][:1]
		}
		rows, height = rest, t.height(nil, rest)
		t.doc.NewPage()
		t.start(0)
	}
	t.draw(cells, rows, height)
}

func (t *Table) drawHeld() {
	bar := t.doc.Bar
	for _, held := range t.held {
		lines := t.lay(held.cells)
		t.doc.Bar = held.bar
		t.draw(held.cells, lines, t.height(held.cells, lines))
	}
	t.held, t.doc.Bar = nil, bar
}

// start makes sure of the room and of the head on this page.
func (t *Table) start(need float64) {
	head := t.lay(t.Head)
	height := 0.0
	if len(t.Head) > 0 {
		height = t.height(t.Head, head)
	}
	if t.page != t.doc.Pages() {
		need += height + t.titleHeight()
	}
	t.doc.Need(need)
	if t.page != t.doc.Pages() {
		bar := t.doc.Bar
		t.doc.Bar = false
		t.drawTitle()
		t.page = t.doc.Pages()
		if height > 0 {
			t.draw(t.Head, head, height)
		}
		t.doc.Bar = bar
	}
}

// titleGap is the room between a title and its table, mm.
const titleGap = 1.0

// title is what stands above the head on the next page that begins one.
func (t *Table) title() *Para {
	if t.page == 0 {
		return t.Title
	}
	return t.Again
}

func (t *Table) titleHeight() float64 {
	if p := t.title(); p != nil {
		return t.doc.Height(t.width(0, len(t.Widths)), *p) + titleGap
	}
	return 0
}

func (t *Table) drawTitle() {
	if p := t.title(); p != nil {
		t.doc.Y += t.doc.TextBox(t.X, t.doc.Y, t.width(0, len(t.Widths)), *p) + titleGap
	}
}

func (t *Table) lay(cells []Cell) [][]line {
	rows := make([][]line, len(cells))
	column := 0
	for i, c := range cells {
		width := t.width(column, c.Span) - 2*t.Pad
		for _, p := range c.Paras {
			rows[i] = append(rows[i], t.doc.lay(p, width)...)
		}
		column += max(c.Span, 1)
	}
	return rows
}

func (t *Table) width(column, span int) float64 {
	sum := 0.0
	for _, w := range t.Widths[column : column+max(span, 1)] {
		sum += w
	}
	return sum
}

func (t *Table) height(cells []Cell, rows [][]line) float64 {
	height := 0.0
	for i, lines := range rows {
		height = max(height, heightOf(lines)+2*t.Pad)
		if i < len(cells) {
			height = max(height, cells[i].Height)
		}
	}
	return height
}

func heightOf(lines []line) (sum float64) {
	for i, l := range lines {
		if i == 0 {
			l.above = 0
		}
		sum += l.height()
	}
	return sum
}

// split takes from every cell the lines that fit into the room; nil if none does.
func (t *Table) split(rows [][]line, room float64) (part, rest [][]line) {
	part, rest = make([][]line, len(rows)), make([][]line, len(rows))
	any := false
	for i, lines := range rows {
		n := 0
		for n < len(lines) && heightOf(lines[:n+1])+2*t.Pad <= room {
			n++
		}
		part[i], rest[i] = lines[:n], lines[n:]
		any = any || n > 0
	}
	if !any {
		return nil, rows
	}
	return part, rest
}

func (t *Table) draw(cells []Cell, rows [][]line, height float64) {
	x, y, column := t.X, t.doc.Y, 0
	for i, c := range cells {
		w := t.width(column, c.Span)
		if c.Fill != nil {
			t.doc.Fill(x, y, w, height, *c.Fill)
		}
		t.drawCell(c, rows[i], x, y, w, height)
		t.doc.Frame(x, y, w, height, t.Pen)
		x, column = x+w, column+max(c.Span, 1)
	}
	t.doc.bar(y, height)
	t.doc.Y += height
}

func (t *Table) drawCell(c Cell, lines []line, x, y, w, height float64) {
	if c.Draw != nil {
		c.Draw(x, y, w, height)
	}
	at := y + t.Pad
	if c.Middle {
		at = y + (height-heightOf(lines))/2
	}
	for i, l := range lines {
		if i == 0 {
			l.above = 0
		}
		t.doc.drawLine(x+t.Pad, at, l)
		at += l.height()
	}
}
