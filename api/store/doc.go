// Package store is the one storage port. It is generic over the document type and knows nothing of
// halls or audits. Two engines implement it, api/store/sqlite and api/store/mongodb; the contract
// stands as tests in api/store/storetest. The package never decides what a document means.
//
// # Words
//
// A document is a value with an ID and a revision, a whole number that differs after every change.
// A write that names another revision than the stored one is refused with [ErrConflict], so nobody
// overwrites what they have not seen (optimistic concurrency control).
//
// Follow and step: what follows from a write, such as the event that records it, is stored with the
// document in one atomic step and taken out when it is done. So a use case over several documents
// is one write of the document that decides, and steps that anybody can finish; there are no other
// transactions. Steps lie beside the document, in its envelope: they are no part of it, of its
// revision or of its digest. See [Follow], [Step] and [Steps].
//
// Bulky and brief: the bulky fields of a document are large ones that lists do not show. A brief
// query leaves them out, so that a page of a list reads kilobytes and not megabytes (a projection).
// See [Schema] and [Query].
//
// Growth, head and gain: a document that grows, such as an audit, is stored as a small head, which
// every write replaces, and gains, the parts that each revision added, which are written once and
// never again (an append-only log beside a snapshot). See [Growth].
//
// Kept and cached: [Kept] caches what is computed from documents, by ID and revision; it asks the
// store for the revisions each time. [Cached] holds whole documents, so that [Update] need not read
// them again.
//
// Blob: the bytes of a file under their digest, never changed. See [Blobs].
//
// Shelf: a place for large files that can be made again, such as a packed archive, each under a
// name and swept away after a while. See [Shelf].
package store
