// Package journey holds tests only: people's ways through the whole program, in a real browser, over
// a real store.
package journey
