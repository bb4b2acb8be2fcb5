package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
)

// session is a connection with its prepared statements.
type session struct {
	conn  *sql.Conn
	stmts map[string]*sql.Stmt
}

func (s *session) stmt(text string) (*sql.Stmt, error) {
	st := s.stmts[text]
	if st == nil {
		var err error
		if st, err = s.conn.PrepareContext(context.Background(), text); err != nil {
			return nil, err
		}
		s.stmts[text] = st
	}
	return st, nil
}

// exec returns the number of rows that were changed.
func (s *session) exec(text string, args ...any) (int64, error) {
	st, err := s.stmt(text)
	if err != nil {
		return 0, err
	}
	r, err := st.Exec(args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// there reports whether the query has a row.
func (s *session) there(text string, args ...any) (bool, error) {
	st, err := s.stmt(text)
	if err != nil {
		return false, err
	}
	var one int
	err = st.QueryRow(args...).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

func (s *session) release() {
	for _, st := range s.stmts {
		st.Close()
	}
	s.conn.Close()
}

// discard closes the connection for good, which rolls back what it had open.
func (s *session) discard() {
	for _, st := range s.stmts {
		st.Close()
	}
	// The error only makes the pool drop the connection.
	_ = s.conn.Raw(func(any) error { return driver.ErrBadConn })
}
