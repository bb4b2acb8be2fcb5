package boards_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"hallmark/api/apitest"
)

type libraryLine struct {
	UID, Code     string
	Asked, Failed int
	Rate          float64
	Notes         []struct{ Audit, Text string }
}

// TestProblemBecomesProposal follows a clause that failed from the library to an answered proposal.
func TestProblemBecomesProposal(t *testing.T) {
	t.Parallel()
	k := apitest.NewKitWithAudits(t)
	var library struct {
		Audits, Doubles int
		Items           []libraryLine
	}
	k.SignIn("supervisor")
	k.Want(200, "GET", "/api/v1/problems", nil, &library)
	if library.Audits == 0 || len(library.Items) == 0 {
		t.Fatalf("library %+v", library)
	}
	var worst *libraryLine
	for i := range library.Items {
		line := &library.Items[i]
		if i > 0 && line.Rate > library.Items[i-1].Rate {
			t.Errorf("%s fails more than %s, which stands before it", line.UID, library.Items[i-1].UID)
		}
		if worst == nil && len(line.Notes) > 0 {
			worst = line
		}
	}
	if worst == nil || worst.Notes[0].Audit == "" {
		t.Fatal("no note with its audit for the supervisor")
	}
	var blind struct{ Items []libraryLine }
	k.SignIn("editor")
	k.Want(200, "GET", "/api/v1/problems", nil, &blind)
	if len(blind.Items) != len(library.Items) {
		t.Errorf("the editor sees %d clauses, want %d", len(blind.Items), len(library.Items))
	}
	for _, line := range blind.Items {
		for _, n := range line.Notes {
			if n.Audit != "" {
				t.Errorf("the editor, who reads no audits, is told of %s", n.Audit)
			}
		}
	}
	var first, second struct {
		ID, Reason    string
		Asked, Failed int
	}
	ask := apitest.Object{"clause": worst.UID, "edition": "2017"}
	k.Want(201, "POST", "/api/v1/proposals", ask, &first)
	k.Want(201, "POST", "/api/v1/proposals", ask, &second)
	if first != second || first.Failed != worst.Failed || first.Asked != worst.Asked ||
		!strings.Contains(first.Reason, "失分") {
		t.Errorf("proposals %+v, %+v of %+v", first, second, *worst)
	}
	_, _, page := k.Call("GET", "/proposals", nil)
	if !strings.Contains(string(page), first.Reason) {
		t.Errorf("the page does not say %q", first.Reason)
	}
}

