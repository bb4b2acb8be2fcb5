package api_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"hallmark/api"
	"hallmark/checklists"
)

func TestChangePassword(t *testing.T) {
	t.Parallel()
	k := newCostlyKit(t)
	k.signIn("auditor")
	elsewhere := k.token
	k.tokens["auditor"] = ""
	b := k.browse("auditor")
	k.signIn("auditor")

	for name, c := range map[string]struct{ current, next, repeat, control string }{
		"wrong current": {"not-it-at-all", "a new password", "a new password", ""},
		"too short":     {password, "九个字符的密码啊啊", "九个字符的密码啊啊", ""},
		"too long":      {password, strings.Repeat("密", 129), strings.Repeat("密", 129), ""},
		"not repeated":  {password, "a new password", "a new passwort", "repeat"},
		"empty":         {password, "", "", "new"},
	} {
		page := b.post("/password", url.Values{"current": {c.current}, "new": {c.next},
			"repeat": {c.repeat}})
		if page.status != 422 || !strings.Contains(page.body, `role="alert"`) ||
			c.control != "" && !strings.Contains(page.body, `href="#`+c.control+`"`) {
			t.Errorf("%s: %d %s", name, page.status, page.main())
		}
		for _, typed := range []string{c.current, c.next} {
			if typed != "" && strings.Contains(page.body, typed) {
				t.Errorf("%s: the page shows a password", name)
			}
		}
	}
	const next = "正确的马电池订书钉" + "!"
	page := b.post("/password", url.Values{"current": {password}, "new": {next}, "repeat": {next}})
	if page.status != http.StatusSeeOther {
		t.Fatalf("changed: %d %s", page.status, page.main())
	}
	if page := b.get("/audits"); page.status != 200 {
		t.Errorf("the session that changed it: %d", page.status)
	}
	k.token = elsewhere
	k.want(401, "GET", "/api/v1/halls", nil, nil)
	k.signIn("")
	k.want(401, "POST", "/api/v1/sessions", object{"username": "auditor", "password": password}, nil)
	k.want(201, "POST", "/api/v1/sessions", object{"username": "auditor", "password": next}, nil)
}

// TestPasswordCost: a server that is told nothing of the cost stores passwords at the full cost, and
// a name without an account costs as much as one with it, whatever the cost is.
func TestPasswordCost(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		k    *kit
		want string
	}{
		"office": {newCostlyKit(t), "$argon2id$v=19$m=19456,t=2,p=1$"},
		"kit":    {newKit(t), "$argon2id$v=19$m=64,t=1,p=1$"},
	} {
		ctx, server := context.Background(), test.k.server
		test.k.must(server.AddUser(ctx, "admin", api.NewUser{Username: "added", Role: checklists.Auditor,
			Password: "a new password"}))
		test.k.must(server.SetPassword(ctx, "auditor2", "auditor2", "a new password", ""))
		for _, user := range []string{"auditor", "added", "auditor2"} { // seeded, added, changed
			stored, decoy, err := server.PasswordHashesForTest(ctx, user)
			test.k.must(err)
			if !strings.HasPrefix(stored, test.want) || !strings.HasPrefix(decoy, test.want) ||
				len(stored) != len(decoy) {
				t.Errorf("%s: %s is stored as %s, nobody as %s", name, user, stored, decoy)
			}
		}
	}
}

// TestPasswordGuessedInside lets somebody at an open tablet guess the password.
func TestPasswordGuessedInside(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	b := k.browse("auditor")
	guess := func() int {
		return b.post("/password", url.Values{"current": {"guess"}, "new": {"a new password"},
			"repeat": {"a new password"}}).status
	}
	for i := range 10 {
		if status := guess(); status != 422 {
			t.Fatalf("guess %d: %d", i+1, status)
		}
	}
	if status := guess(); status != 429 {
		t.Errorf("guess 11: %d", status)
	}
}

func TestAddUser(t *testing.T) {
	t.Parallel()
	k := newKit(t)
	ctx := context.Background()
	good := api.NewUser{Username: "new.user", Name: "新同事(虚构)", Role: checklists.Auditor,
		Password: "long enough"}
	for name, change := range map[string]func(*api.NewUser){
		"short password":    func(u *api.NewUser) { u.Password = "short" },
		"long password":     func(u *api.NewUser) { u.Password = strings.Repeat("x", 129) },
		"no password":       func(u *api.NewUser) { u.Password = "" },
		"upper case":        func(u *api.NewUser) { u.Username = "New" },
		"path":              func(u *api.NewUser) { u.Username = "../new" },
		"one letter":        func(u *api.NewUser) { u.Username = "n" },
		"odd role":          func(u *api.NewUser) { u.Role = "root" },
		"head of no hall":   func(u *api.NewUser) { u.Role = checklists.HallHead },
		"hall of an editor": func(u *api.NewUser) { u.Role, u.Hall = checklists.Editor, "GS-S03" },
		"unknown hall":      func(u *api.NewUser) { u.Role, u.Hall = checklists.HallHead, "GS-X1" },
		"taken":             func(u *api.NewUser) { u.Username = "auditor" },
		"control in name":   func(u *api.NewUser) { u.Name = "a\nb" },
		"long name":         func(u *api.NewUser) { u.Name = strings.Repeat("名", 41) },
	} {
		u := good
		change(&u)
		if err := k.server.AddUser(ctx, "admin", u); err == nil {
			t.Errorf("%s: added", name)
		}
	}
	k.must(k.server.AddUser(ctx, "admin", good))
	k.want(201, "POST", "/api/v1/sessions",
		object{"username": "new.user", "password": "long enough"}, nil)
	k.signIn("admin")
	_, _, users := k.call("GET", "/api/v1/users", nil)
	_, _, events := k.call("GET", "/api/v1/events?subject=user/new.user", nil)
	for _, secret := range []string{"argon2", "long enough"} {
		if strings.Contains(string(users)+string(events), secret) {
			t.Errorf("tells %q", secret)
		}
	}
	if strings.Count(string(events), "user-added") != 1 {
		t.Errorf("events of one account: %s", events)
	}
}
