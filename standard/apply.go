package standard

import (
	"maps"
	"slices"
	"strconv"

	"hallmark/standard/message"
)

// Apply makes the edition that results from an amendment. The items are applied in their order, and
// before each one the "before" of the sheet is compared with the current text. The digest that goes
// in is checked first, the digest that comes out last. Any difference is refused with an
// *[ApplyError]; a sheet that [ParseAmendment] would refuse, with an *[InvalidError]. The base is
// not changed.
//
// The result keeps the base's number, date of issue and status, and takes the effective date of
// the sheet. Thresholds that the sheet keeps for existing halls stand in its Transitions.
func Apply(base *Edition, a *Amendment) (*Edition, error) {
	if s := &a.Sheet; isDay(s.Effective) && s.Effective < base.Standard.Effective {
		return nil, &ApplyError{Path: "amendment.effective", Code: "effective-before-base",
			Args: []any{message.Day(s.Effective), message.Day(base.Standard.Effective)}}
	}
	return applyAs(base, a, nil, base.words)
}

// ApplyStored is [Apply] for a sheet that was stored, by an older version perhaps, as
// [ParseStoredAmendment] reads it.
func ApplyStored(base *Edition, a *Amendment) (*Edition, error) {
	return applyAs(base, a, everyClause, everyClause)
}

// words reports whether a clause is worded as the edition words it, which was accepted before.
func (e *Edition) words(c *Clause) bool {
	was, ok := e.Clause(c.UID)
	return ok && was.Text == c.Text && slices.Equal(was.Items, c.Items) &&
		was.Modality == c.Modality && was.Verb == c.Verb
}

// applyAs takes the rules for the sheet and for the result apart: a clause whose wording a sheet
// leaves alone was accepted before.
func applyAs(base *Edition, a *Amendment, sheet, result func(*Clause) bool) (*Edition, error) {
	var problems Problems
	validateAmendment(a, &problems, sheet)
	if err := problems.Err(); err != nil {
		return nil, err
	}
	if err := checkBase(base, &a.Sheet); err != nil {
		return nil, err
	}
	next := &applier{e: *base, sheet: &a.Sheet}
	next.e.Chapters = slices.Clone(base.Chapters)
	next.e.Terms = slices.Clone(base.Terms)
	next.e.Clauses = slices.Clone(base.Clauses)
	for i := range a.Items {
		next.path, next.item = index("items", i), &a.Items[i]
		if err := next.apply(); err != nil {
			return nil, err
		}
	}
	return next.finish(base, a, result)
}

func checkBase(base *Edition, s *Sheet) error {
	m := &base.Standard
	if slices.Contains(m.Amendments, s.ID) {
		return &ApplyError{Path: "amendment.id", Code: "apply-twice", Args: []any{s.ID}}
	}
	for _, f := range []struct{ name, want, have string }{
		{"standard_id", s.StandardID, m.ID},
		{"base_number", s.BaseNumber, m.Number},
		{"base_edition", string(s.BaseEdition), string(m.Edition)},
	} {
		if f.want != f.have {
			return &ApplyError{Path: "amendment." + f.name, Code: "apply-base",
				Want: f.want, Have: f.have}
		}
	}
	if s.Digest.Base != base.digest {
		return &ApplyError{Path: "amendment.digest.base", Code: "apply-base-digest",
			Want: string(s.Digest.Base), Have: string(base.digest)}
	}
	return nil
}

// applier is the edition in the making. Clauses are replaced whole and never changed inside, so
// that the base may share them.
type applier struct {
	e     Edition
	sheet *Sheet
	path  string // "items[2]"
	item  *Item
}

// refuse makes the error of the current item; field is the place in the item.
func (a *applier) refuse(field, code, want, have string, args ...any) *ApplyError {
	return &ApplyError{Seq: a.item.Seq, Label: a.item.Label, Path: a.path + "." + field,
		Code: code, Args: args, Want: want, Have: have}
}

func (a *applier) apply() error {
	switch a.item.Op {
	case OpReplace:
		return a.replace()
	case OpAdd:
		return a.add()
	case OpDelete:
		return a.remove()
	case OpTerm:
		return a.term()
	case OpWeight:
		return a.weight()
	case OpFrontMatter:
		return a.frontMatter()
	}
	return a.refuse("op", "choice", "", "", string(a.item.Op), "")
}

