package tabletwork_test

import (
	"net/http"
	"testing"

	"hallmark/api/browsertest"
)

// TestVisitBegunTwice has the two inspectors of a drawn visit begin it on two tablets without a
// network: it is one audit, of what the campaign asks, with the answers of both.
func TestVisitBegunTwice(t *testing.T) {
	n := start(t)
	var campaign struct {
		ID     string
		Visits []struct{ Hall, Audit string }
	}
	supervise := func(method, path string, body any) {
		ask(t, n.direct, "supervisor", method, "/api/v1/campaigns"+path, body, &campaign)
	}
	supervise(http.MethodPost, "", object{"name": "一季度暗访", "kind": "unannounced", "from": "2026-01-01",
		"to": "2026-03-31", "tiers": []string{"community"}, "quota": object{"community": 1}, "team": 2,
		"clauses": []string{"HS001", "HS005"}, "restDays": 30, "inspectors": []string{"auditor", "auditor2"}})
	for _, step := range []string{"seal", "draw", "open"} {
		supervise(http.MethodPost, "/"+campaign.ID+"/"+step, object{})
	}
	a, b := open(t, n), open(t, n)
	browsertest.Expect(b.ctx, "status 409") // what the other one has sent meanwhile
	a.prepare("auditor")
	b.prepare("auditor2")
	n.cut(true)
	for _, tab := range []*tablet{a, b} {
		tab.do(`const visits = await T.work.visits();
			if (visits.length !== 1) throw new Error(JSON.stringify(visits));
			T.audit = await T.work.open(await T.work.start(visits[0]));
			if ((await T.work.visits()).length) throw new Error("still to be begun")`)
	}
	id := js[string](a, `return T.audit.audit.id`)
	if other := js[string](b, `return T.audit.audit.id`); other != id {
		t.Fatalf("two audits: %s and %s", id, other)
	}
	a.do(`await T.audit.record("HS001", "answer", T.value(T.audit.checklist[0], 2))`)
	b.do(`const [, c] = T.audit.checklist; await T.audit.record(c.uid, "answer", T.value(c, 2));
		if (T.audit.checklist.length !== 2) throw new Error("asks " + T.audit.checklist.length)`)
	n.cut(false)
	a.do(`await T.settled()`)
	b.do(`await T.settled()`)
	have, changes := onServer(t, n.direct, id)
	if len(have.Answers) != 2 || changes != 2 {
		t.Errorf("%d answers by %d changes", len(have.Answers), changes)
	}
	supervise(http.MethodGet, "/"+campaign.ID, nil)
	if len(campaign.Visits) != 1 || campaign.Visits[0].Audit != id {
		t.Errorf("the campaign has %+v, the audit is %s", campaign.Visits, id)
	}
}

// reply is what a hall head sends, with a photograph.
const reply = `const send = async (method, path, type, body, token) => {
		const answer = await fetch(path, {method, body, credentials: "omit", headers: {
			"Content-Type": type, ...token && {Authorization: "Bearer " + token}}});
		if (!answer.ok) throw new Error(path + ": " + await answer.text());
		return answer.status === 204 ? {} : answer.json();
	};
	const json = "application/json";
	const {token} = await send("POST", "/api/v1/sessions", json,
		JSON.stringify({username: "head", password: %q}));
	const photo = await (await T.picture(1)).arrayBuffer();
	const sha = [...new Uint8Array(await crypto.subtle.digest("SHA-256", photo))]
		.map((b) => b.toString(16).padStart(2, "0")).join("");
	await send("PUT", "/api/v1/evidence/" + sha, "image/jpeg", photo, token);
	await send("POST", %q, json, JSON.stringify({text: "已补齐", evidence: [sha]}), token)`

// TestRecheckWithoutNetwork looks again at what a hall has mended: the tablet offers it once a reply
// waits, asks what is still open by the edition of that audit, and its approval closes what is whole.
func TestRecheckWithoutNetwork(t *testing.T) {
	n := start(t)
	tab := open(t, n)
	tab.prepare("auditor")
	tab.do(`await T.start("GS-S03", ["HS079", "HS081"]); await T.audit.record("HS079", "answer", {level: 1});
		await T.audit.record("HS081", "answer", {verdict: "fail"}); await T.finish(T.audit); await T.settled()`)
	origin := js[string](tab, `return T.audit.audit.id`)
	ask(t, n.direct, "supervisor", http.MethodPost, "/api/v1/audits/"+origin+"/approve", object{}, nil)
	tab.do(`await T.work.refresh(); if ((await T.work.visits()).length) throw new Error("too early")`)
	tab.do(reply, password, "/api/v1/rectifications/"+origin+"-HS079/reply")
	tab.do(`await T.work.refresh()`)
	n.cut(true)
	tab.do(`const [v] = await T.work.visits(); T.audit = await T.work.open(await T.work.start(v));
		if ((await T.work.visits()).length) throw new Error("still to be begun")`)
	if got := js[string](tab, `return T.audit.checklist.map((c) => c.uid).join(" ")`); got != "HS079 HS081" {
		t.Errorf("the re-check asks %s", got)
	}
	tab.do(`await T.audit.record("HS079", "answer", {level: 3});
		await T.audit.record("HS081", "answer", {verdict: "fail"}); await T.finish(T.audit)`)
	visit := js[string](tab, `return T.audit.audit.id`)
	n.cut(false)
	tab.do(`await T.settled()`)
	ask(t, n.direct, "supervisor", http.MethodPost, "/api/v1/audits/"+visit+"/approve", object{}, nil)
	for clause, want := range map[string]string{"HS079": "closed", "HS081": "awaiting-plan"} {
		var r struct{ State string }
		ask(t, n.direct, "supervisor", http.MethodGet, "/api/v1/rectifications/"+origin+"-"+clause, nil, &r)
		if r.State != want {
			t.Errorf("%s is %s", clause, r.State)
		}
	}
}
