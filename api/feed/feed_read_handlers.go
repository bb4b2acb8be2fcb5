package feed

import (
	"fmt"
	"strconv"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
	"hallmark/api/wire"
)

// sinceOf reads ?since=, the number of the last line that the reader has; 0 asks from the
// beginning.
func sinceOf(c *gin.Context) (int, error) {
	text := c.Query("since")
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > 1e11 || strconv.Itoa(n) != text {
		return 0, store.ErrCursor
	}
	return n, nil
}

// GetChanges answers GET /api/v1/changes with a page of the feed. Lines never change, so the
// numbers of a page serve as its ETag.
func (s Handlers) GetChanges(c *gin.Context) error {
	since, err := sinceOf(c)
	if err != nil {
		return err
	}
	q, err := wire.PageOf(c)
	if err != nil {
		return err
	}
	words := ""
	if wire.WantsFile(c) {
		q.Limit, words = wire.MaxRows, wire.LanguageOf(c).String()
	}
	page, err := s.ReadFeed(c.Request.Context(), since, q.Limit)
	if err != nil {
		return err
	}
	if wire.NotModified(c, fmt.Sprintf(`"%d-%s-%s%s"`, since, page.Cursor, page.Next, words)) {
		return nil
	}
	return wire.SendWhole(c, page, wire.Plain(feedTable))
}
