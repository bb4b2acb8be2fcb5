package seal

import (
	"strconv"

	"hallmark/standard/message"
)

// PartKind is what a part of a PDF is to a reader.
type PartKind string

// The kinds of part.
const (
	PartCatalog     PartKind = "catalog"
	PartPageTree    PartKind = "page-tree"
	PartPage        PartKind = "page"       // page frame: size, links, what it uses
	PartContent     PartKind = "content"    // what is printed on the page
	PartImage       PartKind = "image"      // by the page where it is first used
	PartDrawing     PartKind = "drawing"    // a drawing used as one piece
	PartNote        PartKind = "annotation" // a link or note on the page
	PartFont        PartKind = "font"
	PartResources   PartKind = "resources"
	PartBookmark    PartKind = "bookmark"
	PartInformation PartKind = "information" // title, author, dates
	PartMetadata    PartKind = "metadata"
	PartAttachment  PartKind = "attachment"
	PartField       PartKind = "field" // the signature field
	PartSignature   PartKind = "signature"
	PartStructure   PartKind = "structure" // bytes outside any object
	PartObject      PartKind = "object"    // an object that nothing leads to
	PartTail        PartKind = "tail"      // the end of the file: manifest, signature, last table
	PartFile        PartKind = "file"
)

// Part names a part of a PDF.
type Part struct {
	Kind  PartKind `json:"part"`
	Page  int      `json:"page,omitempty"`  // from 1, of what stands on one page
	Index int      `json:"index,omitempty"` // on its page, from 1; of an object, its number
	Name  string   `json:"name,omitempty"`  // of a font, bookmark or attachment
}

// Text names the part for people.
func (p Part) Text(l message.Language) string {
	key := "seal.part-" + string(p.Kind)
	switch p.Kind {
	case PartPage, PartContent, PartNote:
		return message.Text(l, key, p.Page)
	case PartImage, PartDrawing:
		return message.Text(l, key, p.Page, p.Index)
	case PartFont, PartBookmark, PartAttachment:
		return message.Text(l, key, p.Name)
	case PartObject:
		return message.Text(l, key, p.Index)
	}
	return message.Text(l, key)
}

// How says what has happened to a part.
type How string

// What can happen to a part.
const (
	Changed   How = "changed"
	Missing   How = "missing"
	Added     How = "added"
	Rewritten How = "rewritten" // of the file: written anew by another program
	Appended  How = "appended"  // of the file: bytes after the signature
	Truncated How = "truncated" // of the file: bytes missing at the end
	Resigned  How = "resigned"  // of the file: signed with another key than the manifest
)

// Alteration is one thing that differs from what was sealed.
type Alteration struct {
	Part
	How   How
	Bytes int // of Appended and Truncated
}

// Text says what was altered, for people: "第3页的内容：已被改动".
func (a Alteration) Text(l message.Language) string {
	if a.Kind == PartFile && a.Bytes > 0 {
		return message.Text(l, "seal.how-"+string(a.How), strconv.Itoa(a.Bytes))
	}
	if a.Kind == PartFile {
		return message.Text(l, "seal.how-"+string(a.How))
	}
	return message.Text(l, "seal.how-"+string(a.How), a.Part.Text(l))
}
