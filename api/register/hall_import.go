package register

import (
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"

	"hallmark/api/access"
	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/csv"
	"hallmark/standard/grid"
	"hallmark/standard/message"
	"hallmark/standard/xlsx"
)

// ImportPlaces lists the problems of an imported file, each with its place in the file. It returns
// nil when the problems are those of the form around the file.
func ImportPlaces(err error, l message.Language) []web.SheetPlace {
	var wrong *standard.InvalidError
	if r := wire.RefusalOf(err); !errors.As(err, &wrong) ||
		r.Status >= http.StatusInternalServerError {
		return nil
	}
	return slices.Clip(wire.SheetPlaces(wire.Invalid(wrong), l))
}

// maxHalls is how many halls one file may hold; a province has some 25,000 of the three tiers.
const maxHalls = 50_000

// hallLimits bounds the size of a workbook. A register of 40,000 halls takes 4 MB, 60 MB unpacked,
// and has 800,000 cells.
func hallLimits() xlsx.Limits {
	return xlsx.Limits{Size: wire.ImportLimit, Unpacked: 256 << 20, Rows: maxHalls, Cells: 2_000_000,
		Text: 64 << 20}
}

// hallImport is what a file would do to the register. Halls that the file does not name stay as
// they are.
type hallImport struct {
	New       int `json:"new"`
	Changed   int `json:"changed"`
	Unchanged int `json:"unchanged"`
	Left      int `json:"left"` // halls of the register that the file does not name

	// Lines are the new and changed halls, of which at most [importShown] are listed.
	Lines  []hallImportLine `json:"halls"`
	Losses []standard.Loss  `json:"-"`

	writes []hallWrite
}

// importShown is how many halls of an import are listed at most.
const importShown = 200

// hallImportLine is one new or changed hall of an import.
type hallImportLine struct {
	Place  string            `json:"place"` // "大厅名册!A12"
	ID     checklists.HallID `json:"id"`
	Name   string            `json:"name"`
	New    bool              `json:"new"`
	Fields []string          `json:"fields"` // those that change, named as in a request
}

// hallWrite is one hall to be stored.
type hallWrite struct {
	before *checklists.Hall // nil for a new hall
	after  checklists.Hall
	fields []string // that change
	place  string   // in the file
}

// readHalls reads a file, whose content decides whether it is a workbook or CSV; form, "xlsx" or
// "csv", is what its name says. Problems of single cells are noted in the records; the error
// concerns the file as a whole.
func readHalls(form string, content io.Reader, columns []hallColumn) (
	*grid.Records, []standard.Loss, error,
) {
	data, err := io.ReadAll(io.LimitReader(content, wire.ImportLimit+1))
	if err != nil {
		return nil, nil, err
	}
	if code := standard.ForeignFile(data); code != "" {
		return nil, nil, &standard.InvalidError{Problems: []standard.Problem{{Code: code}}}
	}
	t := hallGrid(columns)
	var book *grid.Book
	var losses []standard.Loss
	workbook := bytes.HasPrefix(data, []byte("PK")) || bytes.HasPrefix(data, []byte("\xd0\xcf"))
	if !workbook {
		book, losses, err = csv.ReadBook(bytes.NewReader(data), t, wire.ImportLimit, maxHalls)
		unknown := err != nil || grid.Recognised(t, book.Sheets[0].Rows) == 0
		workbook = unknown && form == "xlsx" // one that is no workbook any more
	}
	if workbook {
		book, losses, err = xlsx.ReadBook(bytes.NewReader(data), hallLimits())
	}
	if err != nil {
		return nil, nil, err
	}
	records := grid.ReadRecords(book, t)
	return records, append(losses, records.Losses()...), nil
}

// planHalls compares a file with the register. When anything in the file is wrong, it returns a
// *[standard.InvalidError] that lists each problem with its cell; then nothing may be written. What
// an import before has left is finished first.
func (s *Service) planHalls(ctx context.Context, form string, content io.Reader) (
	*hallImport, error,
) {
	if err := s.finishImports(ctx); err != nil {
		return nil, err
	}
	columns := hallColumns()
	records, losses, err := readHalls(form, content, columns)
	if err != nil {
		return nil, err
	}
	known := map[checklists.HallID]*checklists.Hall{}
	for h, err := range s.Docs.Halls.Find(ctx, store.Query{}) {
		if err != nil {
			return nil, err
		}
		known[h.ID] = &h
	}
	users := map[checklists.Username]*access.User{}
	for u, err := range s.Docs.Users.Find(ctx, store.Query{}) {
		if err != nil {
			return nil, err
		}
		users[u.Username] = &u
	}
	p := newHallPlanner(records, columns, known, users)
	plan := p.plan()
	plan.Losses = losses
	return plan, records.Err()
}

