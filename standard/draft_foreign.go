package standard

import (
	"strconv"
	"strings"
)

// DraftWith makes a draft of a base that has the clauses of a text which is no edition yet, such as
// a foreign catalogue, as new clauses that are not scored. Tree is in the form that [FromTree]
// takes; places says where its objects stand in the file, by their places in the tree. A clause
// goes under the heading of the base that has the title of its own heading, or else behind the last
// clause; chapters, rules of scoring and cover stay as the base has them. Every clause is listed
// with the place that it got. Used are as for [OpenDraft].
func DraftWith(base *Edition, tree map[string]any, places map[string]string, used ...ClauseUID) (
	*WorkingDraft, []Loss, error,
) {
	d := OpenDraft(base, used...)
	titles := titlesOf(tree)
	clauses, _ := tree["clauses"].([]any)
	losses := []Loss{{Code: "draft.foreign", Args: []any{len(clauses)}}}
	for i := range clauses {
		fields, _ := clauses[i].(map[string]any)
		heading, found := d.headingTitled(titles[plain(fields["section"])],
			titles[plain(fields["chapter"])])
		groups, _ := d.layout()
		var after ClauseUID
		if group := groups[heading]; len(group) > 0 {
			after = group[len(group)-1]
		}
		given := map[string]any{"scored": false, "veto": false, "method": nil}
		for _, name := range []string{"title", "text", "items", "tiers", "evidence", "check", "refs"} {
			if fields[name] != nil {
				given[name] = fields[name]
			}
		}
		uid, err := d.Add(heading, after, given)
		if err != nil {
			return nil, nil, err
		}
		c := &d.Clauses[d.indexOf(uid)]
		c.Modality = Modality(textFrom(fields["modality"])) // "" where it is open
		place := places[index("clauses", i)]
		code := "draft.placed"
		if !found {
			code = "draft.placed-last"
		}
		losses = append(losses, Loss{Path: place, Code: code, Args: []any{c.Title, string(uid), c.Code}})
	}
	return d, losses, nil
}

// titlesOf returns the titles of chapters and sections of a tree by their numbers.
func titlesOf(tree map[string]any) map[string]string {
	titles := map[string]string{}
	for list, key := range map[string]string{"chapters": "number", "sections": "code"} {
		objects, _ := tree[list].([]any)
		for _, o := range objects {
			fields, _ := o.(map[string]any)
			titles[plain(fields[key])] = textFrom(fields["title"])
		}
	}
	return titles
}

// headingTitled finds the heading with one of some titles under which a clause can stand; found is
// false for the last one, which is taken where there is none.
func (d *WorkingDraft) headingTitled(titles ...string) (heading string, found bool) {
	for _, title := range titles {
		if title = strings.TrimSpace(title); title == "" {
			continue
		}
		for _, s := range d.base.Sections {
			if _, err := d.headingFor(s.Code); err == nil && strings.TrimSpace(s.Title) == title {
				return s.Code, true
			}
		}
		for i := range d.Chapters {
			c := &d.Chapters[i]
			if strings.TrimSpace(c.Title) != title {
				continue
			}
			if last := d.lastHeading(func(k *Clause) bool { return k.Chapter == c.Number }); last != "" {
				return last, true
			}
		}
	}
	return d.lastHeading(func(*Clause) bool { return true }), false
}

// lastHeading is the heading of the last clause of the base that fits.
func (d *WorkingDraft) lastHeading(fits func(*Clause) bool) string {
	for i := len(d.base.Clauses) - 1; i >= 0; i-- {
		c := &d.base.Clauses[i]
		if !fits(c) {
			continue
		}
		if c.Section == c.Code {
			return strconv.Itoa(c.Chapter)
		}
		return c.Section
	}
	return ""
}
