// Package fonts owns the typefaces of printed documents: cuts of Noto Sans and Noto Serif (SIL Open
// Font License 1.1, OFL.txt), and the fonts that an office adds in a directory. It finds for each
// character the font that draws it.
//
// The cuts hold all hanzi of GBK and of CJK Extension A, the 8,105 of 通用规范汉字表, and what Hong
// Kong and Japan use beyond them. They stay packed; a document unpacks what it needs, for as long
// as it needs it (see [Pack]).
//
// No free 仿宋 or 小标宋 for simplified characters exists; Noto Serif stands in for them openly. An
// office that owns a licence puts its own files into the directory (see [Open]).
package fonts
