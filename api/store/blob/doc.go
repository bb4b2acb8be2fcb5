// Package blob keeps content-addressed files in a directory. A file lies under the first two digits
// of its digest (ab/abcdef…), is written beside its place, synced and renamed into it, so that a
// file under its name is whole whatever happens to the machine. It never looks into a file.
package blob
