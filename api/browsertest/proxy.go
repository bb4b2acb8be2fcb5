package browsertest

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httputil"
)

// Pass sends requests on as a reverse proxy does that reads a request to its end first. One that
// does not is a race of net/http: the program behind may answer as soon as it has the last byte,
// and its answer closes the request's body; the proxy, which reads that body once more to see its
// end, takes this for a failure and cuts the answer in the middle of its content.
func Pass(proxy *httputil.ReverseProxy) http.Handler {
	proxy.FlushInterval = -1 // events pass at once
	proxy.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelDebug)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		content, err := io.ReadAll(r.Body)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		r.Body = io.NopCloser(bytes.NewReader(content))
		proxy.ServeHTTP(w, r)
	})
}
