// Package apitest starts a whole server for one test of package api or of a room, and checks every
// answer against the description of the API. Only tests import it.
package apitest
