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

const TypeDOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// FormOf is the form in which a file is asked for: that of the ending of the path or, where the
// path has none, that of ?format=, which is one of forms and the first of them when it is left out.
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

func SendFile(c *gin.Context, mediaType, name string, file []byte) error {
	Attach(c, name)
	c.Header("Cache-Control", "private, no-cache")
	c.Data(http.StatusOK, mediaType, file)
	return nil
}

// FileName keeps of a name what every file system takes.
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

// NotModified marks the answer with a tag, and ends it when the client has the same already.
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
