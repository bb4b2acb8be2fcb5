package web

import (
	"hallmark/checklists"
	"hallmark/standard/message"
)

// signedLines says of each inspector how the last submission was signed; older submissions did not
// note it and give none.
func signedLines(l message.Language, people People, a *checklists.Audit) []string {
	sub := a.Submission()
	if sub == nil {
		return nil
	}
	var lines []string
	if sub.Unsigned {
		lines = append(lines, message.Text(l, "signed.none"))
	}
	if h := sub.Handed; h != nil {
		lines = append(lines, message.Text(l, "signed.handed", people.Name(h.Operator(sub.By)), people.Name(h.Of),
			string(h.File)))
	}
	for _, s := range a.InspectorsSigned() {
		if s.How == checklists.SignedUnnoted || sub.Unsigned && s.How == checklists.SignedNot {
			continue
		}
		lines = append(lines, people.Name(s.Username)+message.Text(l, "signed.colon")+
			s.Text(l, people.Name(sub.Device()),
				s.At.InHall().Format(message.Text(l, "page.format.time"))))
	}
	return lines
}
