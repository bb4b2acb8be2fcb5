package standard

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"hallmark/standard/message"
)

// DeriveAmendment makes the amendment sheet that turns the draft's base into the draft. Of the
// sheet's head the caller gives ID, approval, announcement and dates; Number, Title and
// ResultEdition are made when they are empty; base, counts and digests are always made. It returns
// an *[InvalidError] for a head or an item that is not complete, such as a reason that is missing,
// and for a draft that makes no valid edition. What it returns has been applied to the base once.
func DeriveAmendment(base *Edition, d *WorkingDraft, sheet Sheet) (*Amendment, error) {
	if d.BaseDigest != base.Digest() {
		return nil, &ApplyError{Path: "base_digest", Code: "apply-base-digest",
			Want: string(d.BaseDigest), Have: string(base.Digest())}
	}
	if _, err := d.Edition(); err != nil {
		return nil, err
	}
	a := d.Proposal(sheet)
	if _, err := Apply(base, a); err != nil {
		return nil, err
	}
	return a, nil
}

// Proposal derives the sheet as far as the draft has come: reasons may be missing, dates may be
// empty, and the result need not be a valid edition. It is meant to be shown, not applied; see
// [DeriveAmendment].
func (d *WorkingDraft) Proposal(sheet Sheet) *Amendment {
	result := d.Preview()
	sheet.StandardID, sheet.BaseNumber = d.base.Standard.ID, d.base.Standard.Number
	sheet.BaseName, sheet.BaseEdition = d.base.Standard.Name, d.base.ID()
	fillSheet(&sheet)
	sheet.Digest = DigestPair{"SHA-256 of the RFC 8785 (JCS) form of clauses[]", d.base.Digest(),
		result.Digest()}
	w := deriver{draft: d, base: d.base, result: result}
	a := &Amendment{Sheet: sheet, Items: w.items(), CodeMap: codeMap(d.base, result)}
	if a.CodeMap == nil {
		a.CodeMap = []CodeMove{}
	}
	for i := range a.Items {
		item := &a.Items[i]
		item.Seq, item.Label = i+1, SheetLabel(i+1)
		w.annotate(item)
	}
	a.Sheet.Counts = countItems(a.Items)
	return a
}

// fillSheet makes the parts of the head that follow from the others.
func fillSheet(s *Sheet) {
	year, _, _ := strings.Cut(s.Effective, "-")
	if s.Number == "" {
		s.Number = s.BaseNumber + "/" + s.ID
		if year != "" {
			s.Number += "—" + year
		}
	}
	if s.Title == "" {
		s.Title = message.Text(message.Chinese, "draft.sheet-title", s.BaseNumber, s.BaseName,
			strings.TrimPrefix(s.ID, "XG"))
	}
	if s.ResultEdition == "" {
		s.ResultEdition = EditionID(string(s.BaseEdition) + "+" + s.ID)
	}
}

// NextSheetID returns the name of the next amendment of an edition: XG2 after XG1.
func NextSheetID(base *Edition) string {
	return "XG" + strconv.Itoa(len(base.Standard.Amendments)+1)
}

func countItems(items []Item) AmendmentCounts {
	n := AmendmentCounts{Items: len(items)}
	for i := range items {
		switch items[i].Op {
		case OpAdd:
			n.Add++
		case OpDelete:
			n.Delete++
		case OpReplace:
			n.Replace++
		default:
			n.Other++
		}
	}
	return n
}

// Key names an item by what it changes, whatever its place in the sheet: the uid of a clause,
// "term 3.13", "weight", "front_matter.scope".
func (i *Item) Key() string {
	switch i.Op {
	case OpTerm:
		return "term " + i.Code
	case OpWeight:
		return "weight"
	case OpFrontMatter:
		return i.Target
	}
	return string(i.UID)
}

// deriver compares a draft with its base.
type deriver struct {
	draft        *WorkingDraft
	base, result *Edition
}

func (w *deriver) items() []Item {
	return slices.Concat(w.front(), w.terms(), w.clauses(), w.weights())
}

