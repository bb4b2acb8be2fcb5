// Package phone owns the daily phone checks: which halls to call, the form of a call, and the
// weekly summary.
package phone
