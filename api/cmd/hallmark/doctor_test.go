package main

import (
	"path/filepath"
	"strings"
	"testing"

	"hallmark/api/store"
	"hallmark/api/store/sqlite"
)

// The doctor names each step that failed, and tries it again where that is asked.
func TestDoctor(t *testing.T) {
	dir := demo(t)
	if text := succeed(t, "doctor", "--data", dir); !strings.Contains(text, "nothing") ||
		!strings.Contains(text, "2002 to 2027") { // the years whose holidays are known
		t.Errorf("a sound installation: %s", text)
	}
	engine, err := sqlite.Open(t.Context(), filepath.Join(dir, dataFile))
	if err != nil {
		t.Fatal(err)
	}
	step := store.Step{Collection: "halls", Doc: "GS-S03", Revision: 1, Stuck: true, Tries: 20,
		Reason: "no paper",
		Follow: store.Follow{Kind: "event", Version: 1, Args: []byte(`{"id":"x","action":"hall-changed"}`)}}
	lost := step
	lost.Kind, lost.Reason = "lost", ""
	for _, s := range []store.Step{step, lost} {
		if err := engine.PutStep(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	closeNow(t, engine)
	o := call(t, "", "doctor", "--data", dir)
	if o.status != 1 || !strings.Contains(o.errors, "2 steps") {
		t.Errorf("two steps: %+v", o)
	}
	for _, part := range []string{"halls/GS-S03/1/event", "halls/GS-S03/1/lost", "20", "no paper"} {
		if !strings.Contains(o.out, part) {
			t.Errorf("no %q in %s", part, o.out)
		}
	}
	o = call(t, "", "doctor", "--again", "--data", dir)
	if o.status != 1 || strings.Contains(o.out, "1/event") ||
		!strings.Contains(o.out, "nobody knows steps of the kind lost") {
		t.Errorf("tried again: %+v", o)
	}
}

func closeNow(t *testing.T, e store.Engine) {
	t.Helper()
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
}
