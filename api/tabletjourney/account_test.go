package tabletjourney_test

import "testing"

// TestForgottenPIN holds that the password opens the tablet without a network where the PIN is
// forgotten, and that the time until it locks can be chosen.
func TestForgottenPIN(t *testing.T) {
	tab := open(t, start(t), 1024, 768)
	tab.signIn("auditor")
	tab.do("location.hash = '#/pin'")
	tab.see(".lock-after [value='5']:checked")
	tab.check("pin")
	tab.click(".lock-after [value='15']")
	tab.see(".toast")
	tab.do(`globalThis.fetch = () => Promise.reject(new TypeError("off line"))`)
	tab.click(".account-menu button")
	tab.click(".pin-forgotten")
	tab.fill("#password", password+"x")
	tab.click("form .action")
	tab.until(`!document.querySelector(".problems").hidden`)
	tab.fill("#password", password)
	tab.click("form .action")
	tab.until(`!document.querySelector("#password") && location.hash !== ""`)
	tab.do("location.hash = '#/pin'")
	tab.see(".lock-after [value='15']:checked")
}
