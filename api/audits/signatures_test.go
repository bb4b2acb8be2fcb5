package audits_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"strings"
	"testing"

	"hallmark/api/apitest"
	"hallmark/standard"
)

// strokes is the picture of a signature: a line through points, on white; soil colours one pixel,
// which makes other bytes of the same strokes.
func strokes(t *testing.T, soil uint8, points ...image.Point) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 360, 120))
	for i := range img.Pix {
		img.Pix[i] = 0xff
	}
	img.Set(0, 0, color.RGBA{255 - soil, 255, 255, 255})
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		for n := range 400 {
			x, y := a.X+(b.X-a.X)*n/400, a.Y+(b.Y-a.Y)*n/400
			for d := range 4 {
				img.Set(x+d, y, color.Black)
				img.Set(x, y+d, color.Black)
			}
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// upload stores a picture as evidence of whoever is signed in.
func upload(k *apitest.Kit, picture []byte) string {
	k.T.Helper()
	sha := string(standard.DigestBytes(picture))
	r, err := http.NewRequest(http.MethodPut, k.URL+"/api/v1/evidence/"+sha, bytes.NewReader(picture))
	k.Must(err)
	r.Header.Set("Authorization", "Bearer "+k.Token)
	r.Header.Set("Content-Type", "application/octet-stream")
	answer, err := k.Client.Do(r)
	k.Must(err)
	k.Must(answer.Body.Close())
	if answer.StatusCode >= 300 {
		k.T.Fatalf("evidence: %s", answer.Status)
	}
	return sha
}

// readyForTwo is an audit of two inspectors with an answer to every clause.
func readyForTwo(k *apitest.Kit) string {
	k.T.Helper()
	k.SignIn("auditor")
	return k.ReadyAudit("auditor2")
}

type signed = apitest.Object

func sign(list ...signed) signed { return signed{"signatures": list} }

// TestSignaturesOfAccounts has one person try to sign for three: with a typed name, the same
// picture, the same strokes in other bytes, a blank picture, and the picture of an earlier visit.
func TestSignaturesOfAccounts(t *testing.T) {
	k := apitest.New(t)
	id := readyForTwo(k)
	mine := upload(k, strokes(t, 0, image.Pt(10, 10), image.Pt(200, 90), image.Pt(300, 20)))
	again := upload(k, strokes(t, 9, image.Pt(10, 10), image.Pt(200, 90), image.Pt(300, 20)))
	other := upload(k, strokes(t, 0, image.Pt(20, 100), image.Pt(60, 10), image.Pt(100, 100), image.Pt(340, 50)))
	blank := upload(k, strokes(t, 0))
	inspector := func(user, sha string) signed {
		return signed{"role": "inspector", "username": user, "name": "张三", "sha256": sha}
	}
	present := func(sha string) signed { return signed{"role": "present", "name": "周敏", "sha256": sha} }
	for field, list := range map[string][]signed{
		"signatures[0].username":       {{"role": "inspector", "name": "张三", "sha256": mine}},
		"signatures[1].username":       {inspector("auditor", mine), inspector("auditor3", other)},
		"signatures[1].sha256":         {inspector("auditor", mine), inspector("auditor2", mine)},
		"signatures[1].sha256\x00":     {inspector("auditor", mine), inspector("auditor2", again)},
		"signatures[2].sha256":         {inspector("auditor", mine), inspector("auditor2", other), present(again)},
		"signatures[1].sha256\x00\x00": {inspector("auditor", mine), present(blank)},
	} {
		field = strings.TrimRight(field, "\x00")
		status, _, body := k.Call(http.MethodPost, "/api/v1/audits/"+id+"/submit", sign(list...))
		if status != 422 || !bytes.Contains(body, []byte(`"name":"`+field+`"`)) {
			t.Errorf("%s: %d %s", field, status, body)
		}
	}
	var have struct {
		Signatures []struct{ Name, Username, On string }
	}
	k.Want(200, http.MethodPost, "/api/v1/audits/"+id+"/submit", sign(inspector("auditor", mine),
		inspector("auditor2", other)), &have)
	if s := have.Signatures; len(s) != 2 || s[0].Name == "张三" || s[1].Name == s[0].Name || s[1].On != "auditor" {
		t.Errorf("%+v", s)
	}
	next := readyForTwo(k)
	status, _, body := k.Call(http.MethodPost, "/api/v1/audits/"+next+"/submit",
		sign(inspector("auditor", mine), present(other)))
	if status != 422 || !bytes.Contains(body, []byte("signature-used")) {
		t.Errorf("a picture of an earlier visit: %d %s", status, body)
	}
	k.Want(200, http.MethodPost, "/api/v1/audits/"+next+"/submit", sign(inspector("auditor", mine)), nil)
}

// TestConfirmInOwnSignIn has the second inspector confirm by the API and by the page, with another
// picture than the first one's.
func TestConfirmInOwnSignIn(t *testing.T) {
	k := apitest.New(t)
	id := readyForTwo(k)
	mine := upload(k, strokes(t, 0, image.Pt(10, 10), image.Pt(200, 90), image.Pt(300, 20)))
	k.Want(200, http.MethodPost, "/api/v1/audits/"+id+"/submit",
		sign(signed{"role": "inspector", "username": "auditor", "sha256": mine}), nil)
	path := "/api/v1/audits/" + id + "/confirm"
	k.SignIn("supervisor")
	k.Want(404, http.MethodPost, path, nil, nil) // no inspector of it
	k.SignIn("auditor2")
	copied := upload(k, strokes(t, 3, image.Pt(10, 10), image.Pt(200, 90), image.Pt(300, 20)))
	if status, _, body := k.Call(http.MethodPost, path, signed{"sha256": copied}); status != 422 ||
		!bytes.Contains(body, []byte("signature-same")) {
		t.Errorf("the strokes of somebody else: %d %s", status, body)
	}
	own := upload(k, strokes(t, 0, image.Pt(20, 100), image.Pt(60, 10), image.Pt(340, 50)))
	var have struct {
		Revision    int
		State       string
		Transitions []json.RawMessage
	}
	k.Want(200, http.MethodPost, path, signed{"sha256": own}, &have)
	revision := have.Revision
	k.Want(200, http.MethodPost, path, signed{"sha256": own}, &have)
	if have.Revision != revision || have.State != "submitted" ||
		!bytes.Contains(have.Transitions[len(have.Transitions)-1], []byte(`"confirms":true`)) {
		t.Errorf("%+v", have)
	}
}

// TestSelfCheckOfOwnHall has a self-check started by people of the hall, or by a supervisor for it.
func TestSelfCheckOfOwnHall(t *testing.T) {
	k := apitest.New(t)
	self := signed{"hall": "GS-S03", "kind": "self"}
	k.SignIn("auditor")
	status, _, body := k.Call(http.MethodPost, "/api/v1/audits", self)
	if status != 422 || !bytes.Contains(body, []byte("self-hall")) {
		t.Errorf("an inspector from outside: %d %s", status, body)
	}
	for _, user := range []string{"head", "supervisor"} {
		k.SignIn(user)
		k.Want(201, http.MethodPost, "/api/v1/audits", self, nil)
	}
	status, _, body = k.Call(http.MethodPost, "/api/v1/audits", signed{"hall": "GS-S03", "kind": "self",
		"inspectors": []string{"auditor"}})
	if status != 422 || !bytes.Contains(body, []byte("inspectors[0]")) {
		t.Errorf("with an inspector from outside: %d %s", status, body)
	}
}
