package tabletjourney_test

import (
	"net/http"
	"strings"
	"testing"

	"hallmark/api/programtest"
	"hallmark/fixtures"
)

// TestCarry begins an audit after an amendment: the card offers what the last audit found where the
// requirement stands, shows the rest redlined, and takes nothing over by itself.
func TestCarry(t *testing.T) {
	url := programtest.Start(t, programtest.Setup{Audits: true}).URL
	publish(t, url)
	tab := open(t, url, 800, 1280)
	tab.signIn("auditor")
	id := tab.newAudit("GS-S03")

	tab.see("#c-HS002 .carry [data-key=carry]")
	tab.see("#c-HS001 .carry del")
	tab.see("#c-HS001 .carry ins")
	if js[bool](tab, "return Boolean(document.querySelector('#c-HS001 [data-key=carry], .card.answered'))") {
		t.Error("a changed clause is offered, or something was taken over unasked")
	}
	tab.until("document.querySelectorAll('.card').length === 12")
	tab.check("carry")
	tab.click("#c-HS002 [data-key=carry]")
	tab.see("#c-HS002:not(.open)")
	tab.until("!document.querySelector('#c-HS002 [data-key=carry]')")
	auditor := signInAs(t, url, "auditor")
	auditor.await(id, 1)
	taken := auditor.audit(id).Answers
	if note := taken["HS002"].Note; len(taken) != 1 || !strings.Contains(note, "GS-S03-2018") {
		t.Errorf("taken over: %+v", taken)
	}
	tab.do("location.hash = '#/audit/%s/11'", id) // where HS099 stood
	tab.until("document.querySelector('.page > .slot .carry')?.textContent.includes('11.')")
	tab.until("document.querySelectorAll('.card').length === 11")
	tab.check("carry-gone")
}

// publish puts the reference amendment in force.
func publish(t *testing.T, url string) {
	t.Helper()
	sheet, err := fixtures.AmendmentXG1()
	must(t, err)
	signInAs(t, url, "editor").call(http.MethodPost, "/api/v1/amendments", sheet, nil)
	approver := signInAs(t, url, "approver")
	const amendment = "/api/v1/amendments/2017%2BXG1"
	approver.call(http.MethodPost, amendment+"/approve", object{"revision": 1}, nil)
	approver.call(http.MethodPost, amendment+"/publish", object{"revision": 2}, nil)
}
