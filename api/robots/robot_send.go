package robots

import (
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
	"strconv"
	"time"

	"hallmark/api/outbox"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/standard/message"
)

// ChannelRobot delivers to group chats.
const ChannelRobot outbox.Channel = "robot"

// The types of deliveries to a robot.
const (
	RobotNotification = "robot.notification"
	robotTest         = "robot.test"
)

// RobotDelivery is the delivery of a text that a robot posts. Both services accept its form.
func (s *Service) RobotDelivery(r *Robot, kind, name, text string) (outbox.Delivery, error) {
	payload, err := json.Marshal(map[string]any{"msgtype": "text",
		"text": map[string]string{"content": text}})
	return s.Outbox.NewDelivery(ChannelRobot, r.ID, kind, name, string(payload)), err
}

// tryRobot posts a test at once and returns its delivery as it then is.
func (s *Service) tryRobot(ctx context.Context, id string) (d outbox.Delivery, err error) {
	r, err := s.Docs.Robots.Get(ctx, id)
	if err != nil {
		return d, err
	}
	if !r.Enabled {
		return d, wire.Refuse(http.StatusConflict, "robot-off")
	}
	name, err := outbox.TestName()
	if err != nil {
		return d, err
	}
	text := message.Text(message.ParseLanguage(r.Language), "notification.robot-test")
	if d, err = s.RobotDelivery(&r, robotTest, name, text); err != nil {
		return d, err
	}
	return s.Outbox.Try(ctx, d)
}

// SendRobot is the [outbox.Sender] of robots. The services answer 200 with an errcode; any but 0 is
// a failure, [outbox.ErrRobot], and its code becomes the status.
func (s *Service) SendRobot(ctx context.Context, d *outbox.Delivery) (status int, err error) {
	r, err := s.Docs.Robots.Get(ctx, d.Target)
	if errors.Is(err, store.ErrNotFound) || err == nil && !r.Enabled {
		return 0, outbox.ErrCancelled
	}
	if err != nil {
		return 0, err
	}
	address, err := s.robotAddress(&r, s.Now())
	if err != nil {
		return 0, err
	}
	q, err := outbox.NewRequest(ctx, address, d)
	if err != nil {
		return 0, err
	}
	answer, err := s.Outbox.Client.Do(q)
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
		return 0, outbox.ErrRobot
	case *said.Code != 0:
		return *said.Code, outbox.ErrRobot
	}
	return answer.StatusCode, nil
}

// robotAddress unseals the address and, if the robot has a secret, signs it by DingTalk's rule:
// the HMAC-SHA256 of "<milliseconds>\n<secret>" under the secret itself.
func (s *Service) robotAddress(r *Robot, at time.Time) (string, error) {
	plain, err := s.Outbox.Unseal(r.Address)
	if err != nil {
		return "", err
	}
	address := string(plain)
	if !outbox.WebhookURL(address, s.LocalWebhooks) {
		return "", outbox.ErrAddress
	}
	if r.Secret == "" {
		return address, nil
	}
	secret, err := s.Outbox.Unseal(r.Secret)
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