// hallPlanner works out which halls the rows of a file add or change.
type hallPlanner struct {
	records *grid.Records
	columns []hallColumn
	known   map[checklists.HallID]*checklists.Hall
	merged  map[checklists.HallID]*checklists.Hall // what the register would become
	places  map[checklists.HallID]string           // where in the file each hall stands
	users   map[checklists.Username]*access.User
}

func newHallPlanner(records *grid.Records, columns []hallColumn,
	known map[checklists.HallID]*checklists.Hall, users map[checklists.Username]*access.User,
) *hallPlanner {
	return &hallPlanner{records, columns, known, maps.Clone(known),
		map[checklists.HallID]string{}, users}
}

func (p *hallPlanner) plan() *hallImport {
	out := &hallImport{Lines: []hallImportLine{}}
	type row struct {
		*grid.Record
		hallWrite
	}
	var rows []row
	for i := range p.records.Rows {
		r := &p.records.Rows[i]
		if w, ok := p.write(r); ok {
			rows = append(rows, row{r, w})
		}
	}
	for i := range rows {
		w := &rows[i]
		p.check(w.Record, &w.after)
		fields := p.changes(w.before, &w.after)
		switch {
		case w.before == nil:
			out.New++
		case len(fields) == 0:
			out.Unchanged++
			continue
		default:
			out.Changed++
		}
		w.fields, w.place = fields, p.places[w.after.ID]
		out.writes = append(out.writes, w.hallWrite)
		if len(out.Lines) < importShown {
			out.Lines = append(out.Lines, hallImportLine{w.place, w.after.ID, w.after.Name,
				w.before == nil, fields})
		}
	}
	out.Left = len(p.known) - out.Changed - out.Unchanged
	return out
}

// write makes a hall from a row; ok is false when the row names no hall or one that stood in an
// earlier row.
func (p *hallPlanner) write(r *grid.Record) (w hallWrite, ok bool) {
	id := checklists.HallID(r.Text("id"))
	if id == "" {
		return w, false // reading noted the problem of the cell
	}
	place := p.records.Place(r, "id")
	if p.places[id] != "" {
		p.records.Note(r, "id", "grid.row-twice", string(id), p.places[id])
		return w, false
	}
	p.places[id] = place
	w.after = checklists.Hall{ID: id, Status: checklists.InService, Revision: 1}
	if w.before = p.known[id]; w.before != nil {
		w.after = copyHall(w.before)
	}
	for i := range p.columns {
		c := &p.columns[i]
		if r.Has(c.Field) && !r.Unread[c.Field] {
			c.put(&w.after, r.Values[c.Field])
		}
	}
	p.merged[id] = &w.after
	return w, true
}

// check notes what is wrong with the hall of a row, at most one problem for each cell.
func (p *hallPlanner) check(r *grid.Record, h *checklists.Hall) {
	note := func(name, code string, args ...any) {
		if !r.Unread[name] {
			r.Unread[name] = true
			p.records.Note(r, name, code, args...)
		}
	}
	for _, f := range hallFlaws(h) {
		note(f.Name, "error.field-"+f.Code, f.Args...)
	}
	if before := p.known[h.ID]; before != nil && before.Tier != h.Tier {
		note("tier", "error.field-hall-tier")
	}
	checks := hallChecks{
		hall: func(id checklists.HallID) *checklists.Hall { return p.merged[id] },
		user: func(name checklists.Username) *access.User { return p.users[name] },
	}
	for _, f := range checks.problems(h) {
		note(f.Name, "error.field-"+f.Code, f.Args...)
	}
}

// changes names the columns of the file in which a hall differs from what it was before; for a new
// hall there are none.
func (p *hallPlanner) changes(before, after *checklists.Hall) []string {
	fields := []string{}
	for i := range p.columns {
		c := &p.columns[i]
		if before != nil && strings.TrimSpace(c.get(before)) != c.get(after) {
			fields = append(fields, c.Field)
		}
	}
	return fields
}
