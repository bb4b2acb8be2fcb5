// Package takeover owns the files of unsent work that tablets save: it reads them, looks who vouches
// for them, and sends what they hold in the name of that person or of an operator.
package takeover
