package main

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
)

// TestPasswordsCost: whatever an installation stores a password by, it costs guessers 19 MiB and two
// passes each time. Only tests store cheaper ones.
func TestPasswordsCost(t *testing.T) {
	dir := demo(t)
	for _, args := range [][]string{{"add", "--role", "admin", "boss"}, {"passwd", "auditor"}} {
		o := call(t, "kingfisher-lantern-47\n", append(append([]string{"user"}, args...), "--data", dir)...)
		if o.status != 0 {
			t.Fatalf("%v: %+v", args, o)
		}
	}
	db, err := sql.Open("sqlite", filepath.Join(dir, dataFile))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query("SELECT id, json_extract(doc, '$.password') FROM users")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	seen := map[string]bool{}
	for rows.Next() {
		var name, password string
		if err := rows.Scan(&name, &password); err != nil {
			t.Fatal(err)
		}
		seen[name] = true
		if !strings.HasPrefix(password, "$argon2id$v=19$m=19456,t=2,p=1$") {
			t.Errorf("the password of %s is stored as %.40s", name, password)
		}
	}
	if err := rows.Err(); err != nil || !seen["boss"] || !seen["auditor"] || !seen["supervisor"] {
		t.Errorf("%v; accounts %v", err, seen)
	}
}
