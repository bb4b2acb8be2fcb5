package notifications_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"hallmark/api/apitest"
	"hallmark/checklists"
)

// workday is the working day so many working days after one of March 2018, which has no holidays.
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

// TestReminders lets a month go by after an approval, hour by hour on working days, and compares
// what the hall and its supervisor are told, and on which day, with the deadlines of the
// rectifications.
func TestReminders(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	id := k.ApprovedAudit() // Thursday, 1 March 2018
	var list struct {
		Items []struct {
			PlanDue, Due string
			Repeats      int
		}
	}
	k.Want(200, "GET", "/api/v1/rectifications?audit="+id+"&limit=200", nil, &list)
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
	for today(k) <= last { // at 9:00, and early on the next day, when it is too soon
		k.Must(k.Server.DueByTime(context.Background()))
		k.Tokens = map[string]string{} // they last no day
		for _, user := range []string{"head", "supervisor", "auditor"} {
			for _, n := range k.Told(user) {
				if !n.Read {
					got[user+" "+n.Kind+" "+today(k)] = true
				}
			}
			k.Want(200, "POST", "/api/v1/notifications/read", apitest.Object{}, nil)
		}
		k.Restart()
		k.Must(k.Server.DueByTime(context.Background())) // again: nothing twice
		k.Clock.Advance(21*time.Hour + 30*time.Minute)
		k.Must(k.Server.DueByTime(context.Background()))
		if n := toldUnread(k); n != 0 {
			t.Errorf("%d told twice, or before seven on %s", n, today(k))
		}
		k.Clock.Advance(150 * time.Minute)
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
func toldUnread(k *apitest.Kit) (n int) {
	for _, user := range []string{"head", "supervisor"} {
		n += k.Server.Notifications.UnreadFor(context.Background(), checklists.Username(user))
	}
	return n
}

func today(k *apitest.Kit) string {
	return k.Clock.Read().Add(8 * time.Hour).UTC().Format(time.DateOnly)
}

func lines(set map[string]bool) string {
	var list []string
	for line := range set {
		list = append(list, line)
	}
	slices.Sort(list)
	return strings.Join(list, "\n")
}
