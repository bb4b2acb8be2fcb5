package standard_test

import (
	"encoding/json"
	"os"
	"testing"

	"hallmark/standard"
)

// TestEnter holds the rule of text to a table, to which the tablet's script is held as well
// (api/web/tablet). Line separators show nothing, and joiners alone are none.
func TestEnter(t *testing.T) {
	content, err := os.ReadFile("testdata/text.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Name, Text, Entered, Wrong string
		Removed, Place             int
		Visible                    bool
	}
	if err := json.Unmarshal(content, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			entered, removed, wrong := standard.Enter(c.Text)
			if wrong != nil {
				if wrong.Name() != c.Wrong || wrong.Place != c.Place {
					t.Errorf("refused %s at %d, want %q at %d", wrong.Name(), wrong.Place, c.Wrong, c.Place)
				}
				return
			}
			if c.Wrong != "" || entered != c.Entered || removed != c.Removed {
				t.Errorf("%q with %d removed, want %q with %d, or %q", entered, removed, c.Entered,
					c.Removed, c.Wrong)
			}
			if visible := standard.HasVisible(entered); visible != c.Visible {
				t.Errorf("visible: %t", visible)
			}
			if again, more, _ := standard.Enter(entered); again != entered || more != 0 {
				t.Errorf("entered twice: %q, %d removed", again, more)
			}
		})
	}
}
