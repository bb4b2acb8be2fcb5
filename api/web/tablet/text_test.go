package tablet_test

import (
	"encoding/json"
	"os"
	"testing"
)

// texts holds the tablet's rule of texts to the table that the server's is held to
// (standard.TestEnter).
func (p *page) texts(t *testing.T) {
	content, err := os.ReadFile("../../../standard/testdata/text.json")
	if err != nil {
		t.Fatal(err)
	}
	type result struct {
		Entered string `json:"entered"`
		Removed int    `json:"removed"`
		Wrong   string `json:"wrong"`
		Place   int    `json:"place"`
		Visible bool   `json:"visible"`
	}
	var cases []struct {
		Name string
		result
	}
	if err := json.Unmarshal(content, &cases); err != nil {
		t.Fatal(err)
	}
	p.data.Store("texts", content)
	got := ask[[]result](t, p, `core.enterAll()`)
	if len(got) != len(cases) || len(cases) < 40 {
		t.Fatalf("%d results of %d", len(got), len(cases))
	}
	for i, c := range cases {
		if got[i] != c.result {
			t.Errorf("%s: tablet %+v, want %+v", c.Name, got[i], c.result)
		}
	}
}
