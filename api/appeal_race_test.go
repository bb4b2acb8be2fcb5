package api_test

import (
	"net/http"
	"testing"

	"hallmark/api/apitest"
	"hallmark/api/audits"
	"hallmark/api/follow"
	"hallmark/api/journal"
	"hallmark/api/outcomes/stored"
	"hallmark/api/store"
	"hallmark/checklists"
)

// TestTwoDecide lets a second person decide on an appeal in another process while the first decision
// waits at each call of the storage in turn. One of them decides, as if alone, and the other one is
// told that the appeal is decided.
func TestTwoDecide(t *testing.T) {
	t.Parallel()
	for _, uphold := range []bool{true, false} {
		name := map[bool]string{true: "dismissed beside upholding", false: "upheld beside dismissal"}[uphold]
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := apitest.New(t)
			k.Must(k.AddSupervisor("third"))
			who, path, body := walkDecide(k, uphold)
			k.SignIn("third")
			k.SignIn(who)
			by := func(who string, body any) func(*apitest.Kit) (int, []byte) {
				return func(k *apitest.Kit) (int, []byte) {
					k.SignIn(who)
					return k.Ask("POST "+path, body)
				}
			}
			other := apitest.Object{"uphold": !uphold, "reason": "另有意见"}
			if !uphold {
				other["answer"] = apitest.Object{"level": 3}
			}
			w := k.Freeze(by(who, body))
			first := w.Alone(t)
			w.Request = by("third", other)
			second := w.Alone(t)
			w.Request = by(who, body)
			var status2 int
			var answer2 []byte
			w.Race(t, func(beside *apitest.Kit) { status2, answer2 = by("third", other)(beside) },
				func(k *apitest.Kit, status int, answer []byte) {
					won, refused := first, answer2
					if status2 == http.StatusOK {
						won, refused = second, answer
					}
					if status+status2 != http.StatusOK+http.StatusConflict ||
						apitest.CodeOf(t, refused) != "appeal-decided" {
						t.Errorf("%d %s and %d %s", status, answer, status2, answer2)
					}
					if diff := apitest.Differences(won, k.Dump()); len(diff) > 0 {
						t.Errorf("not as if alone (%d and %d):\n%q", status, status2, diff)
					}
				})
		})
	}
}

// TestPapersOfADecision asks for the report, the notice and the tables at each point of a decision.
// They show the state before it or after it, or are being settled.
func TestPapersOfADecision(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	who, path, body := walkDecide(k, true)
	k.SignIn("supervisor")
	k.SignIn(who)
	w := k.Freeze(func(k *apitest.Kit) (int, []byte) { return k.Ask("POST "+path, body) })
	appeal := path[:len(path)-len("/decide")]
	settling := 0
	w.Race(t, func(k *apitest.Kit) {
		k.SignIn("supervisor")
		var is struct{ State, Audit string }
		k.Want(http.StatusOK, "GET", appeal, nil, &is)
		if is.State == "open" {
			return
		}
		restated := len(k.Audit(is.Audit).Transitions) > 3
		for _, paper := range []string{"report.pdf", "rectification-notice.pdf"} {
			status, answer := k.Ask("GET /api/v1/audits/"+is.Audit+"/"+paper, nil)
			switch {
			case status == http.StatusConflict && apitest.CodeOf(t, answer) == "settling":
				settling++
			case status != http.StatusOK, restated != (is.State == "upheld"):
				t.Errorf("%s: %d; the appeal is %s, restated %t", paper, status, is.State, restated)
			}
		}
		status, answer := k.Ask("POST /api/v1/bulletins", apitest.Object{"kind": "weekly", "day": "2018-02-21"})
		if status == http.StatusConflict && apitest.CodeOf(t, answer) == "settling" {
			settling++
		} else if status != http.StatusCreated || restated != (is.State == "upheld") {
			t.Errorf("bulletin: %d %s; the appeal is %s, restated %t", status, answer, is.State, restated)
		}
	}, func(_ *apitest.Kit, status int, answer []byte) {
		if status != http.StatusOK {
			t.Errorf("decided: %d %s", status, answer)
		}
	})
	if settling < 3 {
		t.Errorf("%d papers were being settled", settling)
	}
	report, settling := "GET /api/v1/audits/"+appeal[len("/api/v1/appeals/"):len(appeal)-len("-HS044")]+"/report.pdf", 0
	w.Request = func(k *apitest.Kit) (int, []byte) { return k.Ask(report, nil) }
	w.Race(t, func(k *apitest.Kit) { k.Want(http.StatusOK, "POST", path, body, nil) },
		func(_ *apitest.Kit, status int, answer []byte) {
			if status == http.StatusConflict && apitest.CodeOf(t, answer) == "settling" {
				settling++
			} else if status != http.StatusOK {
				t.Errorf("report: %d %s", status, answer)
			}
		})
	if settling == 0 {
		t.Error("a report was printed of an audit that was restated meanwhile")
	}
}

