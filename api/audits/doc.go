// Package audits owns the work in the hall: starting an audit, the merge of changes from several
// devices, live views, signatures and submission. What follows from a submitted audit is in package
// outcomes.
package audits
