package api

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// reference is a member by which the documents of one part name one of another. "" is no name.
type reference struct{ from, member, to string }

// references are the names that a backup is checked for. What is named is never deleted, and is
// stored before or together with what names it.
var references = []reference{
	{"audits", "hall", "halls"},
	{"audits", "edition", "editions"},
	{"outcomes", "audit", "audits"},
	{"rectifications", "audit", "audits"},
	{"rectifications", "hall", "halls"},
	{"appeals", "audit", "audits"},
	{"reports", "audit", "audits"},
	{"campaigns", "listsPart", "draws"},
	{"feedback", "hall", "halls"},
	{"comments", "draft", "consultations"},
}

// names are the names of documents, which stand in their member "id", and who names them.
type names struct {
	have map[string]map[string]bool      // the IDs that are there, by part
	want map[reference]map[string]string // the ID that is named, and a document that names it
}

func newNames() *names {
	n := &names{map[string]map[string]bool{}, map[reference]map[string]string{}}
	for _, r := range references {
		n.have[r.to], n.want[r] = map[string]bool{}, map[string]string{}
	}
	return n
}

// add notes what a document is called and what it names.
func (n *names) add(part string, b []byte) error {
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
	if have := n.have[part]; have != nil {
		id, err := text("id")
		if err != nil {
			return err
		}
		have[id] = true
	}
	for _, r := range references {
		if r.from != part {
			continue
		}
		name, err := text(r.member)
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

// missing is an error that says which document names one that is not there, or nil.
func (n *names) missing() error {
	for _, r := range references {
		for _, name := range slices.Sorted(maps.Keys(n.want[r])) {
			if !n.have[r.to][name] {
				return fmt.Errorf("%s/%s names %s/%s, which is not there", r.from, n.want[r][name], r.to,
					name)
			}
		}
	}
	return nil
}
