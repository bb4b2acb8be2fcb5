// Package shown owns how rectifications and appeals are answered: with what follows from today's date,
// and as tables.
package shown
