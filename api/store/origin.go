package store

import (
	"context"
	"fmt"
)

// Program is the version of this program: the newest entry of .github/CHANGELOG.md, which says what
// each version changed. An engine notes it beside the number of the form.
const Program = "2.0.0"

// Form is the number of the form in which this program stores: of the documents and of what lies
// around them. It rises with every version that stores what the version before would misread or
// lose when it writes a document again. Data of a higher form are refused ([NewerError]); data of a
// lower one are read as they are and get this number before the first collection is opened.
//
//   - 1: documents whole
//   - 2: documents that grow have heads and gains
//   - 3: the version of the program stands beside the number; lists and results of draws lie beside
//     their campaigns; the data know their signing keys; audits and events hold confirmations and
//     what was handed over from a file
//   - 4: the steps that follow from a write lie beside its document; backups carry them
//   - 5: what is sealed in the data hangs on a secret of its own
//   - 6: offices load the holidays of a year; deadlines say where they count unknown ones
//   - 7: steps say since when they are open
//   - 8: personal data stand beside events; failed sign-ins are counted and browsers known
//   - 9: an appeal that is upheld has the step that restates its audit, a submitted draft the one that
//     hands in its sheet; what helps with clauses
//   - 10: the imports of a year are kept; notifications say that a day is uncertain
//   - 11: what was handed in that may not begin, and who took it over
//   - 12: what was sent after a submission; audits that were begun by mistake are voided
//   - 13: newer audits settle older findings, or carry them on
const Form = 13

// Origin says what has stored the data of an engine.
type Origin struct {
	Form    int    `json:"form"`    // 0: nothing is stored
	Version string `json:"version"` // of the program that gave the data this form; "" before form 3
}

// NewerError says that data have a form that this program does not know. Nothing was changed.
type NewerError struct{ Origin }

func (e *NewerError) Error() string {
	return fmt.Sprintf("written by Hallmark %s, form %d; this is Hallmark %s, form %d",
		e.Version, e.Form, Program, Form)
}

// Check returns a [NewerError] for a form that this program does not know.
func (o Origin) Check() error {
	if o.Form > Form {
		return &NewerError{o}
	}
	return nil
}

// Watch reads the origin of the data again, which another process may have brought to a form that
// this program does not know.
func Watch(ctx context.Context, e Engine) error {
	o, err := e.Origin(ctx)
	if err != nil {
		return err
	}
	return o.Check()
}
