package checklists_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hallmark/checklists"
)

// change reads "name by time op value; saw names" into a change: `b li 2 answer {"level":2} < a`.
// The time orders changes; the name becomes the ID.
func change(t testing.TB, line string) checklists.Change {
	t.Helper()
	line, saw, _ := strings.Cut(line, " < ")
	words := strings.SplitN(strings.TrimSpace(line), " ", 5)
	c := checklists.Change{
		ID: id(words[0]), Clause: "HS036", By: checklists.Username(words[1]), Device: "tab",
		At: checklists.Stamp("17672256" + fmt.Sprintf("%05s", words[2]) + "-0000-tab"),
		Op: checklists.Op(words[3]), Saw: []checklists.ChangeID{},
	}
	if len(words) == 5 {
		c.Value = json.RawMessage(words[4])
	}
	for _, name := range strings.Fields(saw) {
		c.Saw = append(c.Saw, id(name))
	}
	return c
}

// id makes a UUID that ends with the name of a change.
func id(name string) checklists.ChangeID {
	return checklists.ChangeID("01940000-0000-7000-8000-" +
		strings.Repeat("0", 12-2*len(name)) + fmt.Sprintf("%x", name))
}

func nameOf(id checklists.ChangeID) string {
	var name []byte
	if _, err := fmt.Sscanf(strings.TrimLeft(string(id[24:]), "0"), "%x", &name); err != nil {
		return string(id) // not one that the tests have named
	}
	return string(name)
}

// stateLine writes a state as: value [note] [evidence] | by name | heads | ! conflict.
func stateLine(s checklists.ClauseState) string {
	b, _ := json.Marshal(s.Answer)
	line := string(b)
	if s.By != "" {
		line += fmt.Sprintf(" by %s %s", s.By, nameOf(s.Change))
	}
	line += " heads"
	for _, h := range s.Heads {
		line += " " + nameOf(h)
	}
	for i, h := range s.Conflict {
		if i == 0 {
			line += " conflict"
		}
		b, _ := json.Marshal(h.Answer)
		line += fmt.Sprintf(" %s:%s:%s", nameOf(h.Change), h.By, b)
	}
	return line
}

