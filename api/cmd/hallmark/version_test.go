package main

import (
	"os"
	"os/exec"
	"regexp"
	"testing"
)

func TestVersion(t *testing.T) {
	for _, arg := range []string{"version", "--version"} {
		if got := succeed(t, arg); got != "hallmark "+version+" (dev)\n" {
			t.Errorf("%s: %q", arg, got)
		}
	}
}

// The newest entry of the list of changes is about this version.
func TestChanges(t *testing.T) {
	text, err := os.ReadFile("../../../.github/CHANGELOG.md")
	if err != nil {
		t.Fatal(err)
	}
	newest := regexp.MustCompile(`(?m)^## (\S+)`).FindSubmatch(text)
	if newest == nil || string(newest[1]) != version {
		t.Errorf("the newest entry is %q, the version %s", newest, version)
	}
}

// The linker sets the commit under the name by which the Makefile calls it.
func TestCommit(t *testing.T) {
	file, err := program()
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(file, "version").Output()
	if want := "hallmark " + version + " (0a1b2c3)\n"; err != nil || string(out) != want {
		t.Errorf("%q, want %q: %v", out, want, err)
	}
	makefile, err := os.ReadFile("../../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`-X main\.commit=\$\(COMMIT\)`).Match(makefile) {
		t.Error("the Makefile sets no commit")
	}
}
