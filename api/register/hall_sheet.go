package register

import (
	"encoding/json"
	"slices"
	"strings"

	"hallmark/api/table"
	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/grid"
	"hallmark/standard/message"
)

// hallColumn is a column of the register as a sheet. Its field is named as in a [hallRequest].
type hallColumn struct {
	grid.Column
	get func(*checklists.Hall) string // "" for an empty cell; a flag is "true"
	put func(*checklists.Hall, any)   // takes the value that grid read; nil for an empty cell
}

// take gives a hall what stands in the column of another.
func (c *hallColumn) take(to, from *checklists.Hall) {
	switch text := c.get(from); c.Form {
	case grid.Flag:
		c.put(to, text == "true")
	case grid.Amount:
		c.put(to, json.Number(text))
	default:
		c.put(to, text)
	}
}

// hallTable is the key of the register in the message catalogue: headings are "grid.halls-<field>".
const hallTable = "halls"

// hallColumns are the columns of the register in their order.
func hallColumns() []hallColumn {
	columns := []hallColumn{
		textColumn("id", grid.Code, 16, func(h *checklists.Hall) *checklists.HallID { return &h.ID }),
		textColumn("name", grid.Line, 28, func(h *checklists.Hall) *string { return &h.Name }),
		tierColumn(),
		textColumn("parent", grid.Code, 16,
			func(h *checklists.Hall) *checklists.HallID { return &h.Parent }),
		textColumn("area", grid.Code, 15, func(h *checklists.Hall) *string { return &h.Area }),
		flagColumn("closed", func(h *checklists.Hall) bool { return h.Status == checklists.Closed },
			func(h *checklists.Hall, closed bool) {
				h.Status = map[bool]checklists.HallStatus{true: checklists.Closed,
					false: checklists.InService}[closed]
			}),
		flagColumn("pilot", func(h *checklists.Hall) bool { return h.Pilot },
			func(h *checklists.Hall, pilot bool) { h.Pilot = pilot }),
		textColumn("opened", grid.Day, 13, func(h *checklists.Hall) *string { return &h.Opened }),
		textColumn("headTitle", grid.Line, 14, func(h *checklists.Hall) *string { return &h.HeadTitle }),
		textColumn("headName", grid.Line, 14, func(h *checklists.Hall) *string { return &h.HeadName }),
		textColumn("head", grid.Code, 14,
			func(h *checklists.Hall) *checklists.Username { return &h.Head }),
		textColumn("liaisonName", grid.Line, 14,
			func(h *checklists.Hall) *string { return &h.LiaisonName }),
		textColumn("liaison", grid.Code, 14,
			func(h *checklists.Hall) *checklists.Username { return &h.Liaison }),
		textColumn("phone", grid.Line, 16, func(h *checklists.Hall) *string { return &h.Phone }),
		textColumn("address", grid.Line, 30, func(h *checklists.Hall) *string { return &h.Address }),
		textColumn("hours", grid.Line, 26, func(h *checklists.Hall) *string { return &h.Hours }),
		textColumn("governingBody", grid.Line, 22,
			func(h *checklists.Hall) *string { return &h.GoverningBody }),
		textColumn("guidingBody", grid.Line, 22,
			func(h *checklists.Hall) *string { return &h.GuidingBody }),
	}
	for _, holder := range checklists.OtherHolders() {
		columns = append(columns, dutyColumn(holder))
	}
	for _, metric := range checklists.RegisterMetrics() {
		columns = append(columns, metricColumn(metric))
	}
	for _, f := range checklists.Facilities() {
		columns = append(columns, facilityColumn(f))
	}
	return append(columns,
		textColumn("nameEn", grid.Line, 30, func(h *checklists.Hall) *string { return &h.NameEN }),
		textColumn("notes", grid.Prose, 40, func(h *checklists.Hall) *string { return &h.Notes }))
}

func textColumn[T ~string](name string, form grid.Form, width float64,
	at func(*checklists.Hall) *T,
) hallColumn {
	return hallColumn{grid.Column{Field: name, Form: form, Required: name == "id", Width: width},
		func(h *checklists.Hall) string { return string(*at(h)) },
		func(h *checklists.Hall, v any) { s, _ := v.(string); *at(h) = T(s) }}
}

