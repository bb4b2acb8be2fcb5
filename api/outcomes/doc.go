// Package outcomes owns what follows from a submitted audit: review, approval and return, the
// outcome, rectifications, re-checks and appeals, and when a result is final.
package outcomes
