package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"
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
	k := newKitWithAudits(t)
	var library struct {
		Audits, Doubles int
		Items           []libraryLine
	}
	k.signIn("supervisor")
	k.want(200, "GET", "/api/v1/problems", nil, &library)
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
	k.signIn("editor")
	k.want(200, "GET", "/api/v1/problems", nil, &blind)
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
	ask := object{"clause": worst.UID, "edition": "2017"}
	k.want(201, "POST", "/api/v1/proposals", ask, &first)
	k.want(201, "POST", "/api/v1/proposals", ask, &second)
	if first != second || first.Failed != worst.Failed || first.Asked != worst.Asked ||
		!strings.Contains(first.Reason, "失分") {
		t.Errorf("proposals %+v, %+v of %+v", first, second, *worst)
	}
	_, _, page := k.call("GET", "/proposals", nil)
	if !strings.Contains(string(page), first.Reason) {
		t.Errorf("the page does not say %q", first.Reason)
	}
}

// TestConsultation follows a comment to its answer, the amendment and the edition.
func TestConsultation(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	k.drafted(draftID, "2017")
	edit := "/api/v1/drafts/" + draftID + "/edits"
	k.want(200, "POST", edit, object{"revision": 1, "edits": []object{
		{"op": "set", "uid": "HS001", "field": "title", "value": "办事区域面积"},
		{"op": "note", "value": object{"key": "HS001", "reason": "勘误"}}}}, nil)
	k.want(201, "POST", "/api/v1/drafts/"+draftID+"/consultation", object{"until": "2018-03-10"}, nil)
	var feed struct {
		Items []struct{ Type, Name, Until string }
	}
	k.want(200, "GET", "/api/v1/changes", nil, &feed)
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
	talk := "/api/v1/consultations/" + draftID + "/comments"
	k.signIn("head")
	k.want(201, "POST", talk, object{"clause": "HS001", "text": "名称宜与国标一致。"}, &said)
	_, _, page := k.call("GET", "/consultations/"+draftID, nil)
	for _, want := range []string{"名称宜与国标一致。", "办事区域面积", `name="text"`} {
		if !strings.Contains(string(page), want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	k.clock.advance(11 * 24 * time.Hour)
	k.signIn("head")
	if status, _, body := k.call("POST", talk, object{"text": "迟到的意见"}); status != 409 ||
		codeOf(t, body) != "consultation-over" {
		t.Errorf("after the last day: %d %s", status, body)
	}
	k.signIn("editor")
	submit := object{"revision": 2, "approval": "经批准。", "approved": "2018-03-12",
		"announcement": "2018年第1号", "effective": "2018-04-01"}
	if status, _, body := k.call("POST", "/api/v1/drafts/"+draftID+"/submit", submit); status != 409 ||
		codeOf(t, body) != "comments-unanswered" {
		t.Fatalf("with an open comment: %d %s", status, body)
	}
	k.want(200, "POST", "/api/v1/comments/"+said.ID+"/answer",
		object{"revision": 1, "decision": "accepted", "text": "照改。"}, nil)
	k.want(201, "POST", "/api/v1/drafts/"+draftID+"/submit", submit, nil)
	k.signIn("approver")
	const sheet = "/api/v1/amendments/2017%2BXG1/"
	k.want(200, "POST", sheet+"approve", object{}, nil)
	k.want(200, "POST", sheet+"publish", object{}, nil)
	var list struct{ Items []comment }
	k.want(200, "GET", talk, nil, &list)
	if len(list.Items) != 1 || list.Items[0].Edition != "2017+XG1" ||
		list.Items[0].Clause != "HS001" || list.Items[0].Answer.Decision != "accepted" {
		t.Errorf("comments %+v", list.Items)
	}
	k.signIn("editor")
	if status, _, body := k.call("POST", "/api/v1/comments/"+said.ID+"/answer",
		object{"revision": list.Items[0].Revision, "decision": "declined",
			"text": "改口"}); status != http.StatusConflict || codeOf(t, body) != "comment-settled" {
		t.Errorf("after publication: %d %s", status, body)
	}
}

// TestHistoryAndTrend reads the history of a clause that the amendment changes, and a hall's trend.
func TestHistoryAndTrend(t *testing.T) {
	t.Parallel()
	k := newKitWithAudits(t)
	k.proposed()
	k.signIn("approver")
	k.want(200, "POST", "/api/v1/amendments/2017%2BXG1/approve", object{}, nil)
	k.want(200, "POST", "/api/v1/amendments/2017%2BXG1/publish", object{}, nil)
	var history struct {
		Items []struct {
			Edition, Grade string
			Asked          int
			Rate           *float64
			Fields         []string
		}
	}
	k.want(200, "GET", "/api/v1/clauses/HS001/history", nil, &history)
	if len(history.Items) != 2 || history.Items[0].Asked == 0 || history.Items[0].Rate == nil ||
		history.Items[1].Grade == "" || len(history.Items[1].Fields) == 0 || history.Items[1].Rate != nil {
		t.Errorf("history %+v", history.Items)
	}
	_, _, page := k.call("GET", "/editions/2017%2BXG1/clauses/HS001", nil)
	if !strings.Contains(string(page), "条款沿革") || !strings.Contains(string(page), "<del>") {
		t.Error("the page of the clause shows no redline in its history")
	}
	k.signIn("supervisor")
	points := 0
	for _, hall := range []string{"GS-D00", "GS-S01", "GS-S02", "GS-S03", "GS-C01"} {
		if status, _, _ := k.call("GET", "/api/v1/halls/"+hall, nil); status != 200 {
			continue
		}
		var trend struct{ Points []struct{ Like float64 } }
		k.want(200, "GET", "/api/v1/halls/"+hall+"/trend", nil, &trend)
		points += len(trend.Points)
		if len(trend.Points) > 0 {
			_, _, page := k.call("GET", "/halls/"+hall, nil)
			if !strings.Contains(string(page), "同口径趋势") {
				t.Errorf("%s: the page shows no trend", hall)
			}
		}
	}
	if points == 0 {
		t.Error("no hall has a point")
	}
}
