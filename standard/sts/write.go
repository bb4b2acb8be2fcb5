package sts

import (
	"io"
	"regexp"
	"strings"

	"hallmark/standard"
	"hallmark/standard/message"
)

// Extension is how the name of such a file ends.
const Extension = ".sts.xml"

// maker marks files of this program: their texts are read exactly, blanks and all.
const maker = "hallmark"

// Write writes the text of an edition. The losses name, by kind, what STS has no place for.
func Write(w io.Writer, e *standard.Edition) ([]standard.Loss, error) {
	root := rootOf(block("front", editionMeta(e)), bodyOf(e))
	return lossesOf(e), root.document(w)
}

func rootOf(front, body *element) *element {
	return block("standard", front, body).with("xmlns:tbx", tbxNamespace).
		with("dtd-version", "1.0").with("specific-use", maker).with("xml:lang", "zh")
}

// editionMeta is the cover.
func editionMeta(e *standard.Edition) *element {
	m := &e.Standard
	meta := block("std-doc-meta", title(m.Name, "zh"), title(m.NameEN, "en"),
		line("release-version", string(m.Status)),
		ident(m.Number, m.IssuingBody, string(m.Edition)),
		line("content-language", "zh"),
		line("std-ref", m.Number).with("type", "dated"),
		line("release-date", m.Issued).with("date-type", "issued").with("iso-8601-date", m.Issued),
		line("meta-date", m.Effective).with("date-type", "effective").
			with("iso-8601-date", m.Effective),
		lineIf("comm-ref", m.TechnicalBody), lineIf("ics", m.ICS))
	for _, amendment := range m.Amendments {
		meta.add(reference("amended-by", amendment))
	}
	more := block("custom-meta-group", custom("id", m.ID),
		custom("digest", string(e.Digest())))
	if m.CCS != "" {
		more.add(custom("ccs", m.CCS))
	}
	return meta.add(more)
}

func title(text, language string) *element {
	if text == "" {
		return nil
	}
	return block("title-wrap", line("main", text), line("full", text)).with("xml:lang", language)
}

func custom(name, value string) *element {
	return block("custom-meta", line("meta-name", name), line("meta-value", value))
}

// reference is a relation to another document.
func reference(kind, number string) *element {
	return block("std-xref", line("std-ref", number)).with("type", kind)
}

// numbered is the form of a Chinese standard's number: "DB330105/T 999—2017", "GB/T 32169.1—2015".
var numbered = regexp.MustCompile(`^([A-Z]+[0-9]*(?:/[A-Z]+)?) ([0-9]+(?:\.[0-9]+)*)[—-]([0-9]{4})$`)

func ident(number, body, edition string) *element {
	kind, short, year := "", number, ""
	if m := numbered.FindStringSubmatch(number); m != nil {
		kind, short, year = m[1], m[2], m[3]
	}
	return block("std-ident", lineIf("originator", body), lineIf("doc-type", kind),
		line("doc-number", short), lineIf("edition", year), line("version", edition),
		lineIf("year", year))
}

// heading is a title that the edition does not have, in the language of the standard.
func heading(key string) string { return message.Text(message.Chinese, key) }

// idOf makes a permanent name an XML ID; [uidOf] is its inverse.
func idOf(uid standard.ClauseUID) string {
	id := strings.ReplaceAll(string(uid), "+", "..")
	if id != "" && strings.IndexByte("0123456789-.", id[0]) >= 0 {
		id = "_." + id
	}
	return id
}

func uidOf(id string) string {
	return strings.ReplaceAll(strings.TrimPrefix(id, "_."), "..", "+")
}
