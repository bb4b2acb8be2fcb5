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

// ErrAddress says that a receiver lies where webhooks must not go.
var ErrAddress = errors.New("the receiver's address is not a public one")

// webhookClient sends to public addresses alone, whatever a name resolves to: the address is
// looked at when it is dialled. Redirections are not followed, proxies of the environment not used.
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

// special are networks that no receiver on the Internet has, besides those that netip knows.
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
// network (local) still never sends to link-local addresses, where clouds keep their credentials.
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

// WebhookURL checks an address: https, or http where the installation allows it; no user, no
// fragment.
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
