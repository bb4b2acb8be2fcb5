// Package takeover owns the files of unsent work that tablets save: it reads them, looks who vouches
// for them, and sends what they hold in the name of that person or of an operator. It also keeps what
// inspectors hand in whose audit may not begin, until a supervisor takes it over or refuses it.
package takeover
