package web

// NotificationSettingsURL is the address where a person chooses how to be told.
const NotificationSettingsURL = "/notifications/settings"

// NotificationSettings shows a person's address and choices, at /notifications/settings.
type NotificationSettings struct {
	Frame
	Mail     bool   // whether the installation sends mail
	Address  string // confirmed; "" for none
	Pending  string // waits for its code; "" for none
	Form     string // in the field of the address
	Topics   []TopicChoice
	Choices  []string // key "notification.choice-…"
	Hour     int      // of the daily mail
	Revision int
	Sent     NotificationSettingsForm // that was refused
}

func (*NotificationSettings) template() string { return "notification-settings" }

// TopicChoice is what a person has chosen about a topic.
type TopicChoice struct{ Topic, Choice string }

// NotificationSettingsForm is sent to /notifications/settings, with a choice for each topic.
type NotificationSettingsForm struct {
	Revision       int    `form:"revision" validate:"min=0"`
	Address        string `form:"address" validate:"max=254"`
	Audits         string `form:"audits" validate:"max=8"`
	Campaigns      string `form:"campaigns" validate:"max=8"`
	Rectifications string `form:"rectifications" validate:"max=8"`
	Appeals        string `form:"appeals" validate:"max=8"`
	Feedback       string `form:"feedback" validate:"max=8"`
	Trainings      string `form:"trainings" validate:"max=8"`
	Bulletins      string `form:"bulletins" validate:"max=8"`
	Standards      string `form:"standards" validate:"max=8"`
}

// Choices lists what was chosen by topic.
func (f *NotificationSettingsForm) Choices() map[string]string {
	return map[string]string{"audits": f.Audits, "campaigns": f.Campaigns,
		"rectifications": f.Rectifications, "appeals": f.Appeals, "feedback": f.Feedback,
		"trainings": f.Trainings, "bulletins": f.Bulletins, "standards": f.Standards}
}

// CodeForm is sent to /notifications/confirm.
type CodeForm struct {
	Code string `form:"code" validate:"required,max=16"`
}
