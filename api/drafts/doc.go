// Package drafts owns the standards desk: drafts of editions, their editing by several people,
// checks, import and submission as an amendment.
package drafts
