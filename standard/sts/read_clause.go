package sts

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"hallmark/standard"
)

// code is the form of a number below a chapter.
var code = regexp.MustCompile(`^[1-9][0-9]{0,3}(\.[1-9][0-9]{0,3}){1,5}$`)

// number returns the label of a sec with half-width signs; a stop at its end, as some makers set it,
// is dropped.
func (t *text) number(sec *node) string {
	label := t.words(sec.first("label"), nil)
	if t.exact {
		return label
	}
	return strings.TrimRight(halfWidth(label), ".")
}

// halfWidth makes full-width letters, digits and signs half-width.
func halfWidth(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '。':
			return '.'
		}
		return r
	}, s))
}

// under reads a sec below a chapter: a section, which has secs itself, or a clause.
func (t *text) under(sec *node, chapter, section string) {
	label := t.number(sec)
	if !code.MatchString(label) || !strings.HasPrefix(label, chapter+".") {
		t.lose(placeOf(sec), "sts.number", label+" "+t.words(sec.first("title"), nil))
		return
	}
	kind := sec.attributes["sec-type"]
	if kind != sectionType && (provision(kind) != "" || len(sec.all("sec")) == 0) {
		t.clause(sec, kind, label, chapter, section)
		return
	}
	t.sections = append(t.sections, fields{"code": label, "title": t.words(sec.first("title"), nil)})
	for _, c := range sec.elements() {
		switch {
		case c.is("label"), c.is("title"):
		case c.is("sec"):
			t.under(c, chapter, label)
		default:
			t.leave(c)
		}
	}
}

// provision is the modality of a type of provision, or "".
func provision(kind string) standard.Modality {
	for m, name := range provisions() {
		if name == kind {
			return m
		}
	}
	return ""
}

func (t *text) clause(sec *node, kind, label, chapter, section string) {
	if section == "" {
		section = label
	}
	c := fields{"uid": t.uid(sec.attributes["id"], label), "code": label,
		"chapter": json.Number(chapter), "section": section,
		"title": t.words(sec.first("title"), nil)}
	t.lines[label] = sec.line
	b := &clauseBody{text: t, sec: sec}
	for _, part := range sec.elements() {
		switch {
		case part.is("label"), part.is("title"):
		case part.is("p"):
			b.paragraph(part)
			t.verb(c, part)
		case part.is("list"):
			b.list(part)
		default:
			t.leave(part)
		}
	}
	c["text"] = strings.Join(b.paragraphs, "\n")
	if items := b.labelled(); len(items) > 0 {
		c["items"] = items
	}
	t.modality(c, sec, kind)
	t.clauses = append(t.clauses, c)
}

// verb notes the verb that is marked in a paragraph.
func (t *text) verb(c fields, p *node) {
	for _, mark := range p.all("named-content") {
		if mark.attributes["content-type"] == "verb" && c["verb"] == nil {
			c["verb"] = t.words(mark, nil)
		}
	}
}

// modality sets the type of provision, by the type of the sec or else by the verbs of its text and
// items. It is left open, and named, where neither says it.
func (t *text) modality(c fields, sec *node, kind string) {
	m := provision(kind)
	if m == "" {
		whole := c["text"].(string)
		items, _ := c["items"].([]any)
		for _, item := range items {
			whole += "\n" + item.(fields)["text"].(string)
		}
		m = standard.ModalityOf(whole)
	}
	if m == "" {
		t.lose(placeOf(sec), "sts.no-verb", c["code"])
		return
	}
	c["modality"] = string(m)
}

var uidForm = regexp.MustCompile(`^[A-Za-z0-9_+-]{1,64}$`)

// uid makes the permanent name of a clause: its ID in the file, or a name of its number where the
// ID is of another form or taken.
func (t *text) uid(id, label string) string {
	uid := uidOf(id)
	if !uidForm.MatchString(uid) || t.uids[uid] {
		uid = "STS-" + strings.ReplaceAll(label, ".", "-")
	}
	t.uids[uid] = true
	return uid
}

// byCode orders clauses and sections as the text numbers them.
func byCode(list []fields) {
	slices.SortStableFunc(list, func(a, b fields) int {
		return compareCodes(a["code"].(string), b["code"].(string))
	})
}

func compareCodes(a, b string) int {
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	return slices.CompareFunc(x, y, func(a, b string) int {
		if len(a) != len(b) {
			return len(a) - len(b)
		}
		return strings.Compare(a, b)
	})
}
