package standard

import (
	"slices"
	"strconv"
	"strings"
)

// Set writes one field of a clause; value is a tree as [FromTree] takes it, nil clears the field.
// Texts come in as they print. Permanent name and number cannot be set.
func (d *WorkingDraft) Set(uid ClauseUID, field string, value any) error {
	i, err := d.find("uid", uid)
	if err != nil {
		return err
	}
	if !slices.Contains(d.Fields(), field) {
		return wrong("field", "unknown-field", field)
	}
	held, n := d.Clauses[i], d.numbers()
	tree := fieldsOfValue(n.printed(held))
	tree[field] = value
	if field == "scored" && value == true && tree["key"] == nil {
		tree["key"] = false
	}
	var printed Clause
	var problems Problems
	decodeAt(tree, &printed, "value", &problems)
	knownChoices(&printed, field, &problems)
	if err := problems.Err(); err != nil {
		return err
	}
	h := n.holderOf(heldTexts(onlyField(held, field)))
	again := fieldsOfValue(mapTexts(onlyField(printed, field), h.hold))
	next := fieldsOfValue(held)
	next[field], next["key"] = again[field], fieldsOfValue(printed)["key"]
	var c Clause
	decodeAt(next, &c, "value", &problems)
	if err := problems.Err(); err != nil {
		return err
	}
	d.Clauses[i] = c
	if field == "items" {
		d.reletter(uid, held.Items, c.Items)
	}
	return nil
}

// knownChoices keeps members that no closed set has out of a field: a draft may be incomplete, but
// not unreadable.
func knownChoices(c *Clause, field string, problems *Problems) {
	var all Problems
	v := newValidator(&all)
	v.closedSets("value", c)
	if m := c.Method; m != nil && field == "method" {
		oneOf(v, "value.method.type", m.Type, methodKinds()...)
		if m.Better != "" {
			oneOf(v, "value.method.better", m.Better, Higher, Lower)
		}
	}
	for _, p := range all.list {
		if rest := strings.TrimPrefix(p.Path, "value."+field); rest != p.Path {
			problems.Add(p.Path, p.Code, p.Args...)
		}
	}
}

// onlyField returns a clause that is without the texts of other fields.
func onlyField(c Clause, field string) Clause {
	for _, f := range []struct {
		name string
		drop func()
	}{
		{"text", func() { c.Text = "" }},
		{"items", func() { c.Items = nil }},
		{"condition", func() { c.Condition = "" }},
		{"check", func() { c.Check = "" }},
		{"method", func() { c.Method = nil }},
	} {
		if f.name != field {
			f.drop()
		}
	}
	return c
}

// heldTexts joins all texts of a clause.
func heldTexts(c Clause) string {
	var all strings.Builder
	mapTexts(c, func(s string) string {
		all.WriteString(s)
		return s
	})
	return all.String()
}

// Add puts a new clause under a heading, behind another clause or first. Its uid is new and its
// number follows from its place. Fields may hold some of its fields, as a tree.
func (d *WorkingDraft) Add(section string, after ClauseUID, fields any) (ClauseUID, error) {
	chapter, err := d.headingFor(section)
	if err != nil {
		return "", err
	}
	groups, _ := d.layout()
	if after != "" && !slices.Contains(groups[section], after) {
		return "", wrong("after", "draft.after", string(after), section)
	}
	c := Clause{UID: d.NextUID, Chapter: chapter.Number, Section: section, Modality: Requirement,
		Tiers: Tiers(), DutyHolder: DutyHall, Scored: chapter.Scored}
	if c.Scored {
		c.Method = &Method{Type: PassFail}
	}
	tree := fieldsOfValue(c)
	given, ok := fields.(map[string]any)
	if fields != nil && !ok {
		return "", wrong("value", "type-struct", describe(fields))
	}
	for name, value := range given {
		if !slices.Contains(d.Fields(), name) {
			return "", wrong("value."+name, "unknown-field", name)
		}
		tree[name] = value
	}
	var made Clause
	if err := decodeValueOf(tree, &made); err != nil {
		return "", err
	}
	var problems Problems
	for name := range given {
		knownChoices(&made, name, &problems)
	}
	if err := problems.Err(); err != nil {
		return "", err
	}
	n := d.numbers()
	made = mapTexts(made, func(s string) string { return n.hold(s, "") })
	return d.insert(made, section, after), nil
}

// insert gives a clause the next uid and a place.
func (d *WorkingDraft) insert(c Clause, heading string, after ClauseUID) ClauseUID {
	c.UID = d.takeUID()
	groups, headings := d.layout()
	if heading == strconv.Itoa(c.Chapter) {
		c.Section = c.Code // stands in its chapter
	}
	d.Clauses = append(d.Clauses, c)
	at := 1 + slices.Index(groups[heading], after)
	groups[heading] = slices.Insert(groups[heading], at, c.UID)
	d.place(groups, headings, heading)
	return c.UID
}

// headingFor returns the chapter of a section's number, or of a chapter's own.
func (d *WorkingDraft) headingFor(section string) (*Chapter, error) {
	for i := range d.Chapters {
		c := &d.Chapters[i]
		number := strconv.Itoa(c.Number)
		known := section == number && d.direct(c.Number)
		for _, s := range d.base.Sections {
			known = known || s.Code == section && below(section, number)
		}
		if known {
			return c, nil
		}
	}
	return nil, wrong("section", "section-unknown", section)
}

