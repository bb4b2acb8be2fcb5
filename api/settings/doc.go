// Package settings owns what supervisors set for the whole installation: deadlines and what follows
// from the last place.
package settings
