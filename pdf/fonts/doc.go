// Package fonts owns the typefaces of printed documents: cuts of Noto Sans SC and Noto Serif SC
// (SIL Open Font License 1.1, OFL.txt) to the characters of characters.txt, and the fonts that an
// office adds in a directory. It finds for each character the font that draws it.
//
// No free 仿宋 or 小标宋 for simplified characters exists; Noto Serif stands in for them openly. An
// office that owns a licence puts its own files into the directory (see [Open]).
package fonts
