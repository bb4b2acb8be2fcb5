// Package register owns the register of halls: reading, searching and writing it, its import and
// files, and how a hall among many is chosen.
package register
