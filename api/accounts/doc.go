// Package accounts owns the administration of accounts, signing in and out by page, and the pages
// of the event log. What an account may do is decided in package access.
package accounts
