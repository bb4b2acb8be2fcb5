// Package message is the catalogue of every text that the program shows to people, in Chinese and
// in English. Keys are grouped by file: zh/problem.json holds the keys that begin with "problem.".
// Formats are those of package fmt; both languages of a key take the same arguments. It never
// decides when something is said.
package message
