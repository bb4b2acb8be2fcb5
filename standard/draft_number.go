package standard

import (
	"slices"
	"strconv"
	"strings"
)

// numbering gives clauses their numbers by their order under a heading. It walks from the numbers
// of the base to those of the draft in steps, each of which an item of a sheet can say; so what
// the draft shows and what its amendment does is the same by construction.
type numbering struct {
	groups  map[string][]ClauseUID // by heading: a section's or chapter's number, or a clause's uid
	code    map[ClauseUID]string
	taken   map[string]bool // numbers of sections, and those that stay empty
	headers []string        // headings of the base, in order
}

// numberStep is one change of numbers.
type numberStep struct {
	op         Operation // replace: moved
	uid        ClauseUID
	from, to   string // its number before and after
	renumber   []CodeMove
	heading    string
	otherGroup bool // moved to another heading
}

// parentOf returns the number above: 5.1 of 5.1.1.
func parentOf(code string) string {
	i := strings.LastIndexByte(code, '.')
	if i < 0 {
		return ""
	}
	return code[:i]
}

// layoutOf groups clauses by their heading, in their order.
func layoutOf(clauses []Clause) (groups map[string][]ClauseUID, headings []string) {
	at := map[string]ClauseUID{}
	for i := range clauses {
		at[clauses[i].Code] = clauses[i].UID
	}
	groups = map[string][]ClauseUID{}
	for i := range clauses {
		heading := parentOf(clauses[i].Code)
		if uid, ok := at[heading]; ok {
			heading = string(uid)
		}
		if groups[heading] == nil {
			headings = append(headings, heading)
		}
		groups[heading] = append(groups[heading], clauses[i].UID)
	}
	return groups, headings
}

// numberingOf stands at the numbers of an edition. A number that is empty there stays empty.
func numberingOf(base *Edition) *numbering {
	n := &numbering{code: map[ClauseUID]string{}, taken: map[string]bool{}}
	n.groups, n.headers = layoutOf(base.Clauses)
	used := map[string]bool{}
	for _, s := range base.Sections {
		n.taken[s.Code] = true
		if !slices.Contains(n.headers, s.Code) {
			n.headers = append(n.headers, s.Code)
		}
	}
	for i := range base.Clauses {
		c := &base.Clauses[i]
		n.code[c.UID], used[c.Code] = c.Code, true
	}
	for heading, uids := range n.groups {
		last := n.code[uids[len(uids)-1]]
		for i := 1; ; i++ {
			code := n.prefix(heading) + "." + strconv.Itoa(i)
			if code == last || i > 9999 {
				break
			}
			n.taken[code] = n.taken[code] || !used[code]
		}
	}
	return n
}

func (n *numbering) prefix(heading string) string {
	if code, ok := n.code[ClauseUID(heading)]; ok {
		return code
	}
	return heading
}

// assign gives the clauses under a heading their numbers, and those below them, and notes what
// moved in old.
func (n *numbering) assign(heading string, old map[ClauseUID]string) {
	next := 0
	for _, uid := range n.groups[heading] {
		code := ""
		for code == "" || n.taken[code] {
			next++
			code = n.prefix(heading) + "." + strconv.Itoa(next)
		}
		if was := n.code[uid]; was != code {
			if _, noted := old[uid]; !noted {
				old[uid] = was
			}
			n.code[uid] = code
			n.assign(string(uid), old)
		}
	}
}

// moves lists what moved but for one clause, in the order of the new numbers.
func (n *numbering) moves(old map[ClauseUID]string, but ClauseUID) []CodeMove {
	var list []CodeMove
	for uid, was := range old {
		if is := n.code[uid]; uid != but && was != is {
			list = append(list, CodeMove{UID: uid, From: &was, To: &is})
		}
	}
	slices.SortFunc(list, func(a, b CodeMove) int { return compareNumbers(*a.To, *b.To) })
	return list
}

// headingOf finds the group of a clause.
func (n *numbering) headingOf(uid ClauseUID) string {
	for heading, uids := range n.groups {
		if slices.Contains(uids, uid) {
			return heading
		}
	}
	return ""
}

func (n *numbering) drop(uid ClauseUID) (heading string) {
	heading = n.headingOf(uid)
	n.groups[heading] = slices.DeleteFunc(slices.Clone(n.groups[heading]),
		func(have ClauseUID) bool { return have == uid })
	return heading
}

