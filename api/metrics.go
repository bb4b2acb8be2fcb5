package api

import (
	"fmt"
	"io"
	"time"

	"github.com/VictoriaMetrics/metrics"
)

// figures counts in one process what Prometheus collects. Labels are route patterns: no names of
// people, no IDs.
type figures struct{ set *metrics.Set }

func newFigures() figures {
	metrics.ExposeMetadata(true)
	return figures{metrics.NewSet()}
}

// secondsOf are the upper bounds of the classes of hallmark_request_seconds, in seconds.
var secondsOf = []float64{.001, .005, .02, .05, .1, .3, 1, 3, 10}

// observe counts a request by route, method and status, and the time of its answer.
func (f figures) observe(route, method string, status int, took time.Duration) {
	if route == "" { // no such route: its method may be any text, and each would make a series
		route, method = "none", "none"
	}
	f.set.GetOrCreateCounter(fmt.Sprintf("hallmark_requests_total{route=%q,method=%q,status=\"%d\"}",
		route, method, status)).Inc()
	f.set.GetOrCreatePrometheusHistogramExt(fmt.Sprintf("hallmark_request_seconds{route=%q,method=%q}",
		route, method), secondsOf).Update(took.Seconds())
}

// countChanges counts n changes that tablets have sent, by their status.
func (s *Server) countChanges(status string, n int) {
	s.figures.set.GetOrCreateCounter(fmt.Sprintf("hallmark_changes_total{status=%q}", status)).Add(n)
}

// countDelivery counts an attempt to deliver, by channel and outcome.
func (s *Server) countDelivery(channel, outcome string) {
	s.figures.set.GetOrCreateCounter(fmt.Sprintf("hallmark_deliveries_total{channel=%q,outcome=%q}",
		channel, outcome)).Inc()
}

// write writes all figures and those of the process in the text format of Prometheus.
func (f figures) write(w io.Writer) {
	f.set.WritePrometheus(w)
	metrics.WriteProcessMetrics(w)
	metrics.WriteFDMetrics(w)
}
