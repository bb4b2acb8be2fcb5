package checklists

import (
	"maps"
	"slices"
	"strings"

	"hallmark/standard"
)

// Merge returns what the changes of one clause come to. It is a function of the
// set of changes: their order and repetition make no difference, so every device and the server
// come to the same state. A change whose value cannot be read changes nothing.
func Merge(changes []Change) ClauseState { return historyOf(changes).state }

// history holds the changes of one clause, by time and ID.
type history struct {
	nodes  []node
	seen   []bitset // seen[i] has the changes that node i has seen
	state  ClauseState
	stands []bool // what a change asked for still holds
}

type node struct {
	*Change
	content
	ok bool // the value could be read
}

func historyOf(changes []Change) *history {
	if h := soleAnswer(changes); h != nil {
		return h
	}
	list := inOrder(changes)
	h := &history{nodes: make([]node, len(list)), seen: causality(list), stands: make([]bool, len(list))}
	for i, c := range list {
		if v, err := contentOf(c); err == nil {
			h.nodes[i] = node{c, v, true}
		} else {
			h.nodes[i] = node{Change: c}
		}
	}
	h.mergeAnswer()
	h.mergeNotes()
	h.mergeEvidence()
	for _, i := range h.heads(func(*node) bool { return true }) {
		h.state.Heads = append(h.state.Heads, h.nodes[i].ID)
	}
	return h
}

// soleAnswer is the history of a clause with one plain answer, which most clauses are, or nil.
func soleAnswer(changes []Change) *history {
	if len(changes) != 1 || changes[0].Op != OpAnswer {
		return nil
	}
	c := &changes[0]
	a, ok := plainAnswer(c.Value)
	if !ok {
		return nil
	}
	return &history{nodes: []node{{c, content{answer: a}, true}}, stands: []bool{true},
		state: ClauseState{Answer: a, By: c.By, At: c.At, Change: c.ID,
			Heads: []ChangeID{c.ID}, Handed: c.Handed}}
}

// heads returns the changes of a sort that no other change of that sort has seen.
func (h *history) heads(sort func(*node) bool) (heads []int) {
	superseded := make(bitset, (len(h.nodes)+63)/64)
	for i := range h.nodes {
		if sort(&h.nodes[i]) {
			superseded.join(h.seen[i])
		}
	}
	for i := range h.nodes {
		if sort(&h.nodes[i]) && !superseded.has(i) {
			heads = append(heads, i)
		}
	}
	return heads
}

// latestOfEach keeps the last change of each person.
func (h *history) latestOfEach(list []int) []int {
	last := make(map[Username]int, len(list))
	for _, i := range list {
		last[h.nodes[i].By] = i
	}
	return slices.Sorted(maps.Values(last))
}

// mergeAnswer finds the answer and the values that compete with it.
func (h *history) mergeAnswer() {
	given := h.heads(func(n *node) bool { return n.ok && n.Op.answers() })
	alive, adds := h.occurrences(given)
	claims := h.latestOfEach(h.claims(given, adds))
	if len(claims) == 0 {
		return
	}
	standing := claims[len(claims)-1]
	for _, i := range claims {
		h.stands[i] = true
	}
	first := h.head(standing)
	s := &h.state
	s.Answer, s.By, s.At, s.Change = first.Answer, first.By, first.At, first.Change
	s.Handed = first.Handed
	s.Answer.Note, s.Answer.Evidence = "", nil
	if s.Answer.Kind == Occurrences {
		s.Answer.Occurrences = alive
	}
	for _, i := range claims {
		if other := h.head(i); !other.Answer.sameValue(&first.Answer) {
			s.Conflict = []Head{first}
		}
	}
	for _, i := range claims[:len(claims)-1] {
		if s.Conflict != nil {
			s.Conflict = append(s.Conflict, h.head(i))
		}
	}
}

// claims are the changes that say what the answer is: the given answers that nobody has seen, and
// the additions of live occurrences beside them. An addition replaces a "not applicable" or a
// cleared answer that it has seen.
func (h *history) claims(given, adds []int) (claims []int) {
	seen := make(bitset, (len(h.nodes)+63)/64)
	for _, i := range given {
		seen.join(h.seen[i])
		replaced := h.nodes[i].answer.Kind != Occurrences &&
			slices.ContainsFunc(adds, func(add int) bool { return h.seen[add].has(i) })
		if !replaced {
			claims = append(claims, i)
		}
	}
	for _, add := range adds {
		if !seen.has(add) {
			claims = append(claims, add)
		}
	}
	slices.Sort(claims)
	return claims
}

