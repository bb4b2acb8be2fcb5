// Package mongodb keeps collections in a MongoDB database, for installations on more than one
// machine. Any mongodb:// URI will do: a replica set, a sharded cluster, a single server.
//
// A document is kept as native BSON made from its JSON form, beside its ID, its revision and the
// values of its keys:
//
//	{_id: "…", revision: 3, keys: {hall: "S03", …}, doc: {…}}
//
// A document that grows has its head in doc and, beside it, gains: [{…}, …], the part that each
// revision added; a write replaces the head and adds a gain.
//
// The steps that follow from a write lie beside the document, in follows: {"3-event": {…}}, with due,
// when the first is to be taken up, by the server's clock. They are stored by the same operation as
// the document and removed one by one.
//
// A write is one atomic operation on one document, acknowledged by a majority; no transaction is
// needed, and a use case that breaks off half-way is finished by the steps beside its document. An audit is a head
// and its gains, so that saving an answer sends the answer and not the audit; a document holds 16
// MB at most.
//
// Machines that share a database run the same version and share the signing key. In a sharded
// cluster, shard audits, events and evidence by hashed _id; the other collections are small. A call
// to a server that cannot be reached returns store.ErrUnavailable within seconds; the driver finds
// the server again by itself.
package mongodb
