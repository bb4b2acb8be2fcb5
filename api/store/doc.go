// Package store is the one storage port. It is generic over the document type and knows nothing of
// halls or audits. Two engines implement it, api/store/sqlite and api/store/mongodb; the contract
// stands as tests in api/store/storetest. It never decides what a document means, and it has no
// transaction over several documents.
package store
