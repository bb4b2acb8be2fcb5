package api_test

import (
	"regexp"
	"testing"
	"time"

	"hallmark/api/apitest"
	"hallmark/api/follow"
	"hallmark/api/store"
)

// walked is a use case of a room: what is there before, who asks, and the request.
type walked struct {
	name    string
	prepare func(*apitest.Kit) (who, call string, body any)
	done    []string // codes that may answer a repetition
	fresh   bool     // a repetition answers what it finds
	every   int      // calls of which one is broken in short runs
}

// byChance are IDs and digests, in documents that are made with a new ID or seed at each try.
var byChance = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}|` +
	`"seed":"[A-Z2-7]+"`)

func walkAll(t *testing.T, cases []walked) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			k := apitest.New(t)
			who, call, body := c.prepare(k)
			k.SignIn(who)
			w := k.Freeze(func(k *apitest.Kit) (int, []byte) { return k.Ask(call, body) })
			w.Done, w.Fresh, w.Blur, w.Every = c.done, c.fresh, byChance, c.every
			w.Run(t)
		})
	}
}

// TestWalkOfCampaigns breaks off each step of a campaign.
func TestWalkOfCampaigns(t *testing.T) {
	t.Parallel()
	at := func(step string, before ...string) func(*apitest.Kit) (string, string, any) {
		return func(k *apitest.Kit) (string, string, any) {
			one := planned(k)
			for _, step := range before {
				k.Want(200, "POST", one+"/"+step, apitest.Object{}, nil)
			}
			return "supervisor", "POST " + one + "/" + step, apitest.Object{}
		}
	}
	visit := func(k *apitest.Kit) (string, string, any) {
		_, call, body := at("visits", "seal", "draw", "open")(k)
		body.(apitest.Object)["hall"], body.(apitest.Object)["day"] = "GS-S03", "2018-03-05"
		return "supervisor", call, body
	}
	closed := func(k *apitest.Kit) (string, string, any) {
		user, call, body := at("close", "seal", "draw", "open")(k)
		body.(apitest.Object)["confirmed"] = true
		return user, call, body
	}
	walkAll(t, []walked{
		{"seal", at("seal"), []string{"campaign-started"}, false, 0},
		{"draw", at("draw", "seal"), []string{"draw-reason"}, false, 0},
		{"open", at("open", "seal", "draw"), []string{"campaign-step"}, false, 0},
		{"visit", visit, nil, false, 0},
		{"close", closed, []string{"campaign-step"}, false, 0},
	})
}

// planned is a campaign of all halls of its tier.
func planned(k *apitest.Kit) (one string) {
	k.SignIn("supervisor")
	var m struct{ ID string }
	k.Want(201, "POST", "/api/v1/campaigns", apitest.CampaignPlan(apitest.Object{"quota": apitest.Object{}}), &m)
	return "/api/v1/campaigns/" + m.ID
}

// TestWalkOfPapers breaks off what is published.
func TestWalkOfPapers(t *testing.T) {
	t.Parallel()
	const sheet = "/api/v1/amendments/2017%2BXG1"
	walkAll(t, []walked{
		{"issue", func(k *apitest.Kit) (string, string, any) {
			k.SignIn("supervisor")
			k.Want(201, "POST", "/api/v1/bulletins", apitest.Object{"kind": "weekly", "day": "2018-02-21"}, nil)
			return "supervisor", "POST /api/v1/bulletins/" + apitest.BulletinID + "/issue", apitest.Object{}
		}, nil, false, 0},
		{"publish", func(k *apitest.Kit) (string, string, any) {
			k.Proposed()
			k.SignIn("approver")
			k.Want(200, "POST", sheet+"/approve", apitest.Object{"comment": "同意"}, nil)
			return "approver", "POST " + sheet + "/publish", apitest.Object{"comment": "发布"}
		}, []string{"wrong-state", "amendment-state"}, false, 0},
	})
}

// TestWalkOfRectifications breaks off the steps of a hall and of those who look at them.
func TestWalkOfRectifications(t *testing.T) {
	t.Parallel()
	at := func(who, step string, body apitest.Object, before ...string) func(*apitest.Kit) (string, string, any) {
		return func(k *apitest.Kit) (string, string, any) {
			_, path, in := walkPlan(k)
			one := path[:len(path)-len("/plan")]
			revision := in.(apitest.Object)["revision"].(int)
			k.SignIn("head")
			photo := []string{k.Upload(7)}
			bodies := map[string]apitest.Object{"plan": in.(apitest.Object), "reply": {"text": "已更新", "evidence": photo},
				"ask": {"until": "2018-06-01", "reason": "设备采购"}}
			for _, step := range before {
				bodies[step]["revision"] = revision
				name := step
				if step == "ask" {
					name = "extend"
				}
				k.Want(200, "POST", one+"/"+name, bodies[step], nil)
				revision++
			}
			if step == "reply" {
				body = bodies["reply"]
			}
			body["revision"] = revision
			return who, "POST " + one + "/" + step, body
		}
	}
	stale := []string{"stale-revision"}
	walkAll(t, []walked{
		{"ask", at("head", "extend", apitest.Object{"until": "2018-06-01", "reason": "设备采购"}, "plan"), stale, false, 0},
		{"extend", at("supervisor", "extend", apitest.Object{"until": "2018-06-01", "reason": "同意"}, "plan", "ask"), stale, false, 0},
		{"reply", at("head", "reply", nil, "plan"), stale, false, 0},
		{"return", at("auditor", "return", apitest.Object{"comment": "照片看不清"}, "plan", "reply"), stale, false, 0},
		{"verify", at("auditor", "verify", apitest.Object{"answer": apitest.Object{"level": 3}}, "plan", "reply"),
			stale, false, 0},
	})
}

// TestWalkOfHalls breaks off an import of halls, which is one decision although it is many documents.
func TestWalkOfHalls(t *testing.T) {
	t.Parallel()
	walkAll(t, []walked{
		{"import", func(k *apitest.Kit) (string, string, any) {
			return "supervisor", "POST /api/v1/halls/import?format=csv", "id,name,tier,parent\n" +
				"GS-D00,拱墅区行政服务中心二期,district,\nGS-S77,七七街道便民服务中心,subdistrict,GS-D00\n" +
				"GS-C77,七七社区公共服务站,community,GS-S77\n"
		}, nil, true, 0},
	})
}

// newTitle is an edit of a draft.
var newTitle = apitest.Object{"op": "set", "uid": "HS001", "field": "title", "value": "办事区域面积"}

// submittable is a draft that can become a sheet.
func submittable(k *apitest.Kit) (who, call string, body any) {
	const draft = "/api/v1/drafts/" + apitest.DraftID
	k.Drafted(apitest.DraftID, "2017")
	note := apitest.Object{"op": "note", "value": apitest.Object{"key": "HS001", "reason": "勘误"}}
	k.Want(200, "POST", draft+"/edits", apitest.Object{"revision": 1, "edits": []any{newTitle, note}}, nil)
	return "editor", "POST " + draft + "/submit", apitest.Object{"revision": 2, "approval": "市政务服务管理办公室",
		"approved": "2018-03-01", "announcement": "2018年第1号", "effective": "2018-04-01"}
}

// TestWalkOfDesks breaks off what people decide at their desks: no event stands of what was not
// done, and nothing is done without one.
func TestWalkOfDesks(t *testing.T) {
	t.Parallel()
	const draft = "/api/v1/drafts/" + apitest.DraftID
	drafted := func(call string, body apitest.Object) func(*apitest.Kit) (string, string, any) {
		return func(k *apitest.Kit) (string, string, any) {
			k.Drafted(apitest.DraftID, "2017")
			return "editor", call, body
		}
	}
	plainly := func(who, call string, body apitest.Object) func(*apitest.Kit) (string, string, any) {
		return func(*apitest.Kit) (string, string, any) { return who, call, body }
	}
	stale, gone := []string{"stale-revision"}, []string{"not-found"}
	walkAll(t, []walked{
		{"draft edited", drafted("POST "+draft+"/edits", apitest.Object{"revision": 1,
			"edits": []any{newTitle}}), stale, true, 0},
		{"draft changed", drafted("PATCH "+draft, apitest.Object{"revision": 1, "title": "面积"}), stale, false, 0},
		{"draft submitted", submittable, []string{"draft-state"}, false, 0},
		{"draft deleted", drafted("DELETE "+draft, nil), gone, false, 0},
		{"settings", plainly("supervisor", "PUT /api/v1/settings", apitest.Object{"revision": 0, "plan": 3,
			"verify": 5, "appeal": 5, "decide": 10, "escalation": apitest.Object{"urge": 1, "report": 5,
				"summon": 10, "repeats": 2}}), stale, false, 0},
		{"phone form", plainly("supervisor", "PUT /api/v1/phone-checks/form", apitest.Object{"revision": 0,
			"perDay": 3, "clauses": []string{"HS001"}}), stale, false, 0},
		{"contact", plainly("head", "PUT /api/v1/notifications/settings", apitest.Object{
			"choices": apitest.Object{"audits": "now"}}), stale, false, 0},
		{"place", plainly("admin", "PUT /api/v1/users/auditor2/place", apitest.Object{"revision": 1,
			"hall": "GS-S03"}), stale, false, 0},
		{"proposal", plainly("supervisor", "POST /api/v1/proposals", apitest.Object{"id": apitest.ProposalID,
			"clause": "HS001", "edition": "2017"}), nil, false, 0},
		{"feedback", func(k *apitest.Kit) (string, string, any) {
			k.Rated()
			return "supervisor", "POST /api/v1/feedback/" + apitest.WaitingID + "/moderate",
				apitest.Object{"show": true, "clauses": []string{"HS079"}}
		}, []string{"feedback-moderated"}, false, 0},
		{"robot deleted", func(k *apitest.Kit) (string, string, any) {
			k.SignIn("admin")
			var robot struct{ ID string }
			k.Want(201, "POST", "/api/v1/robots", apitest.Object{"name": "督查工作群", "kind": "wecom",
				"address": "https://example.org/?key=k", "topics": []string{"audits"}}, &robot)
			return "admin", "DELETE /api/v1/robots/" + robot.ID, nil
		}, gone, false, 0},
		{"bulletin deleted", func(k *apitest.Kit) (string, string, any) {
			k.SignIn("supervisor")
			k.Want(201, "POST", "/api/v1/bulletins", apitest.Object{"kind": "weekly", "day": "2018-02-21"}, nil)
			return "supervisor", "DELETE /api/v1/bulletins/" + apitest.BulletinID, nil
		}, gone, false, 0},
	})
}

// TestWalkOfTrainings breaks off what is planned and practised.
func TestWalkOfTrainings(t *testing.T) {
	t.Parallel()
	const one = "/api/v1/trainings/" + apitest.TrainingID
	trained := func(who, call string, body apitest.Object) func(*apitest.Kit) (string, string, any) {
		return func(k *apitest.Kit) (string, string, any) {
			k.Trained()
			return who, call, body
		}
	}
	plan := func(revision int) apitest.Object {
		return apitest.Object{"topic": "首问负责", "clauses": []string{"HS079"}, "halls": []string{"GS-S03"},
			"from": "2018-03-05", "to": "2018-03-06", "note": "分两批", "revision": revision}
	}
	stale := []string{"stale-revision"}
	walkAll(t, []walked{
		{"changed", trained("supervisor", "PUT "+one, plan(1)), stale, false, 0},
		{"practised", trained("head", "POST "+one+"/practice", apitest.Object{"hall": "GS-S03", "person": "3号窗口",
			"from": "2018-03-05", "to": "2018-03-09", "revision": 1}), stale, false, 0},
	})
}

// TestWalkOfWebhooks breaks off changes of a subscription.
func TestWalkOfWebhooks(t *testing.T) {
	t.Parallel()
	at := func(method string, body any) func(*apitest.Kit) (string, string, any) {
		return func(k *apitest.Kit) (string, string, any) {
			w := k.Subscribe("https://example.org/hook", "edition.published")
			return "editor", method + " /api/v1/webhooks/" + w.ID, body
		}
	}
	walkAll(t, []walked{
		{"changed", at("PATCH", apitest.Object{"revision": 1, "enabled": false}), []string{"stale-revision"}, false, 0},
		{"deleted", at("DELETE", nil), []string{"not-found"}, false, 0},
	})
}

// TestWalkOfVoids breaks off the end of an audit that was begun by mistake.
func TestWalkOfVoids(t *testing.T) {
	t.Parallel()
	walkAll(t, []walked{
		{"voided", func(k *apitest.Kit) (string, string, any) {
			visit := planned(k)
			var m struct {
				ID     string
				Visits []struct{ Hall, Audit string }
			}
			for _, step := range []string{"seal", "draw", "open"} {
				k.Want(200, "POST", visit+"/"+step, apitest.Object{}, &m)
			}
			k.SignIn("auditor")
			var a struct{ ID string }
			k.Want(201, "POST", "/api/v1/audits", apitest.Object{"hall": m.Visits[0].Hall, "kind": "unannounced",
				"campaign": m.ID}, &a)
			return "auditor", "POST /api/v1/audits/" + a.ID + "/void", apitest.Object{"comment": "选错了大厅"}
		}, []string{"wrong-state"}, false, 3},
	})
}

// TestWalkOfHandIns breaks off what a supervisor decides about work that was handed in. The audit begins
// before it is taken over, since that may be refused; all that it holds follows from the decision.
func TestWalkOfHandIns(t *testing.T) {
	t.Parallel()
	const audit = "01890a5d-ac96-774b-bcce-b302099a8057"
	walkAll(t, []walked{
		{"refused", func(k *apitest.Kit) (string, string, any) {
			id := apitest.HandIn(k, "auditor", "GS-S03", audit)
			return "supervisor", "POST /api/v1/hand-ins/" + id + "/refuse",
				apitest.Object{"revision": 1, "comment": "当天没有安排检查"}
		}, []string{"hand-in-decided"}, false, 3},
	})
	k := apitest.New(t)
	id := apitest.HandIn(k, "auditor", "GS-S03", audit)
	k.SignIn("supervisor")
	w := k.Freeze(func(k *apitest.Kit) (int, []byte) {
		return k.Ask("POST /api/v1/hand-ins/"+id+"/take",
			apitest.Object{"revision": 1, "begun": "2018-02-20T01:00:00Z"})
	})
	w.Blur, w.Ahead, w.Every = byChance, []string{"audits", "events"}, 3
	w.Run(t)
}

// TestWalkOfSteps breaks off the retry of a step that failed.
func TestWalkOfSteps(t *testing.T) {
	t.Parallel()
	walkAll(t, []walked{
		{name: "again", prepare: func(k *apitest.Kit) (string, string, any) {
			id := approved(k)
			audit := k.Audit(id)
			step, err := follow.Step("outcome", follow.Data+1, "supervisor")
			k.Must(err)
			open := store.Step{Collection: "audits", Doc: id, Revision: audit.Revision, Follow: step,
				Tries: 5, Reason: "缺纸"}
			k.Must(k.Engine.PutStep(t.Context(), open))
			k.Must(k.Engine.Later(t.Context(), open, time.Hour))
			return "admin", "POST /api/v1/steps/again", apitest.Object{"id": open.ID()}
		}, done: []string{"not-found"}, every: 7},
	})
}

// TestOneSheetForAnEdition imports a sheet in another process while a draft waits at each call of the
// storage in turn before it becomes a sheet for the same edition. One of them waits for its approval;
// the draft is submitted only if it is its own.
func TestOneSheetForAnEdition(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	who, call, body := submittable(k)
	k.SignIn(who)
	w := k.Freeze(func(k *apitest.Kit) (int, []byte) { return k.Ask(call, body) })
	imported := 0
	w.Race(t, func(k *apitest.Kit) {
		imported, _ = k.Propose(apitest.SheetXG1(t))
	}, func(k *apitest.Kit, status int, answer []byte) {
		var d struct{ State, Amendment string }
		var a struct{ From string }
		k.Want(200, "GET", "/api/v1/drafts/"+apitest.DraftID, nil, &d)
		k.Want(200, "GET", "/api/v1/amendments/2017%2BXG1", nil, &a)
		mine := a.From == "draft/"+apitest.DraftID
		if mine != (d.State == "submitted") || mine != (status == 201) || mine == (imported < 300) {
			t.Errorf("submitted with %d %s, imported with %d: the draft is %s, the sheet from %s", status, answer,
				imported, d.State, a.From)
		}
	})
	changed := 0
	w.Race(t, func(k *apitest.Kit) {
		changed, _ = k.Ask("PATCH /api/v1/drafts/"+apitest.DraftID, apitest.Object{"revision": 2, "title": "面积"})
	}, func(k *apitest.Kit, status int, answer []byte) {
		sheet, _ := k.Ask("GET /api/v1/amendments/2017%2BXG1", nil)
		if (status == 201) != (sheet == 200) || (status == 201) == (changed == 200) {
			t.Errorf("submitted with %d %s, changed with %d: the sheet is there: %d", status, answer, changed, sheet)
		}
	})
}
