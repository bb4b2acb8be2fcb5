package robots

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/google/uuid"

	"hallmark/api/outbox"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// RobotKind is the service in a group chat of which a robot posts.
type RobotKind string

// The kinds 企业微信 and 钉钉.
const (
	WeCom    RobotKind = "wecom"
	DingTalk RobotKind = "dingtalk"
)

// RobotKinds lists the kinds.
func RobotKinds() []RobotKind { return []RobotKind{WeCom, DingTalk} }

// robotKey is the name of the parameter with the robot's key in its address.
func robotKey(k RobotKind) string {
	if k == WeCom {
		return "key"
	}
	return "access_token"
}

// Robot posts to a group chat the notifications of supervisors, editors and approvers. Anybody who
// knows its address can post in its name. So address and secret are sealed, as the secrets of
// webhooks are, and no list, event or log shows them.
type Robot struct {
	ID       string              `json:"id"` // UUIDv7
	Name     string              `json:"name"`
	Kind     RobotKind           `json:"kind"`
	Host     string              `json:"host"`             // of the address, to be shown
	Address  string              `json:"address"`          // sealed
	Secret   string              `json:"secret,omitempty"` // sealed; signs for DingTalk; "" for none
	Topics   []outbox.Topic      `json:"topics"`
	Language string              `json:"language"`
	Enabled  bool                `json:"enabled"`
	By       checklists.Username `json:"by"`
	Created  checklists.Time     `json:"created"`
	Revision int                 `json:"revision"`
}

// maxRobots bounds how many robots there may be.
const maxRobots = 20

// RobotSchema is how robots are stored.
var RobotSchema = store.Schema[Robot]{
	Name:     "robots",
	ID:       func(r Robot) string { return r.ID },
	Revision: func(r Robot) int { return r.Revision },
	Indexes:  []store.Index{{}},
}

// robotRequest is a new robot.
type robotRequest struct {
	Name    string         `json:"name" validate:"required,max=40,clean"`
	Kind    RobotKind      `json:"kind" validate:"required,max=16"`
	Address string         `json:"address" validate:"required,max=2048"`
	Secret  string         `json:"secret" validate:"max=256"`
	Topics  []outbox.Topic `json:"topics" validate:"required,min=1,max=16,unique"`
}

// robotPatch changes the members of a robot that are not nil. Address and secret cannot be changed:
// a robot with others is a new robot.
type robotPatch struct {
	Revision int             `json:"revision" validate:"min=1"`
	Topics   *[]outbox.Topic `json:"topics" validate:"omitempty,min=1,max=16,unique"`
	Enabled  *bool           `json:"enabled"`
}

// robotView is a robot in the API's form.
type robotView struct {
	ID       string              `json:"id"`
	Name     string              `json:"name"`
	Kind     RobotKind           `json:"kind"`
	Host     string              `json:"host"`
	Signed   bool                `json:"signed"` // whether it has a secret
	Topics   []outbox.Topic      `json:"topics"`
	Language string              `json:"language"`
	Enabled  bool                `json:"enabled"`
	By       checklists.Username `json:"by"`
	Created  checklists.Time     `json:"created"`
	Revision int                 `json:"revision"`
}

func viewRobot(r Robot) robotView {
	return robotView{r.ID, r.Name, r.Kind, r.Host, r.Secret != "", r.Topics, r.Language, r.Enabled,
		r.By,
		r.Created, r.Revision}
}

func (s *Service) checkRobot(in *robotRequest) error {
	r := wire.Refuse(http.StatusUnprocessableEntity, "invalid")
	if !slices.Contains(RobotKinds(), in.Kind) {
		r.Fields = append(r.Fields, wire.Wrong("kind", "oneof", "wecom dingtalk"))
	} else if u, err := url.Parse(in.Address); err != nil || u.Query().Get(robotKey(in.Kind)) == "" ||
		!outbox.WebhookURL(in.Address, s.LocalWebhooks) {
		r.Fields = append(r.Fields, wire.Wrong("address", "robot-address", robotKey(in.Kind)))
	}
	if in.Secret != "" && in.Kind == WeCom {
		r.Fields = append(r.Fields, wire.Wrong("secret", "robot-secret"))
	}
	r.Fields = append(r.Fields, checkTopics(in.Topics)...)
	if len(r.Fields) > 0 {
		return r
	}
	return nil
}

func checkTopics(topics []outbox.Topic) (wrong []wire.Field) {
	for _, t := range topics {
		if !slices.Contains(outbox.Topics(), t) {
			wrong = append(wrong, wire.Wrong("topics", "topic", string(t)))
		}
	}
	return wrong
}

// addRobot stores a robot that posts what happens from now on, in the language of the person who
// adds it.
func (s *Service) addRobot(ctx context.Context, by checklists.Username, language string,
	in *robotRequest,
) (r Robot, err error) {
	if err = s.checkRobot(in); err != nil {
		return r, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return r, err
	}
	u, err := url.Parse(in.Address)
	if err != nil {
		return r, err
	}
	r = Robot{ID: id.String(), Name: in.Name, Kind: in.Kind, Host: u.Hostname(), Topics: in.Topics,
		Language: language, Enabled: true, By: by, Created: checklists.At(s.Now()), Revision: 1}
	if r.Address, err = s.Outbox.Seal([]byte(in.Address)); err == nil && in.Secret != "" {
		r.Secret, err = s.Outbox.Seal([]byte(in.Secret))
	}
	if err != nil {
		return r, err
	}
	return r, s.receivers().Add(ctx, by, "robot-added", r)
}

// receivers are the robots as the outbox sees them.
func (s *Service) receivers() outbox.Receivers[Robot] {
	return outbox.Receivers[Robot]{Docs: s.Docs.Robots, Journal: s.Journal, Kind: "robot",
		Most: maxRobots, Full: "robots-full", Of: func(r *Robot) outbox.Receiver {
			return outbox.Receiver{ID: r.ID, Label: r.Name, Revision: &r.Revision}
		}}
}

func (s *Service) changeRobot(ctx context.Context, by checklists.Username, id string,
	change func(*Robot) error,
) (Robot, error) {
	return s.receivers().Change(ctx, by, id, "robot-changed", change)
}

func (s *Service) dropRobot(ctx context.Context, by checklists.Username, id string) error {
	return s.receivers().Delete(ctx, by, id, "robot-deleted")
}
