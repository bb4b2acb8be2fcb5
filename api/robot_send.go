package api

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"

	"hallmark/api/store"
	"hallmark/standard/message"
)

// ChannelRobot sends to a group chat.
const ChannelRobot Channel = "robot"

// The types of what a robot says.
const (
	robotNotification = "robot.notification"
	robotTest         = "robot.test"
)

// errRobot says that a robot has answered with an error of its own, with status 200.
var errRobot = errors.New("the robot's service refuses")

// robotDelivery is something that a robot says. Both services take the same form.
func (s *Server) robotDelivery(r *Robot, kind, name, text string) (Delivery, error) {
	payload, err := json.Marshal(map[string]any{"msgtype": "text", "text": map[string]string{"content": text}})
	return s.newDelivery(ChannelRobot, r.ID, kind, name, string(payload)), err
}

// postRobots lets robots say what was told to supervisors, editors or approvers; what is for halls and
// inspectors alone is for no chat. About names it, once for ever.
func (s *Server) postRobots(ctx context.Context, people *people, t *telling, n *Notification, about string,
) error {
	if !slices.ContainsFunc(t.to, func(to audience) bool {
		return to == desk || to == drafters || to == signatory
	}) {
		return nil
	}
	robots, err := people.chats(ctx)
	for i := range robots {
		r := &robots[i]
		if err != nil || !r.Enabled || !slices.Contains(r.Topics, t.topic) {
			continue
		}
		text := n.sentence(message.ParseLanguage(r.Language))
		if at := s.site.absolute(n.path()); at != "" {
			text += "\n" + at
		}
		var d Delivery
		if d, err = s.robotDelivery(r, robotNotification, n.Kind+"/"+about, text); err == nil {
			err = s.post(ctx, d)
		}
	}
	return err
}

// tryRobot says a test at once and returns what became of it.
func (s *Server) tryRobot(ctx context.Context, id string) (d Delivery, err error) {
	r, err := s.docs.robots.Get(ctx, id)
	if err != nil {
		return d, err
	}
	if !r.Enabled {
		return d, refuse(http.StatusConflict, "robot-off")
	}
	name, err := uuid.NewV7()
	if err != nil {
		return d, err
	}
	text := message.Text(message.ParseLanguage(r.Language), "notification.robot-test")
	if d, err = s.robotDelivery(&r, robotTest, "test/"+name.String(), text); err != nil {
		return d, err
	}
	if err = s.docs.outbox.Insert(ctx, d); err == nil {
		err = s.deliver(ctx, d.ID)
	}
	if err != nil {
		return d, err
	}
	return s.docs.outbox.Get(ctx, d.ID)
}

// sendRobot makes one attempt. The services answer 200 with an errcode; any but 0 is a failure.
func (s *Server) sendRobot(ctx context.Context, d *Delivery) (status int, err error) {
	r, err := s.docs.robots.Get(ctx, d.Target)
	if errors.Is(err, store.ErrNotFound) || err == nil && !r.Enabled {
		return 0, errCancelled
	}
	if err != nil {
		return 0, err
	}
	address, err := s.robotAddress(&r, s.now())
	if err != nil {
		return 0, err
	}
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader([]byte(d.Payload)))
	if err != nil {
		return 0, err
	}
	q.Header.Set("Content-Type", "application/json")
	q.Header.Set("User-Agent", "Hallmark")
	answer, err := s.webhooks.Do(q)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return answer.StatusCode, fmt.Errorf("status %d", answer.StatusCode)
	}
	var said struct {
		Code *int `json:"errcode"`
	}
	err = json.NewDecoder(io.LimitReader(answer.Body, 64<<10)).Decode(&said)
	switch {
	case err != nil || said.Code == nil:
		return 0, errRobot
	case *said.Code != 0:
		return *said.Code, errRobot
	}
	return answer.StatusCode, nil
}

// robotAddress opens the address and, where the robot has a secret, signs it after DingTalk's rule: the
// HMAC-SHA256 of "<milliseconds>\n<secret>" under the secret itself.
func (s *Server) robotAddress(r *Robot, at time.Time) (string, error) {
	plain, err := s.unseal(r.Address)
	if err != nil {
		return "", err
	}
	address := string(plain)
	if !webhookURL(address, s.LocalWebhooks) {
		return "", errAddress
	}
	if r.Secret == "" {
		return address, nil
	}
	secret, err := s.unseal(r.Secret)
	if err != nil {
		return "", err
	}
	u, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	timestamp := strconv.FormatInt(at.UnixMilli(), 10)
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(timestamp + "\n" + string(secret)))
	q := u.Query()
	q.Set("timestamp", timestamp)
	q.Set("sign", base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	u.RawQuery = q.Encode()
	return u.String(), nil
}
