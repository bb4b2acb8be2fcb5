// Package manuscript owns what an official document says before it has pages: a flat list of blocks
// (headings, paragraphs, list items, tables) with a cover, for the whole standard ([Standard]), for
// the amendment sheet ([Sheet]), and for whatever else is written in such blocks. Package pdf and
// package pdf/docx set a manuscript in type; neither knows what it is about.
//
// It computes nothing about halls and changes no text, with one exception that is a custom of the
// press: half-width punctuation beside Chinese characters is printed full-width ([Typeset]).
package manuscript
