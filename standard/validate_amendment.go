package standard

import (
	"maps"
	"slices"
	"strings"

	"hallmark/standard/message"
)

// validateAmendment checks a whole sheet; stored is that of the validator.
func validateAmendment(a *Amendment, problems *Problems, stored func(*Clause) bool) {
	v := newValidator(problems)
	v.stored = stored
	v.sheet(&a.Sheet)
	if len(a.Items) == 0 {
		v.Add("items", "empty")
	}
	for i := range a.Items {
		v.item(index("items", i), i, &a.Items[i])
		if t := a.Items[i].Transition; t != nil && v.early(t.Until, a.Sheet.Effective) {
			v.Add(index("items", i)+".transition.until", "until-before-effective", message.Day(t.Until),
				message.Day(a.Sheet.Effective))
		}
	}
	v.moves("code_map", a.CodeMap, true)
	v.itemCounts(a)
}

func (v *validator) sheet(s *Sheet) {
	const place = "amendment."
	v.name(place+"id", s.ID)
	v.filled(place+"standard_id", s.StandardID)
	v.filled(place+"base_number", s.BaseNumber)
	v.filled(place+"number", s.Number)
	v.filled(place+"title", s.Title)
	v.date(place+"approved", s.Approved)
	v.date(place+"effective", s.Effective)
	if v.early(s.Effective, s.Approved) {
		v.Add(place+"effective", "effective-before-approved", message.Day(s.Effective),
			message.Day(s.Approved))
	}
	v.name(place+"base_edition", string(s.BaseEdition))
	v.name(place+"result_edition", string(s.ResultEdition))
	if s.BaseEdition == s.ResultEdition {
		v.Add(place+"result_edition", "edition-same", string(s.ResultEdition))
	}
	for _, d := range []struct {
		name string
		Digest
	}{{"base", s.Digest.Base}, {"result", s.Digest.Result}} {
		if !d.Valid() {
			v.Add(place+"digest."+d.name, "digest", string(d.Digest))
		}
	}
}

// item checks one operation; i is its place in the list.
func (v *validator) item(place string, i int, item *Item) {
	if item.Seq != i+1 {
		v.Add(place+".seq", "sequence", i+1, item.Seq)
	}
	v.filled(place+".label", item.Label)
	v.once("label", item.Label, place+".label")
	v.filled(place+".sheet_text", item.SheetText)
	v.filled(place+".reason", item.Reason)
	if item.Transition != nil {
		v.date(place+".transition.until", item.Transition.Until)
		v.filled(place+".transition.rule", item.Transition.Rule)
	}
	if item.Grade != "" {
		oneOf(v, place+".grade", item.Grade, Editorial, Clarified, Tightened, Relaxed, Extended,
			Split, Merged, Renumbered, Rescored, Added, GradeWithdrawn)
	}
	v.moves(place+".renumber", item.Renumber, false)
	check := map[Operation]func(string, *Item){
		OpReplace: v.replaceItem, OpAdd: v.addItem, OpDelete: v.deleteItem,
		OpTerm: v.termItem, OpWeight: v.weightItem, OpFrontMatter: v.frontMatterItem,
	}[item.Op]
	if check == nil {
		oneOf(v, place+".op", item.Op, OpReplace, OpAdd, OpDelete, OpTerm, OpWeight, OpFrontMatter)
		return
	}
	v.itemFields(place, item)
	check(place, item)
}

// itemFields notes fields that an operation lacks or does not have.
func (v *validator) itemFields(place string, item *Item) {
	ofClause := []Operation{OpReplace, OpAdd, OpDelete}
	for _, f := range []struct {
		name             string
		set              bool
		needed, optional []Operation
	}{
		{"uid", item.UID != "", ofClause, nil},
		{"code", item.Code != "", append(ofClause, OpTerm), nil},
		{"numbering", item.Numbering != "", []Operation{OpDelete}, nil},
		{"superseded_by", item.SupersededBy != "", nil, []Operation{OpDelete}},
		{"renumber", len(item.Renumber) > 0, nil, ofClause},
		{"transition", item.Transition != nil, nil, append(ofClause, OpWeight)},
		{"target", item.Target != "", []Operation{OpFrontMatter}, []Operation{OpWeight}},
		{"before", item.Before != nil, []Operation{OpReplace, OpDelete, OpWeight, OpFrontMatter},
			[]Operation{OpTerm}},
		{"after", item.After != nil, []Operation{OpReplace, OpAdd, OpWeight, OpFrontMatter},
			[]Operation{OpTerm}},
	} {
		needed := slices.Contains(f.needed, item.Op)
		switch {
		case needed && !f.set:
			v.Add(place+"."+f.name, "missing")
		case f.set && !needed && !slices.Contains(f.optional, item.Op):
			v.Add(place+"."+f.name, "item-field", string(item.Op))
		}
	}
}

func (v *validator) replaceItem(place string, item *Item) {
	before := v.fieldsOf(place+".before", item.Before)
	after := v.fieldsOf(place+".after", item.After)
	if before == nil || after == nil {
		return
	}
	v.sameNames(place, before, after)
	if _, ok := after["uid"]; ok {
		v.Add(place+".after.uid", "uid-change")
	}
	if sameTree(before, after) {
		v.Add(place+".after", "no-change")
	}
}

func (v *validator) addItem(place string, item *Item) {
	tree, ok := item.After.(map[string]any)
	if !ok {
		if item.After != nil {
			v.Add(place+".after", "type-struct", describe(item.After))
		}
		return
	}
	var c Clause
	if !v.decodes(place+".after", tree, &c) {
		return
	}
	v.clause(place+".after", &c)
	if c.UID != item.UID {
		v.Add(place+".after.uid", "item-other", string(item.UID), string(c.UID))
	}
	if c.Code != item.Code {
		v.Add(place+".after.code", "item-other", item.Code, c.Code)
	}
}

