// Package tabletcore holds tests only: the modules with which the tablet scores, merges, checks and
// tells the time come to the same results in a browser as the packages of the server.
package tabletcore
