// Package bench measures the whole house against floors and targets, in one table: `make bench`. It
// holds tests only. What a floor does is written down beside it, and subject and floor take turns in
// the same run, so that a busy machine slows both.
package bench
