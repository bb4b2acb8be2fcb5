package docx

import (
	"fmt"
	"strings"

	"hallmark/pdf/manuscript"
)

// numbering declares the lists of a document: each numbers its items a) b) c) from the start.
func numbering(f manuscript.Form, lists int) string {
	em := 210
	if f.Official() {
		em = 10 * officialSize(f)
	}
	var b strings.Builder
	b.WriteString(declaration + `<w:numbering ` + namespaces + `><w:abstractNum w:abstractNumId="0">` +
		`<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>` +
		`<w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1)"/><w:lvlJc w:val="left"/>`)
	fmt.Fprintf(&b, `<w:pPr><w:ind w:left="%d" w:hanging="%d"/></w:pPr></w:lvl></w:abstractNum>`,
		4*em, 2*em)
	for n := 1; n <= lists; n++ {
		fmt.Fprintf(&b, `<w:num w:numId="%d"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">`+
			`<w:startOverride w:val="1"/></w:lvlOverride></w:num>`, n)
	}
	b.WriteString(`</w:numbering>`)
	return b.String()
}

// lettered reports whether the items at the start of the blocks are labelled a) b) c) without a
// gap, so that the reader's program may number them.
func lettered(blocks []manuscript.Block) bool {
	for i, b := range blocks {
		if b.Kind != manuscript.Item {
			return i > 0
		}
		if i >= 26 || b.Number != string(rune('a'+i))+")" || b.Level > 1 {
			return false
		}
	}
	return len(blocks) > 0
}
