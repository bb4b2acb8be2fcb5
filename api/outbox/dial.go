package outbox

import (
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
	"time"
)

// webhookTimeout is how long one attempt may take, from dialling to the end of the answer.
const webhookTimeout = 15 * time.Second

// ErrAddress says that the address of a receiver is one to which nothing may be sent.
var ErrAddress = errors.New("the receiver's address is not a public one")

// webhookClient makes a client that sends to public addresses only, whatever a name resolves to: it
// checks the address when it dials. It follows no redirection and uses no proxy of the environment.
func webhookClient(local bool) *http.Client {
	dialer := &net.Dialer{Timeout: 10 * time.Second,
		Control: func(_, address string, _ syscall.RawConn) error {
			a, err := netip.ParseAddrPort(address)
			if err != nil || !reachable(a.Addr(), local) {
				return ErrAddress
			}
			return nil
		}}
	return &http.Client{
		Timeout: webhookTimeout,
		Transport: &http.Transport{DialContext: dialer.DialContext, ForceAttemptHTTP2: true,
			TLSHandshakeTimeout: 10 * time.Second, MaxIdleConnsPerHost: 1,
			IdleConnTimeout: 30 * time.Second, MaxResponseHeaderBytes: 64 << 10},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// special lists the networks with no public address in them, besides those that netip knows.
func special() []netip.Prefix {
	var list []netip.Prefix
	for _, text := range []string{
		"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "198.18.0.0/15",
		"198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
		"64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/32", "2001:db8::/32", "2002::/16",
	} {
		list = append(list, netip.MustParsePrefix(text))
	}
	return list
}

// reachable reports whether a webhook may go to an address. An installation that allows its own
// network (local) still never sends to link-local addresses, at which clouds serve credentials.
func reachable(a netip.Addr, local bool) bool {
	a = a.Unmap()
	switch {
	case !a.IsValid(), a.IsUnspecified(), a.IsMulticast(), a.IsLinkLocalUnicast():
		return false
	case a.IsLoopback(), a.IsPrivate():
		return local
	}
	for _, p := range special() {
		if p.Contains(a) {
			return false
		}
	}
	return true
}

// WebhookURL reports whether a webhook may have an address: https or, if the installation allows
// its own network (local), http; without user and fragment.
func WebhookURL(text string, local bool) bool {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" || u.Hostname() == "" {
		return false
	}
	if a, err := netip.ParseAddr(u.Hostname()); err == nil && !reachable(a, local) {
		return false
	}
	return u.Scheme == "https" || u.Scheme == "http" && local
}
