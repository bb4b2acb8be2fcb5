package notifications

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/outbox"
	"hallmark/api/pages"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/standard/message"
)

// contactView is the contact of a person in the API's form.
type contactView struct {
	Mail     bool                        `json:"mail"` // whether the installation sends mail
	Address  string                      `json:"address"`
	Pending  string                      `json:"pending"`
	Language string                      `json:"language"`
	Choices  map[outbox.Topic]MailChoice `json:"choices"` // of every topic
	Revision int                         `json:"revision"`
}

func (s *Service) viewContact(contact *Contact) contactView {
	v := contactView{s.Mail != nil, contact.Address, contact.Pending, contact.Language,
		map[outbox.Topic]MailChoice{}, contact.Revision}
	for _, t := range outbox.Topics() {
		v.Choices[t] = contact.choice(t)
	}
	return v
}

// GetContact answers GET /api/v1/notifications/settings.
func (s Handlers) GetContact(c *gin.Context) error {
	contact, err := s.contact(c.Request.Context(), access.UserOf(c).Username)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, s.viewContact(&contact))
	return nil
}

// PutContact answers PUT /api/v1/notifications/settings.
func (s Handlers) PutContact(c *gin.Context) error {
	var in contactRequest
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	contact, err := s.setContact(c.Request.Context(), access.UserOf(c), in)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, s.viewContact(&contact))
	return nil
}

// PostCodeTried answers POST /api/v1/notifications/confirm.
func (s Handlers) PostCodeTried(c *gin.Context) error {
	var in codeRequest
	if err := wire.Bind(c, &in); err != nil {
		return err
	}
	contact, err := s.confirm(c.Request.Context(), access.UserOf(c), in.Code)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, s.viewContact(&contact))
	return nil
}

// PageNotificationSettings answers GET /notifications/settings.
func (s Handlers) PageNotificationSettings(c *gin.Context) error {
	page := &web.NotificationSettings{}
	if done := "notification.done-" + c.Query("done"); message.Has(wire.LanguageOf(c), done) {
		page.Notice = message.Text(wire.LanguageOf(c), done)
	}
	return s.renderNotificationSettings(c, http.StatusOK, page, nil)
}

// renderNotificationSettings sends the page. Wrong is the refusal of the form that was sent, or
// nil.
func (s Handlers) renderNotificationSettings(c *gin.Context, status int,
	page *web.NotificationSettings,
	wrong error,
) error {
	contact, err := s.contact(c.Request.Context(), access.UserOf(c).Username)
	if err != nil {
		return err
	}
	notice := page.Notice
	page.Frame = s.Pages.Frame(c)
	page.Notice, page.Path = notice, web.NotificationSettingsURL
	if wrong != nil {
		if page.Problems = pages.Problems(wrong, page.Language, ""); page.Problems == nil {
			return wrong
		}
		for i := range page.Problems {
			page.Problems[i].Field = strings.TrimPrefix(page.Problems[i].Field, "choices.")
		}
	}
	page.Mail, page.Revision = s.Mail != nil, contact.Revision
	page.Address, page.Pending = contact.Address, contact.Pending
	page.Hour = s.DigestHour
	for _, choice := range MailChoices() {
		page.Choices = append(page.Choices, string(choice))
	}
	for _, t := range outbox.Topics() {
		row := web.TopicChoice{Topic: string(t), Choice: string(contact.choice(t))}
		if sent := page.Sent.Choices()[string(t)]; wrong != nil && sent != "" {
			row.Choice = sent
		}
		page.Topics = append(page.Topics, row)
	}
	if page.Form = page.Sent.Address; wrong == nil {
		if page.Form = contact.Address; contact.Pending != "" {
			page.Form = contact.Pending
		}
	}
	return s.Pages.Render(c, status, page)
}

// FormNotificationSettings answers POST /notifications/settings.
func (s Handlers) FormNotificationSettings(c *gin.Context) error {
	var form web.NotificationSettingsForm
	err := pages.BindForm(c, &form)
	var contact Contact
	if err == nil {
		in := contactRequest{Revision: form.Revision, Address: form.Address,
			Language: wire.LanguageOf(c).String(), Choices: map[outbox.Topic]MailChoice{}}
		for topic, choice := range form.Choices() {
			in.Choices[outbox.Topic(topic)] = MailChoice(choice)
		}
		contact, err = s.setContact(c.Request.Context(), access.UserOf(c), in)
	}
	if err != nil {
		return s.renderNotificationSettings(c, wire.RefusalOf(err).Status,
			&web.NotificationSettings{Sent: form}, err)
	}
	done := "saved"
	if contact.Pending != "" {
		done = "code"
	}
	return pages.SeeOther(c, web.NotificationSettingsURL+"?done="+done)
}

// FormCode answers POST /notifications/confirm.
func (s Handlers) FormCode(c *gin.Context) error {
	var form web.CodeForm
	err := pages.BindForm(c, &form)
	if err == nil {
		_, err = s.confirm(c.Request.Context(), access.UserOf(c), form.Code)
	}
	if err != nil {
		return s.renderNotificationSettings(c, wire.RefusalOf(err).Status, &web.NotificationSettings{},
			err)
	}
	return pages.SeeOther(c, web.NotificationSettingsURL+"?done=confirmed")
}
