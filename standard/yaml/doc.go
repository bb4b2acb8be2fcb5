// Package yaml reads and writes editions and amendment sheets as YAML (JSON is read too). It adds
// line numbers to the problems that package standard finds, and never decides what is valid.
package yaml
