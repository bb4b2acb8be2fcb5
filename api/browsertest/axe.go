package browsertest

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// axeSource is axe-core 4.10.3, under the Mozilla Public License 2.0 (testdata/axe-core/LICENSE).
//
//go:embed testdata/axe-core/axe.min.js
var axeSource string

// axeRun asks for the rules of WCAG 2.2 AA and axe-core's own good practice.
const axeRun = `axe.run(document, {
	resultTypes: ["violations"],
	runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}).then(r => JSON.stringify(r.violations.map(v => ({
	rule: v.id, impact: v.impact || "", help: v.help,
	nodes: v.nodes.map(n => ({target: n.target.join(" "), why: n.failureSummary || ""})),
}))))`

// violation is one broken rule of accessibility and where it is broken.
type violation struct {
	Rule, Impact, Help string
	Nodes              []struct{ Target, Why string }
}

// Axe fails the test for every rule of accessibility that the page breaks as it stands: WCAG 2.2
// level A and AA, and good practice, as axe-core checks them.
func Axe(t testing.TB, ctx context.Context) {
	t.Helper()
	Do(t, ctx, chromedp.Evaluate[chromedp.Void](axeSource))
	report := Get(t, ctx, chromedp.Evaluate[string](axeRun, chromedp.EvalAwaitPromise))
	var found []violation
	if err := json.Unmarshal([]byte(report), &found); err != nil {
		t.Fatalf("axe-core: %v", err)
	}
	for _, v := range found {
		t.Errorf("axe: %s", v)
	}
}

func (v violation) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s): %s", v.Rule, v.Impact, v.Help)
	for _, n := range v.Nodes {
		fmt.Fprintf(&b, "\n\t%s: %s", n.Target, strings.Join(strings.Fields(n.Why), " "))
	}
	return b.String()
}
