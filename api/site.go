package api

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
)

// site is where people reach the installation: "https://hall.example", or "" where it is whatever host a
// request names.
type site string

// overTLS reports whether people reach the installation by https: directly, or by a proxy that the base
// URL speaks of.
func (s site) overTLS(r *http.Request) bool {
	return r.TLS != nil || strings.HasPrefix(string(s), "https://")
}

// base is the address that people reach the installation by.
func (s site) base(c *gin.Context) string {
	if s != "" {
		return string(s)
	}
	scheme := "http"
	if s.overTLS(c.Request) {
		scheme = "https"
	}
	return scheme + "://" + c.Request.Host
}

// absolute is a path of this installation as people outside reach it; "" where that is not known.
func (s site) absolute(path string) string {
	if s == "" {
		return ""
	}
	return string(s) + path
}
