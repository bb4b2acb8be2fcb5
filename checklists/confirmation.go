package checklists

import (
	"slices"
	"time"

	"hallmark/standard"
	"hallmark/standard/message"
)

// Confirm notes that an inspector confirms the inspection in the own sign-in, with a signature drawn
// there (sha256) or without one (""). It counts for the submission before it, or for the next one
// while the audit is in progress. Doing so again changes nothing. It returns a *[StateError] before
// the first answers after a return and after the approval, a *[standard.InvalidError] for somebody
// who is no inspector and for a picture that another signature shows.
func (a *Audit) Confirm(by Username, name string, drawn standard.Digest, at time.Time) error {
	if a.State != InProgress && a.State != Submitted {
		return &StateError{a.State, a.State}
	}
	var problems standard.Problems
	if !slices.Contains(a.Inspectors, by) {
		problems.Add("username", "audit.signature-inspector", string(by))
	}
	if drawn != "" && !drawn.Valid() {
		problems.Add("sha256", "answer.sha256")
	}
	for _, t := range a.Transitions {
		for _, s := range t.Signatures {
			if drawn != "" && s.SHA256 == drawn && s.Username != by {
				problems.Add("sha256", "audit.signature-same", name, s.Name)
			}
		}
	}
	if err := problems.Err(); err != nil {
		return err
	}
	if c := a.ConfirmedBy(by); c != nil && c.Signatures[0].SHA256 == drawn {
		return nil
	}
	return a.step(Transition{To: a.State, By: by, Confirms: true, Signatures: []Signature{
		{Role: SignedByInspector, Name: name, Username: by, SHA256: drawn, On: by}}}, at)
}

// ConfirmedBy is the step by which an inspector confirmed last, or nil. A return takes it back.
func (a *Audit) ConfirmedBy(who Username) *Transition {
	for i, t := range slices.Backward(a.Transitions) {
		switch {
		case t.To == Returned && t.From == Submitted:
			return nil
		case t.Confirms && t.By == who:
			return &a.Transitions[i]
		}
	}
	return nil
}

// SignedHow says how far it is proven that an inspector signed.
type SignedHow string

// How inspectors sign. The zero value is that of audits submitted to versions that did not note it.
const (
	SignedUnnoted SignedHow = ""
	SignedSelf    SignedHow = "self"      // submitted in the own sign-in
	SignedConfirm SignedHow = "confirmed" // confirmed in the own sign-in
	SignedDevice  SignedHow = "device"    // on the device of somebody else, not confirmed
	SignedNot     SignedHow = "missing"   // neither signed nor confirmed
)

// InspectorSigned is what an inspector put under the last submission.
type InspectorSigned struct {
	Username  Username
	How       SignedHow
	Signature *Signature // nil: none was drawn
	At        Time       // of the confirmation
	Later     int        // changes by others between the confirmation and the submission
}

// InspectorsSigned tells of each inspector, in their order; nil before the first submission.
func (a *Audit) InspectorsSigned() []InspectorSigned {
	sub := a.Submission()
	if sub == nil {
		return nil
	}
	list := make([]InspectorSigned, len(a.Inspectors))
	for i, name := range a.Inspectors {
		list[i] = signedBy(a, sub, name)
	}
	return list
}

func signedBy(a *Audit, sub *Transition, name Username) InspectorSigned {
	one := InspectorSigned{Username: name}
	noted := sub.Unsigned
	for i := range sub.Signatures {
		s := &sub.Signatures[i]
		noted = noted || s.On != ""
		if s.Role == SignedByInspector && s.Username == name {
			one.Signature = s
		}
	}
	confirmed := a.ConfirmedBy(name)
	own := sub.By == name && sub.Handed == nil
	switch {
	case confirmed != nil:
		one.How, one.At, one.Later = SignedConfirm, confirmed.At, a.changedAfter(confirmed, sub)
		if s := &confirmed.Signatures[0]; s.SHA256 != "" {
			one.Signature = s
		}
	case !noted:
	case own:
		one.How = SignedSelf
	case one.Signature != nil:
		one.How = SignedDevice
	default:
		one.How = SignedNot
	}
	return one
}

// changedAfter counts what others recorded after a confirmation and before the submission.
func (a *Audit) changedAfter(confirmed, sub *Transition) (n int) {
	for _, log := range a.Log {
		for i := range log {
			if r := log[i].Revision; r > confirmed.Revision && r < sub.Revision &&
				log[i].By != confirmed.By {
				n++
			}
		}
	}
	return n
}

// Text says how an inspector signed, in a language; device is the name of the person on whose device
// the submission was signed, at the time of the confirmation as people write it. It is "" where the
// audit did not note it.
func (s InspectorSigned) Text(l message.Language, device, at string) string {
	switch s.How {
	case SignedUnnoted:
		return ""
	case SignedDevice:
		return message.Text(l, "signed.device", device)
	case SignedConfirm:
		text := message.Text(l, "signed.confirmed", at)
		if s.Later > 0 {
			text += message.Text(l, "signed.later", s.Later)
		}
		return text
	}
	return message.Text(l, "signed."+string(s.How))
}

// Device is the account on whose device a submission was made.
func (t *Transition) Device() Username {
	if t.Handed != nil {
		return t.Handed.Of
	}
	return t.By
}

// Unconfirmed reports whether a submitted audit waits for the confirmation of an inspector, since
// somebody else submitted it.
func (a *Audit) Unconfirmed(who Username) bool {
	sub := a.Submission()
	return a.State == Submitted && sub != nil && slices.Contains(a.Inspectors, who) &&
		(sub.By != who || sub.Handed != nil) && a.ConfirmedBy(who) == nil
}
