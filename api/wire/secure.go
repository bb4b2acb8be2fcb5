package wire

import "net/http"

// contentPolicy allows only files of this origin: no inline script or style. Photographs that a
// page has just taken are shown from blob: URLs.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; " +
	"img-src 'self' blob: data:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// Secure sets the headers of every answer that tell a browser what it must not do with it.
func Secure(h http.Header, overTLS bool) {
	h.Set("Content-Security-Policy", contentPolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(self), geolocation=(self), microphone=()")
	if overTLS {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}
