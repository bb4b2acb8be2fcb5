// Package outbox owns deliveries, the messages that are sent to others: how they wait and how they
// are tried again until they arrive. The sender of each channel is given to it. It also seals the
// secrets of receivers and decides to which addresses anything may be sent.
package outbox
