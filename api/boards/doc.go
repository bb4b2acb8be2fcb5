// Package boards owns what is seen across audits: rankings, results, trends, a hall's standing, the
// start page, the problem library with its proposals, and the history of a clause. It stores
// proposals alone.
package boards
