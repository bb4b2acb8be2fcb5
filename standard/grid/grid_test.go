package grid_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"hallmark/fixtures"
	"hallmark/standard"
	"hallmark/standard/grid"
	"hallmark/standard/message"
)

func editions(t testing.TB) []*standard.Edition {
	t.Helper()
	e, err := fixtures.Edition2017()
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := fixtures.AmendmentXG1()
	if err != nil {
		t.Fatal(err)
	}
	amended, err := standard.Apply(e, sheet)
	if err != nil {
		t.Fatal(err)
	}
	return []*standard.Edition{e, amended}
}

// bookOf takes the tables for a workbook that was read.
func bookOf(filled []grid.Filled, l message.Language) *grid.Book {
	b := &grid.Book{}
	for _, f := range filled {
		s := grid.Sheet{Name: f.Title(l)}
		heading := grid.Row{Number: 1}
		for i, c := range f.Columns {
			heading.Cells = append(heading.Cells,
				grid.Cell{Column: i + 1, Kind: grid.Text, Text: f.Heading(c, l)})
		}
		s.Rows = append(s.Rows, heading)
		for i, cells := range f.Rows {
			s.Rows = append(s.Rows, grid.Row{Number: i + 2, Cells: cells})
		}
		b.Sheets = append(b.Sheets, s)
	}
	return b
}

func TestRoundTrip(t *testing.T) {
	for _, e := range editions(t) {
		for _, l := range message.Languages() {
			filled, losses, err := grid.Of(e, l)
			if err != nil || len(losses) > 0 {
				t.Fatalf("losses %v, error %v", losses, err)
			}
			back, losses, err := grid.Read(bookOf(filled, l))
			if err != nil || len(losses) > 0 {
				t.Fatalf("%s in %s: losses %v, error %v", e.ID(), l, losses, err)
			}
			if back.Digest() != e.Digest() {
				t.Errorf("%s in %s: another digest", e.ID(), l)
			}
			if d := cmp.Diff(e, back, exactly...); d != "" {
				t.Errorf("%s in %s: %s", e.ID(), l, d)
			}
		}
	}
}

// exactly compares editions with all that they hold.
var exactly = []cmp.Option{cmp.AllowUnexported(standard.Decimal{}, standard.PerTier{}),
	cmpopts.IgnoreUnexported(standard.Edition{})}
