// Package docx writes a manuscript (package manuscript) as an Office Open XML text document, so
// that an office can go on writing in it: real heading styles, a contents field that the reader's
// program fills in, page numbers as fields, tables with repeated heads. It names the typefaces that
// agencies use (仿宋_GB2312, 方正小标宋简体, 黑体, 楷体_GB2312) and embeds none: the reader's machine
// supplies them or puts others in their place.
//
// Equal manuscripts give equal bytes. No font, no program and no template is needed.
package docx
