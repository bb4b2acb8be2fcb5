package api_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"hallmark/checklists"
)

// workday is the working day so many days after one of March 2018, in which there are weekends alone.
func workday(t *testing.T, day string, n int) string {
	t.Helper()
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		t.Fatal(err)
	}
	step := 1
	if n < 0 {
		n, step = -n, -1
	}
	for n > 0 {
		at = at.AddDate(0, 0, step)
		if at.Weekday() != time.Saturday && at.Weekday() != time.Sunday {
			n--
		}
	}
	return at.Format(time.DateOnly)
}

// TestReminders lets a month go by after an approval, hour by hour on working days, and holds what the
// hall and its supervisor are told, and on which day, against the deadlines of the rectifications.
func TestReminders(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	id := k.approvedAudit() // Thursday, 1 March 2018
	var list struct {
		Items []struct {
			PlanDue, Due string
			Repeats      int
		}
	}
	k.want(200, "GET", "/api/v1/rectifications?audit="+id+"&limit=200", nil, &list)
	want := map[string]bool{}
	hall := func(kind, deadline string, n int) { want["head "+kind+" "+workday(t, deadline, n)] = true }
	for _, r := range list.Items {
		hall("plan-due", r.PlanDue, -1)
		hall("plan-overdue", r.PlanDue, 1)
		hall("rectification-due", r.Due, -1)
		hall("rectification-overdue", r.Due, 1)
		for _, late := range []int{1, 5, 10} {
			want["supervisor rectification-escalated "+workday(t, r.Due, late)] = true
		}
	}
	want["supervisor bulletin-due-weekly 2018-03-05"] = true // the week before has an approval
	got := map[string]bool{}
	const last = "2018-03-30"
	for k.today() <= last { // at 9:00, and early on the next day, when it is too soon
		k.must(k.server.DueByTime(context.Background()))
		k.tokens = map[string]string{} // they last no day
		for _, user := range []string{"head", "supervisor", "auditor"} {
			for _, n := range k.told(user) {
				if !n.Read {
					got[user+" "+n.Kind+" "+k.today()] = true
				}
			}
			k.want(200, "POST", "/api/v1/notifications/read", object{}, nil)
		}
		k.restart()
		k.must(k.server.DueByTime(context.Background())) // again: nothing twice
		k.clock.advance(21*time.Hour + 30*time.Minute)
		k.must(k.server.DueByTime(context.Background()))
		if n := k.toldUnread(); n != 0 {
			t.Errorf("%d told twice, or before seven on %s", n, k.today())
		}
		k.clock.advance(150 * time.Minute)
	}
	for line := range want {
		if day := line[strings.LastIndex(line, " ")+1:]; day > last {
			delete(want, line)
		}
	}
	if a, b := lines(want), lines(got); a != b {
		t.Errorf("want\n%s\ngot\n%s", a, b)
	}
}

// toldUnread counts what hall head and supervisor have not read.
func (k *kit) toldUnread() (n int) {
	for _, user := range []string{"head", "supervisor"} {
		unread, err := k.server.UnreadForTest(context.Background(), checklists.Username(user))
		k.must(err)
		n += unread
	}
	return n
}

func (k *kit) today() string {
	return k.clock.read().Add(8 * time.Hour).UTC().Format(time.DateOnly)
}

func lines(set map[string]bool) string {
	var list []string
	for line := range set {
		list = append(list, line)
	}
	slices.Sort(list)
	return strings.Join(list, "\n")
}
