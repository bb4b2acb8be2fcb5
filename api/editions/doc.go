// Package editions owns the published editions: storing and reading them, their checklists, the
// differences between them, and their files. Packages drafts and amendments own how an edition is
// made.
package editions
