// Package sqlite keeps collections in one SQLite file. Nothing has to be installed, and every
// acknowledged write survives kill -9 and power loss: the journal is a write-ahead log that is
// synced before anybody is told that a write is done.
//
// One goroutine writes. It collects the writes that are waiting and commits them together, so that
// many auditors share one sync of the disk; each write still succeeds or fails for itself. Reads
// go to a few other connections and never wait for the writer.
//
// A collection is a table with the columns id, revision, one for each key (key_hall), brief and
// doc; a key with several values is a JSON array there and has a table of its own for each index,
// kept by triggers. Documents are JSON text, so the file can be read with the sqlite3 tool:
//
//	select json_extract(doc, '$.number') from audits
//
// A collection whose documents grow has their heads there, and a second table with one row for each
// gain of a document, so that a small change is a small write:
//
//	select revision, doc from audits_gains where id = '…' order by revision
//
// The steps that follow from a write, such as the event that records it, are rows of
// hallmark_follows, committed with it.
//
// Several processes may use one file; a write waits up to five seconds for the other's.
package sqlite