// head returns the value that a change gave.
func (h *history) head(i int) Head {
	n := &h.nodes[i]
	a := n.answer
	if n.Op == OpOccurrenceAdd {
		a = Answer{Kind: Occurrences, Occurrences: []Occurrence{n.occurrence}}
	}
	return Head{Answer: a, By: n.By, At: n.At, Change: n.ID, Handed: n.Handed}
}

// sameValue compares values without note and evidence. Occurrences add up, so that they are never
// at odds with each other.
func (a *Answer) sameValue(b *Answer) bool {
	return a.Kind == b.Kind && a.Pass == b.Pass && a.Level == b.Level && a.Value == b.Value &&
		a.Numerator == b.Numerator && a.Denominator == b.Denominator && a.Reason == b.Reason
}

// sameFinding compares values and how often each kind of occurrence was found, without notes and
// evidence.
func (a *Answer) sameFinding(b *Answer) bool {
	return a.sameValue(b) && maps.Equal(a.howOften(), b.howOften())
}

// howOften counts occurrences by kind.
func (a *Answer) howOften() map[string]int {
	n := maps.Clone(a.Counts)
	for _, o := range a.Occurrences {
		if n == nil {
			n = map[string]int{}
		}
		n[o.Kind]++
	}
	return n
}

// occurrences returns the live occurrences in the order in which they were first added, the latest
// words of each, and the occurrence.add changes that brought one. An occurrence is gone when an
// occurrence.remove names it, and one addition of it when an answer has seen that and does not
// list it. It is enough to ask the answers that no other answer has seen: what an earlier one left
// out, they have listed anew or left out as well.
func (h *history) occurrences(given []int) (alive []Occurrence, adds []int) {
	removed := map[string]bool{}
	for i := range h.nodes {
		if n := &h.nodes[i]; n.ok && n.Op == OpOccurrenceRemove {
			removed[n.occurrence.ID], h.stands[i] = true, true
		}
	}
	listed := make([]map[string]bool, len(given))
	for g, i := range given {
		listed[g] = make(map[string]bool, len(h.nodes[i].answer.Occurrences))
		for _, o := range h.nodes[i].answer.Occurrences {
			listed[g][o.ID] = true
		}
	}
	at, alive := map[string]int{}, []Occurrence{}
	for i := range h.nodes {
		n := &h.nodes[i]
		for _, o := range n.added() {
			gone := removed[o.ID]
			for g, answer := range given {
				gone = gone || h.seen[answer].has(i) && !listed[g][o.ID]
			}
			if gone {
				continue
			}
			if _, again := at[o.ID]; !again {
				at[o.ID] = len(alive)
				alive = append(alive, o)
			}
			alive[at[o.ID]] = o
			if n.Op == OpOccurrenceAdd {
				adds, h.stands[i] = append(adds, i), true
			}
		}
	}
	return alive, adds
}

// added returns the occurrences that a change adds.
func (n *node) added() []Occurrence {
	if n.ok && n.Op == OpOccurrenceAdd {
		return []Occurrence{n.occurrence}
	}
	return n.answer.Occurrences
}

// mergeNotes joins the notes that nobody has replaced, one of each person, in the order of time.
func (h *history) mergeNotes() {
	heads := h.heads(func(n *node) bool {
		return n.ok && (n.Op == OpNote || n.answer.Note != "")
	})
	var texts []string
	for _, i := range h.latestOfEach(heads) {
		text := h.nodes[i].note
		if h.nodes[i].Op == OpNote {
			h.stands[i] = true
		} else {
			text = h.nodes[i].answer.Note
		}
		if text != "" && !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	h.state.Answer.Note = strings.Join(texts, "\n")
}

// mergeEvidence unites the photographs. A removal undoes every addition that has not seen it.
func (h *history) mergeEvidence() {
	removals := map[standard.Digest][]int{}
	for i := range h.nodes {
		if n := &h.nodes[i]; n.ok && n.Op == OpEvidenceRemove {
			removals[n.sha], h.stands[i] = append(removals[n.sha], i), true
		}
	}
	known := map[standard.Digest]bool{}
	for i := range h.nodes {
		n := &h.nodes[i]
		list := n.answer.Evidence
		if n.ok && n.Op == OpEvidenceAdd {
			list = []standard.Digest{n.sha}
		}
		for _, sha := range list {
			gone := slices.ContainsFunc(removals[sha], func(r int) bool { return !h.seen[i].has(r) })
			if gone {
				continue
			}
			if n.Op == OpEvidenceAdd {
				h.stands[i] = true
			}
			if !known[sha] {
				h.state.Answer.Evidence = append(h.state.Answer.Evidence, sha)
			}
			known[sha] = true
		}
	}
}
