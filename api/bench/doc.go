// Package bench measures the whole house against floors and targets, in one table: `make bench`. It
// holds tests only. A floor is the least that any program doing the same could need; a comment
// beside it says what it does. Subject and floor take turns in the same run, so that a busy machine
// slows both.
package bench
