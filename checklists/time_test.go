package checklists_test

import (
	"encoding/json"
	"testing"

	"hallmark/checklists"
)

func TestTimeJSON(t *testing.T) {
	for in, want := range map[string]string{
		`""`:                               `""`,
		`"2018-01-12T09:30:00+08:00"`:      `"2018-01-12T01:30:00.000Z"`,
		`"2018-01-12T01:30:00.123456789Z"`: `"2018-01-12T01:30:00.123Z"`,
		`"2018-01-12"`:                     "", `"yesterday"`: "", `5`: "", `{}`: "",
	} {
		var at checklists.Time
		if err := json.Unmarshal([]byte(in), &at); err != nil {
			if want != "" {
				t.Errorf("%s: %v", in, err)
			}
			continue
		}
		if b, err := json.Marshal(at); err != nil || string(b) != want {
			t.Errorf("%s came back as %s, %v, want %s", in, b, err, want)
		}
	}
}
