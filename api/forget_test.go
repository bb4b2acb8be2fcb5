package api_test

import (
	"context"
	"net/http"
	"testing"
	"time"
)

// TestForgetting lets half a year go by: what was read goes with the 181st day, and so do deliveries
// that arrived; what nobody has read stays, and so does what has failed.
func TestForgetting(t *testing.T) {
	t.Parallel()
	k := newKit(t) // Thursday, 1 March 2018
	start := k.clock.read()
	receiver := newReceiver(t)
	hook := k.subscribe(receiver.URL, "amendment.published")
	k.want(200, "POST", "/api/v1/webhooks/"+hook.ID+"/test", nil, nil)
	receiver.answer(http.StatusInternalServerError)
	k.want(200, "POST", "/api/v1/webhooks/"+hook.ID+"/test", nil, nil)
	k.approvedAudit()
	k.pass()
	list := k.told("head")
	if len(list) != 2 {
		t.Fatalf("told %+v", list)
	}
	k.want(200, "POST", "/api/v1/notifications/read", object{"ids": []string{list[0].ID}}, nil)
	for range 10 { // until the second delivery has failed
		k.clock.advance(25 * time.Hour)
		k.pass()
	}
	for _, after := range []struct {
		days            int
		read, delivered bool
	}{{179, true, true}, {181, false, false}} {
		k.clock.advance(start.AddDate(0, 0, after.days).Sub(k.clock.read()))
		for range 2 { // another process does the same
			k.must(k.server.DueByTime(context.Background()))
			k.restart()
		}
		k.tokens = map[string]string{}
		have := map[string]bool{}
		for _, n := range k.told("head") {
			have[n.ID] = true
		}
		if have[list[0].ID] != after.read || !have[list[1].ID] {
			t.Errorf("after %d days: read one there: %v, unread one there: %v", after.days,
				have[list[0].ID], have[list[1].ID])
		}
		states := map[string]int{}
		for _, d := range k.deliveries() {
			states[d.State]++
		}
		if (states["delivered"] == 1) != after.delivered || states["failed"] != 1 {
			t.Errorf("after %d days: deliveries %v", after.days, states)
		}
	}
}
