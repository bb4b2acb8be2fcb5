package standard_test

import (
	"errors"
	"strings"
	"testing"

	"hallmark/fixtures"
	"hallmark/standard"
	"hallmark/standard/message"
)

// What is wrong with a day is said as people say days.
func TestRefusalsSayDaysAsPeopleDo(t *testing.T) {
	e, err := fixtures.Edition2017()
	if err != nil {
		t.Fatal(err)
	}
	base := message.Text(message.Chinese, "calendar.day", message.Day(e.Standard.Effective))
	_, err = standard.Apply(e, &standard.Amendment{Sheet: standard.Sheet{Effective: "2007-01-02"}})
	var wrong *standard.ApplyError
	if !errors.As(err, &wrong) {
		t.Fatal(err)
	}
	if got := wrong.Text(message.Chinese); !strings.Contains(got, "2007年1月2日") ||
		!strings.Contains(got, base) {
		t.Errorf("%q says no days as people do", got)
	}
	if got := wrong.Text(message.English); !strings.Contains(got, "2 January 2007") {
		t.Errorf("%q", got)
	}
}
