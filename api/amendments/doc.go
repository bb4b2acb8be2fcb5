// Package amendments owns amendments of a standard: proposing, deciding and publishing them, their
// sheets, and what they would change for every hall.
package amendments
