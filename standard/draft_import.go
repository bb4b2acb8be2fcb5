package standard

import (
	"fmt"
	"reflect"
	"slices"
)

// DraftOf makes a draft of a base that says the same as another edition, which was read from a file
// such as an editor's spreadsheet or a foreign catalogue. Used are as for [OpenDraft]. What no
// draft can change, such as the rules of scoring, stays as the base has it and is listed. An
// edition that no edit of the base can lead to is refused with an *[InvalidError]: other chapters,
// the uid of a clause of another edition, numbers that do not follow the order of the clauses.
func DraftOf(base, read *Edition, used ...ClauseUID) (*WorkingDraft, []Loss, error) {
	var problems Problems
	checkChapters(&problems, base, read)
	for i := range read.Clauses {
		uid := read.Clauses[i].UID
		if _, ours := base.Clause(uid); !ours && slices.Contains(used, uid) {
			problems.Add(fmt.Sprintf("clauses[%d].uid", i), "import-uid", string(uid))
		}
	}
	if err := problems.Err(); err != nil {
		return nil, nil, err
	}
	for i := range read.Clauses {
		used = append(used[:len(used):len(used)], read.Clauses[i].UID)
	}
	d := OpenDraft(read)
	d.base, d.BaseEdition, d.BaseDigest = base, base.ID(), base.Digest()
	d.NextUID = freeUID(base, used)
	d.Gone = goneFrom(base, read)
	if d.checkNumbers(&problems, read); problems.Err() != nil {
		return nil, nil, problems.Err()
	}
	losses := []Loss{}
	if read.Standard.Name != base.Standard.Name {
		losses = append(losses, Loss{Path: "standard.name", Code: "loss.draft",
			Args: []any{"standard.name"}})
	}
	for _, f := range otherChanges(d.Preview(), read) {
		losses = append(losses, Loss{Path: f.Field, Code: "loss.draft", Args: []any{f.Field}})
	}
	return d, losses, nil
}

// checkChapters compares chapters and sections with the base; the weights may differ.
func checkChapters(problems *Problems, base, read *Edition) {
	if len(base.Chapters) != len(read.Chapters) {
		problems.Add("chapters", "import-chapters", len(read.Chapters), len(base.Chapters))
		return
	}
	for i := range base.Chapters {
		ours, theirs := base.Chapters[i], read.Chapters[i]
		theirs.Weight = ours.Weight
		if !reflect.DeepEqual(ours, theirs) {
			problems.Add(fmt.Sprintf("chapters[%d]", i), "import-chapter", ours.Number)
		}
	}
}

// goneFrom lists the clauses that the other edition no longer has. A number that is vacant there is
// kept empty; where another clause has taken it, the numbers were closed up.
func goneFrom(base, read *Edition) (gone []WithdrawnEntry) {
	taken := map[string]bool{}
	for i := range read.Clauses {
		taken[read.Clauses[i].Code] = true
	}
	held := OpenDraft(base).Clauses
	for i := range held {
		c := &held[i]
		if _, stays := read.Clause(c.UID); stays {
			continue
		}
		entry := WithdrawnEntry{Clause: *c, Numbering: NumberRetired}
		if taken[c.Code] {
			entry.Numbering = NumberRenumbered
		}
		if i > 0 && held[i-1].Section == c.Section {
			entry.After = held[i-1].UID
		}
		gone = append(gone, entry)
	}
	return gone
}

// checkNumbers refuses numbers that the draft would not give.
func (d *WorkingDraft) checkNumbers(problems *Problems, read *Edition) {
	ours := d.Clone()
	groups, headings := ours.layout()
	ours.place(groups, headings, "")
	for i := range read.Clauses {
		c := &read.Clauses[i]
		if n := ours.indexOf(c.UID); ours.Clauses[n].Code != c.Code {
			problems.Add(fmt.Sprintf("clauses[%d].code", i), "import-code", c.Code, ours.Clauses[n].Code)
		}
	}
}
