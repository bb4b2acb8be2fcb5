package tabletwork_test

import (
	"fmt"
	"testing"
)

// TestUnprintableOffLine says without a network, under the field in which it is typed, what papers
// cannot print; of what they print it says nothing.
func TestUnprintableOffLine(t *testing.T) {
	n := start(t)
	tab := open(t, n)
	tab.prepare("auditor")
	n.cut(true)
	tab.do(`const a = await T.start("GS-D00"); const { lostSigns } = await T.at("printable.js");
		T.says = (text) => { const input = document.createElement("input"); input.value = text;
			const { node } = lostSigns(input, a.printable); return node.hidden ? "" : node.textContent; };
		T.types = (text) => { const input = document.createElement("input");
			const { node } = lostSigns(input, a.printable); input.value = text;
			input.dispatchEvent(new Event("input")); return node.hidden ? "" : node.textContent; };`)
	for text, want := range map[string]string{"": "", "𠮷野龑，囧！ abc\n1": "", "张👍三😀👍": "Papers cannot print 👍 😀; it becomes 〓."} {
		if got := js[string](tab, fmt.Sprintf(`return T.says(%q)`, text)); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
		if got := js[string](tab, fmt.Sprintf(`return T.types(%q)`, text)); got != want {
			t.Errorf("typed %q: %q, want %q", text, got, want)
		}
	}
}
