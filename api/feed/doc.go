// Package feed owns the numbered feed of publications by which other systems follow the standard.
package feed
