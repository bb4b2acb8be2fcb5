package briefings_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"hallmark/api/apitest"
)

// briefing is one as the API shows it.
type briefing struct {
	Hall, Name, Tier, Address, Hours, Phone string
	Last                                    *struct {
		Number, Grade string
		Total         float64
		Losses        []struct {
			Clause, Code, Title string
			Lost                float64
		}
	}
}

// TestBriefings asks about halls before a visit: the register's words, the last result with what cost
// most, nothing for a hall that was never inspected, and no hall out of reach.
func TestBriefings(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	id := k.ApprovedAudit()
	k.SignIn("supervisor")
	var hall struct{ Revision int }
	k.Want(200, "GET", "/api/v1/halls/GS-S03", nil, &hall)
	k.Want(200, "PATCH", "/api/v1/halls/GS-S03", apitest.Object{"revision": hall.Revision,
		"address": "枫塘路 1 号", "hours": "周一至周五 9:00–17:00", "phone": "0000-1234567"}, nil)
	var score struct {
		Total   float64
		Clauses []struct {
			UID         string
			Max, Earned float64
			Excluded    bool
			Bonus       bool
		}
	}
	k.Want(200, "GET", "/api/v1/audits/"+id+"/score", nil, &score)
	var lost []float64
	for _, c := range score.Clauses {
		if !c.Excluded && !c.Bonus && c.Max > c.Earned {
			lost = append(lost, c.Max-c.Earned)
		}
	}
	slices.Sort(lost)
	slices.Reverse(lost)
	k.SignIn("auditor2")
	k.Clock.Advance(time.Minute)
	var list struct{ Items []briefing }
	k.Want(200, "GET", "/api/v1/briefings?halls=GS-S03,GS-C01,GS-X99", nil, &list)
	if len(list.Items) != 2 || list.Items[1].Last != nil {
		t.Fatalf("%+v", list)
	}
	b := list.Items[0]
	if b.Hall != "GS-S03" || b.Address != "枫塘路 1 号" || !strings.Contains(b.Hours, "9:00") ||
		b.Phone != "0000-1234567" || b.Last == nil || b.Last.Total != score.Total || b.Last.Grade == "" {
		t.Fatalf("%+v", b)
	}
	if len(b.Last.Losses) != min(3, len(lost)) || len(lost) == 0 {
		t.Fatalf("%+v of losses %v", b.Last.Losses, lost)
	}
	for i, l := range b.Last.Losses {
		if diff := l.Lost - lost[i]; diff > 1e-9 || diff < -1e-9 || l.Title == "" {
			t.Errorf("loss %d: %+v, want %v", i, l, lost[i])
		}
	}
	k.SignIn("head") // of GS-S03 alone
	k.Want(200, "GET", "/api/v1/briefings?halls=GS-S03,GS-C01", nil, &list)
	if len(list.Items) != 1 || list.Items[0].Hall != "GS-S03" {
		t.Errorf("the head sees %+v", list)
	}
	if status, _, _ := k.Call("GET", "/api/v1/briefings?halls="+strings.Repeat("GS-C01,", 51), nil); status != 400 {
		t.Errorf("51 halls: %d", status)
	}
}
