package formats

import (
	"io"

	"hallmark/pdf"
	"hallmark/pdf/docx"
	"hallmark/pdf/manuscript"
	"hallmark/standard"
)

func pdfForm() Format {
	return Format{
		Name: "pdf", Extensions: []string{".pdf"}, ContentType: "application/pdf",
		Write: func(w io.Writer, e *standard.Edition, o Options) ([]standard.Loss, error) {
			return printLosses(), pdf.WriteStandard(w, printed(e, o), nil)
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
