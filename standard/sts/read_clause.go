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

// under reads a sec below a chapter: a section, which has secs itself, or a clause.
func (t *text) under(sec *node, chapter, section string) {
	label := t.words(sec.first("label"), nil)
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
	var paragraphs []string
	var list []any
	for _, part := range sec.elements() {
		switch {
		case part.is("label"), part.is("title"):
		case part.is("p"):
			paragraphs = append(paragraphs, t.words(part, isList))
			for _, inner := range part.all("list") {
				list = append(list, t.items(inner)...)
			}
			t.verb(c, part)
		case part.is("list"):
			list = append(list, t.items(part)...)
		default:
			t.leave(part)
		}
	}
	c["text"] = strings.Join(paragraphs, "\n")
	if len(list) > 0 {
		c["items"] = list
	}
	if m := modalityOf(kind, c["text"].(string)); m != "" {
		c["modality"] = string(m)
	}
	t.clauses = append(t.clauses, c)
}

func isList(n *node) bool { return n.is("list") }

// verb notes the verb that is marked in a paragraph.
func (t *text) verb(c fields, p *node) {
	for _, mark := range p.all("named-content") {
		if mark.attributes["content-type"] == "verb" && c["verb"] == nil {
			c["verb"] = t.words(mark, nil)
		}
	}
}

// modalityOf is the modality of a type of provision, or else of the first verb in the text.
func modalityOf(kind, text string) standard.Modality {
	if m := provision(kind); m != "" {
		return m
	}
	for _, m := range []standard.Modality{standard.Requirement, standard.Recommendation,
		standard.Permission} {
		if strings.Contains(text, string(m)) {
			return m
		}
	}
	return ""
}

func (t *text) items(list *node) []any {
	var found []any
	for _, item := range list.elements() {
		if !item.is("list-item") {
			t.leave(item)
			continue
		}
		var paragraphs []string
		for _, p := range item.elements() {
			switch {
			case p.is("label"):
			case p.is("p"):
				paragraphs = append(paragraphs, t.words(p, nil))
			default:
				t.leave(p)
			}
		}
		found = append(found, fields{"label": t.words(item.first("label"), nil),
			"text": strings.Join(paragraphs, "\n")})
	}
	return found
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
