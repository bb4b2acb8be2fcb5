package apitest

import (
	"bytes"
	"net/http"
	"os/exec"
	"strings"
)

// TextOf is the text of a PDF without white space.
func (k *Kit) TextOf(path string) string {
	k.T.Helper()
	status, _, file := k.Call("GET", path, nil)
	if status != http.StatusOK {
		k.T.Fatalf("%s: %d %s", path, status, file)
	}
	program, err := exec.LookPath("pdftotext")
	if err != nil {
		k.T.Fatal("poppler's pdftotext is not installed: .ci/tools installs it")
	}
	//nolint:gosec // where this machine has poppler
	command := exec.Command(program, "-raw", "-", "-")
	command.Stdin = bytes.NewReader(file)
	out, err := command.Output()
	k.Must(err)
	return strings.Join(strings.Fields(string(out)), "")
}
