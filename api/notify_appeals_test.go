package api_test

import (
	"context"
	"testing"
	"time"
)

// TestAppealReminders lets the time for the decision on an appeal go by, which is ten working days
// after it was made: who was not involved is told a working day before its end and when it is over,
// once each; who approved the audit, and the hall, are told nothing of it.
func TestAppealReminders(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	k.must(k.addSupervisor("supervisor2"))
	id := k.approvedAudit() // Thursday, 1 March 2018
	appeal := func(clause string) {
		k.signIn("head")
		k.want(201, "POST", "/api/v1/audits/"+id+"/appeals",
			object{"clause": clause, "ground": "清单当日更新"}, nil)
	}
	appeal("HS044")
	k.clock.advance(24 * time.Hour)
	appeal("HS079")
	k.signIn("supervisor2")
	k.want(200, "POST", "/api/v1/appeals/"+id+"-HS079/decide",
		object{"uphold": false, "reason": "照片与记录一致"}, nil)
	got := map[string]bool{}
	for k.today() <= "2018-03-23" {
		for range 2 { // again after a restart: nothing twice
			k.must(k.server.DueByTime(context.Background()))
			k.tokens = map[string]string{}
			for _, user := range []string{"head", "supervisor", "supervisor2"} {
				for _, n := range k.told(user) {
					line := user + " " + n.Kind + " " + k.today()
					if (n.Kind == "appeal-due" || n.Kind == "appeal-overdue") && !n.Read {
						if got[line] || n.URL != "/appeals/"+id+"-HS044" {
							t.Errorf("%s again, or it leads to %s", line, n.URL)
						}
						got[line] = true
					}
				}
				k.want(200, "POST", "/api/v1/notifications/read", object{}, nil)
			}
			k.restart()
		}
		k.clock.advance(24 * time.Hour)
	}
	due := workday(t, "2018-03-01", 10)
	want := map[string]bool{"supervisor2 appeal-due " + workday(t, due, -1): true,
		"supervisor2 appeal-overdue " + workday(t, due, 1): true}
	if a, b := lines(want), lines(got); a != b {
		t.Errorf("want\n%s\ngot\n%s", a, b)
	}
}
