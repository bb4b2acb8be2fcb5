package api

import (
	"mime"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
)

// fileName keeps of a name what every file system takes.
func fileName(name string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '-'
		}
		return r
	}, name)
}

// attach makes the browser save what follows under a name.
func attach(c *gin.Context, name string) { disposition(c, "attachment", name) }

// inline makes the browser show what follows, and save it under a name.
func inline(c *gin.Context, name string) { disposition(c, "inline", name) }

// notModified marks the answer with a tag, and ends it when the client has the same already.
func notModified(c *gin.Context, tag string) bool {
	c.Header("ETag", tag)
	c.Header("Cache-Control", "private, no-cache")
	if c.GetHeader("If-None-Match") != tag {
		return false
	}
	c.Status(http.StatusNotModified)
	return true
}

func disposition(c *gin.Context, kind, name string) {
	c.Header("Content-Disposition", mime.FormatMediaType(kind, map[string]string{"filename": name}))
}
