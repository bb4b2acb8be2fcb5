package wire

import (
	"net"
	"net/http"
	"net/netip"
	"strings"

	"github.com/gin-gonic/gin"
)

// Site is the address at which people reach the installation, "https://hall.example". "" means that
// it is not set.
type Site string

// OverTLS reports whether people reach the installation by https, either directly or through a
// proxy, which the address shows.
func (s Site) OverTLS(r *http.Request) bool {
	return r.TLS != nil || strings.HasPrefix(string(s), "https://")
}

// TLSKey is the key under which a request of gin holds what [Site.OverTLS] reports, by which every cookie
// is marked.
const TLSKey = "over-tls"

// Base is the address at which people reach the installation: the one that was set or, for somebody
// at the machine itself, that of the connection. It is "" where neither is known; the host that a
// request names is never believed, since whoever asks writes it.
func (s Site) Base(c *gin.Context) string {
	if s != "" {
		return string(s)
	}
	at, ok := c.Request.Context().Value(http.LocalAddrContextKey).(net.Addr)
	if !ok || !loopback(at.String()) || !loopback(c.Request.Host) {
		return ""
	}
	scheme := "http://"
	if s.OverTLS(c.Request) {
		scheme = "https://"
	}
	return scheme + at.String()
}

// loopback reports whether an address, with or without a port, names this machine alone.
func loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		host = strings.Trim(address, "[]")
	}
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.Unmap().IsLoopback()
}

// Absolute is the whole address of a path of this installation; "" if the site is not set.
func (s Site) Absolute(path string) string {
	if s == "" {
		return ""
	}
	return string(s) + path
}
