// Package feed owns the numbered feed of what was published, which other systems follow.
package feed
