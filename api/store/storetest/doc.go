// Package storetest is the contract of package store as tests. Every engine runs all of them.
//
// SQLite runs them itself. The engine for MongoDB runs them over the real wire protocol against an
// embedded FerretDB, which its tests start as a process of its own. FerretDB's updates are not
// atomic under concurrency, so the cases of concurrent writes run on SQLite and, where MONGODB_URI
// is set, on a true MongoDB. Power loss is not simulated by tests; kill -9, a full disk and damaged
// files are.
package storetest
