// Package formats is the one table of the file forms of an edition, for the API, the pages and the
// command line. It owns the list of forms and their names; codecs own how each form is written and
// read.
package formats
