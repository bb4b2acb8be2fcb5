package seal_test

import (
	"bytes"
	"fmt"
	"testing"
	"unicode/utf16"

	"hallmark/pdf/seal"
	"hallmark/standard/message"
)

// TestAttachmentsSpeakTheLanguage: what a seal attaches by itself is described in the language of
// the paper; no English stands in a Chinese one.
func TestAttachmentsSpeakTheLanguage(t *testing.T) {
	for l, words := range map[message.Language][2]string{
		message.Chinese: {"封存文件的清单", "manifest of the sealed file"},
		message.English: {"manifest of the sealed file", "封存文件的清单"}} {
		o := options()
		o.Language = l
		file, err := seal.Sign(report(t, 1), key(t), o)
		if err != nil {
			t.Fatal(err)
		}
		if !holds(file, words[0]) || holds(file, words[1]) {
			t.Errorf("in language %v %q is missing, or %q is there", l, words[0], words[1])
		}
	}
}

// holds reports whether a file holds a text, as it is or in hexadecimal, as bytes or as UTF-16.
func holds(file []byte, text string) bool {
	var wide []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		wide = append(wide, byte(unit>>8), byte(unit))
	}
	upper := bytes.ToUpper(file)
	for _, form := range [][]byte{[]byte(text), wide} {
		if bytes.Contains(file, form) || bytes.Contains(upper, fmt.Appendf(nil, "%X", form)) {
			return true
		}
	}
	return false
}
