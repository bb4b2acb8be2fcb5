package web

import (
	"net/url"
	"slices"

	"hallmark/checklists"
)

// RobotsURL is the address of the chat robots.
const RobotsURL = "/robots"

// Robots lists the chat robots at /robots, with a form for a new one.
type Robots struct {
	Frame
	Rows       []Robot
	Kinds      []string // key "notification.robot-…"
	Topics     []string
	Form       RobotForm
	Deliveries []Delivery
}

func (*Robots) template() string { return "robots" }

// Robot is one chat robot, without its address.
type Robot struct {
	ID, Name, Kind, Host string
	Signed, Enabled      bool
	Topics               []string
	Created              checklists.Time
	By                   string
}

// Action returns where the forms of a robot are sent.
func (r Robot) Action() string { return RobotsURL + "/" + url.PathEscape(r.ID) }

// RobotForm is sent to /robots.
type RobotForm struct {
	Name    string   `form:"name" validate:"required,max=40,clean"`
	Kind    string   `form:"kind" validate:"required,max=16"`
	Address string   `form:"address" validate:"required,max=2048"`
	Secret  string   `form:"secret" validate:"max=256"`
	Topics  []string `form:"topic" validate:"max=16,dive,max=16"`
}

// Has reports whether a topic was chosen.
func (f *RobotForm) Has(topic string) bool { return slices.Contains(f.Topics, topic) }

// RobotStepForm is sent to /robots/{id}. Delivery is that of the step "retry".
type RobotStepForm struct {
	Do       string `form:"do" validate:"required,oneof=test enable disable delete retry"`
	Delivery string `form:"delivery" validate:"max=64"`

	Confirmed bool `form:"confirmed"` // on the page that asked first
}
