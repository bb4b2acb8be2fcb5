package docx

import (
	"strings"
	"time"

	"hallmark/pdf/manuscript"
)

const (
	declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	namespaces  = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" ` +
		`xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	wordType = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

const contentTypes = declaration +
	`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
	`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
	`<Default Extension="xml" ContentType="application/xml"/>` +
	`<Override PartName="/word/document.xml" ContentType="` + wordType + `document.main+xml"/>` +
	`<Override PartName="/word/styles.xml" ContentType="` + wordType + `styles+xml"/>` +
	`<Override PartName="/word/settings.xml" ContentType="` + wordType + `settings+xml"/>` +
	`<Override PartName="/word/fontTable.xml" ContentType="` + wordType + `fontTable+xml"/>` +
	`<Override PartName="/word/numbering.xml" ContentType="` + wordType + `numbering+xml"/>` +
	`<Override PartName="/word/header2.xml" ContentType="` + wordType + `header+xml"/>` +
	`<Override PartName="/word/header1.xml" ContentType="` + wordType + `header+xml"/>` +
	`<Override PartName="/word/footer1.xml" ContentType="` + wordType + `footer+xml"/>` +
	`<Override PartName="/word/footer2.xml" ContentType="` + wordType + `footer+xml"/>` +
	`<Override PartName="/docProps/core.xml" ` +
	`ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`

const packageRelations = declaration +
	`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
	`<Relationship Id="rId1" Type="` + relation + `officeDocument" Target="word/document.xml"/>` +
	`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/` +
	`metadata/core-properties" Target="docProps/core.xml"/></Relationships>`

const documentRelations = declaration +
	`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
	`<Relationship Id="rId1" Type="` + relation + `styles" Target="styles.xml"/>` +
	`<Relationship Id="rId2" Type="` + relation + `settings" Target="settings.xml"/>` +
	`<Relationship Id="rId3" Type="` + relation + `fontTable" Target="fontTable.xml"/>` +
	`<Relationship Id="rId4" Type="` + relation + `header" Target="header1.xml"/>` +
	`<Relationship Id="rId5" Type="` + relation + `footer" Target="footer1.xml"/>` +
	`<Relationship Id="rId6" Type="` + relation + `footer" Target="footer2.xml"/>` +
	`<Relationship Id="rId7" Type="` + relation + `header" Target="header2.xml"/>` +
	`<Relationship Id="rId8" Type="` + relation + `numbering" Target="numbering.xml"/>` +
	`</Relationships>`

// fontTable says what stands in for a typeface that a machine lacks.
const fontTable = declaration + `<w:fonts ` + namespaces + `>` +
	`<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋,FangSong,Noto Serif CJK SC"/>` +
	`<w:charset w:val="86"/><w:family w:val="modern"/></w:font>` +
	`<w:font w:name="方正小标宋简体"><w:altName w:val="华文中宋,宋体,Noto Serif CJK SC"/>` +
	`<w:charset w:val="86"/><w:family w:val="roman"/></w:font>` +
	`<w:font w:name="黑体"><w:altName w:val="SimHei,Noto Sans CJK SC"/>` +
	`<w:charset w:val="86"/><w:family w:val="modern"/></w:font>` +
	`<w:font w:name="楷体_GB2312"><w:altName w:val="楷体,KaiTi,Noto Serif CJK SC"/>` +
	`<w:charset w:val="86"/><w:family w:val="modern"/></w:font>` +
	`<w:font w:name="宋体"><w:altName w:val="SimSun,Noto Serif CJK SC"/>` +
	`<w:charset w:val="86"/><w:family w:val="roman"/></w:font></w:fonts>`

// core holds what the file says about itself.
func core(m *manuscript.Manuscript) string {
	at := m.Created.UTC().Format(time.RFC3339)
	return declaration + `<cp:coreProperties ` +
		`xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" ` +
		`xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" ` +
		`xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		`<dc:title>` + escape(m.Title) + `</dc:title><dc:subject>` + escape(m.Subject) +
		`</dc:subject><dc:creator>` + escape(m.Author) + `</dc:creator>` +
		`<dcterms:created xsi:type="dcterms:W3CDTF">` + at + `</dcterms:created>` +
		`<dcterms:modified xsi:type="dcterms:W3CDTF">` + at + `</dcterms:modified>` +
		`</cp:coreProperties>`
}

// settings make the reader's program fill in the contents when it opens the file.
func settings(m *manuscript.Manuscript) string {
	var b strings.Builder
	b.WriteString(declaration + `<w:settings ` + namespaces + `><w:zoom w:percent="100"/>`)
	if m.Contents {
		b.WriteString(`<w:updateFields w:val="true"/>`)
	}
	b.WriteString(`<w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/>` +
		`</w:settings>`)
	return b.String()
}

// The two sides of a sheet of paper: odd pages and even pages.
const odd, even = "right", "left"

func header(m *manuscript.Manuscript, side string) string {
	return declaration + `<w:hdr ` + namespaces + `>` +
		paragraph("Header", align(side), run(strings.TrimSpace(m.Mark+"  "+m.Header), "")) + `</w:hdr>`
}

// footer holds the page number: at the outer edge in a standard, "— 1 —" in a document of an
// agency.
func footer(m *manuscript.Manuscript, side string) string {
	runs := field("PAGE", "1")
	if m.Form.Official() {
		runs = run("— ", "") + runs + run(" —", "")
	}
	return declaration + `<w:ftr ` + namespaces + `>` + paragraph("Footer", align(side), runs) +
		`</w:ftr>`
}

func align(side string) string { return `<w:jc w:val="` + side + `"/>` }
