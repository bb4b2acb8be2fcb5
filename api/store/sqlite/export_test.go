package sqlite

import "hallmark/api/store"

// Selection is the statement of a query, for tests of its plan.
func Selection(c store.RawCollection, q store.RawQuery) (string, []any) {
	return c.(*collection).selection(q)
}
