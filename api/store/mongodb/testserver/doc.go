// Command testserver is a MongoDB-compatible server for the tests of package mongodb: FerretDB over
// SQLite files. Its arguments are the directory of the files and, if wanted, the address to listen
// on. It prints its URI and serves until its standard input ends.
package main
