// Package outbox owns what is sent to others: deliveries that wait, are tried again, and arrive
// once. The senders of the channels are given to it; it also keeps the secrets of what is sent to,
// and decides which addresses may be reached.
package outbox
