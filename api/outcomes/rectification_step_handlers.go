package outcomes

import (
	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/audits"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// PostPlan answers POST /api/v1/rectifications/:id/plan.
func (s Handlers) PostPlan(c *gin.Context) error {
	var in planRequest
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	return s.answerRectification(c, in.Revision, planAction(in.Extension),
		func(r *checklists.Rectification) error {
			return r.PlanBy(access.UserOf(c).Username, s.Now(), in.Text, in.Finish, in.Extension)
		})
}

// PostReply answers POST /api/v1/rectifications/:id/reply.
func (s Handlers) PostReply(c *gin.Context) error {
	var in replyRequest
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	return s.answerRectification(c, in.Revision, "rectification-replied",
		s.reply(c.Request.Context(), access.CallerOf(c), in))
}

// PostVerify answers POST /api/v1/rectifications/:id/verify.
func (s Handlers) PostVerify(c *gin.Context) error {
	var in verifyRequest
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	answer, err := audits.AnswerIn("answer", in.Answer)
	if err != nil {
		return err
	}
	verify, err := s.verify(c.Request.Context(), access.CallerOf(c), c.Param("id"), answer, in.Comment)
	if err != nil {
		return err
	}
	return s.answerRectification(c, in.Revision, "rectification-verified", verify)
}

// PostSendBack answers POST /api/v1/rectifications/:id/return.
func (s Handlers) PostSendBack(c *gin.Context) error {
	var in wire.StepRequest
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	return s.answerRectification(c, in.Revision, "rectification-returned",
		s.sendBack(access.UserOf(c), in.Comment))
}

// PostExtend answers POST /api/v1/rectifications/:id/extend.
func (s Handlers) PostExtend(c *gin.Context) error {
	var in extendRequest
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	action, change, err := s.extension(access.UserOf(c), in)
	if err != nil {
		return err
	}
	return s.answerRectification(c, in.Revision, action, change)
}

// answerRectification changes a rectification and answers with it.
func (s Handlers) answerRectification(c *gin.Context, revision int, action string,
	change func(*checklists.Rectification) error,
) error {
	r, err := s.updateRectification(c.Request.Context(), access.CallerOf(c), c.Param("id"), revision,
		action, change)
	if err != nil {
		return err
	}
	return s.sendRectification(c, r)
}
