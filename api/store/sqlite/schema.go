package sqlite

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"hallmark/api/store"
)

// fillBatch is how many documents get their keys anew in one transaction.
const fillBatch = 200

// Open makes the table and its indexes, or brings those of an older schema up to date: what is
// declared anew is added and filled in from the stored documents.
func (e *Engine) Open(ctx context.Context, s store.RawSchema) (store.RawCollection, error) {
	c := &collection{engine: e, schema: s, query: e.query}
	c.statements()
	want, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	e.writer.mu.Lock()
	defer e.writer.mu.Unlock()
	if err := e.raise(ctx); err != nil {
		return nil, err
	}
	var done bool
	err = e.writer.within(ctx, func(s *session) (err error) {
		done, err = c.prepare(ctx, s, string(want))
		return err
	})
	for after := ""; err == nil && !done; {
		err = e.writer.within(ctx, func(s *session) (err error) {
			if after, err = c.fill(ctx, s, after); err == nil && after == "" {
				done = true
				err = c.build(ctx, s, string(want))
			}
			return err
		})
	}
	return c, err
}

// prepare makes or widens the table and drops outdated indexes. Done means that nothing else is to
// be done.
func (c *collection) prepare(ctx context.Context, s *session, want string) (done bool, err error) {
	name := c.schema.Name
	var have string
	err = s.conn.QueryRowContext(ctx, `SELECT coalesce(max(schema), '') FROM hallmark_collections
		WHERE name = ?`, name).Scan(&have)
	if err != nil || have == want {
		return err == nil, err
	}
	columns := ""
	for _, k := range c.schema.Keys {
		columns += "key_" + k + " TEXT, "
	}
	texts := []string{fmt.Sprintf(`CREATE TABLE IF NOT EXISTS %q (id TEXT PRIMARY KEY NOT NULL,
		revision INTEGER NOT NULL, %sbrief TEXT, doc TEXT NOT NULL)`, name, columns)}
	if c.schema.Growing {
		texts = append(texts, fmt.Sprintf(`CREATE TABLE IF NOT EXISTS %s (id TEXT NOT NULL,
			revision INTEGER NOT NULL, doc TEXT NOT NULL, PRIMARY KEY (id, revision)) WITHOUT ROWID`,
			c.gains()))
	}
	if have != "" {
		old, err := c.outdated(ctx, s)
		if err != nil {
			return false, err
		}
		texts = append(texts, old...)
	}
	if err := run(ctx, s, texts); err != nil {
		return false, err
	}
	filled, err := s.there(fmt.Sprintf("SELECT 1 FROM %q LIMIT 1", name))
	if err != nil || filled {
		return false, err
	}
	return true, c.build(ctx, s, want)
}

// outdated lists the statements that bring an older table to the columns of today, without any
// index, and mark it as unfinished.
func (c *collection) outdated(ctx context.Context, s *session) ([]string, error) {
	name := c.schema.Name
	texts := []string{"UPDATE hallmark_collections SET schema = '-' WHERE name = '" + name + "'"}
	drops, err := list(ctx, s, `SELECT 'DROP ' || type || ' IF EXISTS "' || name || '"'
		FROM sqlite_master WHERE type <> 'index' AND name LIKE ? ESCAPE '\'
		OR type = 'index' AND tbl_name = ? AND sql IS NOT NULL
		ORDER BY type = 'table'`, name+`\_by\_%`, name)
	if err != nil {
		return nil, err
	}
	have, err := list(ctx, s, "SELECT name FROM pragma_table_info(?)", name)
	if err != nil {
		return nil, err
	}
	for _, k := range c.schema.Keys {
		if !slices.Contains(have, "key_"+k) {
			texts = append(texts, fmt.Sprintf("ALTER TABLE %q ADD COLUMN key_%s TEXT", name, k))
		}
	}
	return append(texts, drops...), nil
}

// fill reads the keys of the next documents after the one with ID after. It returns the last ID,
// "" at the end.
func (c *collection) fill(ctx context.Context, s *session, after string) (last string, err error) {
	growing, err := c.hasGains(s)
	if err != nil {
		return "", err
	}
	docs, err := list(ctx, s, fmt.Sprintf("SELECT %s FROM %q d WHERE id > ? ORDER BY id LIMIT %d",
		c.whole(growing), c.schema.Name, fillBatch), after)
	if err != nil {
		return "", err
	}
	for _, b := range docs {
		doc, err := c.schema.Parse(json.RawMessage(b))
		if err != nil {
			return "", fmt.Errorf("document after %s/%s: %w", c.schema.Name, after, err)
		}
		args := append(c.values(doc), doc.ID, doc.Revision)
		if _, err := s.exec(c.replaceText, args...); err != nil {
			return "", err
		}
		if growing {
			if _, err := s.exec(c.clearText, doc.ID); err != nil {
				return "", err
			}
		}
		if err = c.gain(s, doc); err != nil {
			return "", err
		}
		after = doc.ID
	}
	if len(docs) < fillBatch {
		return "", nil
	}
	return after, nil
}

