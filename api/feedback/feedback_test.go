package feedback_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"hallmark/api/apitest"
)

// say sends the public form of a hall without an account.
func say(k *apitest.Kit, hall string, form url.Values) (int, http.Header, string) {
	k.T.Helper()
	k.SignIn("")
	r := k.Request("POST", "/f/"+hall, form.Encode())
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	status, header, body := k.Do(r)
	return status, header, string(body)
}

// feedbackItem is what the tests read of feedback.
type feedbackItem struct {
	ID, State, Contact, Comment, Answer, Due string
	Rating                                   int
}

func said(k *apitest.Kit, query string) []feedbackItem {
	k.T.Helper()
	var list struct{ Items []feedbackItem }
	k.Want(http.StatusOK, "GET", "/api/v1/feedback"+query, nil, &list)
	return list.Items
}

// TestFeedbackFromVisitors follows a comment from the public form to its answer: nothing is shown
// before it is released, and only the people who may answer see the contact.
func TestFeedbackFromVisitors(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.Stay()
	form := url.Values{"rating": {"2"}, "comment": {"等候<b>太久</b>"}, "contact": {"13800000000"}}
	if status, header, body := say(k, "GS-S03", form); status != 303 ||
		header.Get("Location") != "/f/GS-S03?done=sent" {
		t.Fatalf("sent: %d %s", status, body)
	}
	for _, wrong := range []url.Values{{"rating": {"6"}}, {"rating": {"0"}}, {"comment": {"没有评价"}},
		{"rating": {"5"}, "comment": {strings.Repeat("长", 1001)}}, {"rating": {"5"}, "contact": {"a\x00"}}} {
		if status, _, _ := say(k, "GS-S03", wrong); status != 422 {
			t.Errorf("%v: %d", wrong, status)
		}
	}
	if status, _, _ := say(k, "GS-X99", form); status != 404 {
		t.Errorf("an unknown hall: %d", status)
	}
	public := func() string {
		k.SignIn("")
		_, _, page := k.Call("GET", "/f/GS-S03", nil)
		return string(page)
	}
	if strings.Contains(public(), "等候") {
		t.Error("it shows before it is released")
	}
	k.SignIn("head")
	if n := len(said(k, "")); n != 0 {
		t.Errorf("the hall sees %d before they are released", n)
	}
	k.SignIn("supervisor")
	waiting := said(k, "?state=waiting")
	if len(waiting) != 1 || waiting[0].Contact != "" || waiting[0].Rating != 2 {
		t.Fatalf("the supervisor sees %+v", waiting)
	}
	one := "/api/v1/feedback/" + waiting[0].ID
	k.Want(http.StatusOK, "POST", one+"/moderate", apitest.Object{"show": true, "clauses": []string{"HS079"}}, nil)
	k.SignIn("head")
	// The kit's day is Thursday, 1 March 2018; the fifth working day after it is Thursday, 8 March.
	if own := said(k, ""); len(own) != 1 || own[0].Contact != "13800000000" || own[0].Due != "2018-03-08" {
		t.Errorf("the hall sees %+v", own)
	}
	k.Want(http.StatusOK, "POST", one+"/answer", apitest.Object{"text": "已增开窗口。"}, nil)
	page := public()
	if !strings.Contains(page, "等候&lt;b&gt;太久") || !strings.Contains(page, "已增开窗口。") ||
		strings.Contains(page, "13800000000") {
		t.Errorf("the public page: %s", page)
	}
	k.SignIn("head")
	var counts struct {
		Total   int
		Ratings map[string]int
	}
	k.Want(http.StatusOK, "GET", "/api/v1/halls/GS-S03/feedback", nil, &counts)
	if counts.Total != 1 || counts.Ratings["2"] != 1 {
		t.Errorf("%+v", counts)
	}
}

// TestFeedbackThrottle lets one address say ten things, then one more each minute.
func TestFeedbackThrottle(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.Stay()
	form := url.Values{"rating": {"5"}}
	for i := range 10 {
		if status, _, body := say(k, "GS-S03", form); status != 303 {
			t.Fatalf("number %d: %d %s", i+1, status, body)
		}
	}
	if status, _, page := say(k, "GS-D00", form); status != 429 || !strings.Contains(page, `name="rating"`) {
		t.Errorf("the eleventh: %d", status)
	}
	k.Clock.Advance(time.Minute)
	if status, _, _ := say(k, "GS-S03", form); status != 303 {
		t.Errorf("a minute later: %d", status)
	}
}
