package standard

import (
	"encoding/xml"
	"errors"
	"strings"

	"hallmark/standard/message"
)

// BrokenXML says why a text is no XML, in words of the catalogue instead of those of the parser.
func BrokenXML(err error) message.Key {
	var syntax *xml.SyntaxError
	what := err.Error()
	if errors.As(err, &syntax) {
		what = syntax.Msg
	}
	for _, cause := range []struct {
		part string
		key  message.Key
	}{
		{"unexpected EOF", "xml.end"},
		{"closed by", "xml.nesting"},
		{"unexpected end element", "xml.nesting"},
		{"attribute", "xml.attribute"},
		{"unescaped <", "xml.attribute"},
		{"entity", "xml.entity"},
		{"illegal character", "xml.character"},
		{"invalid UTF-8", "xml.encoding"},
		{"encoding", "xml.encoding"},
		{"document type", "xml.doctype"},
	} {
		if strings.Contains(what, cause.part) {
			return cause.key
		}
	}
	return "xml.broken"
}
