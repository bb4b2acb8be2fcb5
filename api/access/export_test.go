package access

import (
	"context"
	"strings"

	"hallmark/api/store"
)

// ThrottledNamesForTest is for how many account names failures are counted.
func (s *Service) ThrottledNamesForTest(ctx context.Context) (n int, err error) {
	for g, err := range s.Docs.Guesses.Find(ctx, store.Query{Order: "until"}) {
		if err != nil {
			return 0, err
		}
		if strings.HasPrefix(g.ID, "name/") {
			n++
		}
	}
	return n, nil
}

// DecoyForTest is the stored form that takes the place of a password where there is no account.
func (c PasswordCost) DecoyForTest() string { return c.decoy() }
