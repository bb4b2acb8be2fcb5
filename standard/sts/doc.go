// Package sts writes the text of an edition, and of an amendment sheet, as NISO STS XML
// (ANSI/NISO Z39.102-2017, extended tag set 1.0 with MathML 3), and reads such files, its own and
// foreign ones.
//
// A chapter is a sec, a section a sec inside it, a clause a sec inside that with its permanent name
// as id; terms are TBX entries. STS is a language for texts: points, tiers, methods and thresholds
// have no place in it, and the loss report says so. Read puts the text back onto a base edition,
// which keeps them.
//
// Entities are never expanded and no document type is loaded: a document type with declarations of
// its own is refused.
package sts
