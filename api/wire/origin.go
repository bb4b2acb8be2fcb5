package wire

import (
	"log/slog"
	"net/http"
	"net/url"
	"strings"
)

// ForeignOrigin is the refusal of a request that changes something and came from a page of another
// origin, and what the log says about it. Where the browser did not tell that (Sec-Fetch-Site) and
// only the addresses differ, a proxy may have lost the Host, and the sentence says so.
func ForeignOrigin(r *http.Request) (*Refusal, []slog.Attr) {
	origin, host := cut(r.Header.Get("Origin")), cut(r.Host)
	site := cut(r.Header.Get("Sec-Fetch-Site"))
	about := []slog.Attr{slog.String("origin", origin), slog.String("host", host),
		slog.String("site", site)}
	if u, err := url.Parse(origin); err == nil && u.Host != "" && site == "" {
		return Refuse(http.StatusForbidden, "origin-host", origin, host), about
	}
	return ErrOrigin, about
}

// cut shortens what a client has sent, for a sentence or the log.
func cut(text string) string {
	const most = 200
	if len(text) > most {
		return strings.ToValidUTF8(text[:most], "") + "…"
	}
	return text
}
