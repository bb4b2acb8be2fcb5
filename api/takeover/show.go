package takeover

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

// showQueue tells line by line what a file holds for which no sign-in vouches, so that whoever takes
// it over has seen it.
func (s *Service) showQueue(ctx context.Context, q *queue, order Order) {
	if order.Show == nil {
		return
	}
	say := func(key string, args ...any) {
		order.Show(visible(message.Text(order.Language, "queue."+key, args...)))
	}
	c := &q.content
	say("of", string(c.Username), c.Device, readable(c.SavedAt), string(q.digest))
	shown := queueClauses{s: s, ctx: ctx, editions: map[checklists.AuditID]standard.EditionID{}}
	for n, body := range c.Audits {
		var start struct {
			ID      checklists.AuditID
			Edition standard.EditionID
		}
		_ = json.Unmarshal(body, &start) // what cannot be read is shown as it stands
		shown.editions[start.ID] = start.Edition
		say("shown", message.Text(order.Language, "queue.audit", n+1), Said(order.Language, body))
	}
	for n, one := range c.Changes {
		var change checklists.Change
		if err := json.Unmarshal(one.Change, &change); err != nil {
			say("shown", message.Text(order.Language, "queue.change", n+1, one.Audit),
				Said(order.Language, one.Change))
			continue
		}
		say("shown-change", message.Text(order.Language, "queue.change", n+1, one.Audit),
			shown.name(one.Audit, change.Clause), operation(order.Language, change.Op),
			Said(order.Language, change.Value),
			moment(change.At))
	}
	for _, p := range c.Photographs {
		say("shown", message.Text(order.Language, "queue.photograph", string(p.SHA256)),
			fmt.Sprintf("%s %s %d", p.Audit, shown.name(p.Audit, p.Clause), p.Size))
	}
	for _, one := range c.Confirmations {
		say("shown", message.Text(order.Language, "queue.confirmation", one.Audit), string(one.SHA256))
	}
	for _, sub := range c.Submissions {
		body, _ := sub.text() // of what was read as JSON
		say("shown", message.Text(order.Language, "queue.submission", sub.Audit), Said(order.Language, body))
	}
}

// operation is what a change does, in words; one that nobody knows stands as in the file.
func operation(l message.Language, op checklists.Op) string {
	if key := "queue.op-" + string(op); message.Has(l, key) {
		return message.Text(l, key)
	}
	return string(op)
}

// readable is a time that a file says, as people write it in the zone of the halls; what is no time
// stays as it is.
func readable(text string) any {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return text
	}
	return message.Moment(t.In(checklists.HallZone))
}

// moment is the time of a change, likewise.
func moment(at checklists.Stamp) any {
	digits, _, _ := strings.Cut(string(at), "-")
	ms, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return string(at)
	}
	return message.Moment(time.UnixMilli(ms).In(checklists.HallZone))
}

// queueClauses finds what the clauses in a file are called.
type queueClauses struct {
	s        *Service
	ctx      context.Context
	editions map[checklists.AuditID]standard.EditionID
}

// name is the UID of a clause with its code and title, by the edition of its audit or the one in
// force.
func (k *queueClauses) name(audit checklists.AuditID, uid standard.ClauseUID) string {
	id, known := k.editions[audit]
	if !known {
		if a, err := k.s.Docs.Audits.Get(k.ctx, string(audit)); err == nil {
			id = a.Edition
		}
		k.editions[audit] = id
	}
	e, err := k.s.Editions.Edition(k.ctx, id)
	if id == "" { // an audit that is not here, and names none
		e, err = k.s.Editions.EditionInForce(k.ctx, k.s.Access.Now())
	}
	if err == nil {
		if c, ok := e.Clause(uid); ok {
			return string(uid) + " " + c.Code + " " + c.Title
		}
	}
	return string(uid)
}

// of is the name of the clause of a change; "" where that cannot be read.
func (k *queueClauses) of(c queueChange) string {
	var change struct{ Clause standard.ClauseUID }
	if json.Unmarshal(c.Change, &change) != nil || change.Clause == "" {
		return ""
	}
	return k.name(c.Audit, change.Clause)
}

// visible writes signs that cannot be seen, or that would steer a terminal, as their numbers.
func visible(text string) string {
	var b strings.Builder
	for _, r := range text {
		if unicode.IsPrint(r) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "\\u{%04X}", r)
		}
	}
	return b.String()
}
