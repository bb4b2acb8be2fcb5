package pdf

import (
	"hallmark/pdf/canvas"
	"hallmark/pdf/fonts"
	"hallmark/pdf/manuscript"
)

// typefaces are the styles and the text area of a form.
type typefaces struct {
	area                            canvas.Area
	title, subtitle                 canvas.Style
	headings                        [5]canvas.Style
	above, below                    [5]float64 // room around a heading, mm
	body, strong, note, cell, label canvas.Style
	header, folio                   canvas.Style
}

func typefacesOf(f manuscript.Form) typefaces {
	switch f {
	case manuscript.OfficialForm:
		return official()
	case manuscript.NoticeForm:
		return notice()
	}
	return ofStandards()
}

// ofStandards follows GB/T 1.1: 黑体 for headings, 宋体 五号 for the text, 小五 in tables.
func ofStandards() typefaces {
	head := canvas.Style{Face: fonts.SansBold, Size: 10.5, Lead: 6}
	return typefaces{
		area:     canvas.Area{Left: 25, Top: 30, Width: 160, Height: 240},
		title:    canvas.Style{Face: fonts.SansBold, Size: 16, Lead: 10},
		subtitle: canvas.Style{Face: fonts.Serif, Size: 10.5, Lead: 6},
		headings: [5]canvas.Style{head, head, head, head, head},
		above:    [5]float64{4.5, 2.2, 1.2, 1, 1},
		below:    [5]float64{2.6, 1.2, 0, 0, 0},
		body:     canvas.Style{Face: fonts.Serif, Size: 10.5, Lead: 5.6},
		strong:   head,
		note:     canvas.Style{Face: fonts.Serif, Size: 9, Lead: 4.9},
		cell:     canvas.Style{Face: fonts.Serif, Size: 9, Lead: 4.4},
		label:    canvas.Style{Face: fonts.SansBold, Size: 9, Lead: 4.4},
		header:   canvas.Style{Face: fonts.SansBold, Size: 10.5, Lead: 5},
		folio:    canvas.Style{Face: fonts.Serif, Size: 9, Lead: 5},
	}
}

// official follows GB/T 9704-2012; the text is 四号, since sheets and bulletins hold long tables.
func official() typefaces {
	serif := canvas.Style{Face: fonts.Serif, Size: 14, Lead: 9}
	sans := canvas.Style{Face: fonts.SansBold, Size: 14, Lead: 9}
	return typefaces{
		area:     canvas.Area{Left: canvas.Left, Top: canvas.Top, Width: canvas.Width, Height: canvas.Height},
		title:    canvas.Style{Face: fonts.SerifBold, Size: 20, Lead: 11.5},
		subtitle: canvas.Style{Face: fonts.Serif, Size: 14, Lead: 9},
		headings: [5]canvas.Style{sans, serif, serif, serif, serif},
		above:    [5]float64{2, 1, 0, 0, 0},
		body:     serif,
		strong:   sans,
		note:     canvas.Style{Face: fonts.Serif, Size: 10.5, Lead: 6},
		cell:     canvas.Style{Face: fonts.Serif, Size: 10.5, Lead: 5.3},
		label:    canvas.Style{Face: fonts.SansBold, Size: 10.5, Lead: 5.3},
		header:   tiny,
		folio:    canvas.Style{Face: fonts.Serif, Size: 14, Lead: 6},
	}
}

// notice follows GB/T 9704-2012 to its sizes: 三号 for the text, 22 lines of 28 characters on a page,
// 二号 for the title; 仿宋 and 小标宋 are those of the set of fonts.
func notice() typefaces {
	f := official()
	const line = canvas.Height / 22
	serif := canvas.Style{Face: fonts.Serif, Size: 16, Lead: line}
	sans := canvas.Style{Face: fonts.SansBold, Size: 16, Lead: line}
	f.title = canvas.Style{Face: fonts.SerifBold, Size: 22, Lead: 12.5}
	f.subtitle, f.body, f.strong = serif, serif, sans
	f.headings = [5]canvas.Style{sans, serif, serif, serif, serif}
	f.above = [5]float64{}
	return f
}
