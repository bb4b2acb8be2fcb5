// Package notifications owns what people are told of events and of deadlines: on pages, by robots
// and by mail, which each person gets as they have chosen.
package notifications
