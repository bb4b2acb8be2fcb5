package api_test

import (
	"testing"
	"time"

	"hallmark/api/apitest"
	"hallmark/api/store"
	"hallmark/api/store/sqlite"
)

// TestWalk breaks off the use cases that touch more than one document at each call of the storage,
// before and after it, and compares all collections with those of an undisturbed run.
func TestWalk(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		prepare func(*apitest.Kit) (who, path string, body any)
		done    []string
	}{
		{"approve", walkApprove, nil},
		{"approve a newer one", walkNewer, nil},
		{"return", walkReturn, []string{"wrong-state"}},
		{"appeal", walkAppeal, nil},
		{"decide", func(k *apitest.Kit) (string, string, any) { return walkDecide(k, true) }, nil},
		{"dismiss", func(k *apitest.Kit) (string, string, any) { return walkDecide(k, false) }, nil},
		{"plan", walkPlan, []string{"stale-revision"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			k := apitest.New(t)
			who, path, body := c.prepare(k)
			k.SignIn(who)
			w := k.Freeze(func(k *apitest.Kit) (int, []byte) {
				status, _, answer := k.Call("POST", path, body)
				return status, answer
			})
			w.Done = c.done
			w.Run(t)
		})
	}
}

// submitted is an audit that has been submitted, in which only a few clauses lost points: each is a
// rectification with calls of its own.
func submitted(k *apitest.Kit, hall, tier string) string {
	k.SignIn("auditor")
	audit := k.StartAudit(hall)
	list, findings := k.Answers(tier), 0
	for _, change := range list {
		switch value := change["value"].(apitest.Object); {
		case value["numerator"] != nil:
			value["numerator"] = value["denominator"]
		case value["level"] != nil && change["clause"] != "HS044":
			if findings++; findings > 2 {
				value["level"] = 3
			}
		}
	}
	k.Record(audit, list...)
	k.Want(200, "POST", "/api/v1/audits/"+audit+"/submit", nil, nil)
	return audit
}

func walkApprove(k *apitest.Kit) (string, string, any) {
	return "supervisor", "/api/v1/audits/" + submitted(k, community, "community") + "/approve", apitest.Object{"comment": "同意"}
}

// walkNewer approves an audit that finds again what an older one found, and something whole.
func walkNewer(k *apitest.Kit) (string, string, any) {
	approved(k)
	k.Clock.Advance(7 * 24 * time.Hour)
	k.SignIn("auditor")
	audit := k.StartAudit("GS-S03")
	list := k.Answers("subdistrict")
	for _, change := range list {
		value := change["value"].(apitest.Object)
		if value["numerator"] != nil {
			value["numerator"] = value["denominator"]
		}
		if value["level"] != nil && change["clause"] != "HS044" {
			value["level"] = 3
		}
	}
	k.Record(audit, list...)
	k.Want(200, "POST", "/api/v1/audits/"+audit+"/submit", nil, nil)
	return "supervisor", "/api/v1/audits/" + audit + "/approve", apitest.Object{"comment": "同意"}
}

func walkReturn(k *apitest.Kit) (string, string, any) {
	return "supervisor", "/api/v1/audits/" + submitted(k, community, "community") + "/return",
		apitest.Object{"comment": "请补拍"}
}

// approved is an approved audit of the hall of the demo account "head".
func approved(k *apitest.Kit) string {
	audit := submitted(k, "GS-S03", "subdistrict")
	k.SignIn("supervisor")
	k.Want(200, "POST", "/api/v1/audits/"+audit+"/approve", nil, nil)
	return audit
}

func walkAppeal(k *apitest.Kit) (string, string, any) {
	return "head", "/api/v1/audits/" + approved(k) + "/appeals",
		apitest.Object{"clause": "HS044", "ground": "清单当日更新"}
}

func walkDecide(k *apitest.Kit, uphold bool) (string, string, any) {
	k.Must(k.AddSupervisor("second"))
	who, path, body := walkAppeal(k)
	k.SignIn(who)
	var appeal struct{ ID string }
	k.Want(201, "POST", path, body, &appeal)
	in := apitest.Object{"uphold": uphold, "reason": "现场复核清单确为当日更新"}
	if uphold {
		in["answer"] = apitest.Object{"level": 3}
	}
	return "second", "/api/v1/appeals/" + appeal.ID + "/decide", in
}

func walkPlan(k *apitest.Kit) (string, string, any) {
	audit := approved(k)
	k.SignIn("head")
	var page struct {
		Items []struct {
			ID, Due  string
			Revision int
		}
	}
	k.Want(200, "GET", "/api/v1/rectifications?audit="+audit, nil, &page)
	r := page.Items[0]
	return "head", "/api/v1/rectifications/" + r.ID + "/plan",
		apitest.Object{"text": "本周内更新并公示", "finish": r.Due, "revision": r.Revision}
}

// TestClocksDiffer lets two processes whose clocks differ by ten minutes work on one file.
func TestClocksDiffer(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	apitest.TwoClocks(k, func() store.Engine {
		engine, err := sqlite.Open(t.Context(), k.File)
		k.Must(err)
		t.Cleanup(func() { k.Must(engine.Close()) })
		return engine
	})
}
