// Package browsertest drives a real Chromium in tests. A fault inside the page (an uncaught
// error, a console error, a request that failed) fails the test that opened it.
package browsertest
