package aids

import (
	"slices"
	"strings"
	"unicode"

	"github.com/mozillazg/go-pinyin"
)

// mostReadings bounds the combinations of a title's characters that have several readings.
const mostReadings = 8

// Pinyin returns how a title is typed by people who look for it: the syllables without tones in one
// word, and their initials; each once, with up to eight combinations where characters have several
// readings. Letters and digits stand as they are, in lower case; other signs are left out.
func Pinyin(title string) []string {
	whole, initials := []string{""}, []string{""}
	args := pinyin.NewArgs()
	args.Heteronym = true
	for _, r := range strings.ToLower(title) {
		readings := pinyin.SinglePinyin(r, args)
		if len(readings) == 0 {
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
				continue
			}
			readings = []string{string(r)}
		}
		whole = combined(whole, readings)
		first := make([]string, len(readings))
		for i, reading := range readings {
			first[i] = reading[:len(string([]rune(reading)[0]))]
		}
		initials = combined(initials, first)
	}
	all := slices.Concat(whole, initials)
	slices.Sort(all)
	all = slices.Compact(all)
	return slices.DeleteFunc(all, func(s string) bool { return s == "" })
}

// combined appends each reading to each word, as long as there are not too many.
func combined(words, readings []string) []string {
	readings = slices.Compact(slices.Sorted(slices.Values(readings)))
	if len(words)*len(readings) > mostReadings {
		readings = readings[:1]
	}
	out := make([]string, 0, len(words)*len(readings))
	for _, w := range words {
		for _, r := range readings {
			out = append(out, w+r)
		}
	}
	return out
}
