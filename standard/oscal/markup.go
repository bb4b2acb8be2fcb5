package oscal

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode"
)

// special are the characters that mean something in OSCAL's Markdown wherever they stand; atStart
// those that mean something at the beginning of a line.
const (
	special = "\\`*_~^[]{}<>|\"'!&"
	atStart = "#+-="
)

// Escape makes a plain text one of OSCAL's markup-multiline: the text reads as it did, and
// [Unescape] returns it unchanged. A single line break is kept as a hard one.
func Escape(text string) string {
	var b strings.Builder
	start := true // of a line
	for i := 0; i < len(text); i++ {
		k := text[i]
		switch {
		case k == '\n':
			before, after := i > 0 && text[i-1] != '\n', i+1 < len(text) && text[i+1] != '\n'
			if before && after {
				b.WriteByte('\\')
			}
		case strings.IndexByte(special, k) >= 0, start && strings.IndexByte(atStart, k) >= 0,
			numbersLine(text, i):
			b.WriteByte('\\')
		}
		b.WriteByte(k)
		start = k == '\n' || start && k == ' '
	}
	return b.String()
}

// numbersLine reports whether the character at i would make its line an item of a numbered list.
func numbersLine(text string, i int) bool {
	if text[i] != '.' && text[i] != ')' || i+1 < len(text) && text[i+1] != ' ' {
		return false
	}
	line := strings.TrimLeft(text[strings.LastIndexByte(text[:i], '\n')+1:i], " ")
	return line != "" && strings.Trim(line, "0123456789") == ""
}

// Unescape returns the plain text of a piece of markup. Emphasis and links of others stay as they
// are written.
func Unescape(markup string) string {
	var b strings.Builder
	for i := 0; i < len(markup); i++ {
		if k := markup[i]; k == '\\' && i+1 < len(markup) && isEscapable(markup[i+1]) {
			i++
		}
		b.WriteByte(markup[i])
	}
	return b.String()
}

func isEscapable(k byte) bool {
	return k == '\n' || k > ' ' && k < 0x7f && !unicode.IsLetter(rune(k)) && !unicode.IsDigit(rune(k))
}

// Line makes a text one of OSCAL's markup-line: one line that is not empty.
func Line(text string) string {
	line := strings.TrimSpace(strings.ReplaceAll(text, "\n", " "))
	if line == "" {
		return "—"
	}
	return Escape(line)
}

// Plain makes a text one of OSCAL's strings: one line, not empty, no spaces around it. A text that
// cannot be one becomes a JSON string literal, and quoted is true.
func Plain(text string) (plain string, quoted bool) {
	if text != "" && text == strings.TrimFunc(text, isSpace) &&
		!strings.ContainsAny(text, "\n\r\u2028\u2029") {
		return text, false
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(text); err != nil {
		panic(err) // a string always has a JSON form
	}
	return strings.TrimSuffix(b.String(), "\n"), true
}

// isSpace reports what a schema's \s may mean in any of the languages of its readers.
func isSpace(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' || r == '\u180e' }

// quotedClass marks a property whose value is a JSON string literal, see [Plain].
const quotedClass = "quoted"

// Own makes a property in the namespace of this project.
func Own(name, value string) Prop {
	p := Prop{Name: name, NS: Namespace}
	var quoted bool
	if p.Value, quoted = Plain(value); quoted {
		p.Class = quotedClass
	}
	return p
}

// OwnOf makes a property of one thing among several, such as a tier, which its class names.
// It holds no value that would need quotes; such a one stands as a JSON string literal.
func OwnOf(name, class, value string) Prop {
	p := Prop{Name: name, NS: Namespace, Class: class}
	p.Value, _ = Plain(value)
	return p
}

// exactLine returns a text as a line; where that is not exact, the property name says it exactly.
func exactLine(props *[]Prop, name, text string) string {
	line := Line(text)
	if Unescape(line) != text {
		*props = append(*props, Own(name, text))
	}
	return line
}
