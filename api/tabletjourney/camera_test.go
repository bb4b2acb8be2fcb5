package tabletjourney_test

import (
	"net/http"
	"testing"
)

// TestCamera takes several photographs in a row with the camera in the application: each goes straight
// to the clause, with its time and a name that says which clause, and to the server.
func TestCamera(t *testing.T) {
	url := start(t)
	tab := open(t, url, 1024, 768)
	tab.signIn("auditor")
	id := tab.newAudit("GS-S03")
	tab.click("#c-HS001 [data-key=shots-HS001]")
	tab.until("document.querySelector('.shots video')?.videoWidth > 0")
	for range 3 {
		tab.do(`const before = document.querySelector(".shots [role=status]").textContent;
			await new Promise((r) => setTimeout(r, 150)); // the fake camera's picture moves
			document.querySelector(".shutter").click();
			for (const end = Date.now() + 60000; document.querySelector(".shots [role=status]").textContent === before ||
				document.querySelector(".shots [role=status]").textContent.includes("·");) {
				if (Date.now() > end) throw new Error("not stored");
				await new Promise((r) => setTimeout(r, 10));
			}`)
	}
	tab.shot("camera-1024")
	tab.do(`window.track = document.querySelector(".shots video").srcObject.getTracks()[0]`)
	tab.click(".shots .draw-tools button:last-child")
	tab.until("document.querySelectorAll('#c-HS001 .photos li').length === 3")
	if state := js[string](tab, "return track.readyState"); state != "ended" {
		t.Errorf("the camera goes on after the last shot: %s", state)
	}
	auditor := signInAs(t, url, "auditor")
	tab.until("!document.querySelector('.live-state').textContent.match(/[0-9]/)")
	var list struct{ Items []struct{ There bool } }
	auditor.call(http.MethodGet, "/api/v1/audits/"+id+"/evidence", nil, &list)
	there := 0
	for _, one := range list.Items {
		if one.There {
			there++
		}
	}
	if there != 3 {
		t.Errorf("%d photographs on the server, want 3", there)
	}
}

// TestCameraRefused has no camera, or nobody allows it: a sentence says what to do instead, and the other
// two ways are there.
func TestCameraRefused(t *testing.T) {
	tab := chinese(t, start(t), 1024, 768)
	tab.signIn("auditor")
	tab.newAudit("GS-S03")
	for name, want := range map[string]string{"NotAllowedError": "没有允许使用相机", "NotReadableError": "打不开相机"} {
		tab.do(`navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("no", %q); }`, name)
		tab.click("#c-HS001 [data-key=shots-HS001]")
		tab.until("document.querySelector('#c-HS001 .photo-status').textContent.includes(%q)", want)
	}
	if n := js[int](tab, `return document.querySelectorAll("#c-HS001 .pick input[type=file]").length`); n != 2 {
		t.Errorf("%d other ways to add a photograph", n)
	}
}
