package accounts_test

import (
	"context"
	"strings"
	"testing"

	"hallmark/api/apitest"
	"hallmark/api/journal"
	"hallmark/checklists"
)

// TestActorsWithoutAccount holds that the log names in the reader's words whoever acted without an
// account.
func TestActorsWithoutAccount(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	for _, actor := range []checklists.Username{journal.Program, journal.Terminal, journal.Visitor} {
		k.Must(k.Server.Journal.Note(context.Background(), journal.Event{Actor: actor, Action: "user-added",
			Subject: "user/x"}))
	}
	k.SignIn("admin")
	_, _, table := k.Call("GET", "/api/v1/events?format=csv", nil)
	for _, word := range []string{"系统", "服务器命令行", "办事群众"} {
		if !strings.Contains(string(table), word) {
			t.Errorf("no %s in %.400s", word, table)
		}
	}
	for _, line := range strings.Split(string(table), "\n") {
		for _, name := range []string{",hallmark,", ",terminal,", ",visitor,", ",seed,"} {
			if strings.Contains(line, name) {
				t.Errorf("the log says %s", line)
			}
		}
	}
}
