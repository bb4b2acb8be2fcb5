// Package audits owns the work in the hall: starting an audit, the merge of changes from several
// devices, live views, signatures and submission. Package outcomes owns what follows from a
// submitted audit.
package audits
