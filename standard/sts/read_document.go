package sts

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"hallmark/standard"
	"hallmark/standard/message"
)

func placeOf(n *node) string {
	place := n.name
	if id := n.attributes["id"]; id != "" {
		place += "#" + id
	}
	return place + ":" + strconv.Itoa(n.line)
}

// document reads a standard. An adoption has the cover of the body that adopts it and, inside, the
// standard that is adopted.
func (t *text) document(root *node) {
	for _, c := range root.elements() {
		switch {
		case c.is("front"), c.is("adoption-front"):
			t.front(c)
		case root.is("adoption") && (c.is("standard") || c.is("adoption")):
			t.document(c)
		case c.is("body"):
			t.body(c)
		default:
			t.leave(c)
		}
	}
}

// front reads the first block of metadata, in whichever of the five forms it stands.
func (t *text) front(front *node) {
	for _, c := range front.elements() {
		switch c.name {
		case "std-doc-meta", "std-meta", "iso-meta", "reg-meta", "nat-meta":
			if len(t.cover) == 0 && c.namespace == "" {
				t.meta(c)
				continue
			}
		}
		t.leave(c)
	}
}

func (t *text) meta(meta *node) {
	set := func(name string, n *node) {
		if text := t.words(n, nil); text != "" {
			t.cover[name] = text
		}
	}
	for _, c := range meta.elements() {
		switch c.name {
		case "title-wrap":
			t.title(c, languageOf(meta))
		case "std-ident":
			set("issuing_body", c.first("originator"))
			set("edition", c.first("version"))
		case "std-ref":
			if t.cover["number"] == nil {
				set("number", c)
			}
		case "release-version":
			set("status", c)
		case "release-date", "meta-date":
			t.date(c)
		case "comm-ref":
			set("technical_body", c)
		case "ics":
			set("ics", c)
		case "std-xref":
			if c.attributes["type"] == "amended-by" {
				t.amendments = append(t.amendments, t.words(c.first("std-ref"), nil))
				continue
			}
			t.leave(c)
		case "custom-meta-group":
			t.custom(c)
		case "content-language":
		default:
			t.leave(c)
		}
	}
	if _, ok := t.cover["name"]; !ok && t.cover["name_en"] != nil {
		t.cover["name"] = t.cover["name_en"]
	}
	if s := t.cover["status"]; s != nil && !slices.Contains([]any{string(standard.Draft),
		string(standard.Published), string(standard.Withdrawn)}, s) {
		delete(t.cover, "status")
	}
}

// languageOf is the language of a standard: what its metadata say, or Chinese where a title is
// Chinese, or that of the first title.
func languageOf(meta *node) string {
	language := ""
	for _, c := range meta.all("content-language") {
		if code := strings.TrimSpace(textOf(c)); language == "" && code != "" {
			language = code
		}
	}
	if language != "" {
		return language[:min(2, len(language))]
	}
	for _, title := range meta.all("title-wrap") {
		code := title.attributes["lang"]
		if strings.HasPrefix(code, "zh") {
			return "zh"
		}
		if language == "" {
			language = code
		}
	}
	return language[:min(2, len(language))]
}

// textOf is the text right inside an element.
func textOf(n *node) string {
	var b strings.Builder
	for _, c := range n.children {
		if s, ok := c.(string); ok {
			b.WriteString(s)
		}
	}
	return b.String()
}

// title reads a title in one language: of the standard's, or in English. A title in another one is
// named.
func (t *text) title(wrap *node, language string) {
	title := t.words(wrap.first("full"), nil)
	if parts := t.titleParts(wrap); title == "" || wrap.first("intro") == nil &&
		wrap.first("compl") == nil && parts != "" {
		title = parts
	}
	name := ""
	switch code := wrap.attributes["lang"]; {
	case t.cover["name"] == nil && (code == "" || language == "" || strings.HasPrefix(code, language)):
		name = "name"
	case strings.HasPrefix(code, "en") && t.cover["name_en"] == nil:
		name = "name_en"
	}
	switch {
	case title == "":
	case name == "":
		t.lose(placeOf(wrap), "sts.title", wrap.attributes["lang"], title)
	default:
		t.cover[name] = title
	}
}