// direct reports whether clauses of a chapter stand in it without a section.
func (d *WorkingDraft) direct(chapter int) bool {
	return slices.ContainsFunc(d.base.Clauses, func(c Clause) bool {
		return c.Chapter == chapter && c.Section == c.Code
	})
}

// layout groups the clauses of the draft by their headings.
func (d *WorkingDraft) layout() (groups map[string][]ClauseUID, headings []string) {
	return layoutOf(d.Clauses)
}

// place gives all clauses the numbers of a wanted order.
func (d *WorkingDraft) place(groups map[string][]ClauseUID, headings []string, also string) {
	if !slices.Contains(headings, also) {
		headings = append(headings, also)
	}
	n := numberingOf(d.base)
	n.reach(layout{groups, headings}, d.base, d.customs())
	for i := range d.Clauses {
		c := &d.Clauses[i]
		direct := c.Section == c.Code
		c.Code = n.code[c.UID]
		if direct {
			c.Section = c.Code
		}
	}
	slices.SortStableFunc(d.Clauses, func(a, b Clause) int { return compareNumbers(a.Code, b.Code) })
}

// customs returns for each withdrawn clause what becomes of its number.
func (d *WorkingDraft) customs() map[ClauseUID]Numbering {
	m := map[ClauseUID]Numbering{}
	for _, g := range d.Gone {
		m[g.Clause.UID] = g.Numbering
	}
	return m
}

// Move puts a clause behind another one of a section, or first; the numbers follow.
func (d *WorkingDraft) Move(uid ClauseUID, section string, after ClauseUID) error {
	i, err := d.find("uid", uid)
	if err != nil {
		return err
	}
	chapter, err := d.headingFor(section)
	if err != nil {
		return err
	}
	groups, headings := d.layout()
	if after == uid || after != "" && !slices.Contains(groups[section], after) {
		return wrong("after", "draft.after", string(after), section)
	}
	if len(groups[string(uid)]) > 0 && !slices.Contains(groups[section], uid) {
		return wrong("uid", "draft.has-clauses", d.Clauses[i].Code)
	}
	groups = withoutUID(groups, uid)
	at := 1 + slices.Index(groups[section], after)
	groups[section] = slices.Insert(groups[section], at, uid)
	c := &d.Clauses[i]
	c.Chapter, c.Section = chapter.Number, section
	if section == strconv.Itoa(chapter.Number) {
		c.Section = c.Code
	}
	d.place(groups, headings, section)
	return nil
}

// Withdraw takes a clause out. Its number stays empty or is closed up; the zero Numbering closes
// it up. The draft keeps the clause, so that it can be put back.
func (d *WorkingDraft) Withdraw(uid ClauseUID, custom Numbering, supersededBy ClauseUID) error {
	i, err := d.find("uid", uid)
	if err != nil {
		return err
	}
	if custom == "" {
		custom = NumberRenumbered
	}
	var problems Problems
	oneOf(newValidator(&problems), "numbering", custom, NumberRetired, NumberRenumbered)
	if err := problems.Err(); err != nil {
		return err
	}
	if supersededBy != "" {
		if _, err := d.find("other", supersededBy); err != nil || supersededBy == uid {
			return wrong("other", "apply-superseded", string(supersededBy))
		}
	}
	groups, headings := d.layout()
	if len(groups[string(uid)]) > 0 {
		return wrong("uid", "draft.has-clauses", d.Clauses[i].Code)
	}
	var after ClauseUID
	for _, uids := range groups {
		if at := slices.Index(uids, uid); at > 0 {
			after = uids[at-1]
		}
	}
	d.Gone = append(d.Gone, WithdrawnEntry{d.Clauses[i], custom, supersededBy, after})
	d.Clauses = slices.Delete(d.Clauses, i, i+1)
	d.dropOrigins(uid)
	d.place(withoutUID(groups, uid), headings, "")
	return nil
}

// withoutUID drops a clause wherever it stands.
func withoutUID(groups map[string][]ClauseUID, uid ClauseUID) map[string][]ClauseUID {
	for heading := range groups {
		groups[heading] = slices.DeleteFunc(groups[heading],
			func(have ClauseUID) bool { return have == uid })
	}
	return groups
}

// Restore puts a withdrawn clause back, with its texts as they were when it was taken out, behind
// the clause that it followed then, or at the end of its section if that one is gone.
func (d *WorkingDraft) Restore(uid ClauseUID) error {
	g := d.goneIndex(uid)
	if g < 0 {
		return wrong("uid", "draft.not-gone", string(uid))
	}
	c, after := d.Gone[g].Clause, d.Gone[g].After
	d.Gone = slices.Delete(slices.Clone(d.Gone), g, g+1)
	d.dropOrigins(uid)
	groups, headings := d.layout()
	heading := c.Section
	if c.Section == c.Code {
		heading = parentOf(c.Code)
	}
	at := 0
	if after != "" {
		if at = 1 + slices.Index(groups[heading], after); at == 0 {
			at = len(groups[heading])
		}
	}
	d.Clauses = append(d.Clauses, c)
	groups[heading] = slices.Insert(groups[heading], at, uid)
	d.place(groups, headings, heading)
	return nil
}
