package wire

import (
	"time"
)

// ImportLimit is how large a file with an edition may be, in bytes. Its codec limits how much it
// may unpack to.
const ImportLimit = 20 << 20

// WriteTimeout is how long sending an answer may take.
const WriteTimeout = 5 * time.Minute

// Limits of a request body, in bytes.
const (
	BodyLimit     = 1 << 20
	ChangesLimit  = 8 << 20
	EvidenceLimit = 20 << 20 // one photograph
	FormLimit     = 64 << 20 // photographs of a form without script
)

// RequestLife is how long handling a request may take; its context then ends.
const RequestLife = 60 * time.Second
