package settings

import (
	"bytes"
	"errors"
	"strings"

	"hallmark/api/wire"
	"hallmark/api/workdays"
	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/csv"
	"hallmark/standard/grid"
	"hallmark/standard/message"
)

// CalendarLimit is how large a file with the days of a year may be, in bytes.
const CalendarLimit = 256 << 10

// maxDays is how many lines such a file may have: a day cannot come twice.
const maxDays = 400

// calendarTable has the three columns of the file.
func calendarTable() grid.Table {
	return grid.Table{Name: "calendar", Columns: []grid.Column{
		{Field: "day", Form: grid.Day, Required: true},
		{Field: "kind", Form: grid.Line, Required: true},
		{Field: "name", Form: grid.Line, Required: true}}}
}

// kinds are the words by which a file says that a day is off or worked.
var kinds = map[string]bool{"rest": false, "off": false, "休": false, "休息": false, "放假": false,
	"work": true, "班": true, "上班": true, "调休上班": true, "补班": true}

// readYear reads the days of a year from CSV: day, kind, name. A first line with headings may stand
// in any order of the columns; without one, the columns stand in this order. It returns a
// *[standard.InvalidError] that names each line and field.
func readYear(content []byte) (checklists.CalendarYear, error) {
	var none checklists.CalendarYear
	if len(content) > CalendarLimit {
		return none, wire.TooLarge(CalendarLimit)
	}
	if code := standard.ForeignFile(content); code != "" {
		return none, invalidFile(code)
	}
	if bytes.HasPrefix(content, []byte("PK")) || bytes.HasPrefix(content, []byte("\xd0\xcf")) {
		return none, invalidFile("calendar.no-csv")
	}
	t := calendarTable()
	book, _, err := csv.ReadBook(bytes.NewReader(content), t, CalendarLimit, maxDays)
	if err != nil {
		return none, err
	}
	added := withHeadings(book, t)
	records := grid.ReadRecords(book, t)
	days, lines, unread := daysOf(records, added)
	if err := records.Err(); err != nil {
		return none, byLine(err, records, added)
	}
	year, err := checklists.CheckCalendarYear(days, lines, workdays.Statutory)
	var wrong, more *standard.InvalidError
	if errors.As(err, &wrong) && errors.As(unread, &more) {
		wrong.Problems = append(more.Problems, wrong.Problems...)
		return none, wrong
	}
	return year, errors.Join(unread, err)
}

func invalidFile(code string, args ...any) error {
	return &standard.InvalidError{Problems: []standard.Problem{{Code: code, Args: args}}}
}

// withHeadings puts headings above a file that begins with a day, and returns by how many lines the
// others have moved.
func withHeadings(book *grid.Book, t grid.Table) (added int) {
	rows := book.Sheets[0].Rows
	if len(rows) == 0 || len(rows[0].Cells) == 0 ||
		!strings.ContainsAny(rows[0].Cells[0].Text[:1], "0123456789") {
		return 0
	}
	head := grid.Row{Number: 1}
	for i, c := range t.Columns {
		head.Cells = append(head.Cells, grid.Cell{Column: i + 1, Kind: grid.Text,
			Text: t.Heading(c, message.Chinese)})
	}
	for i := range rows {
		rows[i].Number++
	}
	book.Sheets[0].Rows = append([]grid.Row{head}, rows...)
	return 1
}

// daysOf reads the records; unread is what is wrong with their kinds.
func daysOf(records *grid.Records, added int) (
	days []checklists.CalendarDay, lines []int, unread error,
) {
	var wrong []standard.Problem
	for i := range records.Rows {
		r := &records.Rows[i]
		kind := strings.ToLower(strings.TrimSpace(r.Text("kind")))
		worked, ok := kinds[kind]
		if !ok && kind != "" {
			wrong = append(wrong, standard.Problem{Path: "kind", Line: r.Row - added, Code: "calendar.kind",
				Args: []any{r.Text("kind")}})
		}
		days = append(days, checklists.CalendarDay{Day: r.Text("day"), Work: worked,
			Name: r.Text("name")})
		lines = append(lines, r.Row-added)
	}
	if len(wrong) > 0 {
		unread = &standard.InvalidError{Problems: wrong}
	}
	return days, lines, unread
}

// byLine names line and field instead of the cell.
func byLine(err error, records *grid.Records, added int) error {
	var wrong *standard.InvalidError
	if !errors.As(err, &wrong) {
		return err
	}
	for i := range wrong.Problems {
		p := &wrong.Problems[i]
		for j := range records.Rows {
			for _, field := range []string{"day", "kind", "name"} {
				if r := &records.Rows[j]; p.Path == records.Place(r, field) {
					p.Path, p.Line = field, r.Row-added
				}
			}
		}
	}
	return wrong
}
