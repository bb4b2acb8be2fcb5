package api

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"hallmark/api/store"
)

// feedPage is a page of the feed. Cursor is what to ask with next time, also at the end.
type feedPage struct {
	Items  []FeedEntry `json:"items"`
	Next   string      `json:"next"` // the same as Cursor where there is more; "" at the end
	Cursor string      `json:"cursor"`
}

// sinceOf reads ?since=, the number of the last line that the reader has; 0 is the beginning.
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

func (s *Server) readFeed(ctx context.Context, since, limit int) (feedPage, error) {
	page := feedPage{Items: []FeedEntry{}}
	q := store.Query{From: feedID(since + 1), Limit: limit + 1}
	for e, err := range s.docs.feed.Find(ctx, q) {
		if err != nil {
			return page, err
		}
		if len(page.Items) == limit {
			page.Next = strconv.Itoa(since)
			break
		}
		page.Items = append(page.Items, e)
		since = e.Seq
	}
	page.Cursor = strconv.Itoa(since)
	return page, nil
}

// getChanges answers a page of the feed. Lines never change, so the numbers tell whether the page
// does.
func (s *Server) getChanges(c *gin.Context) error {
	since, err := sinceOf(c)
	if err != nil {
		return err
	}
	q, err := pageOf(c)
	if err != nil {
		return err
	}
	words := ""
	if wantsFile(c) {
		q.Limit, words = maxRows, language(c).String()
	}
	page, err := s.readFeed(c.Request.Context(), since, q.Limit)
	if err != nil {
		return err
	}
	if notModified(c, fmt.Sprintf(`"%d-%s-%s%s"`, since, page.Cursor, page.Next, words)) {
		return nil
	}
	if wantsFile(c) {
		return sendRows(c, "", feedTable(language(c), page.Items))
	}
	c.JSON(http.StatusOK, page)
	return nil
}