// titleParts joins the parts of a title: introductory, main and complementary element.
func (t *text) titleParts(wrap *node) string {
	var parts []string
	for _, name := range []string{"intro", "main", "compl"} {
		if part := t.words(wrap.first(name), nil); part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, " ")
}

func (t *text) date(n *node) {
	day := n.attributes["iso-8601-date"]
	if day == "" {
		day = t.words(n, nil)
	}
	switch kind := n.attributes["date-type"]; {
	case n.name == "release-date" && t.cover["issued"] == nil:
		t.cover["issued"] = day
	case kind == "effective":
		t.cover["effective"] = day
	default:
		t.leave(n)
	}
}

func (t *text) custom(group *node) {
	for _, c := range group.all("custom-meta") {
		value := t.words(c.first("meta-value"), nil)
		switch name := t.words(c.first("meta-name"), nil); name {
		case "id", "ccs":
			t.cover[name] = value
		case "digest": // of the edition that was written
		default:
			t.lose(placeOf(c), "loss.unknown", name)
		}
	}
}

func (t *text) body(body *node) {
	for _, c := range body.elements() {
		if c.is("sec") {
			t.chapter(c)
		} else {
			t.leave(c)
		}
	}
}

// kindOf tells the secs with scope, references and terms by their type or else their title.
func kindOf(sec *node, title string) string {
	for _, kind := range []string{scopeType, refsType, termsType} {
		if sec.attributes["sec-type"] == kind {
			return kind
		}
		for _, l := range message.Languages() {
			if strings.EqualFold(title, message.Text(l, "sts."+kind)) {
				return kind
			}
		}
	}
	return chapterType
}

func (t *text) chapter(sec *node) {
	label, title := t.number(sec), t.words(sec.first("title"), nil)
	kind := kindOf(sec, title)
	number, err := strconv.Atoi(label)
	numbered := err == nil && number > 0 && strconv.Itoa(number) == label
	switch {
	case numbered:
		t.chapters = append(t.chapters, fields{"number": json.Number(label), "title": title,
			"scored": false})
	case kind == chapterType || label != "":
		t.lose(placeOf(sec), "sts.number", label+" "+title)
		return
	}
	t.hasRefs = t.hasRefs || kind == refsType
	for _, c := range sec.elements() {
		switch {
		case c.is("label"), c.is("title"):
		case kind == scopeType && c.is("p"):
			t.scope = append(t.scope, t.words(c, nil))
		case kind == refsType && c.is("ref-list"):
			t.refs(c)
		case kind == termsType && c.is("term-sec"):
			t.term(c)
		case numbered && c.is("sec"):
			t.under(c, label, "")
		default:
			t.leave(c)
		}
	}
}

func (t *text) refs(list *node) {
	for _, c := range list.elements() {
		switch {
		case c.is("ref"):
			text := t.words(c, func(n *node) bool { return n.is("label") })
			if text = strings.TrimSpace(text); text != "" {
				t.references = append(t.references, text)
			}
		case c.is("ref-list"):
			t.refs(c)
		default:
			t.leave(c)
		}
	}
}

func (t *text) term(sec *node) {
	term := fields{"code": t.number(sec)}
	entry := sec.first("tbx:termEntry")
	for _, set := range entry.all("tbx:langSet") {
		text := t.words(set.first("tbx:tig").first("tbx:term"), nil)
		if strings.HasPrefix(set.attributes["lang"], "en") && term["term"] != nil {
			term["term_en"] = text
			continue
		}
		term["term"] = text
		term["definition"] = t.words(set.first("tbx:definition"), nil)
	}
	for _, c := range sec.elements() {
		if !c.is("label") && c != entry {
			t.leave(c)
		}
	}
	t.terms = append(t.terms, term)
}
