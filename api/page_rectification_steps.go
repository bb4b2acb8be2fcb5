package api

import (
	"errors"
	"time"

	"github.com/gin-gonic/gin"

	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard/message"
)

// rectificationSteps says what the person may do now, and why not what the state would allow.
func rectificationSteps(u *User, r *checklists.Rectification, now time.Time, l message.Language) (
	may web.RectificationPermissions, refused []string,
) {
	step := func(allowed bool, op checklists.RectificationOp) bool {
		if !allowed {
			return false
		}
		err := r.Refuses(op, u.Username)
		if errors.Is(err, checklists.ErrOwnReply) || errors.Is(err, checklists.ErrOwnRequest) {
			text := message.Text(l, "error."+refusalOf(err).Code)
			if len(refused) == 0 || refused[len(refused)-1] != text {
				refused = append(refused, text)
			}
		}
		return err == nil
	}
	answers := answersFor(u, r.Holder)
	verifies := scopeOf(VerifyRectifications, u).coversRectification(u, r)
	decides := scopeOf(SetDeadlines, u) != Nothing
	may = web.RectificationPermissions{
		Plan:     step(answers, checklists.OpPlan),
		Reply:    step(answers, checklists.OpReply),
		Ask:      step(answers && !decides, checklists.OpAskExtension),
		Verify:   step(verifies, checklists.OpVerify),
		SendBack: step(verifies, checklists.OpSendBack),
		Extend:   step(decides, checklists.OpExtend),
		Keep:     step(decides && r.Asked != "", checklists.OpKeepDeadline),
	}
	if today := now.In(checklists.HallZone).Format(time.DateOnly); may.Plan && r.Due < today {
		may.Plan = false // no day is left that a plan could name
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

// formRectification takes a step by form and shows the page again, with what was refused.
func (s *Server) formRectification(read rectificationForm) func(*gin.Context) error {
	return func(c *gin.Context) error {
		try, err := read(c)
		if err == nil {
			var r checklists.Rectification
			if r, err = s.updateRectification(c.Request.Context(), callerOf(c), c.Param("id"), try.revision, try.action, try.change); err == nil {
				return seeOther(c, web.RectificationURL(r.ID)+"#steps")
			}
		}
		r, loadErr := s.rectification(c.Request.Context(), callerOf(c), c.Param("id"))
		if loadErr != nil {
			return loadErr
		}
		return s.renderRectification(c, refusalOf(err).Status, &r, try.sent, err)
	}
}

func (s *Server) readPlan(c *gin.Context) (t rectificationTry, err error) {
	var form web.PlanForm
	err = bindForm(c, &form)
	t = rectificationTry{revision: form.Revision, action: "rectification-planned",
		sent: web.RectificationForms{Sent: checklists.OpPlan, Text: form.Text, Day: form.Finish}}
	t.change = func(r *checklists.Rectification) error {
		return r.PlanBy(userOf(c).Username, s.now(), form.Text, form.Finish)
	}
	return t, err
}

func (s *Server) readReply(c *gin.Context) (t rectificationTry, err error) {
	var form web.ReplyForm
	err = bindForm(c, &form)
	t = rectificationTry{revision: form.Revision, action: "rectification-replied",
		sent: web.RectificationForms{Sent: checklists.OpReply, Text: form.Text}}
	in := replyRequest{Text: form.Text}
	if err == nil {
		in.Evidence, err = s.formPhotos(c)
	}
	if err == nil {
		in.Before, err = s.photosIn(c, web.BeforeField)
	}
	t.change = s.reply(c.Request.Context(), callerOf(c), in)
	return t, err
}

func (s *Server) readVerify(c *gin.Context) (t rectificationTry, err error) {
	var form web.VerifyForm
	err = bindForm(c, &form)
	t = rectificationTry{revision: form.Revision, action: "rectification-verified",
		sent: web.RectificationForms{Sent: checklists.OpVerify, Text: form.Comment,
			Answer: form.AnswerForm}}
	if err != nil {
		return t, err
	}
	r, err := s.rectification(c.Request.Context(), callerOf(c), c.Param("id"))
	if err != nil {
		return t, err
	}
	e, err := s.edition(c.Request.Context(), r.Edition)
	if err != nil {
		return t, err
	}
	clause, ok := e.Clause(r.Clause)
	if !ok {
		return t, errNotFound
	}
	answer, err := formAnswer(clause, form.AnswerForm.Clause())
	if err == nil && form.Comment == "" {
		err = invalidField("comment", "required")
	}
	if err == nil {
		answer.Evidence, err = s.photosIn(c, web.PhotoField)
	}
	if err == nil {
		t.change, err = s.verify(c.Request.Context(), callerOf(c), c.Param("id"), answer, form.Comment)
	}
	return t, err
}

func (s *Server) readSendBack(c *gin.Context) (t rectificationTry, err error) {
	var form web.StepForm
	err = bindForm(c, &form)
	t = rectificationTry{revision: form.Revision, action: "rectification-returned",
		sent: web.RectificationForms{Sent: checklists.OpSendBack, Text: form.Comment}}
	t.change = func(r *checklists.Rectification) error {
		return r.SendBack(userOf(c).Username, s.now(), form.Comment)
	}
	return t, err
}

func (s *Server) readExtend(c *gin.Context) (t rectificationTry, err error) {
	var form web.ExtendForm
	err = bindForm(c, &form)
	t = rectificationTry{revision: form.Revision, sent: web.RectificationForms{
		Sent: checklists.OpAskExtension, Text: form.Reason, Day: form.Until}}
	if scopeOf(SetDeadlines, userOf(c)) != Nothing {
		t.sent.Sent = checklists.OpExtend
	}
	if err != nil {
		return t, err
	}
	t.action, t.change, err = s.extension(userOf(c), extendRequest{Until: form.Until,
		Reason: form.Reason, Refuse: form.Refuse == "1"})
	return t, err
}
