// Package formats is the one table of the file forms of an edition, for the API, the pages and the
// command line. It owns which forms there are and how they are called; how each is written and read
// is the business of a codec.
package formats
