package store

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"slices"
	"strings"
	"time"
)

// The errors of a collection. Engines wrap them; callers use [errors.Is].
var (
	ErrNotFound    = errors.New("no such document")
	ErrExists      = errors.New("document exists already")
	ErrConflict    = errors.New("stored revision differs")
	ErrUnavailable = errors.New("storage is unavailable") // full disk, lost database: try again later
	ErrQuery       = errors.New("query is not served by a declared index")
	ErrCursor      = errors.New("cursor is not valid")
)

// Schema declares one collection of documents of type T. The JSON form of T is stored: its field
// names hold no dot, do not start with "$", and its numbers have at most 15 significant
// digits, so that a document means the same on every engine.
type Schema[T any] struct {
	Name string // letters only; table or collection name

	// ID and Revision read the document's identity and revision. A document is inserted with the
	// revision it carries; Replace stores the document as given and compares ifRevision with the
	// stored one.
	ID       func(T) string
	Revision func(T) int

	// Keys are the declared index keys: name to the text that the key has in a document. A key may
	// have several values (an audit's inspectors); none leaves the document out of the index. Keys
	// are read again from the stored documents when the set of keys changes, not when a function
	// does: a key that changes its meaning needs another name.
	Keys map[string]func(T) []string

	// Indexes lists the ways in which documents are looked up.
	Indexes []Index

	// Bulky names top-level JSON fields that a brief query leaves out. ID, Revision and Keys must
	// not depend on them.
	Bulky []string

	// Growth, where it is declared, takes the place of Bulky. It is for documents to which most
	// writes only add.
	Growth *Growth[T]
}

// Growth says how to write a document in parts: a small head, which every revision replaces, and a
// gain for each revision, the part that it added, which is written once. A brief query reads the
// head alone.
//
// A document is stored as its head with one more member, "gains": the gains in the order of their
// revisions. T reads three forms from JSON: that one, the head alone, and its own. Nothing may be
// removed from a document with growth, and no revision is lower than the one before.
type Growth[T any] struct {
	// Head appends the JSON object of the document without its gains.
	Head func(b []byte, doc T) ([]byte, error)
	// Gain appends the JSON object of everything that was added to the document after an earlier
	// revision of it; -1 asks for all that was ever added.
	Gain func(b []byte, doc T, after int) ([]byte, error)
	// Join returns the JSON form of a document from the form in which it is stored, and leaves
	// its own form alone. It keeps every member that this program does not know.
	Join func(stored json.RawMessage) (json.RawMessage, error)
	// Split is the inverse of Join: it returns the head and one gain that holds all that was ever
	// added.
	Split func(doc json.RawMessage) (head, gain json.RawMessage, err error)
}

// Index serves queries that fix Equal (in any order) and read in the order of Order, then of the
// ID. Order "" is the order of the ID. Reading all documents by ID needs no index.
type Index struct {
	Equal []string
	Order string
	Multi string // the one key of Equal that may have several values, or ""
}

// Query selects documents by equality and at most one range on declared keys.
type Query struct {
	Equal      map[string]string
	Order      string // key that orders the result; "" orders by ID
	From, To   string // range on Order (or the ID): From ≤ key < To; "" is open
	Descending bool
	Limit      int    // 0 is no limit
	Cursor     string // as Collection.Cursor made it from the last document read
	Brief      bool   // leave out the schema's bulky fields
}

// Collection is a set of documents of one type. Every method may return an error that wraps
// ErrUnavailable. Every write is durable when it returns.
type Collection[T any] interface {
	// Get returns the document, or ErrNotFound.
	Get(ctx context.Context, id string) (T, error)
	// Insert stores a new document together with the steps that follow from it. It returns
	// ErrExists when the ID is taken.
	Insert(ctx context.Context, doc T, follows ...Follow) error
	// Replace stores doc, together with the steps that follow from it, in place of the one with the
	// same ID, if that one has ifRevision; steps of earlier revisions stay. It returns ErrConflict
	// when the revision differs, ErrNotFound when there is none.
	Replace(ctx context.Context, doc T, ifRevision int, follows ...Follow) error
	// Delete removes the document and its open steps. It returns ErrNotFound when there is none.
	Delete(ctx context.Context, id string) error
	// Find yields the documents of a query in its order. An error ends the sequence: ErrQuery when
	// no declared index serves the query, ErrCursor when the cursor is not one of this query. A
	// page of up to 64 documents is one snapshot; of a longer sequence, documents written while it
	// is read may be missed or seen.
	Find(ctx context.Context, q Query) iter.Seq2[T, error]
	// Versions yields the IDs and revisions of the documents that Find would, without reading them.
	Versions(ctx context.Context, q Query) iter.Seq2[Version, error]
	// Cursor makes the cursor that goes on with q after last. Its text is opaque and stays good
	// when documents are added or removed.
	Cursor(q Query, last T) string
	// Revision reads the revision of a document.
	Revision(doc T) int
	// Subject names a document, for its steps.
	Subject(doc T) Subject
}

