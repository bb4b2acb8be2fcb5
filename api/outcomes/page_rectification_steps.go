package outcomes

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/audits"
	"hallmark/api/pages"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard/message"
)

// rectificationSteps lists the steps that the person may take now. For a step that the state would
// allow and the person may not take it gives the reason.
func rectificationSteps(u *access.User, r *checklists.Rectification, now time.Time,
	l message.Language) (
	may web.RectificationPermissions, refused []string,
) {
	step := func(allowed bool, op checklists.RectificationOp) bool {
		if !allowed {
			return false
		}
		err := r.Refuses(op, u.Username)
		if !op.ByHall() && !errors.As(err, new(*checklists.RectificationStateError)) {
			err = cmp.Or(u.MayDecide(r.Hall, r.HallName), err)
		}
		if refusal := wire.RefusalOf(err); err != nil && refusal.Status == http.StatusForbidden {
			text := refusal.Text(l)
			if !slices.Contains(refused, text) {
				refused = append(refused, text)
			}
		}
		return err == nil
	}
	answers := answersFor(u, r.Holder)
	verifies := access.ScopeOf(access.VerifyRectifications, u).CoversRectification(u, r)
	decides := access.ScopeOf(access.SetDeadlines, u) != access.Nothing
	may = web.RectificationPermissions{
		Plan:     step(answers, checklists.OpPlan),
		Reply:    step(answers, checklists.OpReply),
		Ask:      step(answers && !decides, checklists.OpAskExtension),
		Verify:   step(verifies, checklists.OpVerify),
		SendBack: step(verifies, checklists.OpSendBack),
		Extend:   step(decides, checklists.OpExtend),
		Keep:     step(decides && r.Asked != "", checklists.OpKeepDeadline),
	}
	if may.Plan && r.Due < checklists.DayOf(now) {
		refused = append(refused, message.Text(l, "loop.too-late-to-plan"))
	}
	if u.Role == checklists.HallHead && !answers && r.State.Open() {
		refused = append(refused, message.Text(l, "loop.other-holder",
			message.Text(l, "page.duty."+string(r.Holder))))
	}
	return may, refused
}

// rectificationForm reads a form and says which step it makes of a rectification.
type rectificationForm func(*gin.Context) (rectificationTry, error)

// rectificationTry is a step as a form asks for it.
type rectificationTry struct {
	revision int
	action   string
	change   func(*checklists.Rectification) error
	sent     web.RectificationForms
}

// FormRectification takes a step by form and shows the page again, with what was refused.
func (s Handlers) FormRectification(read rectificationForm) func(*gin.Context) error {
	return func(c *gin.Context) error {
		try, err := read(c)
		if err == nil {
			var r checklists.Rectification
			if r, err = s.updateRectification(c.Request.Context(), access.CallerOf(c), c.Param("id"),
				try.revision, try.action, try.change); err == nil {
				return pages.SeeOther(c, web.RectificationURL(r.ID)+"#steps")
			}
		}
		r, loadErr := s.rectification(c.Request.Context(), access.CallerOf(c), c.Param("id"))
		if loadErr != nil {
			return loadErr
		}
		return s.renderRectification(c, wire.RefusalOf(err).Status, &r, try.sent, err)
	}
}

// ReadPlan reads the form of a plan.
func (s Handlers) ReadPlan(c *gin.Context) (t rectificationTry, err error) {
	var form web.PlanForm
	err = pages.BindForm(c, &form)
	t = rectificationTry{revision: form.Revision, action: planAction(form.Extension),
		sent: web.RectificationForms{Sent: checklists.OpPlan, Text: form.Text, Day: form.Finish,
			Extension: form.Extension}}
	t.change = func(r *checklists.Rectification) error {
		return r.PlanBy(access.UserOf(c).Username, s.Now(), form.Text, form.Finish, form.Extension)
	}
	return t, err
}

// ReadReply reads the form of a reply, and stores its photographs.
func (s Handlers) ReadReply(c *gin.Context) (t rectificationTry, err error) {
	var form web.ReplyForm
	err = pages.BindForm(c, &form)
	t = rectificationTry{revision: form.Revision, action: "rectification-replied",
		sent: web.RectificationForms{Sent: checklists.OpReply, Text: form.Text}}
	in := replyRequest{Text: form.Text}
	if err == nil {
		in.Evidence, err = s.Audits.FormPhotos(c)
	}
	if err == nil {
		in.Before, err = s.Audits.PhotosIn(c, web.BeforeField)
	}
	t.change = s.reply(c.Request.Context(), access.CallerOf(c), in)
	return t, err
}

// ReadVerify reads the form by which a re-check closes a rectification.
func (s Handlers) ReadVerify(c *gin.Context) (t rectificationTry, err error) {
	var form web.VerifyForm
	err = pages.BindForm(c, &form)
	t = rectificationTry{revision: form.Revision, action: "rectification-verified",
		sent: web.RectificationForms{Sent: checklists.OpVerify, Text: form.Comment,
			Answer: form.AnswerForm}}
	if err != nil {
		return t, err
	}
	r, err := s.rectification(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return t, err
	}
	e, err := s.Editions.Edition(c.Request.Context(), r.Edition)
	if err != nil {
		return t, err
	}
	clause, ok := e.Clause(r.Clause)
	if !ok {
		return t, wire.ErrNotFound
	}
	answer, err := audits.FormAnswer(clause, form.Clause())
	if err == nil && form.Comment == "" {
		err = wire.InvalidField("comment", "required")
	}
	if err == nil {
		answer.Evidence, err = s.Audits.PhotosIn(c, web.PhotoField)
	}
	if err == nil {
		t.change, err = s.verify(c.Request.Context(), access.CallerOf(c), c.Param("id"), answer,
			form.Comment)
	}
	return t, err
}

// ReadSendBack reads the form that sends a reply back.
func (s Handlers) ReadSendBack(c *gin.Context) (t rectificationTry, err error) {
	var form web.StepForm
	err = pages.BindForm(c, &form)
	t = rectificationTry{revision: form.Revision, action: "rectification-returned",
		sent: web.RectificationForms{Sent: checklists.OpSendBack, Text: form.Comment}}
	t.change = s.sendBack(access.UserOf(c), form.Comment)
	return t, err
}

// ReadExtend reads the form that asks for another deadline or sets one.
func (s Handlers) ReadExtend(c *gin.Context) (t rectificationTry, err error) {
	var form web.ExtendForm
	err = pages.BindForm(c, &form)
	t = rectificationTry{revision: form.Revision, sent: web.RectificationForms{
		Sent: checklists.OpAskExtension, Text: form.Reason, Day: form.Until}}
	if access.ScopeOf(access.SetDeadlines, access.UserOf(c)) != access.Nothing {
		t.sent.Sent = checklists.OpExtend
	}
	if err != nil {
		return t, err
	}
	t.action, t.change, err = s.extension(access.UserOf(c), extendRequest{Until: form.Until,
		Reason: form.Reason, Refuse: form.Refuse == "1"})
	return t, err
}