// find returns where the item's clause stands, after it has compared the current number.
func (a *applier) find() (int, error) {
	i := a.indexOf(a.item.UID)
	if i < 0 {
		return 0, a.refuse("uid", "apply-uid-unknown", "", "", string(a.item.UID))
	}
	if have := a.e.Clauses[i].Code; have != a.item.Code {
		return 0, a.refuse("code", "apply-code", a.item.Code, have)
	}
	return i, nil
}

func (a *applier) indexOf(uid ClauseUID) int {
	return slices.IndexFunc(a.e.Clauses, func(c Clause) bool { return c.UID == uid })
}

func (a *applier) replace() error {
	i, err := a.find()
	if err != nil {
		return err
	}
	tree, err := a.compared(&a.e.Clauses[i])
	if err != nil {
		return err
	}
	for name, value := range a.item.After.(map[string]any) {
		tree[name] = value
	}
	var c Clause
	var problems Problems
	decodeAt(tree, &c, a.path+".after", &problems)
	if err := problems.Err(); err != nil {
		refusal := a.refuse("after", "apply-invalid", "", "")
		refusal.Err = err
		return refusal
	}
	a.keep(&a.e.Clauses[i], &c)
	a.e.Clauses[i] = c
	return a.renumber()
}

// compared returns a clause as a tree, after it has compared every field that the item names.
func (a *applier) compared(c *Clause) (map[string]any, error) {
	tree, err := treeOfValue(c)
	if err != nil {
		return nil, err
	}
	fields := tree.(map[string]any)
	before, _ := a.item.Before.(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if !sameTree(before[name], fields[name]) {
			return nil, a.refuse("before."+name, "apply-before",
				show(before[name]), show(fields[name]))
		}
	}
	return fields, nil
}

func (a *applier) add() error {
	if a.indexOf(a.item.UID) >= 0 {
		return a.refuse("uid", "apply-uid-taken", "", "", string(a.item.UID))
	}
	var c Clause
	var problems Problems
	decodeAt(a.item.After, &c, a.path+".after", &problems)
	if err := problems.Err(); err != nil {
		return err
	}
	a.e.Clauses = append(a.e.Clauses, c)
	return a.renumber()
}

func (a *applier) remove() error {
	i, err := a.find()
	if err != nil {
		return err
	}
	if _, err := a.compared(&a.e.Clauses[i]); err != nil {
		return err
	}
	section := a.e.Clauses[i].Section
	a.e.Clauses = slices.Delete(a.e.Clauses, i, i+1)
	if err := a.renumber(); err != nil {
		return err
	}
	if a.item.Numbering == NumberRenumbered && a.gap(section) {
		return a.refuse("renumber", "apply-gap", "", "", a.item.Code)
	}
	return nil
}

// gap reports whether the item's number was left empty although clauses of the same section follow
// it.
func (a *applier) gap(section string) bool {
	later := false
	for _, c := range a.e.Clauses {
		if c.Code == a.item.Code {
			return false
		}
		later = later || c.Section == section && compareNumbers(c.Code, a.item.Code) > 0
	}
	return later
}

// renumber moves the numbers that the item lists, all at once, and puts the clauses in the order
// of their numbers.
func (a *applier) renumber() error {
	for i, m := range a.item.Renumber {
		at := index("renumber", i)
		j := a.indexOf(m.UID)
		if j < 0 {
			return a.refuse(at+".uid", "apply-uid-unknown", "", "", string(m.UID))
		}
		c := &a.e.Clauses[j]
		if c.Code != *m.From {
			return a.refuse(at+".from", "apply-code", *m.From, c.Code)
		}
		if c.Section == c.Code {
			c.Section = *m.To // stands directly in its chapter
		}
		c.Code = *m.To
	}
	slices.SortStableFunc(a.e.Clauses, func(x, y Clause) int {
		return compareNumbers(x.Code, y.Code)
	})
	for i := 1; i < len(a.e.Clauses); i++ {
		c, other := &a.e.Clauses[i], a.e.Clauses[i-1].UID
		if c.Code != a.e.Clauses[i-1].Code {
			continue
		}
		if other == a.item.UID {
			other = c.UID
		}
		return a.refuse("code", "apply-code-taken", "", "", c.Code, string(other))
	}
	return nil
}