func TestMerge(t *testing.T) {
	occ := func(ids ...string) string {
		var list []string
		for _, id := range ids {
			list = append(list, `{"id":"`+id+`","kind":"a"}`)
		}
		return `{"occurrences":[` + strings.Join(list, ",") + `]}`
	}
	d1, d2 := strings.Repeat("11", 32), strings.Repeat("22", 32)
	for _, test := range []struct {
		name, changes, want string
	}{
		{"nothing", ``, `{} heads`},
		{"one answer", `a li 1 answer {"level":2}`, `{"level":2} by li a heads a`},
		{"a later answer that saw the first", `a li 1 answer {"level":2}
			b wu 2 answer {"level":1} < a`, `{"level":1} by wu b heads b`},
		{"seeing decides, not the clock", `a li 9 answer {"level":2}
			b wu 2 answer {"level":1} < a`, `{"level":1} by wu b heads b`},
		{"seen through another", `a li 1 answer {"level":2}
			b li 2 note "x" < a
			c wu 3 answer {"level":0} < b`, `{"level":0,"note":"x"} by wu c heads c`},
		{"one person on two devices", `a li 1 answer {"level":2}
			b li 2 answer {"level":1}`, `{"level":1} by li b heads a b`},
		{"one person at the same moment", `b li 1 answer {"level":2}
			a li 1 answer {"level":1}`, `{"level":2} by li b heads a b`},
		{"two people agree", `a li 1 answer {"level":2,"note":"x"}
			b wu 2 answer {"level":2,"note":"y"}`,
			`{"level":2,"note":"x\ny"} by wu b heads a b`},
		{"two people differ", `a li 1 answer {"level":2}
			b wu 2 answer {"level":1}`,
			`{"level":1} by wu b heads a b conflict b:wu:{"level":1} a:li:{"level":2}`},
		{"three differ", `a li 1 answer {"level":2}
			c xu 3 answer {"level":2}
			b wu 2 answer {"level":1}`, `{"level":2} by xu c heads a b c conflict ` +
			`c:xu:{"level":2} a:li:{"level":2} b:wu:{"level":1}`},
		{"the choice ends it", `a li 1 answer {"level":2}
			b wu 2 answer {"level":1}
			c li 3 answer {"level":1} < a b`, `{"level":1} by li c heads c`},
		{"a choice that saw one of them", `a li 1 answer {"level":2}
			b wu 2 answer {"level":1}
			c xu 3 answer {"level":3} < a`, `{"level":3} by xu c heads b c conflict ` +
			`c:xu:{"level":3} b:wu:{"level":1}`},
		{"unequal reasons", `a li 1 not-applicable "甲"
			b wu 2 not-applicable {"notApplicable":"乙"}`, `{"notApplicable":"乙"} by wu b heads a b ` +
			`conflict b:wu:{"notApplicable":"乙"} a:li:{"notApplicable":"甲"}`},
		{"clear", `a li 1 answer {"level":2}
			b li 2 clear < a`, `{} by li b heads b`},
		{"clear against an answer", `a li 1 answer {"level":2}
			b wu 2 clear`, `{} by wu b heads a b conflict b:wu:{} a:li:{"level":2}`},
		{"two clears", `a li 1 clear
			b wu 2 clear`, `{} by wu b heads a b`},
		{"unknown changes seen", `a li 1 answer {"level":2} < x y`, `{"level":2} by li a heads a`},
		{"seen by itself", `a li 1 answer {"level":2} < a`, `{"level":2} by li a heads a`},
		{"seen by each other", `a li 1 answer {"level":2} < b
			b wu 2 answer {"level":1} < a`, `{"level":1} by wu b heads a b ` +
			`conflict b:wu:{"level":1} a:li:{"level":2}`},
		{"a ring of three", `a li 1 answer {"level":2} < c
			b li 2 answer {"level":1} < a
			c li 3 answer {"level":0} < b`, `{"level":0} by li c heads a b c`},
		{"an unreadable value", `a li 1 answer {"level":2}
			b wu 2 answer [] < a`, `{"level":2} by li a heads b`},

		{"finds add up", `a li 1 answer ` + occ("1") + `
			b wu 2 answer ` + occ("2", "3"), occ("1", "2", "3") + ` by wu b heads a b`},
		{"nothing found adds nothing", `a li 1 answer ` + occ("1") + `
			b wu 2 answer ` + occ(), occ("1") + ` by wu b heads a b`},
		{"finds alone answer", `a li 1 occurrence.add {"id":"1","kind":"a"}
			b wu 2 occurrence.add {"id":"2","kind":"a"}`, occ("1", "2") + ` by wu b heads a b`},
		{"no find is left", `a li 1 occurrence.add {"id":"1","kind":"a"}
			b wu 2 occurrence.remove "1" < a`, `{} heads b`},
		{"removed before it arrives", `b wu 1 occurrence.remove {"id":"1"}
			a li 2 occurrence.add {"id":"1","kind":"a"}
			c li 3 answer ` + occ("1", "2") + ` < a`, occ("2") + ` by li c heads b c`},
		{"an answer leaves a find out", `a li 1 occurrence.add {"id":"1","kind":"a"}
			b wu 2 answer ` + occ("2") + ` < a`, occ("2") + ` by wu b heads b`},
		{"unseen finds survive an answer", `a li 1 occurrence.add {"id":"1","kind":"a"}
			b wu 2 answer ` + occ("2"), occ("1", "2") + ` by wu b heads a b`},
		{"listed again", `a li 1 answer ` + occ("1") + `
			b wu 2 answer ` + occ() + ` < a
			c li 3 answer ` + occ("1") + ` < b`, occ("1") + ` by li c heads c`},
		{"left out by one, kept by another", `a li 1 answer ` + occ("1") + `
			b wu 2 answer ` + occ() + ` < a
			c li 3 answer ` + occ("1", "2") + ` < a`, occ("1", "2") + ` by li c heads b c`},
		{"new words for a find", `a li 1 answer {"occurrences":[{"id":"1","kind":"a","note":"x"}]}
			b li 2 answer {"occurrences":[{"id":"1","kind":"a","note":"y"}]} < a`,
			`{"occurrences":[{"id":"1","kind":"a","note":"y"}]} by li b heads b`},
		{"not applicable against finds", `a li 1 occurrence.add {"id":"1","kind":"a"}
			b wu 2 not-applicable "无"`, `{"notApplicable":"无"} by wu b heads a b conflict ` +
			`b:wu:{"notApplicable":"无"} a:li:` + occ("1")},
		{"finds against clear", `b wu 1 clear
			a li 2 occurrence.add {"id":"1","kind":"a"}`, occ("1") + ` by li a heads b a conflict ` +
			`a:li:` + occ("1") + ` b:wu:{}`},
		{"a find after clear", `a wu 1 clear
			b li 2 occurrence.add {"id":"1","kind":"a"} < a`, occ("1") + ` by li b heads b`},
		{"that find withdrawn", `a wu 1 not-applicable "无"
			b li 2 occurrence.add {"id":"1","kind":"a"} < a
			c li 3 occurrence.remove "1" < b`, `{"notApplicable":"无"} by wu a heads c`},

		{"evidence is a set", `a li 1 evidence.add "` + d1 + `"
			b wu 2 answer {"level":1,"evidence":["` + d2 + `","` + d1 + `"]}`,
			`{"level":1,"evidence":["` + d1 + `","` + d2 + `"]} by wu b heads a b`},
		{"evidence removed", `a li 1 evidence.add {"sha256":"` + d1 + `"}
			b wu 2 evidence.remove "` + d1 + `"`, `{} heads a b`},
		{"evidence added again", `a li 1 evidence.add "` + d1 + `"
			b wu 2 evidence.remove "` + d1 + `" < a
			c li 3 evidence.add "` + d1 + `" < b`, `{"evidence":["` + d1 + `"]} heads c`},
		{"an answer keeps evidence", `a li 1 evidence.add "` + d1 + `"
			b li 2 answer {"level":1} < a`, `{"level":1,"evidence":["` + d1 + `"]} by li b heads b`},

		{"note replaced", `a li 1 note "x"
			b wu 2 note {"note":"y"} < a`, `{"note":"y"} heads b`},
		{"note withdrawn", `a li 1 answer {"level":1,"note":"x"}
			b wu 2 note "" < a`, `{"level":1} by li a heads b`},
		{"an answer without words keeps the note", `a li 1 answer {"level":1,"note":"x"}
			b wu 2 answer {"level":2} < a`, `{"level":2,"note":"x"} by wu b heads b`},
		{"notes of two", `b wu 2 note "y"
			a li 1 note "x"
			c xu 3 note "x"`, `{"note":"x\ny"} heads a b c`},
	} {
		t.Run(test.name, func(t *testing.T) {
			var changes []checklists.Change
			for line := range strings.Lines(test.changes) {
				if line = strings.TrimSpace(line); line != "" {
					changes = append(changes, change(t, line))
				}
			}
			for range 2 {
				if diff := cmp.Diff(test.want, stateLine(checklists.Merge(changes))); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
				for i, j := 0, len(changes)-1; i < j; i, j = i+1, j-1 {
					changes[i], changes[j] = changes[j], changes[i]
				}
			}
		})
	}
}
