// Package offline holds the commands that need no server and open no installation: editions and
// their forms, scores, draws that are repeated, papers that are verified. Each turns files into
// files and sentences.
package offline
