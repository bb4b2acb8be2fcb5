// Package editions owns the published editions: storing and reading them, their checklists,
// differences and files. How an edition comes about is in packages drafts and amendments.
package editions
