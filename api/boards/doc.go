// Package boards owns the views across audits: rankings, results, trends, the standing of a hall,
// the start page, the problem library 问题库 with its proposals, and the history of a clause. The only
// documents that it stores are proposals.
package boards
