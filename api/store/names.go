package store

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// Reference is a member by which the documents of one collection name one of another. "" is no name.
type Reference struct{ From, Member, To string }

// Names holds what documents name against what is there. The name of a document stands in its member
// "id".
type Names struct {
	references []Reference
	have       map[string]map[string]bool      // the IDs that are there, by collection
	want       map[Reference]map[string]string // the ID that is named, and a document that names it
}

// NewNames makes an empty one for a list of references.
func NewNames(references []Reference) *Names {
	n := &Names{references, map[string]map[string]bool{}, map[Reference]map[string]string{}}
	for _, r := range references {
		n.have[r.To], n.want[r] = map[string]bool{}, map[string]string{}
	}
	return n
}

// Add notes what a document is called and what it names.
func (n *Names) Add(collection string, b []byte) error {
	var doc map[string]json.RawMessage
	text := func(member string) (s string, err error) {
		if doc == nil {
			err = json.Unmarshal(b, &doc)
		}
		if err == nil && doc[member] != nil {
			err = json.Unmarshal(doc[member], &s)
		}
		return s, err
	}
	if have := n.have[collection]; have != nil {
		id, err := text("id")
		if err != nil {
			return err
		}
		have[id] = true
	}
	for _, r := range n.references {
		if r.From != collection {
			continue
		}
		name, err := text(r.Member)
		if err != nil {
			return err
		}
		if name != "" && n.want[r][name] == "" {
			id, err := text("id")
			if err != nil {
				return err
			}
			n.want[r][name] = cmp.Or(id, name) // an outcome has the name of its audit
		}
	}
	return nil
}

// Missing is an error that says which document names one that is not there, or nil.
func (n *Names) Missing() error {
	for _, r := range n.references {
		for _, name := range slices.Sorted(maps.Keys(n.want[r])) {
			if !n.have[r.To][name] {
				return fmt.Errorf("%s/%s names %s/%s, which is not there", r.From, n.want[r][name], r.To,
					name)
			}
		}
	}
	return nil
}
