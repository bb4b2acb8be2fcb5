package feed

import (
	"context"
	"strconv"

	"hallmark/api/store"
	"hallmark/api/table"
	"hallmark/api/wire"
	"hallmark/standard"
	"hallmark/standard/message"
)

// feedTable is the feed as a table for people: a row for each clause, and one row for a line
// without clauses.
func feedTable(l message.Language, page feedPage) *table.Table {
	t := wire.ListTable(l, "feed.changes", "feed.at", "bulletin.kind-name", "library.code",
		"page.drafts.title",
		"page.drafts.base", "page.edition", "page.edition.effective", "consult.until", "feed.code-before",
		"feed.code-after", "library.uid", "feed.kind", "feed.grade")
	for i := range page.Items {
		e, base := &page.Items[i], standard.EditionID("")
		if e.Base != nil {
			base = e.Base.Edition
		}
		whole := []any{e.At.InHall(), message.Text(l, "feed.type-"+string(e.Type)), e.Number, e.Title,
			base, e.Edition, table.Day(e.Effective), table.Day(e.Until)}
		for _, x := range e.Changes {
			t.Add(append(whole[:len(whole):len(whole)], x.CodeBefore, x.CodeAfter, x.UID,
				message.Text(l, "feed.kind-"+string(x.Op)), message.Text(l, "feed.grade-"+string(x.Grade)))...)
		}
		if len(e.Changes) == 0 {
			t.Add(whole...)
		}
	}
	return t
}

// feedPage is a page of the feed. Cursor is the number to ask with next time; it is set on the last
// page, too.
type feedPage struct {
	Items  []Entry `json:"items"`
	Next   string  `json:"next"` // the same as Cursor where there is more; "" at the end
	Cursor string  `json:"cursor"`
}

// ReadFeed reads at most limit lines after the number since, in their order.
func (s *Service) ReadFeed(ctx context.Context, since, limit int) (feedPage, error) {
	page := feedPage{Items: []Entry{}}
	q := store.Query{From: feedID(since + 1), Limit: limit + 1}
	for e, err := range s.Docs.Feed.Find(ctx, q) {
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
