// Package confirmations owns how an inspector confirms an inspection in the own sign-in, which
// somebody else has handed over or will.
package confirmations
