package wire

import (
	"time"
)

// ImportLimit is how large a file may be that an edition is read from, in bytes; what it unpacks to
// is limited by its codec.
const ImportLimit = 20 << 20

// WriteTimeout is how long an answer may take on its way.
const WriteTimeout = 5 * time.Minute

// Limits of a request body, in bytes.
const (
	BodyLimit     = 1 << 20
	ChangesLimit  = 8 << 20
	EvidenceLimit = 20 << 20 // one photograph
	FormLimit     = 64 << 20 // photographs of a form without script
)

// RequestLife is how long a request may take inside.
const RequestLife = 60 * time.Second
