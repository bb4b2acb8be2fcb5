package tabletwork_test

import (
	"net/http"
	"testing"
)

// TestConfirmOffLine has the second inspector confirm on the own tablet without a network, whichever
// tablet comes home first; who handed over has nothing to confirm.
func TestConfirmOffLine(t *testing.T) {
	n := start(t)
	a, b := open(t, n), open(t, n)
	a.prepare("auditor")
	a.do(`const audit = await T.start("GS-C01"); await T.fill(audit); await T.settled()`)
	id := js[string](a, `return T.audit.audit.id`)
	b.prepare("auditor2")
	b.do(`T.audit = await T.work.open(%q)`, id)
	n.cut(true)
	b.do(`const c = Object.assign(document.createElement("canvas"), {width: 300, height: 100});
		const pen = c.getContext("2d");
		pen.fillStyle = "#fff";
		pen.fillRect(0, 0, 300, 100);
		pen.lineWidth = 5;
		pen.moveTo(10, 10);
		pen.lineTo(150, 90);
		pen.lineTo(290, 20);
		pen.stroke();
		await T.audit.confirm(await new Promise((resolve) => c.toBlob(resolve, "image/png")))`)
	a.do(`await T.finish(T.audit)`)
	if js[bool](a, `return T.audit.mayConfirm`) {
		t.Error("who hands over is asked to confirm")
	}
	n.cut(false)
	b.do(`await T.settled()`)
	a.do(`await T.settled()`)
	var have struct {
		State       string
		Transitions []struct {
			By       string
			Confirms bool
		}
	}
	ask(t, n.direct, "supervisor", http.MethodGet, "/api/v1/audits/"+id, nil, &have)
	confirmed := 0
	for _, step := range have.Transitions {
		if step.Confirms && step.By == "auditor2" {
			confirmed++
		}
	}
	if have.State != "submitted" || confirmed != 1 {
		t.Errorf("%+v", have)
	}
	if !js[bool](b, `return T.audit.audit.confirmed === true && !T.audit.audit.confirmation`) {
		t.Error("the tablet does not know that the confirmation was taken")
	}
	if same := js[string](a, `const p = await T.picture(7, "image/png");
		return T.audit.signAll([{role: "inspector", name: "甲", username: "auditor", strokesPNG: p},
			{role: "inspector", name: "乙", username: "auditor2", strokesPNG: p}])
			.then(() => "", (err) => err.code)`); same != "signature-same" {
		t.Errorf("the same picture for two people: %q", same)
	}
}
