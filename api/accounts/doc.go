// Package accounts owns the administration of accounts, the pages for signing in and out, and the
// lists of the event log. What an account may do is decided in package access.
package accounts
