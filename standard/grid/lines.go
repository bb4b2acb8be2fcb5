package grid

import "strings"

// A cell that holds several texts has one a line. Inside a text, a line break is written \n, a
// backslash \\, and where the lines have parts, the divider is written \|; so nothing is lost.

func joinLines(list []string) string {
	escaped := make([]string, len(list))
	for i, s := range list {
		escaped[i] = escape(s)
	}
	return strings.Join(escaped, "\n")
}

func splitLines(cell string) []string {
	var list []string
	for line := range strings.SplitSeq(cell, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, unescape(line))
		}
	}
	return list
}

func joinParts(parts []string) string {
	escaped := make([]string, len(parts))
	for i, s := range parts {
		escaped[i] = strings.ReplaceAll(escape(s), "|", `\|`)
	}
	return strings.Join(escaped, " | ")
}

// splitParts divides a line at its dividers; the last of n parts takes what is left.
func splitParts(line string, n int) []string {
	var parts []string
	start := 0
	for i := 0; i < len(line) && len(parts) < n-1; i++ {
		switch line[i] {
		case '\\':
			i++
		case '|':
			parts = append(parts, unescape(strings.TrimSpace(line[start:i])))
			start = i + 1
		}
	}
	return append(parts, unescape(strings.TrimSpace(line[start:])))
}

func escape(s string) string {
	return strings.NewReplacer(`\`, `\\`, "\n", `\n`).Replace(s)
}

// unescape leaves a backslash alone that an editor has typed before anything else.
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	return strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\|`, "|").Replace(s)
}
