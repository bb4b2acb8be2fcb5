// Package webhooks owns subscriptions of other systems to the feed and how they are signed and sent.
package webhooks
