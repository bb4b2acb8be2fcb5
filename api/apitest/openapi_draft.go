package apitest

import (
	"net/http"
)

// DraftID is the draft of the tests that walk over all calls.
const DraftID = "01890a5d-ac96-774b-bcce-b302099a8057"

// Drafted opens a draft in the name of the editor.
func (k *Kit) Drafted(id, base string) {
	k.T.Helper()
	k.SignIn("editor")
	k.Want(http.StatusCreated, "POST", "/api/v1/drafts",
		Object{"id": id, "base": base, "title": "场所面积与隐私接待"}, nil)
}
