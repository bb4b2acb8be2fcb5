package checklists

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// AppendJSON appends the JSON form of the change, many times as fast as json.Marshal: a full
// audit that is sent at once has hundreds. The members stand in the order of
// RFC 8785. The value must be well-formed.
func (c *Change) AppendJSON(b []byte) []byte {
	b = appendText(append(b, `{"at":`...), string(c.At))
	if c.By != "" {
		b = appendText(append(b, `,"by":`...), string(c.By))
	}
	if c.Claimed != "" {
		b = appendText(append(b, `,"claimed":`...), string(c.Claimed))
	}
	b = appendText(append(b, `,"clause":`...), string(c.Clause))
	b = appendText(append(b, `,"device":`...), c.Device)
	if c.Digest != "" {
		b = appendText(append(b, `,"digest":`...), string(c.Digest))
	}
	if h := c.Handed; h != nil {
		b = appendText(append(b, `,"handed":{"file":`...), string(h.File))
		b = append(appendText(append(b, `,"of":`...), string(h.Of)), '}')
	}
	b = appendText(append(b, `,"id":`...), string(c.ID))
	b = appendText(append(b, `,"op":`...), string(c.Op))
	if !c.Received.IsZero() {
		b = append(c.Received.UTC().AppendFormat(append(b, `,"received":"`...), timeForm), '"')
	}
	if c.Revision != 0 {
		b = strconv.AppendInt(append(b, `,"revision":`...), int64(c.Revision), 10)
	}
	b = c.appendSaw(append(b, `,"saw":`...))
	if len(c.Value) > 0 {
		b = appendCompact(append(b, `,"value":`...), c.Value)
	}
	return append(b, '}')
}

func (c *Change) appendSaw(b []byte) []byte {
	if c.Saw == nil {
		return append(b, "null"...)
	}
	b = append(b, '[')
	for i, id := range c.Saw {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendText(b, string(id))
	}
	return append(b, ']')
}

// appendText appends a JSON string.
func appendText(b []byte, s string) []byte {
	for i := range len(s) {
		if k := s[i]; k < ' ' || k > '~' || k == '"' || k == '\\' || k == '<' || k == '>' || k == '&' {
			text, _ := json.Marshal(s) // strings never fail
			return append(b, text...)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}

// appendCompact appends well-formed JSON without the spaces between its parts.
func appendCompact(b, value []byte) []byte {
	if !bytes.ContainsAny(value, " \n\t\r") {
		return append(b, value...)
	}
	var out bytes.Buffer
	if err := json.Compact(&out, value); err != nil {
		return append(b, value...) // not what was asked for; whoever reads it will say so
	}
	return append(b, out.Bytes()...)
}
