package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"hallmark/api/store"
)

// collection is one table.
type collection struct {
	engine *Engine
	schema store.RawSchema
	query  func(ctx context.Context, text string, args ...any) (*sql.Rows, error)

	getText, insertText, deleteText, thereText string
	contentText                                string // replaces a document whose keys are the same
	replaceText                                string
	gainText, clearText                        string // of the table of gains
}

func (c *collection) statements() {
	name := fmt.Sprintf("%q", c.schema.Name)
	columns, set, same := "revision, brief, doc", "revision = ?, brief = ?, doc = ?", ""
	for _, k := range c.schema.Keys {
		columns += ", key_" + k
		set += ", key_" + k + " = ?"
		same += " AND key_" + k + " IS ?"
	}
	marks := strings.Repeat("?, ", 3+len(c.schema.Keys)) + "?"
	where := " WHERE id = ? AND revision = ?"
	c.getText = "SELECT " + c.whole(c.schema.Growing) + " FROM " + name + " d WHERE id = ?"
	c.thereText = "SELECT 1 FROM " + name + " WHERE id = ?"
	c.insertText = "INSERT INTO " + name + " (" + columns + ", id) VALUES (" + marks +
		") ON CONFLICT (id) DO NOTHING"
	c.replaceText = "UPDATE " + name + " SET " + set + where
	c.contentText = "UPDATE " + name + " SET revision = ?, brief = ?, doc = ?" + where + same
	c.deleteText = "DELETE FROM " + name + " WHERE id = ?"
	c.gainText = "INSERT INTO " + c.gains() + " (id, revision, doc) VALUES (?, ?, ?)"
	c.clearText = "DELETE FROM " + c.gains() + " WHERE id = ?"
}

// gains is the name of the table of gains.
func (c *collection) gains() string { return c.schema.Name + "_gains" }

// whole is the expression for the document in a row d, from one snapshot; with its gains when the
// collection stores them apart.
func (c *collection) whole(growing bool) string {
	if !growing {
		return "d.doc"
	}
	return `substr(d.doc, 1, length(d.doc) - 1) || ',"gains":[' || coalesce((SELECT
		group_concat(g.doc, ',' ORDER BY g.revision) FROM ` + c.gains() +
		` g WHERE g.id = d.id), '') || ']}'`
}

// values are those of the columns revision, brief, doc and the keys.
func (c *collection) values(doc store.RawDocument) []any {
	args := make([]any, 0, 5+len(c.schema.Keys)) // with room for ID and revision
	args = append(args, doc.Revision, nil, string(doc.JSON))
	if doc.Brief != nil {
		args[1] = string(doc.Brief)
	}
	for _, k := range c.schema.Keys {
		args = append(args, c.value(k, doc.Keys[k]))
	}
	return args
}

func (c *collection) value(key string, values []string) any {
	switch {
	case len(values) == 0:
		return nil
	case c.schema.Multi(key):
		b, _ := json.Marshal(values) // strings never fail
		return string(b)
	}
	return values[0]
}

// Get implements store.RawCollection.
func (c *collection) Get(ctx context.Context, id string) (json.RawMessage, error) {
	rows, err := c.engine.query(ctx, c.getText, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return nil, fault(err)
		}
		return nil, store.ErrNotFound
	}
	var doc []byte
	return doc, fault(errors.Join(rows.Scan(&doc), rows.Close()))
}

// Insert implements store.RawCollection.
func (c *collection) Insert(ctx context.Context, doc store.RawDocument,
	follows ...store.Follow) error {
	return c.engine.writer.submit(ctx, c.insertion(doc, follows))
}

func (c *collection) insertion(doc store.RawDocument, follows []store.Follow) step {
	args := append(c.values(doc), doc.ID)
	return func(s *session) error {
		n, err := s.exec(c.insertText, args...)
		if err == nil && n == 0 {
			return store.ErrExists
		}
		if err != nil {
			return err
		}
		return c.more(s, doc, follows)
	}
}

// more stores, after the head of a document, its gain and the steps that follow from it.
func (c *collection) more(s *session, doc store.RawDocument, follows []store.Follow) error {
	err := c.gain(s, doc)
	for _, f := range follows {
		if err == nil {
			_, err = s.exec(followText, c.schema.Name, doc.ID, doc.Revision, f.Kind, f.Version, f.Rank,
				string(f.Args), f.Delay.Seconds(), 0, "", false, nil)
		}
	}
	return err
}

func (c *collection) gain(s *session, doc store.RawDocument) error {
	if doc.Gain == nil {
		return nil
	}
	_, err := s.exec(c.gainText, doc.ID, doc.Revision, string(doc.Gain))
	return err
}

// Replace implements store.RawCollection. As long as a document's keys stay the same, which is the
// rule, no index is touched.
func (c *collection) Replace(ctx context.Context, doc store.RawDocument, ifRevision int,
	follows ...store.Follow) error {
	return c.engine.writer.submit(ctx, c.replacement(doc, ifRevision, follows))
}

func (c *collection) replacement(doc store.RawDocument, ifRevision int,
	follows []store.Follow) step {
	values := c.values(doc)
	all := append(values, doc.ID, ifRevision)
	content := append(append(append(make([]any, 0, len(all)), values[:3]...), doc.ID, ifRevision),
		values[3:]...)
	return func(s *session) error {
		n, err := s.exec(c.contentText, content...)
		if err == nil && n == 0 {
			n, err = s.exec(c.replaceText, all...)
		}
		if err != nil {
			return err
		}
		if n == 1 {
			return c.more(s, doc, follows)
		}
		there, err := s.there(c.thereText, doc.ID)
		if err == nil && there {
			return store.ErrConflict
		}
		return cmp.Or(err, store.ErrNotFound)
	}
}

// Delete implements store.RawCollection.
func (c *collection) Delete(ctx context.Context, id string) error {
	return c.engine.writer.submit(ctx, func(s *session) error {
		n, err := s.exec(c.deleteText, id)
		if err == nil && n == 0 {
			return store.ErrNotFound
		}
		if err == nil && c.schema.Growing {
			_, err = s.exec(c.clearText, id)
		}
		if err == nil {
			_, err = s.exec(dropText, c.schema.Name, id)
		}
		return err
	})
}