// insertAfter puts a clause behind another one, or first when the other one is "".
func (n *numbering) insertAfter(heading string, uid, other ClauseUID) {
	at := 1 + slices.Index(n.groups[heading], other)
	n.groups[heading] = slices.Insert(slices.Clone(n.groups[heading]), at, uid)
}

// remove withdraws a clause by one of the two customs.
func (n *numbering) remove(uid ClauseUID, custom Numbering) numberStep {
	s := numberStep{op: OpDelete, uid: uid, from: n.code[uid]}
	s.heading = n.drop(uid)
	delete(n.code, uid)
	if custom == NumberRetired {
		n.taken[s.from] = true
		return s
	}
	old := map[ClauseUID]string{}
	n.assign(s.heading, old)
	s.renumber = n.moves(old, uid)
	return s
}

// move puts a clause behind another one.
func (n *numbering) move(uid ClauseUID, heading string, other ClauseUID) numberStep {
	s := numberStep{op: OpReplace, uid: uid, from: n.code[uid], heading: heading}
	from := n.drop(uid)
	s.otherGroup = from != heading
	n.insertAfter(heading, uid, other)
	old := map[ClauseUID]string{}
	n.assign(from, old)
	n.assign(heading, old)
	s.to, s.renumber = n.code[uid], n.moves(old, uid)
	return s
}

// add puts a new clause behind another one.
func (n *numbering) add(uid ClauseUID, heading string, other ClauseUID) numberStep {
	s := numberStep{op: OpAdd, uid: uid, heading: heading}
	n.insertAfter(heading, uid, other)
	old := map[ClauseUID]string{}
	n.assign(heading, old)
	s.to, s.renumber = n.code[uid], n.moves(old, uid)
	return s
}

// layout is the wanted order of the clauses.
type layout struct {
	groups   map[string][]ClauseUID
	headings []string // in the order of the text
}

// reach walks to a wanted order and returns the steps: withdrawals, moves, additions.
func (n *numbering) reach(want layout, base *Edition, custom map[ClauseUID]Numbering) []numberStep {
	var steps []numberStep
	stays := map[ClauseUID]bool{}
	for _, uids := range want.groups {
		for _, uid := range uids {
			stays[uid] = true
		}
	}
	for i := range base.Clauses {
		if uid := base.Clauses[i].UID; !stays[uid] {
			steps = append(steps, n.remove(uid, custom[uid]))
		}
	}
	for _, heading := range want.headings {
		steps = append(steps, n.order(heading, want.groups[heading], base)...)
	}
	for _, heading := range want.headings {
		var before ClauseUID
		for _, uid := range want.groups[heading] {
			if _, old := base.Clause(uid); !old {
				steps = append(steps, n.add(uid, heading, before))
			}
			before = uid
		}
	}
	return steps
}

// order moves the old clauses of a group that do not stand in the wanted order.
func (n *numbering) order(heading string, want []ClauseUID, base *Edition) []numberStep {
	old := slices.DeleteFunc(slices.Clone(want), func(uid ClauseUID) bool {
		_, there := base.Clause(uid)
		return !there
	})
	places := make([]int, len(old))
	for i, uid := range old {
		places[i] = slices.Index(n.groups[heading], uid)
	}
	stay := longestRise(places)
	var steps []numberStep
	var before ClauseUID
	for i, uid := range old {
		if !stay[i] {
			steps = append(steps, n.move(uid, heading, before))
		}
		before = uid
	}
	return steps
}

// longestRise marks a longest part of the places that rises; -1 is never in it.
func longestRise(places []int) []bool {
	length, prev := make([]int, len(places)), make([]int, len(places))
	best := -1
	for i, place := range places {
		prev[i] = -1
		if place < 0 {
			continue
		}
		length[i] = 1
		for j := range i {
			if length[j] > 0 && places[j] < place && length[j]+1 > length[i] {
				length[i], prev[i] = length[j]+1, j
			}
		}
		if best < 0 || length[i] > length[best] {
			best = i
		}
	}
	marks := make([]bool, len(places))
	for ; best >= 0; best = prev[best] {
		marks[best] = true
	}
	return marks
}
