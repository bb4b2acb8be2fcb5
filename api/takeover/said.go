package takeover

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"

	"hallmark/checklists"
	"hallmark/standard/message"
)

// Said is a JSON value of a file as people read it: its members by the names that the pages have for
// them, times in the zone of the halls. Nothing but what is empty is left out: what has no name stands as in
// the file.
func Said(l message.Language, raw json.RawMessage) string { return saidOf(l, "", raw) }

func saidOf(l message.Language, member string, raw json.RawMessage) string {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var parts []string
	opening, err := d.Token()
	if err != nil {
		return string(raw)
	}
	switch opening {
	case json.Delim('{'):
		for d.More() {
			name, value, err := nextMember(d)
			if err != nil {
				return string(raw)
			}
			if !empty(name, value) {
				parts = append(parts, saidMember(l, name, value))
			}
		}
		return strings.Join(parts, message.Text(l, "queue.comma"))
	case json.Delim('['):
		for d.More() {
			var one json.RawMessage
			if err := d.Decode(&one); err != nil {
				return string(raw)
			}
			parts = append(parts, saidOf(l, member, one))
		}
		if len(parts) == 0 {
			return message.Text(l, "queue.value-none")
		}
		return strings.Join(parts, message.Text(l, "queue.semicolon"))
	}
	text, ok := opening.(string)
	if !ok {
		text = string(raw)
	}
	if key := "queue.value-" + member + "-" + text; message.Has(l, key) {
		return message.Text(l, key)
	}
	if key := "audit.kind-" + text; member == "kind" && message.Has(l, key) {
		return message.Text(l, key)
	}
	if member == "op" {
		return operation(l, checklists.Op(text))
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return message.Text(l, "queue.moment", message.Moment(at.In(checklists.HallZone)))
	}
	return text
}

// empty reports whether a member says nothing. That no occurrence was found is an answer.
func empty(name string, value json.RawMessage) bool {
	switch string(value) {
	case `""`, "null":
		return true
	case "[]":
		return name != "occurrences"
	}
	return false
}

func nextMember(d *json.Decoder) (name string, value json.RawMessage, err error) {
	t, err := d.Token()
	if err == nil {
		err = d.Decode(&value)
	}
	name, _ = t.(string)
	return name, value, err
}

// saidMember is a member with its name; a word such as "passed" needs none.
func saidMember(l message.Language, name string, value json.RawMessage) string {
	what := saidOf(l, name, value)
	if key := "queue.member-" + name; message.Has(l, key) {
		return message.Text(l, key, what)
	}
	return name + " " + what
}
