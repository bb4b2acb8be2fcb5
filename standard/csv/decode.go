package csv

import (
	"bytes"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"hallmark/standard/message"
)

// The encodings that are recognised, by the text that names them.
const (
	utf8Text    message.Key = "grid.csv-in-utf8"
	utf16Little message.Key = "grid.csv-in-utf16le"
	utf16Big    message.Key = "grid.csv-in-utf16be"
	gb18030     message.Key = "grid.csv-in-gb18030" // of which GBK is a part
)

// decode recognises the encoding of a file: by its byte order mark; as UTF-8 where all of it is;
// as UTF-16 where every other byte tends to be zero; else as GB 18030, which spreadsheet programs
// write under Chinese Windows. A line counts from 1 where the file is in none of them.
func decode(data []byte) (text string, encoding message.Key, wrong int) {
	switch {
	case bytes.HasPrefix(data, []byte(mark)):
		data = data[len(mark):]
		return string(data), utf8Text, brokenLine(data)
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return decodeUTF16(data[2:], utf16Little)
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return decodeUTF16(data[2:], utf16Big)
	}
	if encoding := unmarkedUTF16(data); encoding != "" {
		return decodeUTF16(data, encoding)
	}
	if line := brokenLine(data); line == 0 || mostlyUTF8(data) {
		return string(data), utf8Text, line
	}
	decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	text = string(decoded)
	if at := strings.IndexRune(text, utf8.RuneError); err != nil || at >= 0 {
		return "", gb18030, 1 + lineEnds(text[:max(at, 0)])
	}
	return text, gb18030, 0
}

// brokenLine is the line of the first byte that is no UTF-8, or 0.
func brokenLine(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return 1 + lineEnds(string(data[:i]))
		}
		i += size
	}
	return 0
}

// lineEnds counts the line ends of a text: CR, LF, and the two together as one.
func lineEnds(text string) int {
	return strings.Count(text, "\n") + strings.Count(text, "\r") - strings.Count(text, "\r\n")
}

// mostlyUTF8 reports whether a text with bytes that are no UTF-8 is UTF-8 that was damaged: a text
// in GB 18030 has hardly any sign that reads as one of UTF-8.
func mostlyUTF8(data []byte) bool {
	good, bad := 0, 0
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && size == 1:
			bad++
		case size > 1:
			good += size
		}
		data = data[size:]
	}
	return good > bad
}

// unmarkedUTF16 recognises UTF-16 without a byte order mark: of the zeros that separators, digits
// and line ends bring along, nine in ten stand on one side.
func unmarkedUTF16(data []byte) message.Key {
	var zeros [2]int
	for i, b := range data {
		if b == 0 {
			zeros[i%2]++
		}
	}
	switch all := zeros[0] + zeros[1]; {
	case len(data)%2 > 0 || all < 4 || all < len(data)/50:
		return ""
	case zeros[1]*10 >= all*9:
		return utf16Little
	case zeros[0]*10 >= all*9:
		return utf16Big
	}
	return ""
}

// decodeUTF16 refuses half a unit at the end and half a surrogate pair anywhere.
func decodeUTF16(data []byte, encoding message.Key) (string, message.Key, int) {
	units := make([]uint16, len(data)/2)
	for i := range units {
		first, second := uint16(data[2*i]), uint16(data[2*i+1])
		if encoding == utf16Little {
			first, second = second, first
		}
		units[i] = first<<8 | second
	}
	text := string(utf16.Decode(units))
	if at := strings.IndexRune(text, utf8.RuneError); at >= 0 {
		return "", encoding, 1 + lineEnds(text[:at])
	}
	if len(data)%2 > 0 {
		return "", encoding, 1 + lineEnds(text)
	}
	return text, encoding, 0
}
