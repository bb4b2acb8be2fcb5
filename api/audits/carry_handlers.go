package audits

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/pages"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// GetCarry answers GET /api/v1/audits/:id/carry.
func (s Handlers) GetCarry(c *gin.Context) error {
	a, err := s.Audit(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	v := carryView{Lines: []carriedView{}}
	carry, err := s.carry(c.Request.Context(), access.UserOf(c), a)
	if err != nil {
		return err
	}
	if carry != nil {
		v.Audit, v.Number, v.Edition, v.At = carry.Audit, carry.Number, carry.Edition, carry.At
		for i := range carry.Lines {
			v.Lines = append(v.Lines, viewCarried(wire.LanguageOf(c), carry, &carry.Lines[i]))
		}
	}
	c.JSON(http.StatusOK, v)
	return nil
}

// FormCarry takes over what is offered for one clause or a chapter. The answers are recorded as the
// person's own, with a note of origin; an answer that is there already stays.
func (s Handlers) FormCarry(c *gin.Context) error {
	a, err := s.Audit(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	var form web.CarryForm
	if err := pages.BindForm(c, &form); err != nil {
		return err
	}
	carry, err := s.carry(c.Request.Context(), access.UserOf(c), a)
	if err != nil {
		return err
	}
	if carry == nil {
		return wire.ErrNotFound
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
		taken, err := s.takeOver(c.Request.Context(), access.CallerOf(c), a, carry, line,
			form.Photos == "1")
		if err != nil {
			return err
		}
		changes = append(changes, taken...)
	}
	if len(changes) > 0 {
		if _, _, err := s.record(c.Request.Context(), access.CallerOf(c), c.Param("id"), changes,
			nil); err != nil {
			return err
		}
	}
	return pages.SeeOther(c, back)
}