func (w *deriver) front() (items []Item) {
	before, after := fieldsOfValue(w.base.FrontMatter), fieldsOfValue(w.result.FrontMatter)
	for _, target := range []string{targetScope, targetScopeEN, targetReferences} {
		_, name, _ := strings.Cut(target, ".")
		x, y := before[name], after[name]
		if sameTree(x, y) {
			continue
		}
		if target == targetScopeEN { // an item cannot hold null
			x, y = w.base.FrontMatter.ScopeEN, w.result.FrontMatter.ScopeEN
		}
		items = append(items, Item{Op: OpFrontMatter, Target: target, Before: x, After: y})
	}
	return items
}

// terms lists the terms that go first, since a term may come back under another number.
func (w *deriver) terms() (items []Item) {
	before, after := map[string]any{}, map[string]any{}
	for _, t := range w.base.Terms {
		before[t.Code] = anyOf(fieldsOfValue(t))
	}
	for _, t := range w.result.Terms {
		after[t.Code] = anyOf(fieldsOfValue(t))
	}
	codes := sortedNames(before, after)
	slices.SortStableFunc(codes, compareNumbers)
	for _, code := range codes {
		if !sameTree(before[code], after[code]) {
			items = append(items, Item{Op: OpTerm, Code: code, Before: before[code],
				After: after[code]})
		}
	}
	return items
}

func (w *deriver) weights() []Item {
	before, after := map[string]any{}, map[string]any{}
	for i := range w.base.Chapters {
		was, is := &w.base.Chapters[i], &w.result.Chapters[i]
		if was.Weight == is.Weight {
			continue
		}
		name := strconv.Itoa(was.Number)
		before[name], after[name] = fieldsOfValue(was)["weight"], weightTree(is.Weight)
	}
	if len(after) == 0 {
		return nil
	}
	return []Item{{Op: OpWeight, Target: "chapters[].weight", Before: before, After: after}}
}

func weightTree(p PerTier) any { return anyOf(fieldsOfValue(p)) }

// clauses lists the changes by section: first the texts, with the numbers of the base, then what
// goes, moves and comes. When a clause changes its section, all texts stand before all moves,
// since the numbers of two sections depend on each other then.
func (w *deriver) clauses() []Item {
	n := numberingOf(w.base)
	groups, headings := w.draft.layout()
	steps := n.reach(layout{groups, headings}, w.base, w.draft.customs())
	carried, across := map[ClauseUID]bool{}, false
	for _, s := range steps {
		carried[s.uid] = carried[s.uid] || s.op == OpReplace
		across = across || s.otherGroup
	}
	var items []placedItem
	for i := range w.base.Clauses {
		c := &w.base.Clauses[i]
		if is, stays := w.result.Clause(c.UID); stays && !carried[c.UID] {
			if item, changed := w.replaced(c, is, c.Code, nil); changed {
				items = append(items, placedItem{parentOf(c.Code), item})
			}
		}
	}
	for _, s := range steps {
		heading := s.heading
		if c, below := w.base.Clause(ClauseUID(heading)); below {
			heading = parentOf(c.Code)
		}
		items = append(items, placedItem{heading, w.stepItem(&s)})
	}
	if !across {
		slices.SortStableFunc(items, func(a, b placedItem) int {
			return compareNumbers(a.heading, b.heading)
		})
	}
	list := make([]Item, len(items))
	for i := range items {
		list[i] = items[i].item
	}
	return list
}

type placedItem struct {
	heading string
	item    Item
}

// stepItem writes one change of numbers as an item.
func (w *deriver) stepItem(s *numberStep) Item {
	item := Item{Op: s.op, UID: s.uid, Code: s.to, Renumber: s.renumber}
	switch s.op {
	case OpAdd:
		c, _ := w.result.Clause(s.uid)
		made := *c
		if made.Section == made.Code {
			made.Section = s.to
		}
		made.Code = s.to
		item.After = anyOf(fieldsOfValue(made))
	case OpDelete:
		gone, _ := w.base.Clause(s.uid)
		item.Code, item.Before = s.from, shortForm(gone)
		item.Numbering = NumberRenumbered
		if g := w.draft.goneIndex(s.uid); g >= 0 {
			item.Numbering = w.draft.Gone[g].Numbering
			item.SupersededBy = w.draft.Gone[g].SupersededBy
		}
	case OpReplace:
		was, _ := w.base.Clause(s.uid)
		is, _ := w.result.Clause(s.uid)
		item, _ = w.replaced(was, is, s.from, s)
	}
	return item
}

