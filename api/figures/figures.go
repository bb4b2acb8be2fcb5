package figures

import (
	"fmt"
	"io"
	"time"

	"github.com/VictoriaMetrics/metrics"
)

// Figures are the counters of one server.
type Figures struct{ set *metrics.Set }

// New makes counters that stand at zero.
func New() Figures {
	metrics.ExposeMetadata(true)
	return Figures{metrics.NewSet()}
}

// secondsOf are the upper bounds of the classes of hallmark_request_seconds, in seconds.
var secondsOf = []float64{.001, .005, .02, .05, .1, .3, 1, 3, 10}

// Observe counts a request by route, method and status, and the time of its answer.
func (f Figures) Observe(route, method string, status int, took time.Duration) {
	if route == "" { // no such route: its method may be any text, and each would make a series
		route, method = "none", "none"
	}
	f.set.GetOrCreateCounter(fmt.Sprintf("hallmark_requests_total{route=%q,method=%q,status=\"%d\"}",
		route, method, status)).Inc()
	f.set.GetOrCreatePrometheusHistogramExt(fmt.Sprintf("hallmark_request_seconds{route=%q,method=%q}",
		route, method), secondsOf).Update(took.Seconds())
}

// CountChanges counts n changes that tablets have sent, by their status.
func (f Figures) CountChanges(status string, n int) {
	f.set.GetOrCreateCounter(fmt.Sprintf("hallmark_changes_total{status=%q}", status)).Add(n)
}

// CountDelivery counts an attempt to deliver, by channel and outcome.
func (f Figures) CountDelivery(channel, outcome string) {
	f.set.GetOrCreateCounter(fmt.Sprintf("hallmark_deliveries_total{channel=%q,outcome=%q}",
		channel, outcome)).Inc()
}

// Write writes all figures and those of the process in the text format of Prometheus.
func (f Figures) Write(w io.Writer) {
	f.set.WritePrometheus(w)
	metrics.WriteProcessMetrics(w)
	metrics.WriteFDMetrics(w)
}
