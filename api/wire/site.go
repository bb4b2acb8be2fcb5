package wire

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
)

// Site is where people reach the installation: "https://hall.example", or "" where it is whatever
// host a request names.
type Site string

// OverTLS reports whether people reach the installation by https: directly, or by a proxy that the
// base URL speaks of.
func (s Site) OverTLS(r *http.Request) bool {
	return r.TLS != nil || strings.HasPrefix(string(s), "https://")
}

// Base is the address that people reach the installation by.
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

// Absolute is a path of this installation as people outside reach it; "" where that is not known.
func (s Site) Absolute(path string) string {
	if s == "" {
		return ""
	}
	return string(s) + path
}
