package formats

import (
	"fmt"
	"io"
	"strings"

	"hallmark/pdf"
	"hallmark/pdf/docx"
	"hallmark/pdf/manuscript"
	"hallmark/standard"
	"hallmark/standard/message"
)

func pdfForm() Format {
	return Format{
		Name: "pdf", Extensions: []string{".pdf"}, ContentType: "application/pdf",
		Write: func(w io.Writer, e *standard.Edition, o Options) ([]standard.Loss, error) {
			return append(printLosses(), signLosses(e)...), pdf.WriteStandard(w, printed(e, o), nil)
		},
	}
}

func docxForm() Format {
	return Format{
		Name: "docx", Extensions: []string{".docx"},
		ContentType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
		Write: func(w io.Writer, e *standard.Edition, o Options) ([]standard.Loss, error) {
			return printLosses(), docx.WriteStandard(w, printed(e, o))
		},
	}
}

func printed(e *standard.Edition, o Options) manuscript.Standard {
	return manuscript.Standard{Language: o.Language, Edition: e, Base: o.Base, Sheets: o.Sheets}
}

// printLosses lists the parts of an edition that a text for people does not carry; they are the
// same for every edition.
func printLosses() []standard.Loss {
	return []standard.Loss{
		{Code: "print.loss-one-way"},
		{Path: "clauses[].uid", Code: "print.loss-names"},
		{Path: "clauses[].evidence", Code: "print.loss-fields"},
	}
}

// signLosses lists the signs of an edition's texts that a PDF file of the embedded fonts cannot show,
// by clause, and the clauses whose letters stand unjoined.
func signLosses(e *standard.Edition) (list []standard.Loss) {
	look := func(path, code string, texts ...string) {
		lost := pdf.LostOf(nil, strings.Join(texts, "\n"))
		if len(lost.Signs) > 0 {
			list = append(list, standard.Loss{Path: path, Code: "print.loss-signs",
				Args: []any{code, lost.String()}})
		}
		if lost.Unjoined {
			list = append(list, standard.Loss{Path: path, Code: "print.loss-joining", Args: []any{code}})
		}
	}
	m := &e.Standard
	look("standard", m.Number, m.Name, m.NameEN, m.NumberNote, m.IssuingBody, m.TechnicalBody,
		m.DraftingSupport, m.WordingRule)
	look("front_matter", m.Number, append([]string{e.FrontMatter.Scope},
		e.FrontMatter.NormativeReferences...)...)
	for i, t := range e.Terms {
		look(fmt.Sprintf("terms[%d]", i), t.Code, t.Term, t.TermEN, t.Definition)
	}
	for i := range e.Clauses {
		c := &e.Clauses[i]
		texts := []string{c.Title, c.Text, c.Condition, c.Check,
			standard.MethodText(message.Chinese, c.Method)}
		for _, item := range c.Items {
			texts = append(texts, item.Text)
		}
		look(fmt.Sprintf("clauses[%d]", i), c.Code, texts...)
	}
	return list
}
