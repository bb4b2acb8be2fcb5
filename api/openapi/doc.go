// Package openapi joins the description of the whole API from those of the rooms. Each room
// describes its own calls in openapi.json beside its handlers, with the components that only these
// calls mention. The file openapi.json of this package has the components that several rooms
// mention, the head of the document, and the calls that belong to no room. After a change to any of
// them, run `go generate ./api`.
package openapi
