// Command tests reads what "go test -json" writes and prints what a person wants to see: a line for
// each package, all that a failed test said, at the end what was skipped and the slowest tests.
//
//	go test -json ./... | go run ./.ci/tests
package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// slowest is how many tests are named.
const slowest = 20

func main() {
	r := newReport(os.Stdout)
	err := r.read(os.Stdin)
	r.end()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	if err != nil || r.failed {
		os.Exit(1)
	}
}

// event is a line of "go test -json"; see "go doc test2json".
type event struct {
	Action, Package, ImportPath, Test, Output string
	Elapsed                                   float64
}

// name is a test of a package; its test is "" for what the package says itself.
type name struct{ pack, test string }

type report struct {
	out     io.Writer
	said    map[name][]string // by tests that have not ended
	order   []name            // of what is in said
	took    []timed
	skipped []name
	failed  bool
}

type timed struct {
	name
	seconds float64
}

func newReport(out io.Writer) *report { return &report{out: out, said: map[name][]string{}} }

// read follows the tests to their end. What is no event goes out as it came.
func (r *report) read(in io.Reader) error {
	lines := bufio.NewReader(in)
	for {
		line, err := lines.ReadString('\n')
		var e event
		switch {
		case line == "":
		case json.Unmarshal([]byte(line), &e) != nil:
			fmt.Fprint(r.out, line)
		default:
			r.take(e)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read the events of the tests: %w", err)
		}
	}
}

func (r *report) take(e event) {
	n := name{e.Package, e.Test}
	switch e.Action {
	case "build-output":
		fmt.Fprint(r.out, e.Output)
	case "build-fail":
		r.failed = true
	case "output":
		r.hear(n, e.Output)
	case "pass", "skip", "fail":
		r.finish(n, e)
	}
}

func (r *report) hear(n name, text string) {
	if n.test != "" && strings.HasPrefix(text, "=== ") {
		return
	}
	if _, ok := r.said[n]; !ok {
		r.order = append(r.order, n)
	}
	r.said[n] = append(r.said[n], text)
}

func (r *report) finish(n name, e event) {
	if n.test != "" && !strings.Contains(n.test, "/") {
		r.took = append(r.took, timed{n, e.Elapsed})
	}
	switch {
	case e.Action == "fail":
		r.failed = true
		if n.test == "" { // with what its tests said that came to no end
			r.tell(func(other name) bool { return other.pack == n.pack })
		} else {
			r.tell(func(other name) bool { return other == n })
		}
	case n.test == "":
		r.tellVerdict(n)
	case e.Action == "skip":
		r.skipped = append(r.skipped, n)
	}
	delete(r.said, n)
}

// tell prints what was said by those that are chosen, and forgets it.
func (r *report) tell(chosen func(name) bool) {
	for _, n := range r.order {
		if chosen(n) {
			fmt.Fprint(r.out, strings.Join(r.said[n], ""))
			delete(r.said, n)
		}
	}
	r.order = slices.DeleteFunc(r.order, chosen)
}

// tellVerdict prints the line that a package ends with.
func (r *report) tellVerdict(n name) {
	for _, line := range r.said[n] {
		if strings.HasPrefix(line, "ok ") || strings.HasPrefix(line, "? ") {
			fmt.Fprint(r.out, line)
		}
	}
	gone := func(other name) bool { return other.pack == n.pack }
	for _, other := range r.order {
		if gone(other) {
			delete(r.said, other)
		}
	}
	r.order = slices.DeleteFunc(r.order, gone)
}

// end prints what is known when all tests have ended.
func (r *report) end() {
	r.tell(func(name) bool { return true }) // the tests were cut short
	for i, n := range r.skipped {
		if i == 0 {
			fmt.Fprintln(r.out, "skipped tests:")
		}
		fmt.Fprintf(r.out, "            %s %s\n", n.pack, n.test)
	}
	slices.SortStableFunc(r.took, func(a, b timed) int { return cmp.Compare(b.seconds, a.seconds) })
	for i, t := range r.took[:min(slowest, len(r.took))] {
		if i == 0 {
			fmt.Fprintln(r.out, "slowest tests:")
		}
		fmt.Fprintf(r.out, "%8.1f s  %s %s\n", t.seconds, t.pack, t.test)
	}
}
