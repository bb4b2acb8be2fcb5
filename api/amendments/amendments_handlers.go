package amendments

import (
	"encoding/json"
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/wire"
	"hallmark/standard"
	"hallmark/standard/yaml"
)

// readSheet reads a sheet in the form that the content type names.
func readSheet(c *gin.Context) (*standard.Amendment, error) {
	switch c.ContentType() {
	case "application/json":
		return standard.ParseAmendment(c.Request.Body)
	case "application/yaml", "application/x-yaml", "text/yaml":
		return yaml.ParseAmendment(c.Request.Body)
	}
	return nil, wire.Refuse(http.StatusUnsupportedMediaType, "media-type-sheet")
}

// PostAmendment answers POST /api/v1/amendments.
func (s Handlers) PostAmendment(c *gin.Context) error {
	a, err := readSheet(c)
	if err != nil {
		return err
	}
	if texts, err := json.Marshal(a); err == nil {
		wire.NoteTexts(c, texts, nil)
	}
	d, err := s.ProposeAmendment(c.Request.Context(), access.UserOf(c).Username, a, fromImport)
	if err != nil {
		return err
	}
	c.Header("Location", "/api/v1/amendments/"+string(d.ID))
	return s.SendAmendment(c, http.StatusCreated, &d)
}

// GetAmendments answers GET /api/v1/amendments.
func (s Handlers) GetAmendments(c *gin.Context) error {
	q, err := wire.PageOf(c)
	if err != nil {
		return err
	}
	q.Order, q.Descending, q.Brief = "updated", true, true
	items, next, err := wire.Collect(c.Request.Context(), s.Docs.Amendments, q, nil, viewAmendmentLine)
	if err != nil {
		return err
	}
	return wire.SendList(c, items, next, wire.With(s.Access.Everybody, amendmentTable))
}

// GetAmendment answers GET /api/v1/amendments/:id.
func (s Handlers) GetAmendment(c *gin.Context) error {
	d, err := s.amendmentOf(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return s.SendAmendment(c, http.StatusOK, d)
}

// SendAmendment answers a request with a whole amendment.
func (s *Service) SendAmendment(c *gin.Context, status int, d *AmendmentDocument) error {
	v, err := viewAmendment(d)
	if err != nil {
		return err
	}
	c.JSON(status, v)
	return nil
}

// PostApproveAmendment answers POST /api/v1/amendments/:id/approve.
func (s Handlers) PostApproveAmendment(c *gin.Context) error {
	return s.postAmendmentStep(c, s.DecideAmendment(AmendmentApproved))
}

// PostRejectAmendment answers POST /api/v1/amendments/:id/reject.
func (s Handlers) PostRejectAmendment(c *gin.Context) error {
	return s.postAmendmentStep(c, s.DecideAmendment(AmendmentRejected))
}

// PostWithdrawAmendment answers POST /api/v1/amendments/:id/withdraw.
func (s Handlers) PostWithdrawAmendment(c *gin.Context) error {
	return s.postAmendmentStep(c, s.DecideAmendment(AmendmentWithdrawn))
}

// PostPublishAmendment answers POST /api/v1/amendments/:id/publish.
func (s Handlers) PostPublishAmendment(c *gin.Context) error {
	return s.postAmendmentStep(c, s.PublishAmendment)
}

func (s Handlers) postAmendmentStep(c *gin.Context, step amendmentStepper) error {
	var in wire.StepRequest
	if c.Request.ContentLength != 0 {
		if err := wire.Bind(c, &in); err != nil {
			return err
		}
	}
	d, err := step(c.Request.Context(), access.CallerOf(c), c.Param("id"), in)
	if err != nil {
		return err
	}
	return s.SendAmendment(c, http.StatusOK, d)
}
