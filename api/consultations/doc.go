// Package consultations owns drafts that are open for comments, the comments and their answers.
package consultations
