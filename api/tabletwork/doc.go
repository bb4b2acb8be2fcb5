// Package tabletwork holds tests only: what an auditor records on the tablet, in a real browser,
// against the whole program behind a network that breaks.
package tabletwork
