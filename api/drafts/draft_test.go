package drafts_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"hallmark/api/accounts"
	"hallmark/api/apitest"
	"hallmark/checklists"
	"hallmark/fixtures"
	"hallmark/standard"
)

// openDraft opens a draft of the edition of 2017 and returns its address.
func openDraft(k *apitest.Kit) string {
	k.T.Helper()
	k.Drafted(apitest.DraftID, "2017")
	return "/api/v1/drafts/" + apitest.DraftID
}

// twoEditors adds a colleague of the demo editor.
func twoEditors(k *apitest.Kit) {
	k.T.Helper()
	k.Must(k.Server.Accounts.AddUser(context.Background(), "admin", accounts.NewUser{Username: "editor2",
		Name: "顾知远", Role: checklists.Editor, Password: apitest.Password}))
}

func edits(revision int, list ...apitest.Object) apitest.Object {
	return apitest.Object{"revision": revision, "edits": list}
}

func setField(uid, field string, value any) apitest.Object {
	return apitest.Object{"op": "set", "uid": uid, "field": field, "value": value}
}

type editAnswer struct {
	Revision int
	Clauses  []string
	Changed  []struct {
		Place, By string
		Revision  int
	}
}

// TestDraftOfTwoEditors lets edits of different fields meet, and shows both wordings where two
// editors have written the same one.
func TestDraftOfTwoEditors(t *testing.T) {
	k := apitest.New(t)
	twoEditors(k)
	draft := openDraft(k)
	var first, second editAnswer
	k.Want(http.StatusOK, "POST", draft+"/edits", edits(1,
		setField("HS001", "text", "大厅应达到300 m²。")), &first)
	k.SignIn("editor2")
	k.Want(http.StatusOK, "POST", draft+"/edits", edits(1,
		setField("HS001", "title", "办事区域面积"), setField("HS002", "title", "场地")), &second)
	if first.Revision != 2 || second.Revision != 3 || len(second.Changed) != 1 ||
		second.Changed[0].Place != "HS001/text" || second.Changed[0].By != "editor" {
		t.Errorf("answers %+v, %+v", first, second)
	}
	status, _, body := k.Call("POST", draft+"/edits", edits(1,
		setField("HS003", "title", "别处"), setField("HS001", "text", "大厅应达到400 m²。")))
	var problem struct {
		Code   string
		Fields []struct{ Name, Detail, Want, Have string }
	}
	k.Must(json.Unmarshal(body, &problem))
	if status != http.StatusConflict || problem.Code != "draft-conflict" ||
		len(problem.Fields) != 1 || problem.Fields[0].Name != "HS001/text" ||
		problem.Fields[0].Want != "大厅应达到400 m²。" || problem.Fields[0].Have != "大厅应达到300 m²。" ||
		!strings.Contains(problem.Fields[0].Detail, "苏文衡") {
		t.Errorf("%d %s", status, body)
	}
	var text struct {
		Revision int
		Editors  []string
		Text     struct {
			Clauses []struct{ UID, Title, Text string }
		}
	}
	k.Want(http.StatusOK, "GET", draft, nil, &text)
	for _, c := range text.Text.Clauses {
		switch c.UID {
		case "HS001":
			if c.Title != "办事区域面积" || c.Text != "大厅应达到300 m²。" {
				t.Errorf("HS001: %+v", c)
			}
		case "HS003":
			if c.Title == "别处" {
				t.Error("a refused request has changed something")
			}
		}
	}
	if text.Revision != 3 || strings.Join(text.Editors, " ") != "editor editor2" {
		t.Errorf("revision %d, editors %v", text.Revision, text.Editors)
	}
	k.Want(http.StatusConflict, "POST", draft+"/edits", edits(2,
		apitest.Object{"op": "withdraw", "uid": "HS002"}), nil) // its title was written meanwhile
}

