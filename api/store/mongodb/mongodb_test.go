package mongodb_test

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

	"hallmark/api/store"
	"hallmark/api/store/mongodb"
	"hallmark/api/store/mongodb/driver"
	"hallmark/api/store/storetest"
)

// The suite runs against the server at MONGODB_URI or, without one, against FerretDB, which is
// built from ./testserver. FerretDB speaks MongoDB's protocol and cannot do all of it.
func ferretDBCannot() map[string]string {
	skip := map[string]string{
		"nested arrays": "FerretDB 1 has no nested arrays; set MONGODB_URI to run this on MongoDB",
	}
	for _, name := range storetest.Concurrent() {
		skip[name] = "FerretDB's updates are not atomic; set MONGODB_URI to run this on MongoDB"
	}
	return skip
}

// Set by TestMain: the URI of the server, without a database, and what it cannot do.
var (
	base string
	skip map[string]string
)

func TestMain(m *testing.M) {
	if base = os.Getenv("MONGODB_URI"); base != "" {
		os.Exit(m.Run())
	}
	skip = ferretDBCannot()
	dir, err := os.MkdirTemp("", "hallmark-mongodb")
	if err != nil {
		panic(err)
	}
	server, err := start(dir)
	if err != nil {
		os.RemoveAll(dir)
		fmt.Fprintln(os.Stderr, "FerretDB does not start:", err)
		os.Exit(1)
	}
	base = server.uri
	code := m.Run()
	server.stop()
	os.RemoveAll(dir)
	os.Exit(code)
}

// server is a FerretDB process.
type server struct {
	uri  string
	stop func()
}

// program builds FerretDB once, into the user's cache.
func program() (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	file := filepath.Join(cache, "hallmark", "testserver")
	build := exec.Command("go", "build", "-o", file, ".")
	build.Dir = "testserver"
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return file, nil
}

// start runs a server on a free port with its files in dir; listen may name the port instead.
func start(dir string, listen ...string) (*server, error) {
	file, err := program()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(file, append([]string{dir}, listen...)...)
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	log, err := os.Create(filepath.Join(dir, "server.log"))
	if err != nil {
		return nil, err
	}
	defer log.Close()
	if cmd.Stderr = log; cmd.Start() != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	stop := func() { in.Close(); _, _ = cmd.Process.Kill(), cmd.Wait() }
	if err != nil {
		stop()
		text, _ := os.ReadFile(log.Name())
		return nil, fmt.Errorf("%w: %s", err, text)
	}
	return &server{strings.TrimSpace(line), stop}, nil
}

// database makes the URI of a database of the test's own, which is dropped at its end.
func database(t *testing.T, base string) string {
	t.Helper()
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("hallmark_test_%x", time.Now().UnixNano())
	u.Path = "/" + name
	t.Cleanup(func() {
		client, err := driver.Connect(context.Background(), driver.NewClientOptions(base, time.Minute))
		if err != nil {
			t.Fatal(err)
		}
		if err := client.Database(name).Drop(context.Background()); err != nil {
			t.Error(err)
		}
		if err := client.Disconnect(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return u.String()
}

func open(t *testing.T, uri string) *mongodb.Engine {
	t.Helper()
	e, err := mongodb.Open(t.Context(), uri)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

func TestContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Engine { return open(t, database(t, base)) },
		storetest.Options{Skip: skip})
}
