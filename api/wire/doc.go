// Package wire owns what passes between a client and a handler: reading and checking a request,
// lists and their files, refusals and how they are said, limits. It knows no user, no permission
// and no document.
package wire
