// Package notifications owns what people are told: of events, of deadlines, by page, by mail and by
// robots, each as the person has chosen.
package notifications