func (v *validator) deleteItem(place string, item *Item) {
	v.fieldsOf(place+".before", item.Before)
	if item.Numbering == "" {
		return // noted as missing
	}
	oneOf(v, place+".numbering", item.Numbering, NumberRetired, NumberRenumbered)
	if item.Numbering == NumberRetired && len(item.Renumber) > 0 {
		v.Add(place+".renumber", "renumber-retired")
	}
}

func (v *validator) termItem(place string, item *Item) {
	if item.Before == nil && item.After == nil {
		v.Add(place+".after", "missing")
	}
	for _, f := range []struct {
		name string
		tree any
	}{{"before", item.Before}, {"after", item.After}} {
		var t Term
		at := place + "." + f.name
		if f.tree == nil || !v.decodes(at, f.tree, &t) {
			continue
		}
		v.number(at+".code", t.Code)
		v.filled(at+".term", t.Term)
		v.filled(at+".definition", t.Definition)
		if t.Code != item.Code {
			v.Add(at+".code", "item-other", item.Code, t.Code)
		}
	}
}

func (v *validator) weightItem(place string, item *Item) {
	var before, after map[string]PerTier
	if item.Before == nil || item.After == nil ||
		!v.decodes(place+".before", item.Before, &before) ||
		!v.decodes(place+".after", item.After, &after) {
		return
	}
	v.sameNames(place, namesOf(before), namesOf(after))
	for _, chapter := range slices.Sorted(maps.Keys(after)) {
		if strings.Contains(chapter, ".") || !validNumber(chapter) {
			v.Add(place+".after."+chapter, "number-form", chapter)
		}
		v.everyTier(place+".after."+chapter, after[chapter], Tiers())
	}
}

func namesOf(weights map[string]PerTier) map[string]any {
	m := make(map[string]any, len(weights))
	for name := range weights {
		m[name] = nil
	}
	return m
}

// The places of the front matter that an amendment may change.
const (
	targetScope      = "front_matter.scope"
	targetScopeEN    = "front_matter.scope_en"
	targetReferences = "front_matter.normative_references"
)

func (v *validator) frontMatterItem(place string, item *Item) {
	switch item.Target {
	case "":
	case targetReferences:
		var list []string
		v.decodes(place+".before", item.Before, &list)
		v.decodes(place+".after", item.After, &list)
	case targetScope, targetScopeEN:
		var text string
		v.decodes(place+".before", item.Before, &text)
		v.decodes(place+".after", item.After, &text)
	default:
		oneOf(v, place+".target", item.Target, targetScope, targetScopeEN, targetReferences)
	}
}

// decodes reads a part of an item strictly; an absent part has been noted already.
func (v *validator) decodes(path string, tree, out any) bool {
	if tree == nil {
		return false
	}
	had := len(v.list)
	decodeAt(tree, out, path, v.Problems)
	return len(v.list) == had
}

// fieldsOf returns an object that holds fields of a clause and nothing else, or nil.
func (v *validator) fieldsOf(path string, tree any) map[string]any {
	m, ok := tree.(map[string]any)
	switch {
	case tree == nil:
		return nil
	case !ok:
		v.Add(path, "type-struct", describe(tree))
	case len(m) == 0:
		v.Add(path, "empty")
	}
	known := clauseFields()
	for _, name := range slices.Sorted(maps.Keys(m)) {
		if !slices.Contains(known, name) {
			v.Add(join(path, name), "unknown-field", name)
		}
	}
	return m
}

// sameNames notes names that stand only before or only after.
func (v *validator) sameNames(place string, before, after map[string]any) {
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if _, ok := after[name]; !ok {
			v.Add(place+".after."+name, "missing")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(after)) {
		if _, ok := before[name]; !ok {
			v.Add(place+".before."+name, "missing")
		}
	}
}

// moves checks a list of changed numbers. Only the map of the whole sheet may hold clauses that
// come or go.
func (v *validator) moves(place string, moves []CodeMove, whole bool) {
	for i, m := range moves {
		at := index(place, i)
		v.name(at+".uid", string(m.UID))
		v.once(place, string(m.UID), at+".uid")
		switch {
		case m.From == nil && (m.To == nil || !whole):
			v.Add(at+".from", "missing")
		case m.To == nil && !whole:
			v.Add(at+".to", "missing")
		case m.From != nil && m.To != nil && *m.From == *m.To:
			v.Add(at+".to", "no-change")
		}
		if m.From != nil {
			v.number(at+".from", *m.From)
		}
		if m.To != nil {
			v.number(at+".to", *m.To)
		}
	}
}

func (v *validator) itemCounts(a *Amendment) {
	stated := a.Sheet.Counts
	if stated == (AmendmentCounts{}) {
		return
	}
	actual := AmendmentCounts{Items: len(a.Items)}
	for i := range a.Items {
		switch a.Items[i].Op {
		case OpAdd:
			actual.Add++
		case OpDelete:
			actual.Delete++
		case OpReplace:
			actual.Replace++
		default:
			actual.Other++
		}
	}
	for _, n := range []struct {
		name           string
		stated, actual int
	}{
		{"items", stated.Items, actual.Items}, {"add", stated.Add, actual.Add},
		{"delete", stated.Delete, actual.Delete}, {"replace", stated.Replace, actual.Replace},
		{"other", stated.Other, actual.Other},
	} {
		if n.stated != n.actual {
			v.Add("amendment.counts."+n.name, "count", n.stated, n.actual)
		}
	}
}