// TestTwoClausesUpheld upholds an appeal in another process while the decision on another clause of
// the same audit waits at each call of the storage in turn. Both restate the audit, and each decision
// names the results between which it lies.
func TestTwoClausesUpheld(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	who, path, body := walkDecide(k, true)
	audit := path[len("/api/v1/appeals/") : len(path)-len("-HS044/decide")]
	k.SignIn("head")
	var found struct{ Items []struct{ Clause string } }
	k.Want(http.StatusOK, "GET", "/api/v1/rectifications?audit="+audit, nil, &found)
	clause := found.Items[0].Clause
	if clause == "HS044" {
		clause = found.Items[1].Clause
	}
	k.Want(http.StatusCreated, "POST", "/api/v1/audits/"+audit+"/appeals",
		apitest.Object{"clause": clause, "ground": "现场已整改"}, nil)
	appeals := []string{"/api/v1/appeals/" + audit + "-HS044", "/api/v1/appeals/" + audit + "-" + clause}
	k.SignIn("supervisor")
	k.SignIn(who)
	w := k.Freeze(func(k *apitest.Kit) (int, []byte) { return k.Ask("POST "+path, body) })
	w.Race(t, func(k *apitest.Kit) { k.Want(http.StatusOK, "POST", appeals[1]+"/decide", body, nil) },
		func(k *apitest.Kit, status int, answer []byte) {
			if status != http.StatusOK {
				t.Fatalf("decided: %d %s", status, answer)
			}
			open, err := store.Open(t.Context(), k.Engine, audits.AuditSchema)
			k.Must(err)
			a, err := open.Get(t.Context(), audit)
			k.Must(err)
			var is [2]checklists.Appeal
			for i := range appeals {
				k.Want(http.StatusOK, "GET", appeals[i], nil, &is[i])
			}
			first, last := is[0].Decision, is[1].Decision
			if released, _ := a.Released(); first.Before != released {
				first, last = last, first
			}
			released, _ := a.Released()
			if first.Before != released || first.After != last.Before || last.After != *a.Result ||
				first.After == last.After {
				t.Errorf("from %v to %v, from %v to %v; the audit has %v, released %v", first.Before,
					first.After, last.Before, last.After, *a.Result, released)
			}
		})
}

// TestFormerDecision finds an audit that a program of form 8 has restated by an appeal, which it was to
// mark as upheld by a step of the audit. The step is carried out, and whoever wants to dismiss the
// appeal first is told that it is decided.
func TestFormerDecision(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.Must(k.AddSupervisor("third"))
	_, path, body := walkDecide(k, true)
	list, err := store.Open(t.Context(), k.Engine, audits.AuditSchema)
	k.Must(err)
	appeals, err := store.Open(t.Context(), k.Engine, stored.AppealSchema)
	k.Must(err)
	appeal, err := appeals.Get(t.Context(), path[len("/api/v1/appeals/"):len(path)-len("/decide")])
	k.Must(err)
	a, err := list.Get(t.Context(), string(appeal.Audit))
	k.Must(err)
	e, err := k.Server.Editions.Edition(t.Context(), a.Edition)
	k.Must(err)
	ruling := checklists.Ruling{By: "second", At: k.Clock.Read(), Reason: "现场复核清单确为当日更新"}
	revision, before := a.Revision, a.Digest
	upheld, answer := appeal, checklists.Answer{Kind: checklists.Level, Level: 3}
	k.Must(upheld.Uphold(e, &a, ruling, answer))
	steps, err := k.Server.Journal.Follows(t.Context(), journal.Event{Actor: "second",
		Action: "audit-restated", Subject: "audit/" + string(a.ID), Label: a.Number, Before: before,
		After: a.Digest, Revision: a.Revision})
	k.Must(err)
	settle, err := follow.Step("outcome", follow.Data+1, "second")
	k.Must(err)
	mark, err := follow.Step("uphold", follow.Data+2, apitest.Object{"appeal": appeal.ID, "ruling": ruling})
	k.Must(err)
	k.Must(list.Replace(t.Context(), a, revision, append(steps, settle, mark)...))
	k.SignIn("third")
	status, refused := k.Ask("POST "+path, apitest.Object{"uphold": false, "reason": "维持"})
	if status != http.StatusConflict || apitest.CodeOf(t, refused) != "appeal-decided" {
		t.Errorf("dismissed: %d %s", status, refused)
	}
	k.SignIn("second")
	k.Want(http.StatusOK, "POST", path, body, nil)
	k.SettleAll()
	have, err := appeals.Get(t.Context(), string(appeal.ID))
	k.Must(err)
	var r struct{ State string }
	k.Want(http.StatusOK, "GET", "/api/v1/rectifications/"+string(appeal.ID), nil, &r)
	if have.State != checklists.AppealUpheld || have.Decision.After != *a.Result || r.State != "revoked" {
		t.Errorf("%s, %+v; the rectification is %s", have.State, have.Decision, r.State)
	}
}
