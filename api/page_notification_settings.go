package api

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"hallmark/api/web"
	"hallmark/standard/message"
)

// contactView is what a person has chosen, in the API's form.
type contactView struct {
	Mail     bool                 `json:"mail"` // whether the installation sends any
	Address  string               `json:"address"`
	Pending  string               `json:"pending"`
	Language string               `json:"language"`
	Choices  map[Topic]MailChoice `json:"choices"` // of every topic
	Revision int                  `json:"revision"`
}

func (s *Server) viewContact(k *Contact) contactView {
	v := contactView{s.Mail != nil, k.Address, k.Pending, k.Language, map[Topic]MailChoice{}, k.Revision}
	for _, t := range Topics() {
		v.Choices[t] = k.choice(t)
	}
	return v
}

func (s *Server) getContact(c *gin.Context) error {
	k, err := s.contact(c.Request.Context(), userOf(c).Username)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, s.viewContact(&k))
	return nil
}

func (s *Server) putContact(c *gin.Context) error {
	var in contactRequest
	if err := bind(c, &in); err != nil {
		return err
	}
	k, err := s.setContact(c.Request.Context(), userOf(c), in)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, s.viewContact(&k))
	return nil
}

func (s *Server) postCodeTried(c *gin.Context) error {
	var in codeRequest
	if err := bind(c, &in); err != nil {
		return err
	}
	k, err := s.confirm(c.Request.Context(), userOf(c), in.Code)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, s.viewContact(&k))
	return nil
}

func (s *Server) pageNotificationSettings(c *gin.Context) error {
	page := &web.NotificationSettings{}
	if done := "notification.done-" + c.Query("done"); message.Has(language(c), done) {
		page.Notice = message.Text(language(c), done)
	}
	return s.renderNotificationSettings(c, http.StatusOK, page, nil)
}

// renderNotificationSettings fills the page in; wrong is why what was sent was refused.
func (s *Server) renderNotificationSettings(c *gin.Context, status int, page *web.NotificationSettings,
	wrong error,
) error {
	k, err := s.contact(c.Request.Context(), userOf(c).Username)
	if err != nil {
		return err
	}
	notice := page.Notice
	page.Frame = s.frame(c)
	page.Notice, page.Path = notice, web.NotificationSettingsURL
	if wrong != nil {
		if page.Problems = problems(wrong, page.Language, ""); page.Problems == nil {
			return wrong
		}
		for i := range page.Problems {
			page.Problems[i].Field = strings.TrimPrefix(page.Problems[i].Field, "choices.")
		}
	}
	page.Mail, page.Address, page.Pending, page.Revision = s.Mail != nil, k.Address, k.Pending, k.Revision
	page.Hour = s.DigestHour
	for _, choice := range MailChoices() {
		page.Choices = append(page.Choices, string(choice))
	}
	for _, t := range Topics() {
		row := web.TopicChoice{Topic: string(t), Choice: string(k.choice(t))}
		if sent := page.Sent.Choices()[string(t)]; wrong != nil && sent != "" {
			row.Choice = sent
		}
		page.Topics = append(page.Topics, row)
	}
	if page.Form = page.Sent.Address; wrong == nil {
		if page.Form = k.Address; k.Pending != "" {
			page.Form = k.Pending
		}
	}
	return s.render(c, status, page)
}

func (s *Server) formNotificationSettings(c *gin.Context) error {
	var form web.NotificationSettingsForm
	err := bindForm(c, &form)
	var k Contact
	if err == nil {
		in := contactRequest{Revision: form.Revision, Address: form.Address,
			Language: language(c).String(), Choices: map[Topic]MailChoice{}}
		for topic, choice := range form.Choices() {
			in.Choices[Topic(topic)] = MailChoice(choice)
		}
		k, err = s.setContact(c.Request.Context(), userOf(c), in)
	}
	if err != nil {
		return s.renderNotificationSettings(c, refusalOf(err).Status,
			&web.NotificationSettings{Sent: form}, err)
	}
	done := "saved"
	if k.Pending != "" {
		done = "code"
	}
	return seeOther(c, web.NotificationSettingsURL+"?done="+done)
}

func (s *Server) formCode(c *gin.Context) error {
	var form web.CodeForm
	err := bindForm(c, &form)
	if err == nil {
		_, err = s.confirm(c.Request.Context(), userOf(c), form.Code)
	}
	if err != nil {
		return s.renderNotificationSettings(c, refusalOf(err).Status, &web.NotificationSettings{}, err)
	}
	return seeOther(c, web.NotificationSettingsURL+"?done=confirmed")
}