// TestDraftBecomesAnAmendment makes XG1 by edits; whoever wrote in it cannot decide about it, and
// it can be opened again when it was given back.
func TestDraftBecomesAnAmendment(t *testing.T) {
	k := apitest.New(t)
	draft := openDraft(k)
	sheet, err := fixtures.AmendmentXG1()
	k.Must(err)
	revision := 1
	for _, item := range sheet.Items {
		for _, e := range editsOf(&item) {
			var reply editAnswer
			k.Want(http.StatusOK, "POST", draft+"/edits", edits(revision, e), &reply)
			revision = reply.Revision
		}
	}
	head := apitest.Object{"revision": revision, "approval": "经批准。", "approved": "2022-05-20",
		"announcement": "2022年第6号公告", "effective": "2022-07-01"}
	var amendment struct {
		ID, State, From, ResultDigest string
		Editors                       []string
		Revision                      int
	}
	k.Want(http.StatusCreated, "POST", draft+"/submit", head, &amendment)
	if amendment.ResultDigest != string(sheet.Sheet.Digest.Result) || amendment.ID != "2017+XG1" ||
		amendment.State != "proposed" || amendment.From != "draft/"+apitest.DraftID ||
		strings.Join(amendment.Editors, " ") != "editor" {
		t.Errorf("amendment %+v", amendment)
	}
	k.SignIn("admin")
	var events struct{ Items []struct{ Action string } }
	k.Want(http.StatusOK, "GET", "/api/v1/events?subject=draft/"+apitest.DraftID, nil, &events)
	if n := len(events.Items); n != revision+1 || events.Items[0].Action != "draft-submitted" ||
		events.Items[n-1].Action != "draft-opened" {
		t.Errorf("%d events, want %d: %v", n, revision+1, events.Items)
	}
	k.SignIn("approver")
	k.Want(http.StatusOK, "POST", "/api/v1/amendments/2017%2BXG1/reject",
		apitest.Object{"comment": "再议"}, nil)
	k.SignIn("editor")
	k.Want(http.StatusOK, "PATCH", draft, apitest.Object{"revision": revision + 1, "state": "open"}, nil)
	k.Want(http.StatusOK, "POST", draft+"/edits", edits(revision+2,
		setField("HS002", "title", "场地")), nil)
}

// editsOf are the edits that make an item of a sheet.
func editsOf(item *standard.Item) []apitest.Object {
	after, _ := item.After.(map[string]any)
	var list []apitest.Object
	switch item.Op {
	case standard.OpReplace:
		for field, value := range after {
			list = append(list, setField(string(item.UID), field, value))
		}
	case standard.OpAdd:
		fields := apitest.Object{}
		for name, value := range after {
			if !strings.Contains(" uid code chapter section ", " "+name+" ") {
				fields[name] = value
			}
		}
		before := map[standard.ClauseUID]string{"HS132": "HS056", "HS133": "HS064"}[item.UID]
		list = append(list, apitest.Object{"op": "add", "section": after["section"], "after": before,
			"value": fields})
	case standard.OpDelete:
		list = append(list, apitest.Object{"op": "withdraw", "uid": item.UID, "numbering": item.Numbering,
			"other": item.SupersededBy})
	case standard.OpWeight:
		for chapter, weight := range after {
			list = append(list, apitest.Object{"op": "weight", "field": chapter, "value": weight})
		}
	case standard.OpTerm:
		list = append(list, apitest.Object{"op": "term", "value": after})
	case standard.OpFrontMatter:
		list = append(list, apitest.Object{"op": "front", "field": "normative_references",
			"value": item.After})
	}
	return append(list, apitest.Object{"op": "note", "value": apitest.Object{"key": item.Key(),
		"reason": item.Reason}})
}

// TestDraftIsItsAuthors holds that nobody else deletes a draft, and that an unknown one is not
// found on the pages either.
func TestDraftIsItsAuthors(t *testing.T) {
	k := apitest.New(t)
	twoEditors(k)
	draft := openDraft(k)
	k.SignIn("editor2")
	status, _, body := k.Call("DELETE", draft, nil)
	if status != http.StatusForbidden || !strings.Contains(string(body), "draft-author") {
		t.Errorf("%d %s", status, body)
	}
	k.SignIn("editor")
	k.Want(http.StatusNoContent, "DELETE", draft, nil, nil)
	k.Want(http.StatusNotFound, "GET", "/drafts/"+apitest.DraftID, nil, nil)
}