func flagColumn(name string, get func(*checklists.Hall) bool, put func(*checklists.Hall, bool),
) hallColumn {
	return hallColumn{grid.Column{Field: name, Form: grid.Flag, Width: 12},
		func(h *checklists.Hall) string { return map[bool]string{true: "true"}[get(h)] },
		func(h *checklists.Hall, v any) { on, _ := v.(bool); put(h, on) }}
}

func tierColumn() hallColumn {
	return hallColumn{grid.Column{Field: "tier", Form: grid.Choice, Set: grid.Tiers, Width: 10},
		func(h *checklists.Hall) string { return hallRequestOf(h).Tier },
		func(h *checklists.Hall, v any) {
			s, _ := v.(string)
			h.Tier, _ = standard.ParseTier(s) // the check of the hall notes an empty cell
		}}
}

func dutyColumn(holder standard.DutyHolder) hallColumn {
	return hallColumn{grid.Column{Field: "duties." + string(holder), Form: grid.Line, Width: 24},
		func(h *checklists.Hall) string { return h.Duties[holder] },
		func(h *checklists.Hall, v any) { s, _ := v.(string); putOrDrop(&h.Duties, holder, s, s != "") }}
}

func metricColumn(metric string) hallColumn {
	return hallColumn{grid.Column{Field: "measurements." + metric, Form: grid.Amount, Width: 12},
		func(h *checklists.Hall) string {
			if d, ok := h.Measurements[metric]; ok {
				return d.String()
			}
			return ""
		},
		func(h *checklists.Hall, v any) {
			n, ok := v.(json.Number)
			d, err := standard.ParseDecimal(string(n))
			putOrDrop(&h.Measurements, metric, d, ok && err == nil)
		}}
}

// putOrDrop sets an entry of a map, or removes it where keep is false.
func putOrDrop[K comparable, V any](m *map[K]V, k K, v V, keep bool) {
	if !keep {
		delete(*m, k)
		return
	}
	if *m == nil {
		*m = map[K]V{}
	}
	(*m)[k] = v
}

func facilityColumn(f checklists.Facility) hallColumn {
	return flagColumn("facilities."+string(f),
		func(h *checklists.Hall) bool { return slices.Contains(h.Facilities, f) },
		func(h *checklists.Hall, on bool) {
			have := slices.DeleteFunc(slices.Clone(h.Facilities),
				func(g checklists.Facility) bool { return g == f })
			if on {
				have = append(have, f)
			}
			h.Facilities = facilitiesInOrder(have)
		})
}

// hallGrid describes the table of the register, by which grid reads it.
func hallGrid(columns []hallColumn) grid.Table {
	t := grid.Table{Name: hallTable}
	for _, c := range columns {
		t.Columns = append(t.Columns, c.Column)
	}
	return t
}

// hallSheet is a list of halls as a sheet that can be imported again. Without halls it is the
// template to be filled in.
func hallSheet(l message.Language, halls []checklists.Hall) *table.Table {
	columns := hallColumns()
	g := hallGrid(columns)
	t := &table.Table{Title: g.Title(l)}
	for line := range strings.Lines(g.About(l)) {
		t.Notes = append(t.Notes, strings.TrimSpace(line))
	}
	for _, c := range columns {
		column := table.Column{Title: g.Heading(c.Column, l), Width: c.Width}
		switch c.Form {
		case grid.Choice:
			column.Choices = c.Set.Labels(l)
		case grid.Flag:
			column.Choices = []string{message.Text(l, "grid.yes"), message.Text(l, "grid.no")}
		}
		t.Columns = append(t.Columns, column)
	}
	for i := range halls {
		row := make([]table.Cell, len(columns))
		for j, c := range columns {
			row[j] = hallCell(l, &c, c.get(&halls[i]))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func hallCell(l message.Language, c *hallColumn, text string) table.Cell {
	switch {
	case text == "":
		return table.Cell{}
	case c.Form == grid.Choice:
		return table.Text(c.Set.Label(text, l))
	case c.Form == grid.Flag:
		return table.Text(message.Text(l, "grid.yes"))
	case c.Form == grid.Day:
		return table.Day(text)
	case c.Form == grid.Amount:
		if d, err := standard.ParseDecimal(text); err == nil {
			return table.Number(d)
		}
	}
	return table.Text(text)
}
