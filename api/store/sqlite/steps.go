package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"hallmark/api/store"
)

// The table of the steps that follow from documents. Due and since are Unix time in seconds by
// the clock of the machine that has the file.
const followsTable = `CREATE TABLE IF NOT EXISTS hallmark_follows (id INTEGER PRIMARY KEY,
	collection TEXT NOT NULL, doc TEXT NOT NULL, revision INTEGER NOT NULL, kind TEXT NOT NULL,
	version INTEGER NOT NULL, rank INTEGER NOT NULL, args TEXT NOT NULL, due REAL NOT NULL,
	tries INTEGER NOT NULL, reason TEXT NOT NULL, stuck INTEGER NOT NULL,
	since INTEGER NOT NULL DEFAULT 0,
	UNIQUE (collection, doc, revision, kind));
	CREATE INDEX IF NOT EXISTS hallmark_follows_due ON hallmark_follows (due)`

// sinceColumn brings the table of forms 4 to 6 to form 7.
const sinceColumn = "ALTER TABLE hallmark_follows ADD COLUMN since INTEGER NOT NULL DEFAULT 0"

// lacksSince reports whether a file has a table of steps without that column.
func lacksSince(s *session) (bool, error) {
	return s.there(`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'hallmark_follows'
		AND NOT EXISTS (SELECT 1 FROM pragma_table_info('hallmark_follows') WHERE name = 'since')`)
}

// The statements about steps. A step that is put again is due later at most.
const (
	followText = `INSERT INTO hallmark_follows (collection, doc, revision, kind, version, rank, args,
		due, tries, reason, stuck, since)
		VALUES (?, ?, ?, ?, ?, ?, ?, unixepoch('subsec') + ?, ?, ?, ?, coalesce(?, unixepoch()))
		ON CONFLICT (collection, doc, revision, kind) DO UPDATE SET args = excluded.args,
		version = excluded.version, rank = excluded.rank, due = excluded.due`
	dropText  = "DELETE FROM hallmark_follows WHERE collection = ? AND doc = ?"
	doneText  = dropText + " AND revision = ? AND kind = ?"
	stepsText = `SELECT collection, doc, revision, kind, version, rank, args, tries, reason, stuck, since
		FROM hallmark_follows WHERE collection = ?1 AND (doc = ?2 OR ?2 = '')`
	dueText = `SELECT DISTINCT collection, doc FROM hallmark_follows
		WHERE due <= unixepoch('subsec') ORDER BY due LIMIT ?`
	holdText = `UPDATE hallmark_follows SET due = unixepoch('subsec') + ?
		WHERE collection = ? AND doc = ?`
	laterText = `UPDATE hallmark_follows SET tries = ?, reason = ?, stuck = ?
		WHERE collection = ? AND doc = ? AND revision = ? AND kind = ?`
)

// Steps implements store.Steps.
func (e *Engine) Steps(ctx context.Context, collection, doc string) ([]store.Step, error) {
	rows, err := e.query(ctx, stepsText, collection, doc)
	if err != nil {
		return nil, err
	}
	return scanSteps(rows)
}

func scanSteps(rows *sql.Rows) (steps []store.Step, err error) {
	defer rows.Close()
	for rows.Next() {
		var s store.Step
		var since int64
		err := rows.Scan(&s.Collection, &s.Doc, &s.Revision, &s.Kind, &s.Version, &s.Rank,
			(*[]byte)(&s.Args), &s.Tries, &s.Reason, &s.Stuck, &since)
		if err != nil {
			return nil, fault(err)
		}
		if since > 0 {
			s.Since = time.Unix(since, 0).UTC()
		}
		steps = append(steps, s)
	}
	store.SortSteps(steps)
	return steps, fault(errors.Join(rows.Err(), rows.Close()))
}

// Claim implements store.Steps. It writes nothing while nothing is due.
func (e *Engine) Claim(ctx context.Context, n int, hold time.Duration) ([]store.Subject, error) {
	rows, err := e.query(ctx, dueText, 1)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	some := rows.Next()
	if err := errors.Join(rows.Err(), rows.Close()); err != nil || !some {
		return nil, fault(err)
	}
	var subjects []store.Subject
	err = e.writer.submit(ctx, func(s *session) (err error) {
		if subjects, err = s.due(n); err != nil {
			return err
		}
		for _, of := range subjects {
			if _, err := s.exec(holdText, hold.Seconds(), of.Collection, of.Doc); err != nil {
				return err
			}
		}
		return nil
	})
	return subjects, err
}

func (s *session) due(n int) (subjects []store.Subject, err error) {
	st, err := s.stmt(dueText) //nolint:sqlclosecheck // the session keeps its statements
	if err != nil {
		return nil, err
	}
	rows, err := st.Query(n)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var of store.Subject
		if err := rows.Scan(&of.Collection, &of.Doc); err != nil {
			return nil, err
		}
		subjects = append(subjects, of)
	}
	return subjects, rows.Err()
}

// Done implements store.Steps.
func (e *Engine) Done(ctx context.Context, steps ...store.Step) error {
	return e.writer.submit(ctx, func(s *session) error {
		for i := range steps {
			of := &steps[i]
			if _, err := s.exec(doneText, of.Collection, of.Doc, of.Revision, of.Kind); err != nil {
				return err
			}
		}
		return nil
	})
}

// Later implements store.Steps.
func (e *Engine) Later(ctx context.Context, of store.Step, wait time.Duration) error {
	return e.writer.submit(ctx, func(s *session) error {
		_, err := s.exec(laterText, of.Tries, of.Reason, of.Stuck, of.Collection, of.Doc, of.Revision,
			of.Kind)
		if err == nil {
			_, err = s.exec(holdText, wait.Seconds(), of.Collection, of.Doc)
		}
		return err
	})
}

// PutStep implements store.Steps.
func (e *Engine) PutStep(ctx context.Context, of store.Step) error {
	since := int64(0)
	if !of.Since.IsZero() {
		since = of.Since.Unix()
	}
	return e.writer.submit(ctx, func(s *session) error {
		_, err := s.exec(followText, of.Collection, of.Doc, of.Revision, of.Kind, of.Version, of.Rank,
			string(of.Args), 0, of.Tries, of.Reason, of.Stuck, since)
		return err
	})
}

// query runs a statement that reads little. It is not cut short when the context ends, which would
// cost a goroutine for each.
func (e *Engine) query(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	ctx = context.WithoutCancel(ctx)
	st, err := e.stmt(ctx, text) //nolint:sqlclosecheck // the engine keeps its statements
	if err != nil {
		return nil, err
	}
	rows, err := st.QueryContext(ctx, args...)
	return rows, fault(err)
}
