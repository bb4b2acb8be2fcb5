package notifications_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"hallmark/api/apitest"
)

// TestForgetting lets half a year go by: what was read is removed on the 181st day, and so are
// deliveries that arrived; unread notifications and failed deliveries stay.
func TestForgetting(t *testing.T) {
	t.Parallel()
	k := apitest.New(t) // Thursday, 1 March 2018
	start := k.Clock.Read()
	receiver := apitest.NewReceiver(t)
	hook := k.Subscribe(receiver.URL, "amendment.published")
	k.Want(200, "POST", "/api/v1/webhooks/"+hook.ID+"/test", nil, nil)
	receiver.Answer(http.StatusInternalServerError)
	k.Want(200, "POST", "/api/v1/webhooks/"+hook.ID+"/test", nil, nil)
	k.ApprovedAudit()
	k.Pass()
	list := k.Told("head")
	if len(list) != 2 {
		t.Fatalf("told %+v", list)
	}
	k.Want(200, "POST", "/api/v1/notifications/read", apitest.Object{"ids": []string{list[0].ID}}, nil)
	for range 10 { // until the second delivery has failed
		k.Clock.Advance(25 * time.Hour)
		k.Pass()
	}
	for _, after := range []struct {
		days            int
		read, delivered bool
	}{{179, true, true}, {181, false, false}} {
		k.Clock.Advance(start.AddDate(0, 0, after.days).Sub(k.Clock.Read()))
		for range 2 { // another process does the same
			k.Must(k.Server.DueByTime(context.Background()))
			k.Restart()
		}
		k.Tokens = map[string]string{}
		have := map[string]bool{}
		for _, n := range k.Told("head") {
			have[n.ID] = true
		}
		if have[list[0].ID] != after.read || !have[list[1].ID] {
			t.Errorf("after %d days: read one there: %v, unread one there: %v", after.days,
				have[list[0].ID], have[list[1].ID])
		}
		states := map[string]int{}
		for _, d := range k.Deliveries() {
			states[d.State]++
		}
		if (states["delivered"] == 1) != after.delivered || states["failed"] != 1 {
			t.Errorf("after %d days: deliveries %v", after.days, states)
		}
	}
}
