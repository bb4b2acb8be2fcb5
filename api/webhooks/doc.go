// Package webhooks owns the subscriptions of other systems to the feed, and how what they get is
// signed and sent: by the Standard Webhooks specification.
package webhooks
