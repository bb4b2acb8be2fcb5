package oscal

import (
	"bytes"
	"strconv"
	"time"

	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
	"hallmark/standard/oscal"
)

// Record is everything that the documents of an audit say. It is read, never changed.
type Record struct {
	Edition  *standard.Edition // the one that the audit is sealed to
	Audit    *checklists.Audit
	Findings []checklists.Finding

	// Rectifications of the audit; findings without one are open. One whose finding an appeal has
	// taken away is a closed risk.
	Rectifications []checklists.Rectification

	Names    map[checklists.Username]string // people's names; without one the username stands
	Office   string                         // who is in charge of the audit; "": nobody is named
	Taken    map[standard.Digest]checklists.Time
	Language message.Language // of the labels; clauses and notes stand as they were written
}

// writer makes the documents of a record. It collects what they refer to on the way.
type writer struct {
	Record
	answers   checklists.Answers
	score     checklists.Score
	parties   []oscal.Party
	resources []oscal.Resource
	known     map[string]bool // UUIDs of parties and resources
}

// newWriter returns [checklists.ErrEdition] for another edition than the audit's.
func newWriter(r Record) (*writer, error) {
	if r.Edition.ID() != r.Audit.Edition || r.Edition.Digest() != r.Audit.EditionDigest {
		return nil, checklists.ErrEdition
	}
	w := &writer{Record: r, answers: r.Audit.Answers(), known: map[string]bool{}}
	var err error
	w.score, err = r.Audit.Score(r.Edition)
	return w, err
}

func (w *writer) say(key string, args ...any) string {
	return message.Text(w.Language, key, args...)
}

// uuid names a part of the audit. It stays the same in every document and state of the audit.
func (w *writer) uuid(kind string, name ...string) string {
	return oscal.UUID(append([]string{kind, string(w.Audit.ID)}, name...)...)
}

// documentUUID names a document as it is now.
func (w *writer) documentUUID(kind string) string {
	name := []string{string(w.Audit.Digest), w.Language.String()}
	for i := range w.Rectifications {
		name = append(name, string(w.Rectifications[i].Digest))
	}
	return w.uuid(kind, name...)
}

func stamp(t checklists.Time) string { return t.InHall().Format("2006-01-02T15:04:05.999-07:00") }

// endOf returns the end of a day in the hall's zone, "" for no day.
func endOf(day string) string {
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return ""
	}
	return day + "T23:59:59+08:00"
}

// instantOf is when a change was made; a stamp begins with Unix milliseconds.
func instantOf(s checklists.Stamp, otherwise checklists.Time) checklists.Time {
	if len(s) < 13 {
		return otherwise
	}
	ms, err := strconv.ParseInt(string(s[:13]), 10, 64)
	if err != nil {
		return otherwise
	}
	return checklists.At(time.UnixMilli(ms))
}

// person returns the UUID of somebody's party.
func (w *writer) person(u checklists.Username) string {
	id := oscal.UUID("person", string(u))
	if !w.known[id] {
		w.known[id] = true
		name := w.Names[u]
		if name == "" {
			name = string(u)
		}
		p := oscal.Party{UUID: id, Type: "person", Props: []oscal.Prop{oscal.Own("username", string(u))}}
		p.Name, _ = oscal.Plain(name)
		w.parties = append(w.parties, p)
	}
	return id
}

func (w *writer) organization(name string) string {
	id := oscal.UUID("organization", name)
	if !w.known[id] {
		w.known[id] = true
		p := oscal.Party{UUID: id, Type: "organization"}
		p.Name, _ = oscal.Plain(name)
		w.parties = append(w.parties, p)
	}
	return id
}

// hall is the place that is assessed.
func (w *writer) hall() SubjectRef {
	return SubjectRef{SubjectUUID: oscal.UUID("hall", string(w.Audit.Hall)), Type: "location",
		Title: oscal.Line(w.Audit.HallName)}
}

// refer adds a resource and returns the reference to it.
func (w *writer) refer(r oscal.Resource) string {
	if !w.known[r.UUID] {
		w.known[r.UUID] = true
		w.resources = append(w.resources, r)
	}
	return "#" + r.UUID
}

// photo is the reference to a photograph. It is known by its digest; its file lies in the
// installation's evidence under that name.
func (w *writer) photo(d standard.Digest) string {
	r := oscal.Resource{UUID: oscal.UUID("photo", string(d)), Title: w.say("oscal.photo", d.Short()),
		RLinks: []oscal.RLink{{Href: "evidence/" + string(d), Hashes: oscal.SHA256(d)}}}
	if at, ok := w.Taken[d]; ok && !at.IsZero() {
		r.Props = []oscal.Prop{oscal.Own("taken", stamp(at))}
	}
	return w.refer(r)
}

