package standard_test

import (
	"errors"
	"testing"

	"hallmark/standard"
)

// TestDraftOf takes the amended edition as if it had come from a spreadsheet: the sheet derived
// from the draft makes the same edition of the base.
func TestDraftOf(t *testing.T) {
	base, read := reference(t), amended(t)
	d, losses, err := standard.DraftOf(base, read)
	if err != nil || len(losses) > 0 {
		t.Fatal(err, losses)
	}
	if got := d.Preview().Digest(); got != read.Digest() {
		t.Errorf("the draft has digest %s, want %s", got, read.Digest())
	}
	reasoned(t, d)
	again, err := standard.Apply(base, derived(t, d))
	if err != nil || again.Digest() != read.Digest() {
		t.Errorf("the derived sheet makes %v (%v), want %s", again, err, read.Digest())
	}
	if d.NextUID != "HS134" {
		t.Errorf("the next clause would be %s", d.NextUID)
	}
	if len(d.Withdrawn()) != 2 {
		t.Errorf("withdrawn: %v", d.Withdrawn())
	}
}

func TestDraftOfRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*standard.Edition)
		used   []standard.ClauseUID
		path   string
		code   string
	}{
		"a chapter": {func(e *standard.Edition) { e.Chapters[2].Title = "别的" }, nil,
			"chapters[2]", "import-chapter"},
		"too few chapters": {func(e *standard.Edition) { e.Chapters = e.Chapters[1:] }, nil,
			"chapters", "import-chapters"},
		"a number": {func(e *standard.Edition) { e.Clauses[3].Code = "5.9.9" }, nil,
			"clauses[3].code", "import-code"},
		"a uid of another edition": {func(*standard.Edition) {}, []standard.ClauseUID{"HS132"},
			"clauses[", "import-uid"},
	} {
		read := amended(t)
		c.change(read)
		_, _, err := standard.DraftOf(reference(t), read, c.used...)
		var invalid *standard.InvalidError
		if !errors.As(err, &invalid) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if p := invalid.Problems[0]; p.Code != c.code || len(p.Path) < len(c.path) || p.Path[:len(c.path)] != c.path {
			t.Errorf("%s: %+v", name, p)
		}
	}
}

// TestDraftOfLoses names what a draft cannot change.
func TestDraftOfLoses(t *testing.T) {
	read := amended(t)
	read.Standard.Name, read.Scoring.VetoRule = "另一份标准", "另一条规则"
	_, losses, err := standard.DraftOf(reference(t), read)
	if err != nil || len(losses) != 2 || losses[0].Path != "standard.name" ||
		losses[1].Path != "scoring.veto_rule" {
		t.Errorf("lost: %v %v", losses, err)
	}
}
