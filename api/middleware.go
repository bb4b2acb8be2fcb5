package api

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"hallmark/api/access"
	"hallmark/api/wire"
)

// observe gives the request its ID, writes one log line, counts, and turns a panic into an error.
func (s *Server) observe(c *gin.Context) {
	began := time.Now()
	c.Set(wire.RequestKey, uuid.Must(uuid.NewV7()).String())
	c.Header("X-Request-Id", wire.RequestID(c))
	c.Set(wire.FontsKey, s.Fonts)
	defer func() {
		if p := recover(); p != nil && p != http.ErrAbortHandler { //nolint:errorlint // net/http panics with it unwrapped
			s.log.Error("panic", slog.String("request", wire.RequestID(c)),
				slog.String("panic", fmt.Sprint(p)), slog.String("stack", string(debug.Stack())))
			s.fail(c, wire.Refuse(http.StatusInternalServerError, "internal"))
		}
		took := time.Since(began)
		s.figures.Observe(c.FullPath(), c.Request.Method, c.Writer.Status(), took)
		s.logRequest(c, took)
	}()
	c.Next()
}

func (s *Server) logRequest(c *gin.Context, took time.Duration) {
	level := slog.LevelInfo
	switch status := c.Writer.Status(); {
	case status >= 500:
		level = slog.LevelError
	case status >= 400:
		level = slog.LevelWarn
	case c.FullPath() == "/healthz", c.FullPath() == "/readyz", c.FullPath() == "/metrics":
		level = slog.LevelDebug
	}
	if !s.log.Enabled(c.Request.Context(), level) {
		return
	}
	attributes := []slog.Attr{
		slog.String("request", wire.RequestID(c)),
		slog.String("method", c.Request.Method),
		slog.String("route", c.FullPath()), // the pattern: no IDs of people, no codes
		slog.Int("status", c.Writer.Status()),
		slog.Int("bytes", max(0, c.Writer.Size())),
		slog.Duration("took", took.Round(time.Microsecond)),
	}
	if u := access.UserOf(c); u != nil {
		attributes = append(attributes, slog.String("user", string(u.Username)))
	}
	if lost, ok := c.Value(wire.UnprintableKey).([]wire.Unprintable); ok {
		attributes = append(attributes, slog.String("unprintable", wire.UnprintableLine(lost)))
	}
	if err, ok := c.Get(wire.ErrorKey); ok {
		attributes = append(attributes, slog.String("code", wire.RefusalOf(err.(error)).Code))
	}
	s.log.LogAttrs(c.Request.Context(), level, "request", attributes...)
}

func (s *Server) secure(c *gin.Context) {
	overTLS := s.site.OverTLS(c.Request)
	wire.Secure(c.Writer.Header(), overTLS)
	c.Set(wire.TLSKey, overTLS)
}

// sameOrigin refuses cross-origin requests that change something; so forms need no tokens.
func (s *Server) sameOrigin(c *gin.Context) {
	if err := s.origin.Check(c.Request); err == nil {
		return
	}
	refusal, about := wire.ForeignOrigin(c.Request)
	s.log.LogAttrs(c.Request.Context(), slog.LevelWarn, "from another origin",
		append(about, slog.String("request", wire.RequestID(c)))...)
	s.fail(c, refusal)
	c.Abort()
}
