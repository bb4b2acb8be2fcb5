// Package replies owns the answers that are kept under an Idempotency-Key for a day, so that a
// repeated request is carried out once.
package replies
