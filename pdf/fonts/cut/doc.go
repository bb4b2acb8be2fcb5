// Command cut makes the embedded cuts from the full fonts:
//
//	go run ./pdf/fonts/cut FULL.ttf CHARACTERS.txt OUT.ttf
//
// It keeps ASCII, Latin-1 and the characters of the file, and prints those that the font lacks.
package main