func (a *applier) term() error {
	i := slices.IndexFunc(a.e.Terms, func(t Term) bool { return t.Code == a.item.Code })
	switch {
	case a.item.Before == nil && i >= 0:
		return a.refuse("code", "apply-term-taken", "", "", a.item.Code)
	case a.item.Before != nil && i < 0:
		return a.refuse("code", "apply-term-unknown", "", "", a.item.Code)
	case i >= 0:
		if err := a.compareWhole(a.e.Terms[i]); err != nil {
			return err
		}
		a.e.Terms = slices.Delete(a.e.Terms, i, i+1)
	}
	if a.item.After == nil {
		return nil
	}
	var t Term
	if err := a.decodeAfter(&t); err != nil {
		return err
	}
	a.e.Terms = append(a.e.Terms, t)
	slices.SortStableFunc(a.e.Terms, func(x, y Term) int { return compareNumbers(x.Code, y.Code) })
	return nil
}

// compareWhole compares the item's "before" with the current value.
func (a *applier) compareWhole(current any) error {
	tree, err := treeOfValue(current)
	if err == nil && !sameTree(a.item.Before, tree) {
		return a.refuse("before", "apply-before", show(a.item.Before), show(tree))
	}
	return err
}

func (a *applier) decodeAfter(out any) error {
	var problems Problems
	decodeAt(a.item.After, out, a.path+".after", &problems)
	return problems.Err()
}

func (a *applier) weight() error {
	var before, after map[string]PerTier
	var problems Problems
	decodeAt(a.item.Before, &before, a.path+".before", &problems)
	decodeAt(a.item.After, &after, a.path+".after", &problems)
	if err := problems.Err(); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(after)) {
		number, _ := strconv.Atoi(name)
		chapter, ok := a.e.Chapter(number)
		if !ok {
			return a.refuse("after."+name, "apply-chapter-unknown", "", "", name)
		}
		if chapter.Weight != before[name] {
			return a.refuse("before."+name, "apply-before",
				showTiers(before[name]), showTiers(chapter.Weight))
		}
		chapter.Weight = after[name]
	}
	return nil
}

func showTiers(p PerTier) string {
	b, _ := p.MarshalJSON() // it has no error
	return string(b)
}

func (a *applier) frontMatter() error {
	front := &a.e.FrontMatter
	switch a.item.Target {
	case targetScope:
		return a.frontField(&front.Scope)
	case targetScopeEN:
		return a.frontField(&front.ScopeEN)
	case targetReferences:
		return a.frontField(&front.NormativeReferences)
	}
	return a.refuse("target", "choice", "", "", a.item.Target, "")
}

// frontField replaces a *string or *[]string; the list of the base stays as it is.
func (a *applier) frontField(field any) error {
	if err := a.compareWhole(field); err != nil {
		return err
	}
	return a.decodeAfter(field)
}

// finish writes the cover of the result and checks the whole.
func (a *applier) finish(base *Edition, sheet *Amendment, stored func(*Clause) bool) (
	*Edition, error,
) {
	s, e := &sheet.Sheet, &a.e
	e.Standard.Edition = s.ResultEdition
	e.Standard.Amendments = append(slices.Clone(base.Standard.Amendments), s.ID)
	e.Standard.Effective = s.Effective
	e.Standard.Counts = countsOf(e.Clauses)
	e.Transitions = running(e, s.Effective)
	if err := checkSuccessors(e, sheet.Items); err != nil {
		return nil, err
	}
	if err := checkCodeMap(base, e, sheet.CodeMap); err != nil {
		return nil, err
	}
	var problems Problems
	validateEdition(e, &problems, stored)
	if err := problems.Err(); err != nil {
		return nil, &ApplyError{Code: "apply-invalid", Err: err}
	}
	if err := e.seal(); err != nil {
		return nil, err
	}
	if e.digest != s.Digest.Result {
		return nil, &ApplyError{Path: "amendment.digest.result", Code: "apply-result-digest",
			Want: string(s.Digest.Result), Have: string(e.digest)}
	}
	return e, nil
}

func checkSuccessors(e *Edition, items []Item) error {
	for i := range items {
		a := applier{e: *e, path: index("items", i), item: &items[i]}
		if uid := items[i].SupersededBy; uid != "" && a.indexOf(uid) < 0 {
			return a.refuse("superseded_by", "apply-superseded", "", "", string(uid))
		}
	}
	return nil
}
