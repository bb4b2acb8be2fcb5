package outbox_test

import (
	"net/netip"
	"testing"

	"hallmark/api/outbox"
)

func TestAddresses(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"93.184.216.34": "both", "2606:4700::1": "both",
		"127.0.0.1": "local", "::1": "local", "10.0.0.1": "local", "192.168.1.1": "local",
		"172.16.0.1": "local", "fd00::1": "local", "::ffff:10.0.0.1": "local",
		"169.254.169.254": "", "fe80::1": "", "::ffff:169.254.169.254": "", "0.0.0.0": "", "::": "",
		"224.0.0.1": "", "100.64.0.1": "", "64:ff9b::a00:1": "", "255.255.255.255": "",
		"2002:a00:1::": "",
	} {
		a := netip.MustParseAddr(address)
		got := map[[2]bool]string{{true, true}: "both", {false, true}: "local"}[[2]bool{
			outbox.ReachableForTest(a, false), outbox.ReachableForTest(a, true)}]
		if got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
	for url, want := range map[string]bool{"https://example.org/x": true, "http://example.org": false,
		"https://127.0.0.1/": false, "https://[::1]/": false, "https://u:p@example.org/": false,
		"ftp://example.org": false, "https://": false, "x": false, "https://example.org/#a": false,
		"file:///etc/passwd": false} {
		if got := outbox.WebhookURL(url, false); got != want {
			t.Errorf("%s: %v", url, got)
		}
	}
}
