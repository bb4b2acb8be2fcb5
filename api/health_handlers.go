package api

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/store"
	"hallmark/api/wire"
)

func isLoopback(address string) bool {
	ip := net.ParseIP(address)
	return ip != nil && ip.IsLoopback()
}

// getHealth answers GET /healthz: the process lives.
func (s *Server) getHealth(c *gin.Context) error {
	c.JSON(http.StatusOK, gin.H{"status": "ok", "version": s.Version})
	return nil
}

// getReady answers GET /readyz: within three seconds documents and photographs can be written.
func (s *Server) getReady(c *gin.Context) error {
	ctx, cancel := context.WithTimeout(c.Request.Context(), 3*time.Second)
	defer cancel()
	err := s.Engine.Ready(ctx)
	if blobs, ok := s.Blobs.(store.Readiness); ok && err == nil {
		err = blobs.Ready(ctx)
	}
	if err != nil {
		return fmt.Errorf("%w: not ready: %w", store.ErrUnavailable, err)
	}
	c.JSON(http.StatusOK, gin.H{"status": "ready"})
	return nil
}

// forwarding are the headers by which a proxy says for whom it asks.
var forwarding = []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto",
	"X-Real-Ip", "Via"}

// isForwarded reports whether a request came through a proxy, which may run on this machine.
func isForwarded(r *http.Request) bool {
	return slices.ContainsFunc(forwarding, func(name string) bool { return r.Header.Get(name) != "" })
}

// getMetrics answers GET /metrics, to anybody on this machine and to administrators from elsewhere.
// What a proxy on this machine passes on comes from elsewhere.
func (s *Server) getMetrics(c *gin.Context) error {
	if (!isLoopback(c.RemoteIP()) || isForwarded(c.Request)) &&
		access.ScopeOf(access.ReadMetrics, access.UserOf(c)) == access.Nothing {
		return wire.ErrNotFound
	}
	c.Header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	c.Status(http.StatusOK)
	s.figures.Write(c.Writer)
	return nil
}
