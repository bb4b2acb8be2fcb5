package wire

import (
	"cmp"
	"mime"
	"net/http"
	"path"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"
)

// TypeDOCX is the media type of a Word file.
const TypeDOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// FormOf is the form in which a request asks for a file. The ending of the path says it or, where
// the path has none, ?format=: one of forms, by default the first.
func FormOf(c *gin.Context, forms ...string) (string, error) {
	if _, ending, ok := strings.Cut(path.Base(c.FullPath()), "."); ok {
		form, _, _ := strings.Cut(ending, ".") // ".sts.xml"
		return form, nil
	}
	form := cmp.Or(c.Query("format"), forms[0])
	if !slices.Contains(forms, form) {
		return "", wrongForm(forms...)
	}
	return form, nil
}

func wrongForm(forms ...string) error {
	r := Refuse(http.StatusBadRequest, "invalid")
	r.Fields = []Field{Wrong("format", "oneof", strings.Join(forms, " "))}
	return r
}

// SendFile answers with a file that the browser saves under a name.
func SendFile(c *gin.Context, mediaType, name string, file []byte) error {
	Attach(c, name)
	if c.Writer.Header().Get("ETag") == "" {
		c.Header("Cache-Control", "no-store")
	}
	c.Data(http.StatusOK, mediaType, file)
	return nil
}

// FileName replaces in a name every character that some file system refuses.
func FileName(name string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '-'
		}
		return r
	}, name)
}

// Attach makes the browser save what follows under a name.
func Attach(c *gin.Context, name string) { disposition(c, "attachment", name) }

// Inline makes the browser show what follows, and save it under a name.
func Inline(c *gin.Context, name string) { disposition(c, "inline", name) }

// NotModified sets the ETag of an answer. It reports whether the client has that version already;
// the answer is then 304 and complete.
func NotModified(c *gin.Context, tag string) bool {
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
