package audits

import (
	"context"
	"slices"
	"strings"

	"hallmark/api/access"
	"hallmark/api/evidence"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

// carryView lists the answers of the hall's last audit, of another edition, that can be taken over.
// Audit is "" and there are no lines when there is no such audit.
type carryView struct {
	Audit   checklists.AuditID `json:"audit"`
	Number  string             `json:"number"`
	Edition standard.EditionID `json:"edition"`
	At      checklists.Time    `json:"at"`
	Lines   []carriedView      `json:"lines"`
}

// carriedView is one clause. A clause that has not changed and was not answered has no line.
// Offered says that the answer may be taken over as it is; any other is only shown.
type carriedView struct {
	Clause   standard.ClauseUID   `json:"clause"`
	Code     string               `json:"code"`
	Title    string               `json:"title"`
	Fate     checklists.Fate      `json:"fate"`
	Grade    standard.ChangeGrade `json:"grade,omitempty"`
	Offered  bool                 `json:"offered"`
	Value    *checklists.Answer   `json:"value"`
	Note     string               `json:"note"`
	Evidence []standard.Digest    `json:"evidence"`
	Fields   []carriedField       `json:"fields"`
	// TakenNote is the note of origin that an answer taken over carries.
	TakenNote string `json:"takenNote,omitempty"`
}

// carriedField is a changed field with the name that people know it by, in the language of the
// request.
type carriedField struct {
	standard.FieldChange
	Name string `json:"name"`
}

func viewCarried(in message.Language, carry *checklists.Carry, l *checklists.CarriedClause,
) carriedView {
	clause := l.After
	if clause == nil {
		clause = l.Before
	}
	v := carriedView{Clause: l.UID, Code: l.Code, Title: clause.Title, Fate: l.Fate, Grade: l.Grade,
		Offered: l.Offers(), Value: bare(l.Answer), Note: l.Answer.Note,
		Evidence: wire.NonNil(l.Answer.Evidence), Fields: []carriedField{}}
	for _, f := range l.Changed() {
		v.Fields = append(v.Fields, carriedField{f, web.FieldName(in, f.Field)})
	}
	if v.Offered {
		v.TakenNote = takenNote(carry.Number, l.Answer.Note)
	}
	return v
}

// carry compares a running audit with the hall's last one; nil when there is none of the same tier
// and another edition. Between audits of the same edition nothing is carried: each inspector looks
// anew.
func (s *Service) carry(ctx context.Context, u *access.User, a *checklists.Audit) (
	*checklists.Carry, error,
) {
	last, err := s.ApprovedBefore(ctx, u, a)
	if err != nil || last == nil || last.Edition == a.Edition || last.Tier != a.Tier {
		return nil, err
	}
	from, err := s.Editions.Edition(ctx, last.Edition)
	if err != nil {
		return nil, err
	}
	to, err := s.Editions.Edition(ctx, a.Edition)
	if err != nil {
		return nil, err
	}
	grades, err := s.Amendments.GradesBetween(ctx, from.ID(), to.ID())
	if err != nil {
		return nil, err
	}
	carry := checklists.CarryOf(last, from, to, grades)
	for i := range carry.Lines {
		carry.Lines[i].Answer.Occurrences = renamed(carry.Lines[i].Answer.Occurrences)
	}
	if a.Partial() {
		carry.Lines = slices.DeleteFunc(carry.Lines, func(l checklists.CarriedClause) bool {
			return !slices.Contains(a.Only, l.UID)
		})
	}
	return &carry, nil
}

// renamed gives occurrences IDs of their own, since they are recorded anew.
func renamed(list []checklists.Occurrence) []checklists.Occurrence {
	list = slices.Clone(list)
	for i := range list {
		list[i].ID = NewID()
	}
	return list
}

// takenNote says where an answer comes from, in the language of the record.
func takenNote(number, note string) string {
	text := message.Text(message.Chinese, "amendment.carry-note", number)
	if note = strings.TrimSpace(note); note != "" {
		text = message.Text(message.Chinese, "amendment.carry-note-with", number, note)
	}
	if runes := []rune(text); len(runes) > checklists.MaxNote {
		text = string(runes[:checklists.MaxNote])
	}
	return text
}

// takeOver makes the change that records an offered answer. Photographs come along only where the
// person has chosen so: the audit then shows them as the one before does.
func (s *Service) takeOver(ctx context.Context, caller access.Caller, a *checklists.Audit,
	carry *checklists.Carry,
	line *checklists.CarriedClause, photos bool,
) ([]checklists.Change, error) {
	answer := line.Answer
	answer.Note = takenNote(carry.Number, answer.Note)
	if !photos {
		answer.Evidence = nil
	}
	for _, d := range answer.Evidence {
		err := s.Evidence.AddLink(ctx,
			evidence.Link{ID: evidence.LinkID(d, a.ID), SHA256: d, Audit: a.ID,
				By: caller.User.Username, At: checklists.At(s.Now())})
		if err != nil {
			return nil, err
		}
	}
	return s.ChangesOf(checklists.OpAnswer, line.UID, a.ClauseState(line.UID).Heads, []any{answer})
}
