package checklists

import (
	"slices"
	"unicode/utf8"

	"hallmark/standard"
)

// SignatureRole says for whom somebody signs an inspection.
type SignatureRole string

// The roles: an inspector, and the person present for the hall.
const (
	SignedByInspector SignatureRole = "inspector"
	SignedByPresent   SignatureRole = "present"
)

// Limits of signatures.
const (
	MaxSignatures = 12
	maxSignedName = 40  // characters
	maxRefusal    = 500 // characters
)

// Signature is what somebody put under an inspection when it was handed over, or why there is none.
// It is a drawn picture: proof of who was there, not an electronic signature in the legal sense.
type Signature struct {
	Role     SignatureRole   `json:"role"`
	Name     string          `json:"name"`               // as printed
	Username Username        `json:"username,omitempty"` // of an inspector
	SHA256   standard.Digest `json:"sha256,omitempty"`   // of the picture
	Refused  string          `json:"refused,omitempty"`  // why there is no picture
	// On is the account on whose device it was drawn, set at the submission; "" in submissions of
	// versions that did not note it.
	On Username `json:"on,omitempty"`
}

// checkSignatures notes what is wrong with the signatures of an audit.
func (a *Audit) checkSignatures(list []Signature) error {
	var problems standard.Problems
	if len(list) > MaxSignatures {
		problems.Add("signatures", "audit.signatures", MaxSignatures)
		return problems.Err()
	}
	seen := map[string]bool{}
	for i := range list {
		s, at := &list[i], ItemPath("signatures", i)
		s.check(&problems, at)
		switch inspects := slices.Contains(a.Inspectors, s.Username); {
		case s.Role == SignedByInspector && s.Username == "":
			problems.Add(at+".username", "audit.signature-account", s.Name)
		case s.Username != "" && (s.Role != SignedByInspector || !inspects):
			problems.Add(at+".username", "audit.signature-inspector", string(s.Username))
		}
		who := string(s.Role) + "\n" + string(s.Username)
		if s.Username == "" {
			who += "\n" + s.Name
		}
		if seen[who] {
			problems.Add(at, "audit.signature-twice", s.Name)
		}
		seen[who] = true
		if first := slices.IndexFunc(list[:i], func(o Signature) bool {
			return o.SHA256 != "" && o.SHA256 == s.SHA256
		}); first >= 0 {
			problems.Add(at+".sha256", "audit.signature-same", s.Name, list[first].Name)
		}
	}
	return problems.Err()
}

func (s *Signature) check(problems *standard.Problems, at string) {
	if s.Role != SignedByInspector && s.Role != SignedByPresent {
		problems.Add(at+".role", "audit.signature-role", string(s.Role))
	}
	CheckText(problems, at+".name", s.Name)
	if n := utf8.RuneCountInString(s.Name); !standard.HasVisible(s.Name) || n > maxSignedName {
		problems.Add(at+".name", "audit.signature-name", maxSignedName)
	}
	CheckText(problems, at+".refused", s.Refused)
	refused := standard.HasVisible(s.Refused)
	switch {
	case refused == (s.SHA256 != ""):
		problems.Add(at, "audit.signature-or-refusal")
	case s.SHA256 != "" && !s.SHA256.Valid():
		problems.Add(at+".sha256", "answer.sha256")
	case utf8.RuneCountInString(s.Refused) > maxRefusal:
		problems.Add(at+".refused", "audit.refusal", maxRefusal)
	}
}

// Signatures returns those under the last submission; none before there is one.
func (a *Audit) Signatures() []Signature {
	if t := a.Submission(); t != nil {
		return t.Signatures
	}
	return nil
}

// Submission is the step that submitted the audit last, or nil.
func (a *Audit) Submission() *Transition {
	for i, t := range slices.Backward(a.Transitions) {
		if t.To == Submitted && !t.Confirms {
			return &a.Transitions[i]
		}
	}
	return nil
}
