package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/standard/message"
)

func (s *Server) pageRobots(c *gin.Context) error {
	page := &web.Robots{}
	if done := "notification.robot-done-" + c.Query("done"); message.Has(language(c), done) {
		page.Notice = message.Text(language(c), done)
	}
	return s.renderRobots(c, http.StatusOK, page)
}

// renderRobots fills the page, of which the caller has set what is particular to it.
func (s *Server) renderRobots(c *gin.Context, status int, page *web.Robots) error {
	ctx, notice, problems := c.Request.Context(), page.Notice, page.Problems
	page.Frame = s.frame(c)
	page.Notice, page.Problems, page.Path = notice, problems, web.RobotsURL
	for _, k := range RobotKinds() {
		page.Kinds = append(page.Kinds, string(k))
	}
	for _, t := range Topics() {
		page.Topics = append(page.Topics, string(t))
	}
	people, err := s.everybody(ctx)
	if err != nil {
		return err
	}
	targets, retries := map[string]string{}, map[string]string{}
	for r, err := range s.docs.robots.Find(ctx, store.Query{}) {
		if err != nil {
			return err
		}
		row := web.Robot{ID: r.ID, Name: r.Name, Kind: string(r.Kind), Host: r.Host,
			Signed: r.Secret != "", Enabled: r.Enabled, Created: r.Created, By: people.Name(r.By)}
		for _, t := range r.Topics {
			row.Topics = append(row.Topics, string(t))
		}
		page.Rows = append(page.Rows, row)
		targets[r.ID], retries[r.ID] = r.Name, row.Action()
	}
	q := store.Query{Equal: map[string]string{"channel": string(ChannelRobot)}, Order: "created",
		Descending: true, Brief: true, Limit: shownDeliveries}
	page.Deliveries, _, err = collect(ctx, s.docs.outbox, q, nil, func(d Delivery) web.Delivery {
		return deliveryRow(callerOf(c), d, targets, retries[d.Target])
	})
	if err != nil {
		return err
	}
	return s.render(c, status, page)
}

func (s *Server) formRobot(c *gin.Context) error {
	var form web.RobotForm
	err := bindForm(c, &form)
	if err == nil {
		in := robotRequest{Name: form.Name, Kind: RobotKind(form.Kind), Address: form.Address,
			Secret: form.Secret}
		for _, t := range form.Topics {
			in.Topics = append(in.Topics, Topic(t))
		}
		if err = validate(&in); err == nil {
			_, err = s.addRobot(c.Request.Context(), userOf(c).Username, language(c).String(), &in)
		}
	}
	if err == nil {
		return seeOther(c, web.RobotsURL+"?done=add")
	}
	page := &web.Robots{Form: form}
	if page.Problems = problems(err, language(c), ""); page.Problems == nil {
		return err
	}
	return s.renderRobots(c, refusalOf(err).Status, page)
}

// formRobotStep does one thing with a robot.
func (s *Server) formRobotStep(c *gin.Context) error {
	var form web.RobotStepForm
	if err := bindForm(c, &form); err != nil {
		return err
	}
	ctx, by, id := c.Request.Context(), userOf(c).Username, c.Param("id")
	_, err := s.docs.robots.Get(ctx, id)
	if err != nil {
		return err
	}
	switch form.Do {
	case "test":
		var d Delivery
		if d, err = s.tryRobot(ctx, id); err == nil && d.State != Delivered {
			return seeOther(c, web.RobotsURL+"?done=test-failed")
		}
	case "delete":
		err = s.dropRobot(ctx, by, id)
	case "retry":
		d, lost := s.docs.outbox.Get(ctx, form.Delivery)
		if lost != nil || d.Target != id {
			return errNotFound
		}
		err = s.retry(ctx, by, d.ID)
	default:
		_, err = s.changeRobot(ctx, by, id, func(r *Robot) error {
			r.Enabled = form.Do == "enable"
			return nil
		})
	}
	if err != nil {
		return err
	}
	return seeOther(c, web.RobotsURL+"?done="+form.Do)
}
