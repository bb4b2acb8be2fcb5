package api_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"hallmark/api"
	"hallmark/standard"
)

// TestNotificationsOverCrashes lets the process die at every call to the storage in turn, before and
// after the call is done, and go on as a new one: each thing is told once, and each mail is one mail,
// however often it is sent.
func TestNotificationsOverCrashes(t *testing.T) {
	t.Parallel()
	k, f, _ := newFaultyKit(t)
	k.config.Engine, k.config.Blobs = f, f
	server := k.mails()
	k.reached(server, "supervisor", object{"feedback": "now"})
	k.rated()
	k.clock.advance(time.Minute)
	before, told := len(server.Mails()), 0
	ctx := context.Background()
	for at, calls := 1, 1; at <= calls; at++ {
		for _, late := range []bool{false, true} {
			after := standard.Digest(fmt.Sprint(at, late))
			for _, e := range []api.Event{{Action: "feedback-given", After: after},
				{Action: "feedback-withheld", Before: after, After: "gone"}} {
				e.Actor, e.Subject = "visitor", "feedback/"+waitingID
				k.must(k.server.NoteForTest(ctx, e))
			}
			told++
			f.plan(at, late)
			_ = k.server.Deliver(ctx) // dies
			calls = max(calls, f.count())
			f.plan(0, false)
			k.restart()
			k.pass()
			k.clock.advance(time.Minute) // a lease of the dead ends
			k.pass()
			if n, err := k.server.UnreadForTest(ctx, "supervisor"); err != nil || n != min(told, 100) {
				t.Fatalf("call %d, late %v: %d told, want %d: %v", at, late, n, told, err)
			}
		}
	}
	ids := map[string]bool{}
	sent := server.Mails()[before:]
	for _, m := range sent {
		ids[m.Header.Get("Message-Id")] = true
	}
	if len(ids) != told || told < 20 {
		t.Errorf("%d mails of %d things told", len(ids), told)
	}
	t.Logf("%d mails were sent %d times", len(ids), len(sent))
}