// metadata is the head of a document. It is called last, when all parties are known.
func (w *writer) metadata(title string) oscal.Metadata {
	a := w.Audit
	changed := a.UpdatedAt
	for i := range w.Rectifications {
		if steps := w.Rectifications[i].Steps; len(steps) > 0 {
			if at := steps[len(steps)-1].At; at.After(changed.Time) {
				changed = at
			}
		}
	}
	if changed.IsZero() {
		changed = a.StartedAt
	}
	number, _ := oscal.Plain(a.Number)
	m := oscal.Metadata{
		Title:        oscal.Line(w.say(title, a.HallName, a.Number)),
		LastModified: stamp(changed), Version: strconv.Itoa(a.Revision), OSCALVersion: oscal.Version,
		DocumentIDs: []oscal.DocumentID{{Identifier: number}},
		Props: []oscal.Prop{
			oscal.Own("audit", string(a.ID)), oscal.Own("audit-digest", string(a.Digest)),
			oscal.Own("state", string(a.State)), oscal.Own("kind", string(a.Kind)),
			oscal.Own("edition", string(a.Edition)),
			oscal.Own("edition-digest", string(a.EditionDigest)),
		},
		Locations: []oscal.Location{{UUID: w.hall().SubjectUUID, Title: w.hall().Title,
			Props: []oscal.Prop{oscal.Own("hall", string(a.Hall)), oscal.Own("tier", a.Tier.String())}}},
	}
	if a.Campaign != "" {
		m.Props = append(m.Props, oscal.Own("campaign", a.Campaign))
	}
	w.roles(&m)
	m.Parties = w.parties
	return m
}

// The roles of an audit.
const (
	assessor = "assessor"
	approver = "approver"
	office   = "assessment-lead"
)

func (w *writer) roles(m *oscal.Metadata) {
	role := func(id string, parties ...string) {
		if len(parties) > 0 {
			m.Roles = append(m.Roles, oscal.Role{ID: id, Title: w.say("oscal.role-" + id)})
			m.ResponsibleParties = append(m.ResponsibleParties,
				oscal.ResponsibleParty{RoleID: id, PartyUUIDs: parties})
		}
	}
	role(assessor, w.inspectors()...)
	if t := w.last(checklists.Approved); t != nil {
		role(approver, w.person(t.By))
	}
	if w.Office != "" {
		role(office, w.organization(w.Office))
	}
}

func (w *writer) inspectors() []string {
	var ids []string
	for _, u := range w.Audit.Inspectors {
		ids = append(ids, w.person(u))
	}
	return ids
}

// last returns the latest step into a state, or nil.
func (w *writer) last(to checklists.State) *checklists.Transition {
	for i := len(w.Audit.Transitions) - 1; i >= 0; i-- {
		if t := &w.Audit.Transitions[i]; t.To == to && !t.Confirms {
			return &w.Audit.Transitions[i]
		}
	}
	return nil
}

// sources refers to the catalog of the edition and the profile of the tier, with their digests.
func (w *writer) sources() ([]oscal.Link, error) {
	var catalog, profile bytes.Buffer
	if err := oscal.WriteCatalog(&catalog, w.Edition); err != nil {
		return nil, err
	}
	if _, err := oscal.WriteProfile(&profile, w.Edition, w.Audit.Tier); err != nil {
		return nil, err
	}
	digest := standard.DigestBytes(profile.Bytes())
	return []oscal.Link{
		{Rel: "reference", Href: w.refer(oscal.CatalogResource(w.Edition,
			standard.DigestBytes(catalog.Bytes())))},
		{Rel: "reference", Href: w.refer(oscal.Resource{
			UUID: oscal.UUID("profile-file", string(digest)),
			Title: oscal.Line(w.Edition.Standard.Number + " " +
				w.Edition.TierName(w.Audit.Tier)),
			RLinks: []oscal.RLink{{Href: oscal.ProfileName(w.Edition.ID(), w.Audit.Tier),
				MediaType: "application/json", Hashes: oscal.SHA256(digest)}},
		})},
	}, nil
}

// reviewed lists the clauses of the checklist.
func (w *writer) reviewed() ReviewedControls {
	var s ControlSelection
	for _, c := range w.Audit.Checklist(w.Edition) {
		s.IncludeControls = append(s.IncludeControls, ControlRef{oscal.ControlID(c.UID)})
	}
	return ReviewedControls{ControlSelections: []ControlSelection{s}}
}
