package main

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"hallmark/api/cmd/terminal"
	"hallmark/standard/message"
)

// The address of a MongoDB holds a password, which the list of processes shows to everybody on the
// machine when it stands on the command line. It can stand in a file or in a variable.

// addressVariable holds the address.
const addressVariable = "MONGODB_URI"

// addressFile is a flag that names a file with the address.
type addressFile struct {
	name string
	into *string
}

func (a *addressFile) String() string { return a.name }
func (a *addressFile) Type() string   { return "string" }

// Set reads the file.
func (a *addressFile) Set(name string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return terminal.Because(err, "mongodb-uri-file", name, errors.Unwrap(err))
	}
	a.name, *a.into = name, strings.TrimSpace(string(text))
	if *a.into == "" {
		return terminal.Fail("mongodb-uri-empty", name)
	}
	return nil
}

// warnAddress says that a password stands on the command line.
func warnAddress(cmd *cobra.Command, l message.Language) {
	for _, name := range []string{"mongodb-uri", "from", "to"} {
		f := cmd.Flags().Lookup(name)
		if f == nil || !f.Changed || !isMongo(f.Value.String()) {
			continue
		}
		if u, err := url.Parse(f.Value.String()); err == nil && u.User != nil {
			fmt.Fprintln(cmd.ErrOrStderr(), message.Text(l, "cli.mongodb-uri-shown", "--"+name))
		}
	}
}

// isMongo reports whether a place is the address of a MongoDB.
func isMongo(place string) bool {
	return strings.HasPrefix(place, "mongodb://") || strings.HasPrefix(place, "mongodb+srv://")
}
