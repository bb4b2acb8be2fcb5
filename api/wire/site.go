package wire

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
)

// Site is the address at which people reach the installation, "https://hall.example". "" means that
// it is not set; the host that a request names is then used.
type Site string

// OverTLS reports whether people reach the installation by https, either directly or through a
// proxy, which the address shows.
func (s Site) OverTLS(r *http.Request) bool {
	return r.TLS != nil || strings.HasPrefix(string(s), "https://")
}

// Base is the address at which the person who asks reaches the installation.
func (s Site) Base(c *gin.Context) string {
	if s != "" {
		return string(s)
	}
	scheme := "http"
	if s.OverTLS(c.Request) {
		scheme = "https"
	}
	return scheme + "://" + c.Request.Host
}

// Absolute is the whole address of a path of this installation; "" if the site is not set.
func (s Site) Absolute(path string) string {
	if s == "" {
		return ""
	}
	return string(s) + path
}
