// Package access owns who may do what: accounts as they are stored, roles, the one table of
// permissions, sign-in, sessions, passwords and the throttle of guesses. Pages for accounts are
// those of package accounts.
package access
