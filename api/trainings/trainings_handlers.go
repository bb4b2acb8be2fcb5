package trainings

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// trainingPage reads one page of trainings, the latest first.
func (s Handlers) trainingPage(c *gin.Context) ([]checklists.Training, string, error) {
	q, err := wire.PageOf(c)
	if err != nil {
		return nil, "", err
	}
	q.Order, q.Descending = "from", true
	switch hall := c.Query("hall"); {
	case access.ReachOf(c) == access.OwnHall:
		q.Equal = map[string]string{"hall": string(access.UserOf(c).Hall)}
	case hall != "":
		q.Equal = map[string]string{"hall": hall}
	}
	own := access.UserOf(c).Hall
	return wire.Collect(c.Request.Context(), s.Docs.Trainings, q, nil,
		func(t checklists.Training) checklists.Training {
			t.Practice = wire.NonNil(t.Practice)
			if access.ReachOf(c) == access.OwnHall {
				t.Practice = slices.DeleteFunc(t.Practice,
					func(p checklists.Practice) bool { return p.Hall != own })
			}
			return t
		})
}

// GetTrainings answers GET /api/v1/trainings.
func (s Handlers) GetTrainings(c *gin.Context) error {
	items, next, err := s.trainingPage(c)
	if err != nil {
		return err
	}
	return wire.SendList(c, items, next, wire.Plain(trainingTable))
}

// GetTraining answers GET /api/v1/trainings/:id.
func (s Handlers) GetTraining(c *gin.Context) error {
	t, err := s.training(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return s.answerTraining(c, http.StatusOK, t)
}

func (s Handlers) answerTraining(c *gin.Context, status int, t checklists.Training) error {
	v, err := s.viewTraining(c.Request.Context(), access.CallerOf(c), t)
	if err != nil {
		return err
	}
	c.JSON(status, v)
	return nil
}

// PostTraining answers POST /api/v1/trainings.
func (s Handlers) PostTraining(c *gin.Context) error {
	var in trainingRequest
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	t, err := s.addTraining(c.Request.Context(), access.UserOf(c).Username, &in)
	if err != nil {
		return err
	}
	c.Header("Location", "/api/v1/trainings/"+string(t.ID))
	return s.answerTraining(c, http.StatusCreated, t)
}

// PutTraining answers PUT /api/v1/trainings/:id.
func (s Handlers) PutTraining(c *gin.Context) error {
	var in trainingRequest
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	t, err := s.replanTraining(c.Request.Context(), access.CallerOf(c), c.Param("id"), &in)
	if err != nil {
		return err
	}
	return s.answerTraining(c, http.StatusOK, t)
}

// PostPractice answers POST /api/v1/trainings/:id/practice.
func (s Handlers) PostPractice(c *gin.Context) error {
	var in practiceRequest
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	t, err := s.practise(c.Request.Context(), access.CallerOf(c), c.Param("id"), &in)
	if err != nil {
		return err
	}
	return s.answerTraining(c, http.StatusOK, t)
}

// GetTopics answers GET /api/v1/training-topics with the clauses that halls keep losing, as topics
// for trainings.
func (s Handlers) GetTopics(c *gin.Context) error {
	topics, err := s.topics(c.Request.Context(), access.CallerOf(c))
	if err != nil {
		return err
	}
	return wire.SendList(c, topics, "", wire.Plain(topicTable))
}
