package notifications_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"hallmark/api/apitest"
	"hallmark/api/journal"
	"hallmark/standard"
)

// TestNotificationsOverCrashes lets the process die at every call to the storage in turn, before and
// after the call is done, and go on as a new one: each thing is told once, and each mail is one mail,
// however often it is sent.
func TestNotificationsOverCrashes(t *testing.T) {
	t.Parallel()
	k, f, _ := apitest.NewFaultyKit(t)
	k.Config.Engine, k.Config.Blobs = f, f
	server := mails(k)
	reached(k, server, "supervisor", apitest.Object{"feedback": "now"})
	k.Rated()
	k.Clock.Advance(time.Minute)
	before, told := len(server.Mails()), 0
	ctx := context.Background()
	for at, calls := 1, 1; at <= calls; at++ {
		for _, late := range []bool{false, true} {
			after := standard.Digest(fmt.Sprint(at, late))
			for _, e := range []journal.Event{{Action: "feedback-given", After: after},
				{Action: "feedback-withheld", Before: after, After: "gone"}} {
				e.Actor, e.Subject = "visitor", "feedback/"+apitest.WaitingID
				k.Must(k.Server.Journal.Note(ctx, e))
			}
			told++
			f.Plan(at, late)
			_ = k.Server.Deliver(ctx) // dies
			calls = max(calls, f.Count())
			f.Plan(0, false)
			k.Restart()
			k.Due()
			k.Pass()
			k.Clock.Advance(time.Minute) // a lease of the dead ends
			k.Pass()
			if n := k.Server.Notifications.UnreadFor(ctx, "supervisor"); n != min(told, 100) {
				t.Fatalf("call %d, late %v: %d told, want %d", at, late, n, told)
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
