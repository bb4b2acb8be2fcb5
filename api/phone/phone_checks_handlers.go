package phone

import (
	"encoding/json"
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/audits"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// GetPhoneChecks answers GET /api/v1/phone-checks.
func (s Handlers) GetPhoneChecks(c *gin.Context) error {
	v, err := s.phoneDay(c.Request.Context(), access.UserOf(c))
	if err != nil {
		return err
	}
	return wire.SendWhole(c, v, wire.Plain(phoneDayTable))
}

// PostPhoneCheck answers POST /api/v1/phone-checks.
func (s Handlers) PostPhoneCheck(c *gin.Context) error {
	var in phoneCheckRequest
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	var answers checklists.Answers
	if err := json.Unmarshal(in.Answers, &answers); err != nil {
		return audits.Below("answers", wire.JSONRefusal(err))
	}
	a, err := s.callHall(c.Request.Context(), access.CallerOf(c), in.ID, in.Hall, in.Campaign, answers)
	if err != nil {
		return err
	}
	c.Header("Location", "/api/v1/audits/"+string(a.ID))
	c.JSON(http.StatusCreated, audits.ViewAudit(a))
	return nil
}
