package standard

import (
	"encoding/json"
	"fmt"
)

// EditOp is what an edit of a draft does.
type EditOp string

// The edits. What each reads of an [Edit] stands beside it.
const (
	EditSet      EditOp = "set"      // UID, Field, Value: one field of a clause
	EditAdd      EditOp = "add"      // Section, After, Value: some fields of the new clause, or none
	EditSplit    EditOp = "split"    // UID, Value: {"title", "text", "rest_title", "rest"}
	EditMerge    EditOp = "merge"    // UID, Other (is withdrawn), Numbering
	EditMove     EditOp = "move"     // UID, Section, After
	EditWithdraw EditOp = "withdraw" // UID, Numbering, Other: the clause in its place, or ""
	EditRestore  EditOp = "restore"  // UID
	EditWeight   EditOp = "weight"   // Field: number of the chapter; Value: from tier to weight
	EditFront    EditOp = "front"    // Field: scope, scope_en or normative_references; Value
	EditTerm     EditOp = "term"     // Field: number, or "" for a new one; Value: term, null: drop
	EditNote     EditOp = "note"     // Value: an ItemNote
)

// Edit is one change of a draft, in the form in which editors send it.
type Edit struct {
	Op        EditOp          `json:"op"`
	UID       ClauseUID       `json:"uid,omitempty"`
	Field     string          `json:"field,omitempty"`
	Value     json.RawMessage `json:"value,omitempty"`
	Section   string          `json:"section,omitempty"`
	After     ClauseUID       `json:"after,omitempty"` // "" is the first place
	Other     ClauseUID       `json:"other,omitempty"`
	Numbering Numbering       `json:"numbering,omitempty"`
}

// Place names what the edit changes, so that two editors at the same place can be told from two at
// different ones: "HS001/text", "HS001/order", "HS001" for the clause as a whole, "order 5.1" for
// an addition, "weight 5".
func (e *Edit) Place() string {
	switch e.Op {
	case EditSet:
		return string(e.UID) + "/" + e.Field
	case EditAdd:
		return "order " + e.Section
	case EditMove:
		return string(e.UID) + "/order"
	case EditWeight:
		return "weight " + e.Field
	case EditFront:
		return "front_matter." + e.Field
	case EditTerm:
		return "term " + e.Field
	case EditNote:
		var n ItemNote
		_ = json.Unmarshal(e.Value, &n) // a wrong one is refused when it is applied
		return "note " + n.Key
	}
	return string(e.UID)
}

// Apply makes one edit and returns the clause that it is about; after an addition or a split that
// is the new clause. It returns an *[InvalidError] and changes nothing when the edit has not the
// right form; what is wrong in meaning is for [WorkingDraft.Check].
func (d *WorkingDraft) Apply(e Edit) (ClauseUID, error) {
	var tree any
	if len(e.Value) > 0 {
		var err error
		if tree, err = treeOf(e.Value); err != nil {
			return "", err
		}
		var problems Problems
		checkTree(tree, "value", 0, &problems)
		if err := problems.Err(); err != nil {
			return "", err
		}
	}
	switch e.Op {
	case EditSet:
		return e.UID, d.Set(e.UID, e.Field, tree)
	case EditAdd:
		return d.Add(e.Section, e.After, tree)
	case EditSplit:
		var s SplitParts
		if err := decodeValueOf(tree, &s); err != nil {
			return "", err
		}
		return d.Split(e.UID, s)
	case EditMerge:
		return e.UID, d.Merge(e.UID, e.Other, e.Numbering)
	case EditMove:
		return e.UID, d.Move(e.UID, e.Section, e.After)
	case EditWithdraw:
		return e.UID, d.Withdraw(e.UID, e.Numbering, e.Other)
	case EditRestore:
		return e.UID, d.Restore(e.UID)
	}
	return "", d.applyFrame(&e, tree)
}

// applyFrame makes the edits around the clauses.
func (d *WorkingDraft) applyFrame(e *Edit, tree any) error {
	switch e.Op {
	case EditWeight:
		return d.SetWeight(e.Field, tree)
	case EditFront:
		return d.SetFront(e.Field, tree)
	case EditTerm:
		return d.SetTerm(e.Field, tree)
	case EditNote:
		var n ItemNote
		if err := decodeValueOf(tree, &n); err != nil {
			return err
		}
		return d.SetNote(n)
	}
	return wrong("op", "draft.op", string(e.Op))
}

// wrong makes an *[InvalidError] of one problem.
func wrong(path, code string, args ...any) error {
	var problems Problems
	problems.Add(path, code, args...)
	return problems.Err()
}

// decodeValueOf reads the value of an edit strictly.
func decodeValueOf(tree, out any) error {
	if tree == nil {
		return wrong("value", "missing")
	}
	var problems Problems
	decodeAt(tree, out, "value", &problems)
	return problems.Err()
}

// find returns where a clause stands.
func (d *WorkingDraft) find(field string, uid ClauseUID) (int, error) {
	if i := d.indexOf(uid); i >= 0 {
		return i, nil
	}
	if d.goneIndex(uid) >= 0 {
		return 0, wrong(field, "draft.uid-gone", string(uid))
	}
	return 0, wrong(field, "draft.uid-unknown", string(uid))
}

// Fields lists the fields of a clause that can be set one by one.
func (d *WorkingDraft) Fields() []string {
	var list []string
	for _, name := range clauseFields() {
		if name != "uid" && !isNumbering(name) {
			list = append(list, name)
		}
	}
	return list
}

// Value returns what a place holds now, as it prints; nil is nothing. See [Edit.Place].
func (d *WorkingDraft) Value(e *Edit) any {
	switch e.Op {
	case EditSet:
		if c, ok := d.Clause(e.UID); ok {
			return fieldsOfValue(c)[e.Field]
		}
	case EditWeight:
		for i := range d.Chapters {
			if fmt.Sprint(d.Chapters[i].Number) == e.Field {
				return fieldsOfValue(d.Chapters[i])["weight"]
			}
		}
	case EditFront:
		front := d.FrontMatter
		front.Scope = d.numbers().print(front.Scope)
		return fieldsOfValue(front)[e.Field]
	case EditTerm:
		for _, t := range d.Terms {
			if t.Code == e.Field {
				t.Definition = d.numbers().print(t.Definition)
				return fieldsOfValue(t)
			}
		}
	}
	return nil
}

// Show writes a value of a place for people, in the language of the standard.
func (d *WorkingDraft) Show(value any) string { return readable(value, d.base) }

// Wants returns the value that an edit asks for, as a tree; nil for an edit without one.
func (e *Edit) Wants() any {
	if len(e.Value) == 0 {
		return nil
	}
	tree, err := treeOf(e.Value)
	if err != nil {
		return nil // refused when it is applied
	}
	return tree
}

// Says reports whether the draft already says what an edit asks for.
func (d *WorkingDraft) Says(e *Edit) bool {
	switch e.Op {
	case EditSet, EditWeight, EditFront:
		return sameTree(e.Wants(), d.Value(e))
	}
	return false
}
