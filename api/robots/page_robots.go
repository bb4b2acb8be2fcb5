package robots

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/outbox"
	"hallmark/api/pages"
	"hallmark/api/store"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/standard/message"
)

// PageRobots answers GET /robots.
func (s Handlers) PageRobots(c *gin.Context) error {
	page := &web.Robots{}
	if done := "notification.robot-done-" + c.Query("done"); message.Has(wire.LanguageOf(c), done) {
		page.Notice = message.Text(wire.LanguageOf(c), done)
	}
	return s.renderRobots(c, http.StatusOK, page)
}

// renderRobots sends the page; the caller has set its notice, problems and form.
func (s Handlers) renderRobots(c *gin.Context, status int, page *web.Robots) error {
	ctx, notice, problems := c.Request.Context(), page.Notice, page.Problems
	page.Frame = s.Pages.Frame(c)
	page.Notice, page.Problems, page.Path = notice, problems, web.RobotsURL
	for _, k := range RobotKinds() {
		page.Kinds = append(page.Kinds, string(k))
	}
	for _, t := range outbox.Topics() {
		page.Topics = append(page.Topics, string(t))
	}
	people, err := s.Access.Everybody(ctx)
	if err != nil {
		return err
	}
	targets, retries := map[string]string{}, map[string]string{}
	for r, err := range s.Docs.Robots.Find(ctx, store.Query{}) {
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
	page.Deliveries, err = s.Outbox.LastDeliveries(ctx, access.CallerOf(c), ChannelRobot, targets,
		retries)
	if err != nil {
		return err
	}
	return s.Pages.Render(c, status, page)
}

// FormRobot answers POST /robots.
func (s Handlers) FormRobot(c *gin.Context) error {
	var form web.RobotForm
	err := pages.BindForm(c, &form)
	if err == nil {
		in := robotRequest{Name: form.Name, Kind: RobotKind(form.Kind), Address: form.Address,
			Secret: form.Secret}
		for _, t := range form.Topics {
			in.Topics = append(in.Topics, outbox.Topic(t))
		}
		if err = wire.Validate(&in); err == nil {
			_, err = s.addRobot(c.Request.Context(), access.UserOf(c).Username, wire.LanguageOf(c).String(),
				&in)
		}
	}
	if err == nil {
		return pages.SeeOther(c, web.RobotsURL+"?done=add")
	}
	page := &web.Robots{Form: form}
	if page.Problems = pages.Problems(err, wire.LanguageOf(c), ""); page.Problems == nil {
		return err
	}
	return s.renderRobots(c, wire.RefusalOf(err).Status, page)
}

// FormRobotStep answers POST /robots/:id: it tests, enables, disables or deletes a robot, or sends
// a delivery to it again.
func (s Handlers) FormRobotStep(c *gin.Context) error {
	var form web.RobotStepForm
	if err := pages.BindForm(c, &form); err != nil {
		return err
	}
	ctx, by, id := c.Request.Context(), access.UserOf(c).Username, c.Param("id")
	r, err := s.Docs.Robots.Get(ctx, id)
	if err != nil {
		return err
	}
	if form.Do == "delete" && !form.Confirmed {
		return s.Pages.Ask(c, web.AskDelete(wire.LanguageOf(c), "ask.delete-robot", r.Name, web.RobotsURL), nil)
	}
	switch form.Do {
	case "test":
		var d outbox.Delivery
		if d, err = s.tryRobot(ctx, id); err == nil && d.State != outbox.Delivered {
			return pages.SeeOther(c, web.RobotsURL+"?done=test-failed")
		}
	case "delete":
		err = s.dropRobot(ctx, by, id)
	case "retry":
		err = s.Outbox.RetryTo(ctx, by, id, form.Delivery)
	default:
		_, err = s.changeRobot(ctx, by, id, func(r *Robot) error {
			r.Enabled = form.Do == "enable"
			return nil
		})
	}
	if err != nil {
		return err
	}
	return pages.SeeOther(c, web.RobotsURL+"?done="+form.Do)
}
