package takeover

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"hallmark/api/access"
	"hallmark/api/store"
	"hallmark/standard"
)

// queueSignature is what the key of a sign-in puts under a file: HMAC-SHA-256 in hexadecimal, one
// over the whole content, and one over each part, so that a part that was edited can be named. A
// code covers its place in the file, a line feed, and the part's bytes as they stand there.
type queueSignature struct {
	Key         string   `json:"key"` // ID of the key
	Whole       string   `json:"whole"`
	Head        string   `json:"head"` // device, username and savedAt, each in a line
	Audits      []string `json:"audits"`
	Changes     []string `json:"changes"`
	Photographs []string `json:"photographs"`
	Submissions []string `json:"submissions"`

	Confirmations []string `json:"confirmations"`
}

// EditedError says that a file is signed with a key of this installation and was edited
// afterwards.
type EditedError struct{ Place string } // such as "content.changes[3]"

// Error names the place, in English.
func (e *EditedError) Error() string {
	return "the file was edited after it was signed: " + e.Place
}

// signerOf is the person whose sign-in vouches for a file. It is nil for a file without a
// signature, with a key that is too old or not of this installation, and of a person whose account
// is gone or disabled. A file that was edited is refused.
func (s *Service) signerOf(ctx context.Context, q *queue) (*access.User, error) {
	if q.Signature == nil {
		return nil, nil
	}
	key, name, current, err := s.Access.QueueKeyOf(q.Signature.Key)
	if err != nil {
		return nil, err
	}
	place, ours := q.check(key)
	switch {
	case ours && name != q.content.Username:
		return nil, &EditedError{"content.username"}
	case ours && place != "":
		return nil, &EditedError{place}
	case standard.DigestBytes(q.Content) != q.SHA256:
		return nil, fmt.Errorf("%w: digest", ErrFile)
	case !ours || !current:
		return nil, nil
	}
	u, err := s.Docs.Users.Get(ctx, string(name))
	if errors.Is(err, store.ErrNotFound) || err == nil && u.Disabled {
		return nil, nil
	}
	return &u, err
}

// check compares the codes of a file with its content. It returns the first place that was edited,
// "" for none, and whether any part was signed with the key at all.
func (q *queue) check(key []byte) (place string, ours bool) {
	note := func(at string, is bool) {
		if is {
			ours = true
		} else if place == "" {
			place = at
		}
	}
	sign, c := q.Signature, &q.content
	note("content.device, content.username, content.savedAt", fits(key, sign.Head, "head",
		[]byte(c.Device+"\n"+string(c.Username)+"\n"+c.SavedAt)))
	var raw struct{ Audits, Changes, Photographs, Submissions, Confirmations []json.RawMessage }
	_ = json.Unmarshal(q.Content, &raw) // the content was read once already
	for _, list := range []struct {
		name  string
		parts []json.RawMessage
		codes []string
	}{{"audits", raw.Audits, sign.Audits}, {"changes", raw.Changes, sign.Changes},
		{"photographs", raw.Photographs, sign.Photographs},
		{"submissions", raw.Submissions, sign.Submissions},
		{"confirmations", raw.Confirmations, sign.Confirmations}} {
		for i := range max(len(list.parts), len(list.codes)) {
			at := fmt.Sprintf("%s[%d]", list.name, i)
			note("content."+at, i < len(list.parts) && i < len(list.codes) &&
				fits(key, list.codes[i], at, list.parts[i]))
		}
	}
	note("content", fits(key, sign.Whole, "content", q.Content))
	if place == "" {
		place = q.alteredPhotograph()
	}
	return place, ours
}

// alteredPhotograph is the place of a photograph whose bytes are not those that the content names;
// "" for none. One that the tablet had lost is not in the file; the import says so.
func (q *queue) alteredPhotograph() string {
	for _, p := range q.content.Photographs {
		body, kept := q.Photographs[p.SHA256]
		if !kept {
			continue
		}
		photo, err := base64.StdEncoding.DecodeString(body)
		if err != nil || standard.DigestBytes(photo) != p.SHA256 {
			return "photographs." + string(p.SHA256)
		}
	}
	return ""
}

// fits reports whether a code is that of a part at its place.
func fits(key []byte, code, at string, part []byte) bool {
	have, err := hex.DecodeString(code)
	if err != nil || len(key) == 0 {
		return false
	}
	sum := hmac.New(sha256.New, key)
	sum.Write([]byte(at + "\n"))
	sum.Write(part)
	return hmac.Equal(have, sum.Sum(nil))
}
