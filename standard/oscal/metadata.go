package oscal

import (
	"strconv"
	"strings"
	"time"

	"hallmark/standard"
)

func itoa(n int) string { return strconv.Itoa(n) }

// bodies are the organizations on the cover, by the role that OSCAL gives to each.
func bodies(m *standard.Metadata) []struct{ field, role, name string } {
	return []struct{ field, role, name string }{
		{"issuing_body", "publisher", m.IssuingBody},
		{"technical_body", "creator", m.TechnicalBody},
		{"drafting_support", "contributor", m.DraftingSupport},
	}
}

// coverPlaced are the fields of the cover that OSCAL's metadata have a place for.
func coverPlaced() []string {
	return []string{"name", "number", "edition", "issued",
		"issuing_body", "technical_body", "drafting_support"}
}

// metadata writes the cover. OSCAL asks when a document was last modified: that is the day on which
// the edition was issued, or the later one on which it came into force as amended.
func (w *catalogWriter) metadata() Metadata {
	e := w.edition
	m := Metadata{Version: string(e.ID()), OSCALVersion: Version, Revisions: revisions(e)}
	m.Title = exactLine(&m.Props, "name", e.Standard.Name)
	m.Published = stamp(&m.Props, "issued", e.Standard.Issued)
	m.LastModified = stamp(nil, "", max(e.Standard.Issued, e.Standard.Effective))
	number, quoted := Plain(e.Standard.Number)
	if quoted {
		m.Props = append(m.Props, Own("number", e.Standard.Number))
	}
	m.DocumentIDs = []DocumentID{{Identifier: number}}
	m.Props = append(m.Props, OwnOf("digest", "clauses", string(e.Digest())))
	for _, b := range bodies(&e.Standard) {
		if b.name == "" {
			continue
		}
		p := Party{UUID: UUID("body", b.role, b.name), Type: "organization"}
		if p.Name, quoted = Plain(b.name); quoted {
			p.Props = append(p.Props, Own("name", b.name))
		}
		m.Roles = append(m.Roles, Role{ID: b.role, Title: heading("oscal.role-" + b.role)})
		m.Parties = append(m.Parties, p)
		m.ResponsibleParties = append(m.ResponsibleParties,
			ResponsibleParty{RoleID: b.role, PartyUUIDs: []string{p.UUID}})
	}
	return m
}

// stamp returns the beginning of a day in the hall's zone. Years that OSCAL does not know are
// replaced; the property then says the day exactly.
func stamp(props *[]Prop, name, day string) string {
	if day < "1900" || day >= "3000" {
		if props != nil {
			*props = append(*props, Own(name, day))
		}
		day = "1900-01-01"
	}
	return day + "T00:00:00+08:00"
}

// dayOf returns the day of a time stamp as it was written, in its own zone.
func dayOf(stamp string) string {
	day, _, _ := strings.Cut(stamp, "T")
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return ""
	}
	return day
}

// revisions lists the versions before this one, newest first, as far as the edition's name tells
// them: before "2017+XG1+XG2" there were "2017+XG1" and "2017".
func revisions(e *standard.Edition) []Revision {
	var list []Revision
	version := string(e.ID())
	for i := len(e.Standard.Amendments) - 1; i >= 0; i-- {
		earlier, ok := strings.CutSuffix(version, "+"+e.Standard.Amendments[i])
		if !ok || earlier == "" {
			break
		}
		version = earlier
		list = append(list, Revision{Version: version, Title: Line(e.Standard.Name + " " + version)})
	}
	return list
}