func (c *collection) hasGains(s *session) (bool, error) {
	return s.there("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", c.gains())
}

// build makes the indexes and notes that the collection is complete.
func (c *collection) build(ctx context.Context, s *session, want string) error {
	var texts []string
	if !c.schema.Growing {
		texts = append(texts, "DROP TABLE IF EXISTS "+c.gains())
	}
	for _, x := range c.schema.Indexes {
		if x.Multi != "" {
			texts = append(texts, c.sideTable(x)...)
		} else if len(columnsOf(x)) > 1 {
			texts = append(texts, fmt.Sprintf("CREATE INDEX IF NOT EXISTS %s ON %q (%s)",
				c.indexName(x), c.schema.Name, strings.Join(columnsOf(x), ", ")))
		}
	}
	if err := run(ctx, s, texts); err != nil {
		return err
	}
	_, err := s.exec("INSERT OR REPLACE INTO hallmark_collections (name, schema) VALUES (?, ?)",
		c.schema.Name, want)
	return err
}

// sideTable has one row for each value of x.Multi, with copies of the other columns of the index.
func (c *collection) sideTable(x store.Index) []string {
	side, name, columns := c.indexName(x), c.schema.Name, columnsOf(x)
	multi := "key_" + x.Multi
	var types, from, changed []string
	for _, k := range columns {
		source := "d." + k
		if k == multi {
			source = "j.value"
		}
		from = append(from, source)
		if k != "id" {
			types = append(types, k+" TEXT")
			changed = append(changed, fmt.Sprintf("OLD.%s IS NOT NEW.%s", k, k))
		}
	}
	keys := strings.Join(columns[:len(columns)-1], ", ")
	add := fmt.Sprintf("INSERT INTO %s (%s) SELECT DISTINCT %s FROM %q d, json_each(d.%s) j",
		side, strings.Join(columns, ", "), strings.Join(from, ", "), name, multi)
	return []string{
		fmt.Sprintf(`CREATE TABLE IF NOT EXISTS %s (id TEXT NOT NULL, %s, PRIMARY KEY (id, %s))
			WITHOUT ROWID`, side, strings.Join(types, ", "), multi),
		"DELETE FROM " + side,
		add,
		fmt.Sprintf("CREATE INDEX IF NOT EXISTS %s_order ON %s (%s)", side, side,
			strings.Join(columns, ", ")),
		fmt.Sprintf(`CREATE TRIGGER IF NOT EXISTS %s_insert AFTER INSERT ON %q BEGIN
			%s WHERE d.id = NEW.id; END`, side, name, add),
		fmt.Sprintf(`CREATE TRIGGER IF NOT EXISTS %s_update AFTER UPDATE OF %s ON %q WHEN %s BEGIN
			DELETE FROM %s WHERE id = OLD.id; %s WHERE d.id = NEW.id; END`,
			side, keys, name, strings.Join(changed, " OR "), side, add),
		fmt.Sprintf(`CREATE TRIGGER IF NOT EXISTS %s_delete AFTER DELETE ON %q BEGIN
			DELETE FROM %s WHERE id = OLD.id; END`, side, name, side),
	}
}

// indexName is the name of an index or, for one with a multi key, of its table.
func (c *collection) indexName(x store.Index) string {
	name := c.schema.Name + "_by"
	for _, k := range columnsOf(x) {
		name += "_" + strings.TrimPrefix(k, "key_")
	}
	return name
}

// columnsOf lists the columns of an index; the last is the ID.
func columnsOf(x store.Index) []string {
	keys := x.Equal
	if x.Order != "" {
		keys = append(slices.Clone(keys), x.Order)
	}
	columns := make([]string, 0, len(keys)+1)
	for _, k := range keys {
		columns = append(columns, "key_"+k)
	}
	return append(columns, "id")
}

func run(ctx context.Context, s *session, texts []string) error {
	for _, text := range texts {
		if _, err := s.conn.ExecContext(ctx, text); err != nil {
			return fmt.Errorf("%s: %w", text, err)
		}
	}
	return nil
}

// list reads a column of text.
func list(ctx context.Context, s *session, query string, args ...any) (texts []string, err error) {
	rows, err := s.conn.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		texts = append(texts, text)
	}
	return texts, rows.Err()
}
