// Package api is the running service: routes, sessions, permissions, and the use cases that load
// a document, call one method of the domain, and save it. It holds no rule about clauses, scores
// or merging; those stand in packages standard and checklists.
//
// Where things are: server.go has the route table, permission.go who may do what, errors.go how an
// error reaches a person, audits.go and its neighbours the handlers, page_*.go the pages.
package api
