// Package mongodb keeps collections in a MongoDB database, for installations on more than one
// machine. Any mongodb:// URI will do: a replica set, a sharded cluster, a single server.
//
// A document is kept as native BSON made from its JSON form, beside its ID, its revision and the
// values of its keys:
//
//	{_id: "…", revision: 3, keys: {hall: "S03", …}, doc: {…}}
//
// One that grows has its head in doc and, in the same document, gains: [{…}, …], what each revision
// added; a write replaces the head and adds a gain. A document that is to be there before another
// one, such as an event, is inserted first.
//
// A write is one atomic operation on one document, acknowledged by a majority; no transaction is
// needed, and a use case that breaks off half-way is finished by repeating it. An audit is a head and
// its gains, so that an answer sends an answer and not the audit; a document holds 16 MB at most.
// Machines that share a database run the same version and share the signing key. For a sharded
// cluster shard audits, events and evidence by hashed _id; the other collections are small. A server that cannot be reached is store.ErrUnavailable within seconds; the driver finds
// it again by itself.
package mongodb
