package access

import (
	"context"

	"github.com/gin-gonic/gin"

	"hallmark/api/wire"
	"hallmark/standard/message"
)

const ScopeKey = "hallmark.scope"

// ReachOf is how far the permission for the present request reaches.
func ReachOf(c *gin.Context) Scope {
	v, _ := c.Get(ScopeKey)
	reach, _ := v.(Scope)
	return reach
}

// UserOf returns who is signed in, or nil.
func UserOf(c *gin.Context) *User {
	u, _ := c.Get(UserKey)
	user, _ := u.(*User)
	return user
}

// Caller is who asks for something, and how far the permission for it reaches: what a use case
// knows of a request.
type Caller struct {
	User      *User // nil for nobody
	Reach     Scope
	Language  message.Language
	RequestID string
}

// CallerOf reads the caller of a request that has been identified and permitted.
func CallerOf(c *gin.Context) Caller {
	return Caller{User: UserOf(c), Reach: ReachOf(c), Language: wire.LanguageOf(c),
		RequestID: wire.RequestID(c)}
}

// Stepper is a use case that moves one document on: the one with the ID, as the request asks.
type Stepper[T any] func(ctx context.Context, caller Caller, id string,
	in wire.StepRequest) (T, error)
