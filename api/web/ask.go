package web

import "hallmark/standard/message"

// Ask asks before something that cannot be undone, and says what follows. It answers the first
// sending of a form; its own form sends the same fields again, confirmed.
type Ask struct {
	Frame
	Heading string   // the question, in the frame's language
	Subject string   // the name of what it is about; "" for none
	Follows []string // what follows, a sentence each
	Notable []string // what people may not have seen: halls not visited, numbers that are not from the data
	Do      string   // the words of the button
	Action  string   // the address of the form
	Back    string   // the page that people came from
	Fields  []AskField
}

// AskField is one field of the form that was sent.
type AskField struct{ Name, Value string }

// ConfirmedField is the field of every form that asks first: "true" once the person has confirmed.
const ConfirmedField = "confirmed"

func (*Ask) template() string { return "ask" }

// AskDelete asks before an address to which messages go is deleted; key is that of the question.
func AskDelete(l message.Language, key, subject, back string) *Ask {
	return &Ask{Heading: message.Text(l, key), Subject: subject, Back: back,
		Follows: []string{message.Text(l, "ask.delete-receiver-follows")},
		Do:      message.Text(l, "ask.delete-do")}
}
