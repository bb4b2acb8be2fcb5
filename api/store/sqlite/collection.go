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
	rows, err := c.query(ctx, c.getText, id)
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

// query runs a statement that reads little. It is not cut short when the context ends, which would
// cost a goroutine for each.
func (c *collection) query(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	ctx = context.WithoutCancel(ctx)
	st, err := c.engine.stmt(ctx, text)
	if err != nil {
		return nil, err
	}
	rows, err := st.QueryContext(ctx, args...)
	return rows, fault(err)
}

// Insert implements store.RawCollection.
func (c *collection) Insert(ctx context.Context, doc store.RawDocument, ahead ...store.Ahead) error {
	return c.submit(ctx, c.insertion(doc), ahead)
}

// submit queues a write together with the documents ahead of it. They are one transaction, so
// nobody sees their order: the write is made first, because it may be refused without a trace.
func (c *collection) submit(ctx context.Context, write step, ahead []store.Ahead) error {
	steps := []step{write}
	for _, a := range ahead {
		other := c.engine.collection(a.Collection)
		if other == nil {
			return fmt.Errorf("sqlite: collection %q is not open", a.Collection)
		}
		steps = append(steps, other.insertion(a.Doc))
	}
	return c.engine.writer.submit(ctx, steps...)
}

func (c *collection) insertion(doc store.RawDocument) step {
	args := append(c.values(doc), doc.ID)
	return func(s *session) error {
		n, err := s.exec(c.insertText, args...)
		if err == nil && n == 0 {
			return store.ErrExists
		}
		return c.gain(s, doc, err)
	}
}

// gain stores the gain of a document, unless its head brought an error.
func (c *collection) gain(s *session, doc store.RawDocument, err error) error {
	if doc.Gain == nil || err != nil {
		return err
	}
	_, err = s.exec(c.gainText, doc.ID, doc.Revision, string(doc.Gain))
	return err
}

// Replace implements store.RawCollection. As long as a document's keys stay the same, which is the
// rule, no index is touched.
func (c *collection) Replace(ctx context.Context, doc store.RawDocument, ifRevision int,
	ahead ...store.Ahead) error {
	return c.submit(ctx, c.replacement(doc, ifRevision), ahead)
}

func (c *collection) replacement(doc store.RawDocument, ifRevision int) step {
	values := c.values(doc)
	all := append(values, doc.ID, ifRevision)
	content := append(append(append(make([]any, 0, len(all)), values[:3]...), doc.ID, ifRevision),
		values[3:]...)
	return func(s *session) error {
		if n, err := s.exec(c.contentText, content...); err != nil || n == 1 {
			return c.gain(s, doc, err)
		}
		if n, err := s.exec(c.replaceText, all...); err != nil || n == 1 {
			return c.gain(s, doc, err)
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
		return err
	})
}
