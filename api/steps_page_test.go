package api_test

import (
	"net/url"
	"strings"
	"testing"

	"hallmark/api/apitest"
)

// An administrator sees the steps that failed, with their document and the last error, and lets them
// be tried again; until then the papers of the document are refused.
func TestFailedStepsAreShown(t *testing.T) {
	t.Parallel()
	k, f, _ := apitest.NewFaultyKit(t)
	audit := submitted(k, community, "community")
	k.SignIn("supervisor")
	path := "/api/v1/audits/" + audit
	open := broken(k, f, "audits", audit, path+"/approve", nil)
	k.SignIn("admin")
	var seen struct {
		Items []struct {
			ID, Since, Reason string
			Tries             int
			Stuck             bool
		}
	}
	for i, step := range open {
		step.Tries, step.Reason, step.Stuck = 20, "缺纸", true
		k.Must(k.Engine.Later(t.Context(), step, 0))
		k.Want(200, "GET", "/api/v1/steps", nil, &seen)
		if len(seen.Items) != len(open) && len(seen.Items) != i+1 || seen.Items[i].ID != step.ID() ||
			seen.Items[i].Reason != "缺纸" || !seen.Items[i].Stuck || seen.Items[i].Since == "" {
			t.Errorf("%+v, want %s", seen.Items, step.ID())
		}
	}
	b := k.Browse("admin")
	if page := b.Get("/outbox").Main(); !strings.Contains(page, "缺纸") ||
		!strings.Contains(page, "audits/"+audit) {
		t.Errorf("the page does not show it: %s", page)
	}
	k.SignIn("supervisor")
	status, _, body := k.Call("GET", path+"/rectification-notice.pdf", nil)
	if status != 409 || apitest.CodeOf(t, body) != "stuck" {
		t.Errorf("a notice of what is stuck: %d %s", status, body)
	}
	k.SignIn("admin")
	k.Want(200, "POST", "/api/v1/steps/again", apitest.Object{"id": open[0].ID()}, &seen)
	if len(seen.Items) != len(open)-1 {
		t.Errorf("one tried again leaves %+v", seen.Items)
	}
	b.Post("/outbox/steps", url.Values{"step": {open[1].ID()}})
	k.Want(200, "GET", "/api/v1/steps", nil, &seen)
	if len(seen.Items) > 0 {
		t.Errorf("left are %+v", seen.Items)
	}
	k.SignIn("supervisor")
	k.Want(200, "GET", path+"/rectification-notice.pdf", nil, nil)
}
