package notifications_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"hallmark/api/apitest"
)

// TestVisitReminders lets the days of a campaign go by: inspectors who are sent are told a working
// day before the planned day and before the end; the hall is told nothing, and no notification
// names it.
func TestVisitReminders(t *testing.T) {
	t.Parallel()
	k := apitest.New(t) // Thursday, 1 March 2018
	k.SignIn("supervisor")
	var m struct {
		ID     string
		Visits []struct{ Hall, HallName string }
	}
	k.Want(201, "POST", "/api/v1/campaigns", apitest.CampaignPlan(apitest.Object{"to": "2018-03-15", "quota": apitest.Object{}}), &m)
	one := "/api/v1/campaigns/" + m.ID
	for _, step := range []string{"seal", "draw", "open"} {
		k.Want(200, "POST", one+"/"+step, apitest.Object{}, &m)
	}
	// Tuesday; and Saturday, before which Friday is the last working day that is left on Thursday.
	for i, day := range []string{"2018-03-06", "2018-03-10"} {
		k.Want(200, "POST", one+"/visits", apitest.Object{"hall": m.Visits[i].Hall, "day": day}, &m)
	}
	got := map[string]bool{}
	for today(k) <= "2018-03-16" {
		k.Must(k.Server.DueByTime(context.Background()))
		k.Tokens = map[string]string{}
		for _, user := range []string{"head", "supervisor", "auditor", "auditor2"} {
			for _, n := range k.Told(user) {
				if n.Kind == "visit-due" || n.Kind == "visits-left" {
					if !n.Read {
						got[user+" "+n.Kind+" "+today(k)] = true
					}
					for _, v := range m.Visits {
						if strings.Contains(n.Text, v.HallName) {
							t.Errorf("%s is told of %s: %s", user, v.HallName, n.Text)
						}
					}
				}
			}
			k.Want(200, "POST", "/api/v1/notifications/read", apitest.Object{}, nil)
		}
		k.Clock.Advance(24 * time.Hour)
	}
	want := map[string]bool{}
	for _, user := range []string{"auditor", "auditor2"} {
		want[user+" visit-due 2018-03-05"], want[user+" visit-due 2018-03-08"] = true, true
		want[user+" visits-left 2018-03-12"] = true
	}
	if a, b := lines(want), lines(got); a != b {
		t.Errorf("want\n%s\ngot\n%s", a, b)
	}
}
