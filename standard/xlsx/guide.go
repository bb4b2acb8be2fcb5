package xlsx

import (
	"strconv"

	"github.com/xuri/excelize/v2"

	"hallmark/standard/grid"
	"hallmark/standard/message"
)

// guide is the first sheet: how the workbook is filled in, and what the drop-downs mean.
func (b *book) guide(subject string) {
	name := b.t("sheet-guide")
	b.try(b.file.SetSheetName("Sheet1", name))
	for letter, width := range map[string]float64{"A": 18, "B": 24, "C": 84} {
		b.try(b.file.SetColWidth(name, letter, letter, width))
	}
	row := 1
	line := func(kind kind, texts ...string) {
		for i, s := range texts {
			if s != "" {
				b.text(name, i+1, row, s, b.style(look{kind: kind}))
			}
		}
		row++
	}
	line(title, b.t("guide-title"))
	if subject != "" {
		line(about, subject)
	}
	row++
	for i := 1; i <= 8; i++ {
		b.text(name, 1, row, strconv.Itoa(i), b.style(look{kind: number}))
		b.try(b.file.MergeCell(name, "B"+strconv.Itoa(row), "C"+strconv.Itoa(row)))
		b.try(b.file.SetRowHeight(name, row, 32))
		b.text(name, 2, row, b.t("guide-"+strconv.Itoa(i)), b.style(look{kind: paragraph}))
		row++
	}
	row++
	line(subtitle, b.t("guide-legend"))
	line(headingNeeded, b.t("guide-legend-required"))
	line(heading, b.t("guide-legend-optional"))
	line(headingMethod, b.t("guide-legend-method"))
	row++
	line(subtitle, b.t("guide-choices"))
	line(heading, b.t("guide-choice-set"), b.t("guide-choice-value"), b.t("guide-choice-meaning"))
	for _, t := range grid.Tables() {
		for _, c := range t.Columns {
			for _, v := range c.Set.Values() {
				line(paragraph, t.Heading(c, b.language), c.Set.Label(v, b.language),
					b.meaning(c.Set, v))
			}
		}
	}
	upright, paper, wide, tall, fit := "portrait", 9, 1, 0, true // A4
	b.try(b.file.SetPageLayout(name, &excelize.PageLayoutOptions{Orientation: &upright,
		Size: &paper, FitToWidth: &wide, FitToHeight: &tall}))
	b.try(b.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}))
}

// meaning says what a member of a set is, where its name does not say it all.
func (b *book) meaning(s grid.Set, value string) string {
	key := "grid.meaning-" + string(s) + "-" + value
	if message.Has(b.language, key) {
		return message.Text(b.language, key)
	}
	return value
}