// shortForm is what an item says of a clause that goes: enough to recognise it.
func shortForm(c *Clause) any {
	all, short := fieldsOfValue(c), map[string]any{}
	for _, name := range []string{"title", "text", "modality", "points", "bonus_points"} {
		if v, ok := all[name]; ok {
			short[name] = v
		}
	}
	return short
}

// replaced writes the changed fields of a clause. Numbers are among them only when the item itself
// moves the clause.
func (w *deriver) replaced(was, is *Clause, code string, move *numberStep) (Item, bool) {
	before, after := map[string]any{}, map[string]any{}
	x, y := fieldsOfValue(was), fieldsOfValue(is)
	if move != nil {
		x["code"], y["code"] = move.from, move.to
		if was.Section == was.Code {
			x["section"] = move.from
		}
		if is.Section == is.Code {
			y["section"] = move.to
		}
	}
	for _, name := range clauseFields() {
		if move == nil && isNumbering(name) || sameTree(x[name], y[name]) {
			continue
		}
		before[name], after[name] = x[name], y[name]
	}
	item := Item{Op: OpReplace, UID: is.UID, Code: code, Before: before, After: after}
	if move != nil {
		item.Renumber = move.renumber
	}
	return item, len(after) > 0
}

// annotate adds what the drafter says of the item, and proposes what they have not said.
func (w *deriver) annotate(item *Item) {
	note := w.draft.Note(item.Key())
	item.Grade, item.Reason = note.Grade, note.Reason
	item.Basis = slices.Clone(note.Basis)
	if note.Transition != nil && slices.Contains([]Operation{OpReplace, OpAdd, OpDelete, OpWeight},
		item.Op) {
		item.Transition = note.Transition
	}
	if item.Grade == "" {
		item.Grade = w.propose(item)
	}
	item.SheetText = note.SheetText
	if item.SheetText == "" {
		item.SheetText = SheetText(message.Chinese, item, w.base)
	}
}

// propose grades an item by rule: of a clause by what has changed in it besides numbers that follow
// from others, see gradesOf.
func (w *deriver) propose(item *Item) ChangeGrade {
	origin, has := w.draft.originOf(item.UID)
	switch {
	case item.UID != "" && has:
		return origin
	case item.Op == OpAdd:
		return Added
	case item.Op == OpDelete:
		return GradeWithdrawn
	case item.Op == OpWeight:
		return Rescored
	case item.Op == OpTerm:
		return gradeOfTerm(item)
	case item.Op == OpFrontMatter:
		return Editorial
	}
	was, _ := w.base.Clause(item.UID)
	is, _ := w.result.Clause(item.UID)
	grades := gradesOf(was, is, clauseFieldChanges(was, is, w.result))
	if w.onlyNumbersMoved(item) {
		return Renumbered
	}
	if len(grades) == 0 {
		return Editorial
	}
	return grades[0]
}

func gradeOfTerm(item *Item) ChangeGrade {
	switch {
	case item.Before == nil:
		return Added
	case item.After == nil:
		return GradeWithdrawn
	}
	return gradeOfWords(item.Before, item.After)
}

// onlyNumbersMoved reports whether nothing but printed numbers has changed in a clause, so that it
// refers to the same clauses as before.
func (w *deriver) onlyNumbersMoved(item *Item) bool {
	i := w.draft.indexOf(item.UID)
	was, ok := heldClause(w.base, item.UID)
	if i < 0 || !ok {
		return false
	}
	x, y := fieldsOfValue(was), fieldsOfValue(w.draft.Clauses[i])
	for _, m := range []map[string]any{x, y} {
		maps.DeleteFunc(m, func(name string, _ any) bool { return isNumbering(name) })
	}
	return sameTree(x, y)
}

// heldClause returns one clause of an edition in held form, as [OpenDraft] holds it.
func heldClause(base *Edition, uid ClauseUID) (Clause, bool) {
	c, ok := base.Clause(uid)
	if !ok {
		return Clause{}, false
	}
	n := (&WorkingDraft{base: base, Clauses: base.Clauses}).numbers()
	return mapTexts(*c, func(s string) string { return n.hold(s, "") }), true
}

// String shows an item shortly, for logs and tests.
func (i *Item) String() string { return fmt.Sprintf("%d %s %s %s", i.Seq, i.Op, i.Key(), i.Code) }