// TestConsultation follows a comment to its answer, the amendment and the edition.
func TestConsultation(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.Drafted(apitest.DraftID, "2017")
	edit := "/api/v1/drafts/" + apitest.DraftID + "/edits"
	k.Want(200, "POST", edit, apitest.Object{"revision": 1, "edits": []apitest.Object{
		{"op": "set", "uid": "HS001", "field": "title", "value": "办事区域面积"},
		{"op": "note", "value": apitest.Object{"key": "HS001", "reason": "勘误"}}}}, nil)
	k.Want(201, "POST", "/api/v1/drafts/"+apitest.DraftID+"/consultation", apitest.Object{"until": "2018-03-10"}, nil)
	var feed struct {
		Items []struct{ Type, Name, Until string }
	}
	k.Want(200, "GET", "/api/v1/changes", nil, &feed)
	last := feed.Items[len(feed.Items)-1]
	if last.Type != "consultation.opened" || last.Until != "2018-03-10" {
		t.Errorf("feed %+v", last)
	}
	type comment struct {
		ID, Draft, Clause, Edition string
		Revision                   int
		Answer                     *struct{ Decision string }
	}
	var said comment
	talk := "/api/v1/consultations/" + apitest.DraftID + "/comments"
	k.SignIn("head")
	k.Want(201, "POST", talk, apitest.Object{"clause": "HS001", "text": "名称宜与国标一致。"}, &said)
	_, _, page := k.Call("GET", "/consultations/"+apitest.DraftID, nil)
	for _, want := range []string{"名称宜与国标一致。", "办事区域面积", `name="text"`} {
		if !strings.Contains(string(page), want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	k.Clock.Advance(11 * 24 * time.Hour)
	k.SignIn("head")
	if status, _, body := k.Call("POST", talk, apitest.Object{"text": "迟到的意见"}); status != 409 ||
		apitest.CodeOf(t, body) != "consultation-over" {
		t.Errorf("after the last day: %d %s", status, body)
	}
	k.SignIn("editor")
	submit := apitest.Object{"revision": 2, "approval": "经批准。", "approved": "2018-03-12",
		"announcement": "2018年第1号", "effective": "2018-04-01"}
	if status, _, body := k.Call("POST", "/api/v1/drafts/"+apitest.DraftID+"/submit", submit); status != 409 ||
		apitest.CodeOf(t, body) != "comments-unanswered" {
		t.Fatalf("with an open comment: %d %s", status, body)
	}
	k.Want(200, "POST", "/api/v1/comments/"+said.ID+"/answer",
		apitest.Object{"revision": 1, "decision": "accepted", "text": "照改。"}, nil)
	k.Want(201, "POST", "/api/v1/drafts/"+apitest.DraftID+"/submit", submit, nil)
	k.SignIn("approver")
	const sheet = "/api/v1/amendments/2017%2BXG1/"
	k.Want(200, "POST", sheet+"approve", apitest.Object{}, nil)
	k.Want(200, "POST", sheet+"publish", apitest.Object{}, nil)
	var list struct{ Items []comment }
	k.Want(200, "GET", talk, nil, &list)
	if len(list.Items) != 1 || list.Items[0].Edition != "2017+XG1" ||
		list.Items[0].Clause != "HS001" || list.Items[0].Answer.Decision != "accepted" {
		t.Errorf("comments %+v", list.Items)
	}
	k.SignIn("editor")
	if status, _, body := k.Call("POST", "/api/v1/comments/"+said.ID+"/answer",
		apitest.Object{"revision": list.Items[0].Revision, "decision": "declined",
			"text": "改口"}); status != http.StatusConflict || apitest.CodeOf(t, body) != "comment-settled" {
		t.Errorf("after publication: %d %s", status, body)
	}
}

// TestHistoryAndTrend reads the history of a clause that the amendment changes, and a hall's trend.
func TestHistoryAndTrend(t *testing.T) {
	t.Parallel()
	k := apitest.NewKitWithAudits(t)
	k.Proposed()
	k.SignIn("approver")
	k.Want(200, "POST", "/api/v1/amendments/2017%2BXG1/approve", apitest.Object{}, nil)
	k.Want(200, "POST", "/api/v1/amendments/2017%2BXG1/publish", apitest.Object{}, nil)
	var history struct {
		Items []struct {
			Edition, Grade string
			Asked          int
			Rate           *float64
			Fields         []string
		}
	}
	k.Want(200, "GET", "/api/v1/clauses/HS001/history", nil, &history)
	if len(history.Items) != 2 || history.Items[0].Asked == 0 || history.Items[0].Rate == nil ||
		history.Items[1].Grade == "" || len(history.Items[1].Fields) == 0 || history.Items[1].Rate != nil {
		t.Errorf("history %+v", history.Items)
	}
	_, _, page := k.Call("GET", "/editions/2017%2BXG1/clauses/HS001", nil)
	if !strings.Contains(string(page), "条款沿革") || !strings.Contains(string(page), "<del>") {
		t.Error("the page of the clause shows no redline in its history")
	}
	k.SignIn("supervisor")
	points := 0
	for _, hall := range []string{"GS-D00", "GS-S01", "GS-S02", "GS-S03", "GS-C01"} {
		if status, _, _ := k.Call("GET", "/api/v1/halls/"+hall, nil); status != 200 {
			continue
		}
		var trend struct{ Points []struct{ Like float64 } }
		k.Want(200, "GET", "/api/v1/halls/"+hall+"/trend", nil, &trend)
		points += len(trend.Points)
		if len(trend.Points) > 0 {
			_, _, page := k.Call("GET", "/halls/"+hall, nil)
			if !strings.Contains(string(page), "同口径趋势") {
				t.Errorf("%s: the page shows no trend", hall)
			}
		}
	}
	if points == 0 {
		t.Error("no hall has a point")
	}
}
