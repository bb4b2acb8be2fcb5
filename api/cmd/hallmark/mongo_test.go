package main

import (
	"bufio"
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/options"
)

// mongoServer is the server at MONGODB_URI or, without one, FerretDB, which speaks MongoDB's
// protocol (see api/store/mongodb/testserver).
func mongoServer(t *testing.T) string {
	t.Helper()
	if mongoURI != "" {
		return mongoURI
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(cache, "hallmark", "testserver")
	build := exec.Command("go", "build", "-C", "../../store/mongodb/testserver", "-o", file, ".")
	if text, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	cmd := exec.Command(file, t.TempDir())
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close() // ends it
		_ = cmd.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("FerretDB does not start: %v", err)
	}
	return strings.TrimSpace(line)
}

// database is the address of a database of the test's own.
func database(t *testing.T, server, name string) string {
	t.Helper()
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	name = fmt.Sprintf("hallmark_%s_%x", name, time.Now().UnixNano())
	u.Path = "/" + name
	t.Cleanup(func() {
		c, err := mongo.Connect(context.Background(), options.Client().ApplyURI(server))
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Database(name).Drop(context.Background()); err != nil {
			t.Error(err)
		}
		if err := c.Disconnect(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return u.String()
}

// An installation moves to MongoDB, works there, and moves back, unchanged.
func TestMongoDB(t *testing.T) {
	server := mongoServer(t)
	dir, back := demo(t), filepath.Join(t.TempDir(), "back")
	first, second := database(t, server, "first"), database(t, server, "second")
	file := filepath.Join(t.TempDir(), "backup.zip")
	want := succeed(t, "backup", file, "--data", dir)
	for _, step := range []struct {
		env  string
		args []string
	}{
		{"", []string{"copy", "--from", dir, "--to", first}},
		{first, []string{"backup", filepath.Join(t.TempDir(), "b.zip")}},
		{second, []string{"restore", file}},
		{"", []string{"copy", "--from", second, "--to", back}},
	} {
		t.Setenv("MONGODB_URI", step.env)
		if got := succeed(t, step.args...); got != want {
			t.Errorf("%v\n%s\nwant\n%s", step.args, got, want)
		}
	}
	refused(t, "", []string{"copy", "--from", dir, "--to", first}, "holds data already")

	t.Setenv("MONGODB_URI", first)
	report := filepath.Join(t.TempDir(), "report.pdf")
	succeed(t, "report", demoAudit(t), "-o", report, "--data", dir)
	succeed(t, "verify", "--data", dir, report)
	text := succeed(t, "seed", "--demo", "--data", dir)
	if !strings.Contains(text, "data: MongoDB") || !strings.Contains(text, demoPassword) {
		t.Errorf("%s", text)
	}
	p := start(t, dir)
	signIn(t, p.url, "auditor")
}
