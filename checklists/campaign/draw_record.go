package campaign

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"hallmark/checklists"
	"hallmark/standard"
)

// DrawRecord is all that anybody needs to repeat the draws of a campaign.
type DrawRecord struct {
	Campaign    ID              `json:"campaign"`
	Name        string          `json:"name"`
	Edition     string          `json:"edition"`
	Sealed      checklists.Time `json:"sealed"`
	SeedDigest  standard.Digest `json:"seedDigest"`
	ListsDigest standard.Digest `json:"listsDigest"`
	Lists       DrawRequest     `json:"lists"` // without a seed
	Draws       []RecordedDraw  `json:"draws"`
}

// RecordedDraw is one draw on record.
type RecordedDraw struct {
	By     checklists.Username `json:"by"`
	At     checklists.Time     `json:"at"`
	Reason string              `json:"reason,omitempty"` // of a repetition
	Seed   string              `json:"seed"`
	Result DrawResult          `json:"result"`
}

// Why a record does not hold.
var (
	ErrRecordSeed  = errors.New("the seed of the draw is not the one whose digest was published")
	ErrRecordLists = errors.New("the lists are not those that were closed")
	ErrRecordDraw  = errors.New("the draw comes to something else")
)

// Record is the record of a campaign's draws, from the lists and results as they are kept; the
// seeds stand in it from the opening on. Before the sealing it returns [ErrState].
func (c Campaign) Record(lists *DrawRequest, results []DrawResult) (DrawRecord, error) {
	if c.Sealed.IsZero() {
		return DrawRecord{}, ErrState
	}
	c = c.Public()
	r := DrawRecord{Campaign: c.ID, Name: c.Plan.Name, Edition: string(c.Edition),
		Sealed: c.Sealed, SeedDigest: c.SeedDigest, ListsDigest: c.ListsDigest, Lists: *lists,
		Draws: make([]RecordedDraw, len(c.Draws))}
	for i, d := range c.Draws {
		r.Draws[i] = RecordedDraw{d.By, d.At, d.Reason, d.Seed, results[i]}
	}
	return r, nil
}

// Check repeats every draw of the record. It returns [ErrRecordLists], [ErrRecordSeed] or
// [ErrRecordDraw], wrapped with the number of the draw, for what does not hold, and a
// *[standard.InvalidError] for lists that cannot be drawn from.
func (r *DrawRecord) Check() error {
	lists := r.Lists
	lists.Seed = ""
	digest, err := checklists.ChainDigest("", lists)
	if err != nil {
		return err
	}
	if digest != r.ListsDigest {
		return ErrRecordLists
	}
	for i := range r.Draws {
		d := &r.Draws[i]
		bound, ok := strings.CutSuffix(d.Seed, strings.Repeat("+", i))
		if !ok || SeedDigest(bound) != r.SeedDigest {
			return fmt.Errorf("draw %d: %w", i+1, ErrRecordSeed)
		}
		lists.Seed = d.Seed
		again, err := Draw(lists)
		if err != nil {
			return err
		}
		if !again.Same(&d.Result) {
			return fmt.Errorf("draw %d: %w", i+1, ErrRecordDraw)
		}
	}
	return nil
}

// Same reports whether two draws have the same result.
func (r *DrawResult) Same(other *DrawResult) bool { return reflect.DeepEqual(*r, *other) }
