// Command store fills a directory with what the programs of tests start with; see
// programtest.Store.
package main
