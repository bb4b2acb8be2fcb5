// Package programtest starts the whole of Hallmark in a test: the real router over an embedded
// store in a directory of the test's own, with the reference edition, the halls and the demo
// accounts.
package programtest
