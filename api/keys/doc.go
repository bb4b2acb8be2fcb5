// Package keys knows with which keys an installation has signed. The keys lie in files apart; here are
// their certificates, so that a key that is missing, or another one, is noticed.
package keys
