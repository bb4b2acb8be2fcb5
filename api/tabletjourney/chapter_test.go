package tabletjourney_test

import "testing"

// chapterShown is the number of the chapter on the page, and that of the address.
const chapterShown = `document.querySelector(".chapter-head .code")?.textContent + " " + location.hash.split("/")[3]`

// TestBackThroughChapters goes from chapter to chapter by the foot and by the next clause without an
// answer, which is looked for in the whole audit; Back leads through them, and only then out of it.
func TestBackThroughChapters(t *testing.T) {
	tab := open(t, start(t), 1024, 768)
	tab.signIn("auditor")
	id := tab.newAudit("GS-S03")
	tab.until(chapterShown + ` === "5 5"`)
	tab.click(".turn button:last-child")
	tab.until(chapterShown + ` === "6 6"`)
	tab.until("document.querySelectorAll('.card').length === 12")
	tab.do(`[...document.querySelectorAll(".card")].at(-1).focus()`)
	tab.click(".turn button:nth-child(2)")
	tab.until(chapterShown + ` === "7 7"`)
	tab.do("history.back()")
	tab.until(chapterShown + ` === "6 6"`)
	tab.do("history.back()")
	tab.until(chapterShown + ` === "5 5"`)
	tab.do("history.forward()")
	tab.until(chapterShown + ` === "6 6"`)
	tab.do("location.hash = '#/audit/%s/8/HS044'", id)
	tab.until(chapterShown + ` === "8 8" && document.activeElement.id === "c-HS044"`)
	tab.do("history.back()")
	tab.until(chapterShown + ` === "6 6"`)
	tab.do("history.back()")
	tab.until(chapterShown + ` === "5 5"`)
	tab.do("history.back()")
	tab.until("!document.querySelector('.checklist')")
}
