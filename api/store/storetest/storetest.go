package storetest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"hallmark/api/store"
)

// Options say what an engine under test cannot do.
type Options struct {
	// Skip holds, for each case that the engine cannot pass, the reason.
	Skip map[string]string
}

// Concurrent names the cases of concurrent writes.
func Concurrent() []string {
	return []string{"one insert wins", "concurrent updates", "mixed load"}
}

// Run runs the contract. open returns an empty engine, which the test's cleanup closes.
func Run(t *testing.T, open func(*testing.T) store.Engine, o Options) {
	cases := []struct {
		name string
		run  func(*testing.T, store.Engine)
	}{
		{"documents", documents},
		{"revisions", revisions},
		{"texts", texts},
		{"numbers", numbers},
		{"nested arrays", nestedArrays},
		{"refused documents", refusedDocuments},
		{"large document", largeDocument},
		{"order and range", orderAndRange},
		{"equality", equality},
		{"several values", severalValues},
		{"brief", brief},
		{"long sequence", longSequence},
		{"nested reads", nestedReads},
		{"cursors", cursors},
		{"refused cursors", refusedCursors},
		{"refused queries", refusedQueries},
		{"refused schemas", refusedSchemas},
		{"new schema", newSchema},
		{"broken schema", brokenSchema},
		{"origin", originOf},
		{"stored documents", storedDocuments},
		{"growth", growth},
		{"growth begins and ends", growthBeginsAndEnds},
		{"steps", steps},
		{"steps that are due", stepsDue},
		{"refused steps", refusedSteps},
		{"cancelled context", cancelledContext},
		{"update", update},
		{"update with cache", updateWithCache},
		{"kept views", keptViews},
		{"one insert wins", oneInsertWins},
		{"concurrent updates", concurrentUpdates},
		{"mixed load", mixedLoad},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if reason := o.Skip[c.name]; reason != "" {
				t.Skip(reason)
			}
			c.run(t, open(t))
		})
	}
}

// note is the document of the tests.
type note struct {
	ID       string         `json:"id"`
	Revision int            `json:"revision"`
	Title    string         `json:"title"`
	Hall     string         `json:"hall"`
	Started  string         `json:"started"`
	People   []string       `json:"people,omitempty"`
	Body     string         `json:"body,omitempty"`
	Extra    map[string]any `json:"extra,omitempty"`
	Log      []entry        `json:"log,omitempty"`
	Last     bool           `json:"last"`
}

type entry struct {
	By   string `json:"by"`
	Text string `json:"text"`
}

// Clone makes a copy that shares nothing that the tests change.
func (n *note) Clone() *note {
	c := *n
	c.People = append([]string(nil), n.People...)
	return &c
}

func one(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

var schema = store.Schema[*note]{
	Name:     "notes",
	ID:       func(n *note) string { return n.ID },
	Revision: func(n *note) int { return n.Revision },
	Keys: map[string]func(*note) []string{
		"hall":    func(n *note) []string { return one(n.Hall) },
		"started": func(n *note) []string { return one(n.Started) },
		"person":  func(n *note) []string { return n.People },
	},
	Indexes: []store.Index{
		{Order: "started"},
		{Equal: []string{"hall"}},
		{Equal: []string{"hall"}, Order: "started"},
		{Equal: []string{"person"}, Order: "started", Multi: "person"},
		{Equal: []string{"hall", "person"}, Multi: "person"},
	},
	Bulky: []string{"body", "log"},
}

func openNotes(t *testing.T, e store.Engine) store.Collection[*note] {
	t.Helper()
	c, err := store.Open(t.Context(), e, schema)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func insert(t *testing.T, c store.Collection[*note], notes ...*note) {
	t.Helper()
	for _, n := range notes {
		if err := c.Insert(t.Context(), n); err != nil {
			t.Fatal(err)
		}
	}
}

// many makes notes n000…, three a day, in two halls.
func many(n int) []*note {
	notes := make([]*note, n)
	for i := range notes {
		notes[i] = &note{
			ID:       fmt.Sprintf("n%03d", i),
			Revision: 1,
			Hall:     []string{"east", "west"}[i%2],
			Started:  fmt.Sprintf("2026-%02d-%02d", 1+i/84, 1+i/3%28),
			Body:     strings.Repeat("文", 50),
		}
	}
	return notes
}

// ids reads a query to its end.
func ids(t *testing.T, c store.Collection[*note], q store.Query) []string {
	t.Helper()
	return idsWith(t.Context(), t, c, q)
}

func idsWith(
	ctx context.Context, t *testing.T, c store.Collection[*note], q store.Query,
) (ids []string) {
	t.Helper()
	var versions []store.Version
	for n, err := range c.Find(ctx, q) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, n.ID)
		versions = append(versions, store.Version{ID: n.ID, Revision: n.Revision})
	}
	var bare []store.Version
	for v, err := range c.Versions(ctx, q) {
		if err != nil {
			t.Fatal(err)
		}
		bare = append(bare, v)
	}
	if !slices.Equal(bare, versions) {
		t.Errorf("%+v: versions %v, want %v", q, bare, versions)
	}
	return ids
}

// count reads a query and returns how many documents it has.
func count(t *testing.T, c store.Collection[*note], q store.Query) int {
	t.Helper()
	return len(ids(t, c, q))
}
