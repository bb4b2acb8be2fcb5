package standard

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// WorkingDraft is the text that an editor works on, made from a published edition with
// [OpenDraft]. It may be invalid between two edits: [WorkingDraft.Check] says what is wrong, and
// [WorkingDraft.Edition] gives the edition once nothing is.
//
// Chapters and sections stay as they are, but for the weights: an amendment sheet 修改单 has no
// operation for them. Numbers are never typed: they follow the order of the clauses.
//
// Texts are kept in held form: a printed number that points to a clause is its uid between two
// control characters, which no edition may contain. See draft_reference.go.
type WorkingDraft struct {
	BaseEdition EditionID        `json:"base_edition"`
	BaseDigest  Digest           `json:"base_digest"`
	Chapters    []Chapter        `json:"chapters"`
	FrontMatter FrontMatter      `json:"front_matter"` // held
	Terms       []Term           `json:"terms"`        // held
	Clauses     []Clause         `json:"clauses"`      // held, in the order of their numbers
	Gone        []WithdrawnEntry `json:"gone,omitempty"`
	Origins     []Origin         `json:"origins,omitempty"`
	Notes       []ItemNote       `json:"notes,omitempty"`
	NextUID     ClauseUID        `json:"next_uid"`

	base *Edition
}

// WithdrawnEntry is a clause that the draft has taken out, with what it takes to put it back.
type WithdrawnEntry struct {
	Clause       Clause    `json:"clause"` // held, with its last number
	Numbering    Numbering `json:"numbering"`
	SupersededBy ClauseUID `json:"superseded_by,omitempty"`
	After        ClauseUID `json:"after,omitempty"` // what it followed, "" when it was first
}

// Origin says that a clause took part in a split or a merger; the derived grade follows it.
type Origin struct {
	UID   ClauseUID   `json:"uid"`
	Grade ChangeGrade `json:"grade"` // split or merged
	From  ClauseUID   `json:"from"`  // the other clause
}

// OpenDraft makes a draft that says the same as an edition. Used are uids that other editions of
// the standard have given to clauses; a new clause never gets one of them.
func OpenDraft(base *Edition, used ...ClauseUID) *WorkingDraft {
	d := &WorkingDraft{BaseEdition: base.ID(), BaseDigest: base.Digest(), base: base,
		Chapters: slices.Clone(base.Chapters), FrontMatter: base.FrontMatter,
		Terms: slices.Clone(base.Terms), Clauses: slices.Clone(base.Clauses)}
	d.NextUID = freeUID(base, used)
	h := d.numbers()
	hold := func(s string) string { return h.hold(s, "") }
	d.FrontMatter.Scope = hold(d.FrontMatter.Scope)
	d.FrontMatter.NormativeReferences = slices.Clone(d.FrontMatter.NormativeReferences)
	for i := range d.Terms {
		d.Terms[i].Definition = hold(d.Terms[i].Definition)
	}
	for i := range d.Clauses {
		d.Clauses[i] = mapTexts(d.Clauses[i], hold)
	}
	return d
}

// ResumeDraft reads a stored draft, which is the JSON form of a [WorkingDraft]. The base must be
// the edition from which it was opened; another one is refused with an *[ApplyError].
func ResumeDraft(base *Edition, stored []byte) (*WorkingDraft, error) {
	d := &WorkingDraft{base: base}
	if err := json.Unmarshal(stored, d); err != nil {
		return nil, fmt.Errorf("stored draft: %w", err)
	}
	if d.BaseDigest != base.Digest() {
		return nil, &ApplyError{Path: "base_digest", Code: "apply-base-digest",
			Want: string(d.BaseDigest), Have: string(base.Digest())}
	}
	return d, nil
}

// Base returns the edition from which the draft was opened.
func (d *WorkingDraft) Base() *Edition { return d.base }

// Clone returns a draft that can be edited without changing this one.
func (d *WorkingDraft) Clone() *WorkingDraft {
	c := *d
	c.Chapters, c.Terms, c.Clauses = slices.Clone(d.Chapters), slices.Clone(d.Terms),
		slices.Clone(d.Clauses)
	c.Gone, c.Origins, c.Notes = slices.Clone(d.Gone), slices.Clone(d.Origins), slices.Clone(d.Notes)
	return &c
}

// Clause returns a clause as it prints.
func (d *WorkingDraft) Clause(uid ClauseUID) (Clause, bool) {
	i := d.indexOf(uid)
	if i < 0 {
		return Clause{}, false
	}
	return d.numbers().printed(d.Clauses[i]), true
}

// Withdrawn returns the clauses that the draft has taken out, as they printed.
func (d *WorkingDraft) Withdrawn() []Clause {
	list, n := make([]Clause, len(d.Gone)), d.numbers()
	for i, g := range d.Gone {
		list[i] = n.printed(g.Clause)
	}
	return list
}

func (d *WorkingDraft) indexOf(uid ClauseUID) int {
	return slices.IndexFunc(d.Clauses, func(c Clause) bool { return c.UID == uid })
}

func (d *WorkingDraft) goneIndex(uid ClauseUID) int {
	return slices.IndexFunc(d.Gone, func(g WithdrawnEntry) bool { return g.Clause.UID == uid })
}

// Preview returns the edition as the draft stands, valid or not. It can be shown and compared, but
// it must not be published.
func (d *WorkingDraft) Preview() *Edition {
	e, n := *d.base, d.numbers()
	e.Standard.Edition = d.base.ID() + "+draft"
	e.Standard.Status = Draft
	e.Chapters = slices.Clone(d.Chapters)
	e.FrontMatter = d.FrontMatter
	e.FrontMatter.Scope = n.print(d.FrontMatter.Scope)
	e.Terms = slices.Clone(d.Terms)
	for i := range e.Terms {
		e.Terms[i].Definition = n.print(e.Terms[i].Definition)
	}
	e.Clauses = make([]Clause, len(d.Clauses))
	for i, c := range d.Clauses {
		e.Clauses[i] = n.printed(c)
	}
	e.Standard.Counts = countsOf(e.Clauses)
	e.Transitions = nil
	if err := e.seal(); err != nil {
		panic(err) // clauses that were decoded can be written
	}
	return &e
}

// Edition returns the edition that the draft makes, or an *[InvalidError] with every problem.
func (d *WorkingDraft) Edition() (*Edition, error) {
	e := d.Preview()
	var problems Problems
	validateEdition(e, &problems, d.base.words)
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return e, nil
}

// freeUID returns the first uid above all that were ever used, in the form of the base: HS132.
func freeUID(base *Edition, used []ClauseUID) ClauseUID {
	for _, c := range base.Clauses {
		used = append(used[:len(used):len(used)], c.UID)
	}
	letters, width, highest := "HS", 3, 0
	for _, uid := range used {
		head := strings.TrimRight(string(uid), "0123456789")
		digits := string(uid[len(head):])
		var n int
		if _, err := fmt.Sscan(strings.TrimLeft(digits, "0")+" ", &n); err != nil || len(digits) > 8 {
			continue
		}
		if n > highest {
			letters, width, highest = head, len(digits), n
		}
	}
	return ClauseUID(fmt.Sprintf("%s%0*d", letters, width, highest+1))
}

// takeUID returns the uid of a new clause and moves on to the next.
func (d *WorkingDraft) takeUID() ClauseUID {
	uid := d.NextUID
	d.NextUID = freeUID(&Edition{}, []ClauseUID{uid})
	return uid
}
