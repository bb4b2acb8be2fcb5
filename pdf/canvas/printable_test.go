package canvas_test

import (
	"testing"

	"hallmark/pdf/canvas"
	"hallmark/pdf/fonts"
)

// TestPrintable compares the runs with the rule for texts, sign by sign.
func TestPrintable(t *testing.T) {
	set, err := fonts.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	runs := canvas.Printable(set)
	at, is, differ := rune(' '), false, 0
	for _, n := range runs {
		for end := at + rune(n); at < end; at++ {
			if at >= 0xD800 && at < 0xE000 {
				continue // no signs
			}
			if signs, _ := canvas.Lost(set, string(at)); (len(signs) == 0) != is {
				differ++
			}
		}
		is = !is
	}
	if differ > 0 || len(runs) > 5000 {
		t.Errorf("%d signs differ; %d runs", differ, len(runs))
	}
}
