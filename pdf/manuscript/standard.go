package manuscript

import (
	"time"

	"hallmark/standard"
	"hallmark/standard/message"
)

// Standard is the whole text of an edition to be printed.
type Standard struct {
	Language message.Language
	Edition  *standard.Edition
	Base     *standard.Edition     // what differs from it is marked in the margin; nil: no marks
	Sheets   []*standard.Amendment // those the edition includes, for the foreword; may be fewer
	Record   string                // 备案号; "": none
	Printed  time.Time             // written into the file
}

// Manuscript writes the standard.
func (s Standard) Manuscript() *Manuscript { return nil }
