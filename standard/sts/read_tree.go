package sts

import (
	"bytes"
	"maps"

	"hallmark/standard"
)

// tree is the text alone, in the form of an edition.
func (t *text) tree() fields {
	byCode(t.clauses)
	byCode(t.sections)
	for _, c := range t.clauses {
		if c["verb"] == c["modality"] {
			delete(c, "verb")
		}
		c["scored"], c["veto"] = false, false
	}
	if t.amendments == nil {
		t.amendments = []any{}
	}
	cover := maps.Clone(t.cover)
	cover["amendments"] = t.amendments
	front := fields{"normative_references": append([]any{}, t.references...)}
	if len(t.scope) > 0 {
		front["scope"] = join(t.scope)
	}
	return fields{"standard": cover, "front_matter": front, "chapters": list(t.chapters),
		"sections": list(t.sections), "terms": list(t.terms), "clauses": list(t.clauses)}
}

func list(objects []fields) []any {
	all := make([]any, len(objects))
	for i, o := range objects {
		all[i] = o
	}
	return all
}

func join(paragraphs []string) string {
	var b bytes.Buffer
	for i, p := range paragraphs {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(p)
	}
	return b.String()
}

// onto puts the text onto a base edition.
func (t *text) onto(base *standard.Edition) (fields, error) {
	var whole bytes.Buffer
	if err := base.WriteJSON(&whole); err != nil {
		return nil, err
	}
	read, err := standard.ReadTree(&whole, standard.MaxSource)
	if err != nil {
		return nil, err
	}
	tree := read.(fields)
	cover := tree["standard"].(fields)
	maps.Copy(cover, t.cover)
	if len(t.amendments) > 0 {
		cover["amendments"] = t.amendments
	}
	front := tree["front_matter"].(fields)
	if len(t.scope) > 0 {
		front["scope"] = join(t.scope)
	}
	if t.hasRefs {
		front["normative_references"] = append([]any{}, t.references...)
	}
	tree["chapters"] = overlay(tree["chapters"], t.chapters, "number", "scored")
	byCode(t.sections)
	tree["sections"] = overlay(tree["sections"], t.sections, "code")
	tree["terms"] = overlay(tree["terms"], t.terms, "code")
	same := t.clausesOnto(tree, base)
	if !same {
		delete(cover, "counts")
	}
	return tree, nil
}

// overlay puts the fields that were read over the objects of the base with the same key; some
// fields always stay as the base has them. Objects that the file does not have are dropped.
func overlay(base any, read []fields, key string, own ...string) []any {
	before := map[any]fields{}
	for _, o := range base.([]any) {
		before[o.(fields)[key]] = o.(fields)
	}
	for _, o := range read {
		had := before[o[key]]
		if had == nil {
			continue
		}
		for _, name := range own {
			delete(o, name)
		}
		for name, value := range had {
			if _, ok := o[name]; !ok {
				o[name] = value
			}
		}
	}
	return list(read)
}

// clausesOnto reports whether the clauses are those of the base.
func (t *text) clausesOnto(tree fields, base *standard.Edition) bool {
	byCode(t.clauses)
	byUID, byNumber := map[any]fields{}, map[any]fields{}
	for _, o := range tree["clauses"].([]any) {
		c := o.(fields)
		byUID[c["uid"]], byNumber[c["code"]] = c, c
	}
	same := true
	used := map[any]bool{}
	all := make([]any, len(t.clauses))
	for i, c := range t.clauses {
		had := byUID[c["uid"]]
		if had == nil {
			if had = byNumber[c["code"]]; had != nil && t.uids[had["uid"].(string)] {
				had = nil // it stands elsewhere in the file
			}
		}
		if had == nil || used[had["uid"]] {
			same = false
			all[i] = t.added(c, base)
			continue
		}
		used[had["uid"]] = true
		all[i] = clauseOnto(had, c)
	}
	tree["clauses"] = all
	for i := range base.Clauses {
		if c := &base.Clauses[i]; !used[string(c.UID)] {
			same = false
			t.lose("clauses."+string(c.UID), "sts.gone", c.Code+" "+c.Title)
		}
	}
	if kept, ok := tree["transitions"].([]any); ok {
		tree["transitions"] = keep(kept, used)
	}
	return same
}

func keep(list []any, uids map[any]bool) []any {
	kept := []any{}
	for _, o := range list {
		if uids[o.(fields)["uid"]] {
			kept = append(kept, o)
		}
	}
	return kept
}

// added is a clause that the base does not have; it applies to every tier and is not scored.
func (t *text) added(c fields, base *standard.Edition) fields {
	t.lose("clauses."+c["uid"].(string), "sts.unscored", c["code"])
	if c["verb"] == c["modality"] {
		delete(c, "verb")
	}
	tiers := []any{}
	for _, info := range base.Standard.Tiers {
		tiers = append(tiers, info.ID.String())
	}
	c["scored"], c["veto"], c["tiers"] = false, false, tiers
	return c
}

// clauseOnto puts the text of a clause over the base's; the clause keeps its permanent name.
func clauseOnto(had, read fields) fields {
	c := maps.Clone(had)
	verb := had["verb"]
	if verb == nil {
		verb = had["modality"]
	}
	delete(c, "items")
	for name, value := range read {
		if name != "uid" && name != "verb" {
			c[name] = value
		}
	}
	if marked := read["verb"]; marked != nil && marked != verb {
		c["verb"] = marked
		if marked == c["modality"] {
			delete(c, "verb")
		}
	}
	return c
}
