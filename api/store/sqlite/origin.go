package sqlite

import (
	"context"
	"errors"
	"fmt"

	"hallmark/api/store"
)

// The form of the data is the file's user_version. The version of the program stands in the one row
// of hallmark_origin, which files of a form below 3 do not have.

// errForeign says that a file is a database of another program.
var errForeign = errors.New("not a Hallmark database")

// claim makes an empty file one of Hallmark's, or returns an error if it is somebody else's or of a
// form that this program does not know.
func (e *Engine) claim(ctx context.Context) error {
	return e.locked(ctx, func(s *session) error {
		var id, form, tables int
		err := s.conn.QueryRowContext(ctx, `SELECT application_id, user_version,
			(SELECT count(*) FROM sqlite_master) FROM pragma_application_id, pragma_user_version`,
		).Scan(&id, &form, &tables)
		switch {
		case err != nil:
			return err
		case id == applicationID && form > store.Form:
			return store.Origin{Form: form, Version: version(ctx, s)}.Check()
		case id == applicationID:
			return nil
		case id != 0 || form != 0 || tables != 0:
			return errForeign
		}
		e.raised = true
		return run(ctx, s, append([]string{
			fmt.Sprintf("PRAGMA application_id = %d", applicationID),
			"CREATE TABLE hallmark_collections (name TEXT PRIMARY KEY NOT NULL, schema TEXT NOT NULL)",
		}, raising()...))
	})
}

// locked calls f inside a transaction of its own.
func (e *Engine) locked(ctx context.Context, f func(*session) error) error {
	e.writer.mu.Lock()
	defer e.writer.mu.Unlock()
	return e.writer.within(ctx, f)
}

// raising lists the statements that give the file the number of today's form.
func raising() []string {
	return []string{
		fmt.Sprintf("PRAGMA user_version = %d", store.Form),
		"CREATE TABLE IF NOT EXISTS hallmark_origin (version TEXT NOT NULL)",
		"DELETE FROM hallmark_origin",
		"INSERT INTO hallmark_origin (version) VALUES ('" + store.Program + "')",
		followsTable,
	}
}

// raise gives the file the number of today's form, before anything in it changes: an older program
// must not open what is half-way. The caller holds the lock of the writer.
func (e *Engine) raise(ctx context.Context) error {
	if e.raised {
		return nil
	}
	err := e.writer.within(ctx, func(s *session) error {
		o, err := origin(ctx, s)
		if err == nil {
			err = o.Check()
		}
		if err != nil || o.Form == store.Form {
			return err
		}
		if lacks, err := lacksSince(s); err != nil {
			return err
		} else if lacks {
			if err := run(ctx, s, []string{sinceColumn}); err != nil {
				return err
			}
		}
		return run(ctx, s, raising())
	})
	e.raised = err == nil
	return err
}

// Origin implements store.Engine.
func (e *Engine) Origin(ctx context.Context) (o store.Origin, err error) {
	err = e.locked(ctx, func(s *session) error {
		o, err = origin(ctx, s)
		return err
	})
	return o, err
}

func origin(ctx context.Context, s *session) (o store.Origin, err error) {
	err = s.conn.QueryRowContext(ctx, "SELECT user_version FROM pragma_user_version").Scan(&o.Form)
	if err == nil {
		o.Version = version(ctx, s)
	}
	return o, err
}

// version is the one that stands in the file. A form that is not known may keep it elsewhere.
func version(ctx context.Context, s *session) string {
	texts, err := list(ctx, s, "SELECT version FROM hallmark_origin LIMIT 1")
	if err != nil || len(texts) == 0 {
		return ""
	}
	return texts[0]
}
