package apitest

import (
	"bytes"
	"image"
	"image/jpeg"
	"net/http"
	"testing"

	"hallmark/standard"
)

// Upload stores a demo photograph and returns its digest.
func (k *Kit) Upload(seed uint64) string {
	k.T.Helper()
	photo := Photograph(k.T, seed)
	d := string(standard.DigestBytes(photo))
	if status, _, body := k.Call("PUT", "/api/v1/evidence/"+d, photo); status >= 300 {
		k.T.Fatalf("photograph: %d %s", status, body)
	}
	return d
}

// Photograph is a small picture; another seed gives another one.
func Photograph(t *testing.T, seed uint64) []byte {
	t.Helper()
	picture := image.NewGray16(image.Rect(0, 0, 64, 48))
	for i := range picture.Pix {
		//nolint:gosec // noise: any eight bits will do
		picture.Pix[i] = byte(uint64(i) * seed * 2654435761 >> 8)
	}
	var file bytes.Buffer
	if err := jpeg.Encode(&file, picture, nil); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// Operation is a change other than an answer.
func (k *Kit) Operation(clause, op string, value any) Object {
	c := k.Change(clause, value)
	c["op"] = op
	return c
}

// Stay makes the kit show redirections instead of following them.
func (k *Kit) Stay() {
	k.Client = &http.Client{Transport: http.DefaultTransport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// Place says where an account works.
func (k *Kit) Place(user, hall, firm string) {
	k.T.Helper()
	k.SignIn("admin")
	k.Want(200, "PUT", "/api/v1/users/"+user+"/place", Object{"hall": hall, "firm": firm}, nil)
}
