package access_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"hallmark/api/accounts"
	"hallmark/api/apitest"
	"hallmark/checklists"
)

func TestChangePassword(t *testing.T) {
	t.Parallel()
	k := apitest.NewCostlyKit(t)
	k.SignIn("auditor")
	elsewhere := k.Token
	k.Tokens["auditor"] = ""
	b := k.Browse("auditor")
	k.SignIn("auditor")

	for name, c := range map[string]struct{ current, next, repeat, control string }{
		"wrong current": {"not-it-at-all", "vermilion otter ladder", "vermilion otter ladder", ""},
		"too short":     {apitest.Password, "九个字符的密码啊啊", "九个字符的密码啊啊", ""},
		"too long":      {apitest.Password, strings.Repeat("密", 129), strings.Repeat("密", 129), ""},
		"not repeated":  {apitest.Password, "vermilion otter ladder", "a new passwort", "repeat"},
		"empty":         {apitest.Password, "", "", "new"},
	} {
		page := b.Post("/password", url.Values{"current": {c.current}, "new": {c.next},
			"repeat": {c.repeat}})
		if page.Status != 422 || !strings.Contains(page.Body, `role="alert"`) ||
			c.control != "" && !strings.Contains(page.Body, `href="#`+c.control+`"`) {
			t.Errorf("%s: %d %s", name, page.Status, page.Main())
		}
		for _, typed := range []string{c.current, c.next} {
			if typed != "" && strings.Contains(page.Body, typed) {
				t.Errorf("%s: the page shows a password", name)
			}
		}
	}
	const next = "正确的马电池订书钉" + "!"
	page := b.Post("/password", url.Values{"current": {apitest.Password}, "new": {next}, "repeat": {next}})
	if page.Status != http.StatusSeeOther {
		t.Fatalf("changed: %d %s", page.Status, page.Main())
	}
	if page := b.Get("/audits"); page.Status != 200 {
		t.Errorf("the session that changed it: %d", page.Status)
	}
	k.Token = elsewhere
	k.Want(401, "GET", "/api/v1/halls", nil, nil)
	k.SignIn("")
	k.Want(401, "POST", "/api/v1/sessions", apitest.Object{"username": "auditor", "password": apitest.Password}, nil)
	k.Want(201, "POST", "/api/v1/sessions", apitest.Object{"username": "auditor", "password": next}, nil)
}

// TestPasswordCost: a server whose configuration has no cost stores passwords at the full cost, and
// a name without an account costs as much as one with it, whatever the cost is.
func TestPasswordCost(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		k    *apitest.Kit
		want string
	}{
		"office": {apitest.NewCostlyKit(t), "$argon2id$v=19$m=19456,t=2,p=1$"},
		"kit":    {apitest.New(t), "$argon2id$v=19$m=64,t=1,p=1$"},
	} {
		ctx, server := context.Background(), test.k.Server
		test.k.Must(server.Accounts.AddUser(ctx, "admin", accounts.NewUser{Username: "added", Role: checklists.Auditor,
			Password: "vermilion otter ladder"}))
		test.k.Must(server.Accounts.SetPassword(ctx, "auditor2", "auditor2", "vermilion otter ladder", ""))
		for _, user := range []string{"auditor", "added", "auditor2"} { // seeded, added, changed
			account, err := server.Access.Docs.Users.Get(ctx, user)
			test.k.Must(err)
			stored, decoy := account.Password, server.PasswordCost.Decoy()
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
	k := apitest.New(t)
	b := k.Browse("auditor")
	guess := func() int {
		return b.Post("/password", url.Values{"current": {"guess"}, "new": {"vermilion otter ladder"},
			"repeat": {"vermilion otter ladder"}}).Status
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
	k := apitest.New(t)
	ctx := context.Background()
	good := accounts.NewUser{Username: "new.user", Name: "新同事(虚构)", Role: checklists.Auditor,
		Password: "long enough"}
	for name, change := range map[string]func(*accounts.NewUser){
		"short password":    func(u *accounts.NewUser) { u.Password = "short" },
		"long password":     func(u *accounts.NewUser) { u.Password = strings.Repeat("x", 129) },
		"no password":       func(u *accounts.NewUser) { u.Password = "" },
		"upper case":        func(u *accounts.NewUser) { u.Username = "New" },
		"path":              func(u *accounts.NewUser) { u.Username = "../new" },
		"one letter":        func(u *accounts.NewUser) { u.Username = "n" },
		"odd role":          func(u *accounts.NewUser) { u.Role = "root" },
		"head of no hall":   func(u *accounts.NewUser) { u.Role = checklists.HallHead },
		"hall of an editor": func(u *accounts.NewUser) { u.Role, u.Hall = checklists.Editor, "GS-S03" },
		"unknown hall":      func(u *accounts.NewUser) { u.Role, u.Hall = checklists.HallHead, "GS-X1" },
		"taken":             func(u *accounts.NewUser) { u.Username = "auditor" },
		"control in name":   func(u *accounts.NewUser) { u.Name = "a\nb" },
		"long name":         func(u *accounts.NewUser) { u.Name = strings.Repeat("名", 41) },
	} {
		u := good
		change(&u)
		if err := k.Server.Accounts.AddUser(ctx, "admin", u); err == nil {
			t.Errorf("%s: added", name)
		}
	}
	k.Must(k.Server.Accounts.AddUser(ctx, "admin", good))
	k.Want(201, "POST", "/api/v1/sessions",
		apitest.Object{"username": "new.user", "password": "long enough"}, nil)
	k.SignIn("admin")
	_, _, users := k.Call("GET", "/api/v1/users", nil)
	_, _, events := k.Call("GET", "/api/v1/events?subject=user/new.user", nil)
	for _, secret := range []string{"argon2", "long enough"} {
		if strings.Contains(string(users)+string(events), secret) {
			t.Errorf("tells %q", secret)
		}
	}
	if strings.Count(string(events), "user-added") != 1 {
		t.Errorf("events of one account: %s", events)
	}
}
