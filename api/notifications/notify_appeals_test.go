package notifications_test

import (
	"context"
	"testing"
	"time"

	"hallmark/api/apitest"
)

// TestAppealReminders lets the time for the decision on an appeal go by, which is ten working days
// after it was made: supervisors who were not involved are told a working day before its end and
// when it is over, once each; the person who approved the audit, and the hall, are told nothing of
// it.
func TestAppealReminders(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.Must(k.AddSupervisor("supervisor2"))
	id := k.ApprovedAudit() // Thursday, 1 March 2018
	appeal := func(clause string) {
		k.SignIn("head")
		k.Want(201, "POST", "/api/v1/audits/"+id+"/appeals",
			apitest.Object{"clause": clause, "ground": "清单当日更新"}, nil)
	}
	appeal("HS044")
	k.Clock.Advance(24 * time.Hour)
	appeal("HS079")
	k.SignIn("supervisor2")
	k.Want(200, "POST", "/api/v1/appeals/"+id+"-HS079/decide",
		apitest.Object{"uphold": false, "reason": "照片与记录一致"}, nil)
	got := map[string]bool{}
	for today(k) <= "2018-03-23" {
		for range 2 { // again after a restart: nothing twice
			k.Must(k.Server.DueByTime(context.Background()))
			k.Tokens = map[string]string{}
			for _, user := range []string{"head", "supervisor", "supervisor2"} {
				for _, n := range k.Told(user) {
					line := user + " " + n.Kind + " " + today(k)
					if (n.Kind == "appeal-due" || n.Kind == "appeal-overdue") && !n.Read {
						if got[line] || n.URL != "/appeals/"+id+"-HS044" {
							t.Errorf("%s again, or it leads to %s", line, n.URL)
						}
						got[line] = true
					}
				}
				k.Want(200, "POST", "/api/v1/notifications/read", apitest.Object{}, nil)
			}
			k.Restart()
		}
		k.Clock.Advance(24 * time.Hour)
	}
	due := workday(t, "2018-03-01", 10)
	want := map[string]bool{"supervisor2 appeal-due " + workday(t, due, -1): true,
		"supervisor2 appeal-overdue " + workday(t, due, 1): true}
	if a, b := lines(want), lines(got); a != b {
		t.Errorf("want\n%s\ngot\n%s", a, b)
	}
}
