package driver

import (
	"context"
	"time"

	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/bson/primitive"
	"go.mongodb.org/mongo-driver/mongo"
	"go.mongodb.org/mongo-driver/mongo/gridfs"
	"go.mongodb.org/mongo-driver/mongo/options"
	"go.mongodb.org/mongo-driver/mongo/readconcern"
	"go.mongodb.org/mongo-driver/mongo/readpref"
	"go.mongodb.org/mongo-driver/mongo/writeconcern"
	"go.mongodb.org/mongo-driver/x/bsonx/bsoncore"
	"go.mongodb.org/mongo-driver/x/mongo/driver/connstring"
)

type (
	// D is a document in memory, its members in order.
	D = bson.D
	// E is one member of it.
	E = bson.E
	// A is a list.
	A = bson.A
	// Raw is a document as bytes.
	Raw = bson.Raw
)

type (
	// Document is a document as bytes that are written and read by members.
	Document = bsoncore.Document
	// Value is one value in it.
	Value = bsoncore.Value
)

// The kinds of values that documents of this program hold.
const (
	TypeString   = bson.TypeString
	TypeBoolean  = bson.TypeBoolean
	TypeNull     = bson.TypeNull
	TypeInt32    = bson.TypeInt32
	TypeInt64    = bson.TypeInt64
	TypeDouble   = bson.TypeDouble
	TypeDocument = bson.TypeEmbeddedDocument
	TypeArray    = bson.TypeArray
)

type (
	// Client is a connection.
	Client = mongo.Client
	// ClientOptions is how it is made.
	ClientOptions = options.ClientOptions
	// Database is a database on a server.
	Database = mongo.Database
	// Collection is a collection in it.
	Collection = mongo.Collection
	// Cursor is what a search goes through.
	Cursor = mongo.Cursor
	// UpdateResult is what an update has met and changed.
	UpdateResult = mongo.UpdateResult
	// FindOptions is how a search goes.
	FindOptions = options.FindOptions
	// FindOneOptions is how one document is looked for.
	FindOneOptions = options.FindOneOptions
	// ReplaceOptions is how a document is replaced.
	ReplaceOptions = options.ReplaceOptions
	// IndexModel is an index that is wanted.
	IndexModel = mongo.IndexModel
	// IndexOptions is its name and kind.
	IndexOptions = options.IndexOptions
	// IndexSpecification is an index that is there.
	IndexSpecification = mongo.IndexSpecification
	// Bucket is the files of a database.
	Bucket = gridfs.Bucket
	// BucketOptions is how they are called.
	BucketOptions = options.BucketOptions
	// UploadStream is a file that is being written.
	UploadStream = gridfs.UploadStream
)

type (
	// ServerError is what a server answers instead.
	ServerError = mongo.ServerError
	// WriteException is a write that a server has refused.
	WriteException = mongo.WriteException
)

// NoDocuments is returned where no document was found.
func NoDocuments() error { return mongo.ErrNoDocuments }

// FileNotFound is returned where no file was found.
func FileNotFound() error { return gridfs.ErrFileNotFound }

// Disconnected is returned by a client that was closed before.
func Disconnected() error { return mongo.ErrClientDisconnected }

// IsDuplicateKey reports whether a write met the key of another document.
func IsDuplicateKey(err error) bool { return mongo.IsDuplicateKeyError(err) }

// IsNetwork reports whether the network failed.
func IsNetwork(err error) bool { return mongo.IsNetworkError(err) }

// IsTimeout reports whether an answer took too long.
func IsTimeout(err error) bool { return mongo.IsTimeout(err) }

// DatabaseOf reads the name of the database in an address.
func DatabaseOf(uri string) (string, error) {
	parsed, err := connstring.ParseAndValidate(uri)
	if err != nil {
		return "", err
	}
	return parsed.Database, nil
}

// NewClientOptions are for a server at an address, for which the client waits so long unless the
// address says otherwise. Whatever it says, writes are acknowledged by a majority, and reads see
// what a majority has.
func NewClientOptions(uri string, wait time.Duration) *ClientOptions {
	return options.Client().SetServerSelectionTimeout(wait).SetConnectTimeout(wait).
		ApplyURI(uri).SetWriteConcern(writeconcern.Majority()).
		SetReadConcern(readconcern.Majority()).SetReadPreference(readpref.Primary())
}

// Connect makes a client; it does not wait for the server.
func Connect(ctx context.Context, o *ClientOptions) (*Client, error) { return mongo.Connect(ctx, o) }

// NewFind makes options that ask for nothing yet.
func NewFind() *FindOptions { return options.Find() }

// NewFindOne makes options, see [NewFind].
func NewFindOne() *FindOneOptions { return options.FindOne() }

// NewReplace makes options, see [NewFind].
func NewReplace() *ReplaceOptions { return options.Replace() }

// NewIndex makes options, see [NewFind].
func NewIndex() *IndexOptions { return options.Index() }

// NewBucketOptions makes options, see [NewFind].
func NewBucketOptions() *BucketOptions { return options.GridFSBucket() }

// NewBucket opens the files of a database.
func NewBucket(db *Database, o ...*BucketOptions) (*Bucket, error) { return gridfs.NewBucket(db, o...) }

// IDBefore is lower than every ID that was made from an instant on.
func IDBefore(t time.Time) any { return primitive.NewObjectIDFromTimestamp(t) }

// StartDocument begins a document and returns where; [EndDocument] ends it.
func StartDocument(dst []byte) (int32, []byte) { return bsoncore.AppendDocumentStart(dst) }

// StartMember begins a document that is a member.
func StartMember(dst []byte, name string) (int32, []byte) {
	return bsoncore.AppendDocumentElementStart(dst, name)
}

// StartArray begins a list that is a member; [EndDocument] ends it.
func StartArray(dst []byte, name string) (int32, []byte) {
	return bsoncore.AppendArrayElementStart(dst, name)
}

// EndDocument ends what was begun.
func EndDocument(dst []byte, start int32) ([]byte, error) {
	return bsoncore.AppendDocumentEnd(dst, start)
}

// AppendString appends a member.
func AppendString(dst []byte, name, v string) []byte {
	return bsoncore.AppendStringElement(dst, name, v)
}

// AppendBoolean appends a member.
func AppendBoolean(dst []byte, name string, v bool) []byte {
	return bsoncore.AppendBooleanElement(dst, name, v)
}

// AppendNull appends a member.
func AppendNull(dst []byte, name string) []byte { return bsoncore.AppendNullElement(dst, name) }

// AppendInt32 appends a member.
func AppendInt32(dst []byte, name string, v int32) []byte {
	return bsoncore.AppendInt32Element(dst, name, v)
}

// AppendInt64 appends a member.
func AppendInt64(dst []byte, name string, v int64) []byte {
	return bsoncore.AppendInt64Element(dst, name, v)
}

// AppendDouble appends a member.
func AppendDouble(dst []byte, name string, v float64) []byte {
	return bsoncore.AppendDoubleElement(dst, name, v)
}
