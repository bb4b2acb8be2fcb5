package standard

import (
	"slices"
	"strings"

	"hallmark/standard/message"
)

// SheetText makes the sentence of an item as an amendment sheet 修改单 prints it, from the operation
// and its "before" and "after": 将5.1.1中的“…”修改为“…”。 The base edition gives titles and the number
// before an added clause; nil leaves them out. A sentence of the drafter's own stands in
// Item.SheetText, which SheetText ignores.
func SheetText(l message.Language, item *Item, base *Edition) string {
	w := sheetWriter{language: l, item: item, base: base}
	sentence := w.sentence() + w.renumbering()
	if strings.HasSuffix(sentence, "。”") {
		return sentence
	}
	return sentence + w.say("stop")
}

// TransitionText makes the sentence on the time for which an old rule is kept; "" if there is none.
func TransitionText(l message.Language, item *Item) string {
	if item.Transition == nil {
		return ""
	}
	w := sheetWriter{language: l, item: item}
	return w.say("transition", w.day(item.Transition.Until), item.Transition.Rule)
}

// sheetWriter writes the sentence of one item.
type sheetWriter struct {
	language message.Language
	item     *Item
	base     *Edition
}

func (w *sheetWriter) say(key string, args ...any) string {
	return message.Text(w.language, "sheettext."+key, args...)
}

// day writes "2024年6月30日" for "2024-06-30".
func (w *sheetWriter) day(date string) string {
	parts := strings.Split(date, "-")
	if len(parts) != 3 {
		return date
	}
	return w.say("day", parts[0], strings.TrimLeft(parts[1], "0"), strings.TrimLeft(parts[2], "0"))
}

// quote sets a text in quotation marks; its own ones become single.
func (w *sheetWriter) quote(text string) string {
	text = strings.NewReplacer("“", "‘", "”", "’", "\n", " ").Replace(strings.TrimSpace(text))
	return "“" + text + "”"
}

func (w *sheetWriter) sentence() string {
	switch w.item.Op {
	case OpReplace:
		return w.replace()
	case OpAdd:
		return w.add()
	case OpDelete:
		return w.remove()
	case OpTerm:
		return w.term()
	case OpWeight:
		return w.weights()
	case OpFrontMatter:
		return w.frontMatter()
	}
	return string(w.item.Op)
}

// place names a clause by number and title: 5.1.1“使用面积”.
func (w *sheetWriter) place() string {
	title := textOf(w.item.Before, "title")
	if w.base != nil {
		if c, ok := w.base.Clause(w.item.UID); ok {
			title = w.title(c)
		}
	}
	if title == "" {
		return w.item.Code
	}
	return w.say("place", w.item.Code, w.quote(title))
}

// title returns a clause's title in the language, if it has one.
func (w *sheetWriter) title(c *Clause) string { return c.TitleIn(w.language) }

func (w *sheetWriter) add() string {
	var c Clause
	decodeAt(w.item.After, &c, "", new(Problems))
	words := w.say("add", w.item.Code, w.quote(w.title(&c)))
	if before := w.previous(); before != "" {
		words = w.say("add-after", before, w.item.Code, w.quote(w.title(&c)))
	}
	text := c.Text
	for _, i := range c.Items {
		text += i.Label + ")" + i.Text
	}
	parts := []string{words + w.say("comma") + w.say("wording", w.quote(text))}
	if points := w.tierPoints(c.Points); points != "" {
		parts = append(parts, w.say("points-are", points))
	}
	if points := w.tierPoints(c.BonusPoints); points != "" {
		parts = append(parts, w.say("bonus-are", points))
	}
	if c.Veto {
		parts = append(parts, w.say("veto-on"))
	}
	if c.Key {
		parts = append(parts, w.say("key-on"))
	}
	if c.Method != nil {
		parts = append(parts, w.say("method-is", MethodText(w.language, c.Method)))
	}
	return strings.Join(parts, w.say("semicolon"))
}

// previous returns the number before the item's: the nearest one in the base, or one less.
func (w *sheetWriter) previous() string {
	found := ""
	if w.base != nil {
		for i := range w.base.Clauses {
			c := &w.base.Clauses[i]
			if sameParent(c.Code, w.item.Code) && compareNumbers(c.Code, w.item.Code) < 0 {
				found = c.Code
			}
		}
	}
	return found
}

func sameParent(a, b string) bool {
	return parentNumber(a) == parentNumber(b)
}

func parentNumber(code string) string {
	if i := strings.LastIndexByte(code, '.'); i >= 0 {
		return code[:i]
	}
	return ""
}

