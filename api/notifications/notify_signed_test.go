package notifications_test

import (
	"testing"

	"hallmark/api/apitest"
)

// TestConfirmationIsAwaited submits an audit of two inspectors: the one who has not signed in the own
// sign-in is told once, where to confirm; whoever has submitted it is not.
func TestConfirmationIsAwaited(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	id := k.ReadyAudit("auditor2")
	k.Want(200, "POST", "/api/v1/audits/"+id+"/submit", nil, nil)
	k.Pass()
	k.Pass()
	wantKinds(k, map[string]string{"auditor": "", "auditor2": "confirmation-awaited",
		"supervisor": "audit-submitted", "head": ""})
	for _, n := range k.Told("auditor2") {
		if n.URL != "/audits/"+id+"/score" {
			t.Errorf("%q leads to %s", n.Text, n.URL)
		}
	}
	k.SignIn("auditor2")
	k.Want(200, "POST", "/api/v1/audits/"+id+"/confirm", apitest.Object{}, nil)
	k.Pass()
	wantKinds(k, map[string]string{"auditor2": "confirmation-awaited"})
}
