// Command cut makes an embedded font from a full one:
//
//	go run ./pdf/fonts/cut CHARACTERS.txt OUT.font FULL.ttf [OTHER.ttf ...]
//
// The characters of the file come first; with other fonts, only the Chinese characters that these
// lack are kept (see fonts.Cut).
package main
