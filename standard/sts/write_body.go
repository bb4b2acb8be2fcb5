package sts

import (
	"strconv"
	"strings"

	"hallmark/standard"
)

// The kinds of sec. A clause has the type of its provision.
const (
	scopeType   = "scope"
	refsType    = "norm-refs"
	termsType   = "terms"
	chapterType = "chapter"
	sectionType = "section"
)

// The chapters that GB/T 1.1 gives to scope, normative references and terms.
const (
	scopeChapter = 1
	refsChapter  = 2
	termsChapter = 3
)

// provisions are the types of provision by their verb.
func provisions() map[standard.Modality]string {
	return map[standard.Modality]string{standard.Requirement: "requirement",
		standard.Recommendation: "recommendation", standard.Permission: "permission"}
}

// bodyOf writes the chapters. The scope, the references and the terms stand in chapters 1 to 3; an
// edition that does not have these has them in secs without a number.
func bodyOf(e *standard.Edition) *element {
	body := block("body")
	for _, f := range []struct {
		number  int
		kind    string
		content []*element
	}{
		{scopeChapter, scopeType, []*element{line("p", e.FrontMatter.Scope)}},
		{refsChapter, refsType, references(e.FrontMatter.NormativeReferences)},
		{termsChapter, termsType, terms(e.Terms)},
	} {
		if _, ok := e.Chapter(f.number); !ok && len(f.content) > 0 {
			body.add(block("sec", line("title", heading("sts."+f.kind))).
				with("sec-type", f.kind).add(f.content...))
		}
	}
	for i := range e.Chapters {
		body.add(chapter(e, &e.Chapters[i]))
	}
	return body
}

func chapter(e *standard.Edition, c *standard.Chapter) *element {
	kind := chapterType
	var content []*element
	switch c.Number {
	case scopeChapter:
		kind, content = scopeType, []*element{line("p", e.FrontMatter.Scope)}
	case refsChapter:
		kind, content = refsType, references(e.FrontMatter.NormativeReferences)
	case termsChapter:
		kind, content = termsType, terms(e.Terms)
	}
	number := strconv.Itoa(c.Number)
	sec := sec("chapter."+number, kind, number, c.Title).add(content...)
	sections := map[string]*element{}
	for _, s := range e.Sections {
		if strings.HasPrefix(s.Code, number+".") {
			sections[s.Code] = section(s)
			sec.add(sections[s.Code])
		}
	}
	for i := range e.Clauses {
		x := &e.Clauses[i]
		if x.Chapter != c.Number {
			continue
		}
		if parent := sections[x.Section]; parent != nil && x.Section != x.Code {
			parent.add(clause(x))
		} else {
			sec.add(clause(x))
		}
	}
	return sec
}

func sec(id, kind, label, title string) *element {
	return block("sec", line("label", label), line("title", title)).
		with("id", id).with("sec-type", kind)
}

func section(s standard.Section) *element {
	return sec("section."+s.Code, sectionType, s.Code, s.Title)
}

func clause(c *standard.Clause) *element {
	verb := c.Verb
	if verb == "" {
		verb = string(c.Modality)
	}
	kind := provisions()[c.Modality]
	return sec(idOf(c.UID), kind, c.Code, c.Title).
		add(paragraph(c.Text, verb, kind), items(c.Items))
}

// paragraph marks the verb that makes a text a requirement, a recommendation or a permission.
func paragraph(text, verb, kind string) *element {
	before, after, found := standard.CutVerb(text, verb)
	if !found {
		return line("p", text)
	}
	mark := line("named-content", verb).with("content-type", "verb").with("vocab", "GB/T 1.1").
		with("vocab-term", kind)
	return &element{name: "p", inline: true, children: []any{before, mark, after}}
}

func items(list []standard.ListItem) *element {
	if len(list) == 0 {
		return nil
	}
	e := block("list").with("list-type", "alpha-lower")
	for _, item := range list {
		e.add(block("list-item", line("label", item.Label), line("p", item.Text)))
	}
	return e
}

func references(list []string) []*element {
	if len(list) == 0 {
		return nil
	}
	e := block("ref-list").with("content-type", refsType)
	for i, ref := range list {
		e.add(block("ref", &element{name: "std", inline: true, children: []any{line("std-ref", ref)}}).
			with("id", "ref."+strconv.Itoa(i+1)))
	}
	return []*element{e}
}

func terms(list []standard.Term) []*element {
	secs := make([]*element, len(list))
	for i, t := range list {
		entry := block(tbxPrefix+"termEntry",
			block(tbxPrefix+"langSet", line(tbxPrefix+"definition", t.Definition), tig(t.Term)).
				with("xml:lang", "zh")).with("id", "entry."+t.Code)
		if t.TermEN != "" {
			entry.add(block(tbxPrefix+"langSet", tig(t.TermEN)).with("xml:lang", "en"))
		}
		secs[i] = block("term-sec", line("label", t.Code), entry).with("id", "term."+t.Code)
	}
	return secs
}

func tig(term string) *element {
	return block(tbxPrefix+"tig", line(tbxPrefix+"term", term),
		block(tbxPrefix+"partOfSpeech").with("value", "noun"))
}
