package oscal

import (
	"bytes"
	"io"

	"hallmark/standard"
)

// Profile is an OSCAL profile: a selection from a catalog, with values set.
type Profile struct {
	UUID       string     `json:"uuid"`
	Metadata   Metadata   `json:"metadata"`
	Imports    []Import   `json:"imports"`
	Merge      Merge      `json:"merge"`
	Modify     Modify     `json:"modify"`
	BackMatter BackMatter `json:"back-matter"`
}

// Import names a catalog and the controls that are taken from it.
type Import struct {
	Href            string        `json:"href"`
	IncludeControls []ControlsSel `json:"include-controls"`
}

// ControlsSel lists controls of a catalog.
type ControlsSel struct {
	WithIDs []string `json:"with-ids"`
}

// Merge keeps the catalog's chapters and sections.
type Merge struct {
	AsIs bool `json:"as-is"`
}

// Modify holds what a tier changes.
type Modify struct {
	SetParameters []SetParameter `json:"set-parameters,omitempty"`
	Alters        []Alter        `json:"alters,omitempty"`
}

// SetParameter gives a parameter its value.
type SetParameter struct {
	ParamID string   `json:"param-id"`
	Values  []string `json:"values"`
}

// Alter changes a control.
type Alter struct {
	ControlID string   `json:"control-id"`
	Removes   []Remove `json:"removes,omitempty"`
	Adds      []Add    `json:"adds,omitempty"`
}

// Remove takes properties out of a control.
type Remove struct {
	ByName string `json:"by-name"`
	ByNS   string `json:"by-ns"`
}

// Add puts properties into a control.
type Add struct {
	Position string `json:"position"`
	Props    []Prop `json:"props"`
}

// WriteProfile writes what an edition asks of the halls of a tier as a profile of its catalog: the
// clauses that are addressed to them, their thresholds and points, and the weights of the chapters.
// The texts stay in the catalog, whose digest the profile names; the report says so.
func WriteProfile(w io.Writer, e *standard.Edition, t standard.Tier) ([]standard.Loss, error) {
	p, err := ProfileOf(e, t)
	if err != nil {
		return nil, err
	}
	losses := []standard.Loss{{Path: "clauses", Code: "oscal.profile", Args: []any{e.TierName(t)}}}
	return losses, Write(w, struct {
		Profile *Profile `json:"profile"`
	}{p})
}

// ProfileName is the name of the file of a tier's profile.
func ProfileName(id standard.EditionID, t standard.Tier) string {
	return string(id) + "." + t.String() + ".profile.oscal.json"
}

// ProfileOf makes the profile of a tier. The error is that of [CatalogOf].
func ProfileOf(e *standard.Edition, t standard.Tier) (*Profile, error) {
	var catalog bytes.Buffer
	if err := WriteCatalog(&catalog, e); err != nil {
		return nil, err
	}
	digest := standard.DigestBytes(catalog.Bytes())
	p := &Profile{
		UUID:     UUID("profile", string(digest), t.String()),
		Metadata: (&catalogWriter{edition: e}).metadata(),
		Merge:    Merge{AsIs: true},
	}
	p.Metadata.Title = Line(e.Standard.Name + " " + e.TierName(t))
	p.Metadata.Props = append(p.Metadata.Props, Own("tier", t.String()))
	for i := range e.Chapters {
		if d, ok := e.Chapters[i].Weight.Get(t); ok {
			p.Metadata.Props = append(p.Metadata.Props,
				OwnOf("weight", "chapter-"+itoa(e.Chapters[i].Number), d.String()))
		}
	}
	source := CatalogResource(e, digest)
	p.BackMatter = BackMatter{Resources: []Resource{source}}
	var ids []string
	for i := range e.Clauses {
		if c := &e.Clauses[i]; c.Applies(t) {
			ids = append(ids, ControlID(c.UID))
			p.Modify.add(c, t)
		}
	}
	p.Imports = []Import{{Href: "#" + source.UUID, IncludeControls: []ControlsSel{{WithIDs: ids}}}}
	return p, nil
}

// CatalogResource is the entry of an edition's catalog in the back matter of a document that refers
// to it; digest is that of the catalog's file.
func CatalogResource(e *standard.Edition, digest standard.Digest) Resource {
	return Resource{
		UUID:  UUID("catalog-file", string(digest)),
		Title: Line(e.Standard.Number + " " + e.Standard.Name),
		RLinks: []RLink{{Href: CatalogName(e.ID()), MediaType: "application/json",
			Hashes: SHA256(digest)}},
	}
}

// add sets the thresholds of a clause, and replaces its points of all tiers by those of one.
func (m *Modify) add(c *standard.Clause, t standard.Tier) {
	if c.Method != nil {
		for _, x := range thresholds(c.Method) {
			if d, ok := x.values.Get(t); ok {
				m.SetParameters = append(m.SetParameters, SetParameter{
					ParamID: paramID(c.UID, x.name), Values: []string{d.String()}})
			}
		}
	}
	for _, worth := range []struct {
		name   string
		values standard.PerTier
	}{{"points", c.Points}, {"bonus-points", c.BonusPoints}} {
		if d, ok := worth.values.Get(t); ok {
			m.Alters = append(m.Alters, Alter{
				ControlID: ControlID(c.UID),
				Removes:   []Remove{{ByName: worth.name, ByNS: Namespace}},
				Adds: []Add{{Position: "ending",
					Props: []Prop{OwnOf(worth.name, t.String(), d.String())}}},
			})
		}
	}
}
