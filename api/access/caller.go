package access

import (
	"context"

	"github.com/gin-gonic/gin"

	"hallmark/api/wire"
	"hallmark/standard/message"
)

// ScopeKey is the key of gin's context under which the [Scope] of the permission stands.
const ScopeKey = "hallmark.scope"

// ReachOf is how far the permission for a request reaches.
func ReachOf(c *gin.Context) Scope {
	v, _ := c.Get(ScopeKey)
	reach, _ := v.(Scope)
	return reach
}

// UserOf returns the person who is signed in, or nil.
func UserOf(c *gin.Context) *User {
	u, _ := c.Get(UserKey)
	user, _ := u.(*User)
	return user
}

// Caller is what a use case knows of a request: the person who asks, and how far their permission
// reaches.
type Caller struct {
	User      *User // nil if nobody is signed in
	Reach     Scope
	Language  message.Language
	RequestID string
}

// CallerOf reads the caller of a request that has been identified and permitted.
func CallerOf(c *gin.Context) Caller {
	return Caller{User: UserOf(c), Reach: ReachOf(c), Language: wire.LanguageOf(c),
		RequestID: wire.RequestID(c)}
}

// Stepper is a use case that takes the document with an ID to its next state, as a request asks.
type Stepper[T any] func(ctx context.Context, caller Caller, id string,
	in wire.StepRequest) (T, error)