// Version identifies a document as it was at one revision.
type Version struct {
	ID       string
	Revision int
}

// Readiness says whether something can be written now. Blobs that lie in an engine need none.
type Readiness interface {
	Ready(ctx context.Context) error
}

// Engine opens collections. Use [Open]; the methods are for its use.
type Engine interface {
	// Open opens a collection. The first one gives the data the number of this program's [Form].
	Open(ctx context.Context, s RawSchema) (RawCollection, error)
	// Origin says what has stored the data. An engine whose data have a form that this program
	// does not know cannot be made: that is a [NewerError].
	Origin(ctx context.Context) (Origin, error)
	// Snapshot begins to read what is stored, as it is stored. It changes nothing.
	Snapshot(ctx context.Context) (Snapshot, error)
	Ping(ctx context.Context) error
	// Readiness writes, and changes no document.
	Readiness
	Close() error
	Steps
}

// Snapshot reads what is stored beside the work. An engine that can reads everything as it was at
// one instant; any other reads each document, with its steps, as it was when its turn came.
type Snapshot interface {
	// Dump yields the documents of a collection by ID; gains follow their head as the member
	// "gains". A collection that is not there has none.
	Dump(ctx context.Context, name string) iter.Seq2[Record, error]
	Close() error
}

// Record is a document as it is stored, with the steps that were open when it had this revision.
type Record struct {
	JSON  json.RawMessage
	Steps []Step
}

// RawSchema is a [Schema] without the type of its documents.
type RawSchema struct {
	Name    string
	Keys    []string // sorted
	Indexes []Index
	Bulky   []string
	Growing bool // its documents have heads and gains

	// Parse reads a stored document again, for an engine that finds documents which were stored
	// under another schema.
	Parse func(json.RawMessage) (RawDocument, error) `json:"-"`
}

// Multi reports whether key may have several values.
func (s RawSchema) Multi(key string) bool {
	return slices.ContainsFunc(s.Indexes, func(x Index) bool { return x.Multi == key && key != "" })
}

// RawDocument is a document as an engine stores it.
type RawDocument struct {
	ID       string
	Revision int
	Keys     map[string][]string // no key without a value
	JSON     json.RawMessage     // of the document; of its head where it grows
	Brief    json.RawMessage     // JSON without the bulky fields; nil when there are none
	Gain     json.RawMessage     // where it grows, the part that this revision adds
}

// RawQuery is a [Query] that was found to be served by an index.
type RawQuery struct {
	Query
	Index Index
	After *Position // the place of the cursor; nil is the beginning
	Bare  bool      // only the revision of every document, a space and its ID
}

// Position is a place in the order of an index.
type Position struct {
	Key string // value of the index's Order key; "" when the order is the ID's
	ID  string
}

// RawCollection is what an engine implements; its methods keep the promises of [Collection]. A
// document that grows is read with the member "gains", unless the query is brief; Replace adds to
// the gains.
type RawCollection interface {
	Get(ctx context.Context, id string) (json.RawMessage, error)
	Insert(ctx context.Context, doc RawDocument, follows ...Follow) error
	Replace(ctx context.Context, doc RawDocument, ifRevision int, follows ...Follow) error
	Delete(ctx context.Context, id string) error
	Find(ctx context.Context, q RawQuery) iter.Seq2[json.RawMessage, error]
}

// Blobs stores content-addressed files such as photographs. A blob is named by the lower-case
// hexadecimal SHA-256 of its bytes.
type Blobs interface {
	// Put stores b under its digest, durably; a second Put is harmless.
	Put(ctx context.Context, sha256 string, b []byte) error
	// Get returns the bytes, or ErrNotFound. Bytes that no longer match their digest are an error.
	Get(ctx context.Context, sha256 string) ([]byte, error)
	// Has reports whether the blob is there.
	Has(ctx context.Context, sha256 string) (bool, error)
}

// Shelf stores large files for a while, such as an archive to be fetched. A name has 1 to 80
// lower-case letters, digits, hyphens and dots, and does not begin with a dot.
type Shelf interface {
	// Write stores a file whose bytes the function writes. The file is there when Write returns
	// nil, in place of any other of its name; after an error, or when ctx ends, nothing new is
	// there.
	Write(ctx context.Context, name string, write func(io.Writer) error) error
	// Open opens a file and returns its size in bytes, or ErrNotFound.
	Open(ctx context.Context, name string) (file io.ReadCloser, size int64, err error)
	// Remove removes a file; there may be none.
	Remove(ctx context.Context, name string) error
	// Sweep removes the files written before an instant, and the remains of writes that broke off
	// before it.
	Sweep(ctx context.Context, before time.Time) error
}

// ShelfName reports whether a file on a shelf may have a name.
func ShelfName(name string) bool {
	return name != "" && len(name) <= 80 && name[0] != '.' &&
		strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-.") == ""
}
