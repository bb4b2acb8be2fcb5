package api

import (
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics are the figures of one process, for Prometheus. Labels are route patterns: no names of
// people, no IDs.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	changes  *prometheus.CounterVec

	deliveries *prometheus.CounterVec
	handler    http.Handler
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "hallmark_requests_total", Help: "Requests by route, method and status.",
		}, []string{"route", "method", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "hallmark_request_seconds", Help: "Time to answer, in seconds.",
			Buckets: []float64{.001, .005, .02, .05, .1, .3, 1, 3, 10},
		}, []string{"route", "method"}),
		changes: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "hallmark_changes_total", Help: "Changes received, by what became of them.",
		}, []string{"status"}),
		deliveries: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "hallmark_deliveries_total", Help: "Attempts to deliver, by channel and outcome.",
		}, []string{"channel", "outcome"}),
	}
	m.registry.MustRegister(m.requests, m.seconds, m.changes, m.deliveries, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	m.handler = promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
	return m
}

func (m *metrics) observe(route, method string, status int, took time.Duration) {
	if route == "" {
		route = "none"
	}
	m.requests.WithLabelValues(route, method, strconv.Itoa(status)).Inc()
	m.seconds.WithLabelValues(route, method).Observe(took.Seconds())
}

// getMetrics answers a collector on this machine, and administrators from elsewhere.
func (s *Server) getMetrics(c *gin.Context) error {
	if !isLoopback(c.ClientIP()) && scopeOf(ReadMetrics, userOf(c)) == Nothing {
		return errNotFound
	}
	s.metrics.handler.ServeHTTP(c.Writer, c.Request)
	return nil
}
