package yaml

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"hallmark/standard"
)

// secondLine is where a second document begins.
func secondLine(n *yaml.Node) int {
	if len(n.Content) > 0 {
		return n.Content[0].Line
	}
	return n.Line
}

// said is what the library says of a text that is no YAML, with the line that it counts.
var said = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)$`)

// causes maps what the library says to a sentence of the catalogue, by a part of it.
func causes() []struct{ part, code string } {
	return []struct{ part, code string }{
		{"mapping values are not allowed", "yaml.colon"},
		{"could not find expected ':'", "yaml.no-colon"},
		{"did not find expected key", "yaml.indent"},
		{"did not find expected '-' indicator", "yaml.indent"},
		{"block sequence entries are not allowed", "yaml.indent"},
		{"did not find expected ',' or", "yaml.bracket"},
		{"did not find expected node content", "yaml.bracket"},
		{"found unexpected end of stream", "yaml.quote"},
		{"found unknown escape character", "yaml.escape"},
		{"did not find expected hexdecimal number", "yaml.escape"},
		{"control characters are not allowed", "yaml.control"},
		{"exceeded max depth", "yaml.depth"},
		{"unknown anchor", "alias"},
	}
}

// broken says why a text is no YAML, in words of the catalogue and with its line.
func broken(text []byte, err error) error {
	p := standard.Problem{Code: "yaml.broken"}
	what := err.Error()
	if m := said.FindStringSubmatch(what); m != nil {
		p.Line, _ = strconv.Atoi(m[1]) // 0 where the library names none
		what = m[2]
	}
	for _, c := range causes() {
		if strings.Contains(what, c.part) {
			p.Code = c.code
			break
		}
	}
	if line := tabbed(text, p.Line); line > 0 {
		p.Line, p.Code = line, "yaml.tab"
	}
	return &standard.InvalidError{Problems: []standard.Problem{p}}
}

// tabbed returns the line near the one that the library counts, before it or up to two after, whose
// indentation has a tab; 0 when there is none.
func tabbed(text []byte, near int) int {
	lines := bytes.Split(text, []byte{'\n'})
	for _, n := range []int{near, near + 1, near - 1, near + 2} {
		if n < 1 || n > len(lines) {
			continue
		}
		line := lines[n-1]
		indent := line[:len(line)-len(bytes.TrimLeft(line, " \t"))]
		if bytes.ContainsRune(indent, '\t') {
			return n
		}
	}
	return 0
}
