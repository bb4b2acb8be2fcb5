package checklists

import (
	"cmp"
	"slices"
	"strings"
)

// bitset is a set of changes by their place in a history.
type bitset []uint64

func (b bitset) has(i int) bool { return b[i/64]&(1<<(i%64)) != 0 }
func (b bitset) add(i int)      { b[i/64] |= 1 << (i % 64) }
func (b bitset) drop(i int)     { b[i/64] &^= 1 << (i % 64) }

// join adds all of other and reports whether that changed anything.
func (b bitset) join(other bitset) (changed bool) {
	for w, bits := range other {
		changed = changed || bits&^b[w] != 0
		b[w] |= bits
	}
	return changed
}

// inOrder returns the changes by time, then ID, without repetitions of an ID.
func inOrder(changes []Change) []*Change {
	list := make([]*Change, len(changes))
	for i := range changes {
		list[i] = &changes[i]
	}
	slices.SortFunc(list, func(a, b *Change) int {
		return cmp.Or(strings.Compare(string(a.At), string(b.At)),
			strings.Compare(string(a.ID), string(b.ID)))
	})
	if len(list) < 2 {
		return list
	}
	known := make(map[ChangeID]bool, len(list))
	return slices.DeleteFunc(list, func(c *Change) bool {
		twice := known[c.ID]
		known[c.ID] = true
		return twice
	})
}

// causality returns for each change the changes that it has seen, directly or through others.
// Unknown IDs are ignored, and changes that claim to have seen each other count as not having: that
// leaves a strict partial order, whatever a device may send.
func causality(list []*Change) []bitset {
	n, words := len(list), (len(list)+63)/64
	seen, bits := make([]bitset, n), make(bitset, n*words)
	for i := range seen {
		seen[i] = bits[i*words : (i+1)*words : (i+1)*words]
	}
	if n < 2 {
		return seen
	}
	parents := parentsOf(list)
	order := parentsFirst(parents)
	for changed := true; changed; { // one pass and a check; more passes only for cycles
		changed = false
		for _, i := range order {
			for _, p := range parents[i] {
				changed = changed || !seen[i].has(p)
				seen[i].add(p)
				changed = seen[i].join(seen[p]) || changed
			}
		}
	}
	for i := range seen {
		if seen[i].has(i) {
			dropMutual(seen, i)
		}
	}
	return seen
}

func dropMutual(seen []bitset, i int) {
	for j := range seen {
		if seen[i].has(j) && seen[j].has(i) {
			seen[i].drop(j)
			seen[j].drop(i)
		}
	}
}

func parentsOf(list []*Change) [][]int {
	index := make(map[ChangeID]int, len(list))
	for i, c := range list {
		index[c.ID] = i
	}
	parents := make([][]int, len(list))
	for i, c := range list {
		for _, id := range c.Saw {
			if p, ok := index[id]; ok && p != i {
				parents[i] = append(parents[i], p)
			}
		}
	}
	return parents
}

// parentsFirst orders the changes so that, where there is no cycle, each stands after all that it
// has seen.
func parentsFirst(parents [][]int) []int {
	order, visited := make([]int, 0, len(parents)), make([]bool, len(parents))
	var visit func(i int)
	visit = func(i int) {
		if visited[i] {
			return
		}
		visited[i] = true
		for _, p := range parents[i] {
			visit(p)
		}
		order = append(order, i)
	}
	for i := range parents {
		visit(i)
	}
	return order
}
