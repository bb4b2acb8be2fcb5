package sqlite

import (
	"context"
	"database/sql"
	"iter"
	"strings"

	"hallmark/api/store"
)

// snapshot is one read transaction on a connection of its own, for one goroutine.
type snapshot struct {
	session *session
	form    int // of the file
}

// Snapshot implements store.Engine. The log of writes grows until it is closed.
func (e *Engine) Snapshot(ctx context.Context) (store.Snapshot, error) {
	conn, err := e.read.Conn(ctx)
	if err != nil {
		return nil, fault(err)
	}
	s := &snapshot{session: &session{conn: conn, stmts: map[string]*sql.Stmt{}}}
	if _, err = s.session.exec("BEGIN"); err == nil { // the first read fixes the instant
		err = conn.QueryRowContext(ctx, `SELECT user_version FROM pragma_user_version,
			(SELECT count(*) FROM sqlite_master)`).Scan(&s.form)
	}
	if err != nil {
		s.session.discard()
		return nil, fault(err)
	}
	return s, nil
}

// Close implements store.Snapshot.
func (s *snapshot) Close() error {
	_, err := s.session.exec("ROLLBACK")
	if err != nil {
		s.session.discard()
		return fault(err)
	}
	s.session.release()
	return nil
}

// tables counts those of the names that are tables of the file.
func (s *snapshot) tables(names ...any) (n int, err error) {
	for _, name := range names {
		there, err := s.session.there("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?",
			name)
		if err != nil {
			return 0, err
		}
		if there {
			n++
		}
	}
	return n, nil
}

// query is [Engine.query] inside the transaction.
func (s *snapshot) query(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	st, err := s.session.stmt(text) //nolint:sqlclosecheck // the session keeps its statements
	if err != nil {
		return nil, fault(err)
	}
	rows, err := st.QueryContext(context.WithoutCancel(ctx), args...)
	return rows, fault(err)
}

// Dump implements store.Snapshot.
func (s *snapshot) Dump(ctx context.Context, name string) iter.Seq2[store.Record, error] {
	return func(yield func(store.Record, error) bool) {
		c := &collection{schema: store.RawSchema{Name: name}, query: s.query}
		tables, err := s.tables(name, c.gains())
		if err != nil {
			yield(store.Record{}, fault(err))
			return
		}
		if tables == 0 {
			return
		}
		c.schema.Growing = tables == 2
		steps, err := s.steps(ctx, name)
		if err != nil {
			yield(store.Record{}, err)
			return
		}
		for r, err := range c.rows(ctx, store.RawQuery{}) {
			if !yield(store.Record{JSON: r.doc, Steps: steps[r.at.ID]}, err) || err != nil {
				return
			}
		}
	}
}

// steps are the open steps of a collection by document. A file of a form below 4 has none.
func (s *snapshot) steps(ctx context.Context, name string) (map[string][]store.Step, error) {
	some, err := s.tables("hallmark_follows")
	if err != nil || some == 0 {
		return nil, fault(err)
	}
	text := stepsText
	if s.form < 7 {
		text = strings.Replace(text, ", since", ", 0", 1)
	}
	rows, err := s.query(ctx, text, name, "")
	if err != nil {
		return nil, err
	}
	list, err := scanSteps(rows)
	of := map[string][]store.Step{}
	for i := range list {
		of[list[i].Doc] = append(of[list[i].Doc], list[i])
	}
	return of, err
}