func (w *sheetWriter) remove() string {
	words := w.say("delete", w.place())
	if w.item.Numbering == NumberRetired {
		words += w.say("comma") + w.say("retired")
	}
	if uid := w.item.SupersededBy; uid != "" {
		name := string(uid)
		if w.base != nil {
			if c, ok := w.base.Clause(uid); ok {
				name = c.Code
			}
		}
		words += w.say("comma") + w.say("superseded", name)
	}
	return words
}

// renumbering says which numbers move: 原9.2.4、9.2.5依次改为9.2.5、9.2.6.
func (w *sheetWriter) renumbering() string {
	var from, to []string
	for _, m := range w.item.Renumber {
		if m.From != nil && m.To != nil {
			from, to = append(from, *m.From), append(to, *m.To)
		}
	}
	if len(from) == 0 {
		return ""
	}
	key := "renumber"
	if len(from) > 1 {
		key = "renumber-many"
	}
	comma := w.say("and")
	return w.say("semicolon") + w.say(key, strings.Join(from, comma), strings.Join(to, comma))
}

func (w *sheetWriter) term() string {
	var before, after Term
	decodeAt(w.item.Before, &before, "", new(Problems))
	decodeAt(w.item.After, &after, "", new(Problems))
	switch {
	case w.item.After == nil:
		return w.say("term-delete", w.item.Code, w.quote(before.Term))
	case w.item.Before == nil:
		return w.say("term-add", w.item.Code, w.named(after), w.quote(after.Definition))
	case before.Term != after.Term || before.TermEN != after.TermEN:
		return w.say("term-replace", w.item.Code, w.named(before), w.named(after),
			w.quote(after.Definition))
	}
	return w.say("term-definition", w.item.Code, w.quote(after.Term), w.quote(before.Definition),
		w.quote(after.Definition))
}

// named is a term with its English name.
func (w *sheetWriter) named(t Term) string {
	if t.TermEN == "" {
		return w.quote(t.Term)
	}
	return w.quote(t.Term) + w.say("in-brackets", t.TermEN)
}

func (w *sheetWriter) weights() string {
	var before, after map[string]PerTier
	decodeAt(w.item.Before, &before, "", new(Problems))
	decodeAt(w.item.After, &after, "", new(Problems))
	var parts []string
	for _, chapter := range sortedNumbers(after) {
		parts = append(parts, w.say("weight", chapter, w.row(before[chapter]),
			w.row(after[chapter])))
	}
	var tiers []string
	for _, t := range Tiers() {
		tiers = append(tiers, w.tier(t))
	}
	return w.say("weights", strings.Join(parts, w.say("comma")), strings.Join(tiers, w.say("and")))
}

func sortedNumbers[V any](m map[string]V) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.SortFunc(names, compareNumbers)
	return names
}

// row lists the numbers of all tiers, from the top; — where there is none.
func (w *sheetWriter) row(p PerTier) string {
	var parts []string
	for _, t := range Tiers() {
		if v, ok := p.Get(t); ok {
			parts = append(parts, v.String())
		} else {
			parts = append(parts, "—")
		}
	}
	return strings.Join(parts, w.say("and"))
}

func (w *sheetWriter) tier(t Tier) string { return w.say("tier." + t.String()) }

func (w *sheetWriter) frontMatter() string {
	if w.item.Target != targetReferences {
		before, _ := w.item.Before.(string)
		after, _ := w.item.After.(string)
		return w.edit(w.say("chapter", 1), before, after)
	}
	before, after := textsOf(w.item.Before), textsOf(w.item.After)
	var parts []string
	for _, change := range []struct {
		key      string
		from, to []string
	}{{"references-delete", after, before}, {"references-add", before, after}} {
		var list []string
		for _, name := range change.to {
			if !slices.Contains(change.from, name) {
				list = append(list, name)
			}
		}
		if len(list) > 0 {
			parts = append(parts, w.say(change.key, strings.Join(list, w.say("and"))))
		}
	}
	if len(parts) == 0 { // only their order changed
		return w.say("references-order", strings.Join(after, w.say("and")))
	}
	return w.say("chapter", 2) + strings.Join(parts, w.say("semicolon"))
}

// textOf returns a text member of a tree, or "".
func textOf(tree any, name string) string {
	m, _ := tree.(map[string]any)
	s, _ := m[name].(string)
	return s
}

func textsOf(tree any) []string {
	list, _ := tree.([]any)
	texts := make([]string, len(list))
	for i, entry := range list {
		texts[i], _ = entry.(string)
	}
	return texts
}
