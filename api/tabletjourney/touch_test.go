package tabletjourney_test

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
)

// finger gives the browser an authenticator that knows its user.
func (tab *tablet) finger() (set func(known bool)) {
	tab.t.Helper()
	_, err := chromedp.Call(tab.ctx, webauthn.Enable, webauthn.EnableParams{})
	must(tab.t, err)
	made, err := chromedp.Call(tab.ctx, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{
		Options: &webauthn.VirtualAuthenticatorOptions{Protocol: webauthn.AuthenticatorProtocolCtap2,
			Ctap2version: webauthn.Ctap2versionCtap21, Transport: webauthn.AuthenticatorTransportInternal,
			HasResidentKey: true, HasUserVerification: true, HasPrf: true, IsUserVerified: true,
			AutomaticPresenceSimulation: true}})
	must(tab.t, err)
	return func(known bool) {
		tab.t.Helper()
		_, err := chromedp.Call(tab.ctx, webauthn.SetUserVerified, webauthn.SetUserVerifiedParams{
			AuthenticatorID: made.AuthenticatorID, IsUserVerified: known})
		must(tab.t, err)
	}
}

// TestFingerprint opens the tablet by fingerprint or face, without a network, beside the PIN; a finger
// that the device does not know opens nothing, and it can be taken away again. Where the device cannot
// do it nothing is offered.
func TestFingerprint(t *testing.T) {
	tab := open(t, strings.Replace(start(t), "127.0.0.1", "localhost", 1), 1024, 768) // keys belong to names
	tab.signIn("auditor")
	tab.do("location.hash = '#/pin'")
	tab.see(".lock-after")
	if js[bool](tab, "return Boolean(document.querySelector('.touch'))") {
		t.Error("a device without an authenticator offers one")
	}
	known := tab.finger()
	tab.do("location.hash = '#/audits'")
	tab.see(".audit-list")
	tab.do("location.hash = '#/pin'")
	tab.click(".touch button")
	tab.see(".toast")
	tab.check("touch")
	tab.do("globalThis.fetch = () => Promise.reject(new TypeError('off line'))")
	tab.click(".account-menu button")
	tab.see(".by-touch")
	tab.check("unlock-touch")
	tab.click(".by-touch")
	tab.see(".touch")
	tab.click(".account-menu button")
	known(false)
	tab.click(".by-touch")
	tab.until("[...document.querySelectorAll('.problems')].some((e) => !e.hidden)")
	tab.fill("#pin", pin) // it opens all the time
	tab.click(".panel form .action")
	tab.click(".touch button")
	tab.until("document.querySelector('.touch button').textContent.startsWith('Use')")
	tab.click(".account-menu button")
	tab.see("#pin")
	if js[bool](tab, "return Boolean(document.querySelector('.by-touch'))") {
		t.Error("it is offered after it was taken away")
	}
	tab.unlock()
	tab.see(".lock-after")
}
