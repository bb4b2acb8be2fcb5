package api

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

// carryView is what the hall's last audit, of another edition, has to offer. Audit is "" and there
// are no lines when there is none.
type carryView struct {
	Audit   checklists.AuditID `json:"audit"`
	Number  string             `json:"number"`
	Edition standard.EditionID `json:"edition"`
	At      checklists.Time    `json:"at"`
	Lines   []carriedView      `json:"lines"`
}

// carriedView is one clause; of one that has not changed and was not answered there is no line.
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

// carriedField is a changed field with what people call it, in the language of the request.
type carriedField struct {
	standard.FieldChange
	Name string `json:"name"`
}

func (s *Server) getCarry(c *gin.Context) error {
	a, err := s.audit(c.Request.Context(), callerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	v := carryView{Lines: []carriedView{}}
	carry, err := s.carry(c.Request.Context(), userOf(c), a)
	if err != nil {
		return err
	}
	if carry != nil {
		v.Audit, v.Number, v.Edition, v.At = carry.Audit, carry.Number, carry.Edition, carry.At
		for i := range carry.Lines {
			v.Lines = append(v.Lines, viewCarried(language(c), carry, &carry.Lines[i]))
		}
	}
	c.JSON(http.StatusOK, v)
	return nil
}

func viewCarried(in message.Language, carry *checklists.Carry, l *checklists.CarriedClause,
) carriedView {
	clause := l.After
	if clause == nil {
		clause = l.Before
	}
	v := carriedView{Clause: l.UID, Code: l.Code, Title: clause.Title, Fate: l.Fate, Grade: l.Grade,
		Offered: l.Offers(), Value: bare(l.Answer), Note: l.Answer.Note,
		Evidence: nonNil(l.Answer.Evidence), Fields: []carriedField{}}
	for _, f := range l.Changed() {
		v.Fields = append(v.Fields, carriedField{f, web.FieldName(in, f.Field)})
	}
	if v.Offered {
		v.TakenNote = takenNote(carry.Number, l.Answer.Note)
	}
	return v
}

// carry compares a running audit with the hall's last one; nil when there is none of the same tier
// and another edition. Between audits of the same edition nothing is carried: each looks anew.
func (s *Server) carry(ctx context.Context, u *User, a *checklists.Audit) (*checklists.Carry, error) {
	last, err := s.approvedBefore(ctx, u, a)
	if err != nil || last == nil || last.Edition == a.Edition || last.Tier != a.Tier {
		return nil, err
	}
	from, err := s.edition(ctx, last.Edition)
	if err != nil {
		return nil, err
	}
	to, err := s.edition(ctx, a.Edition)
	if err != nil {
		return nil, err
	}
	grades, err := s.gradesBetween(ctx, from.ID(), to.ID())
	if err != nil {
		return nil, err
	}
	carry := checklists.CarryOf(last, from, to, grades)
	if a.Partial() {
		carry.Lines = slices.DeleteFunc(carry.Lines, func(l checklists.CarriedClause) bool {
			return !slices.Contains(a.Only, l.UID)
		})
	}
	return &carry, nil
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

// formCarry takes over what is offered for one clause or a chapter. The answers are recorded as the
// person's own, with a note of origin; an answer that is there already stays.
func (s *Server) formCarry(c *gin.Context) error {
	a, err := s.audit(c.Request.Context(), callerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	var form web.CarryForm
	if err := bindForm(c, &form); err != nil {
		return err
	}
	carry, err := s.carry(c.Request.Context(), userOf(c), a)
	if err != nil {
		return err
	}
	if carry == nil {
		return errNotFound
	}
	back := web.ChapterURL(a.ID, form.Chapter)
	var changes []checklists.Change
	for i := range carry.Lines {
		line := &carry.Lines[i]
		if !line.Offers() || line.After.Chapter != form.Chapter ||
			form.Clause != "" && form.Clause != line.UID ||
			a.ClauseState(line.UID).Answer.Kind != checklists.Unanswered {
			continue
		}
		if form.Clause != "" {
			back = web.CardURL(a.ID, line.After)
		}
		taken, err := s.takeOver(c.Request.Context(), callerOf(c), a, carry, line, form.Photos == "1")
		if err != nil {
			return err
		}
		changes = append(changes, taken...)
	}
	if len(changes) > 0 {
		if _, _, err := s.record(c.Request.Context(), callerOf(c), c.Param("id"), changes, nil); err != nil {
			return err
		}
	}
	return seeOther(c, back)
}

// takeOver makes the change that records an offered answer. Photographs come along only where that
// was chosen: the audit then shows them as the one before does.
func (s *Server) takeOver(ctx context.Context, caller Caller, a *checklists.Audit, carry *checklists.Carry,
	line *checklists.CarriedClause, photos bool,
) ([]checklists.Change, error) {
	answer := line.Answer
	answer.Note = takenNote(carry.Number, answer.Note)
	if !photos {
		answer.Evidence = nil
	}
	for _, d := range answer.Evidence {
		err := s.addLink(ctx, EvidenceLink{ID: linkID(d, a.ID), SHA256: d, Audit: a.ID,
			By: caller.User.Username, At: checklists.At(s.now())})
		if err != nil {
			return nil, err
		}
	}
	return s.changesOf(checklists.OpAnswer, line.UID, a.ClauseState(line.UID).Heads, []any{answer})
}
