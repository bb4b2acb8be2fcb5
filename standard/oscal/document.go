package oscal

import (
	"encoding/json"
	"io"

	"hallmark/standard"
)

// Version is the release of OSCAL that is written.
const Version = "1.2.1"

// Namespace marks the properties and parts that OSCAL itself does not define.
const Namespace = "urn:hallmark:oscal"

// MethodNamespace is the namespace in which NIST's own catalogs name the method of an assessment.
const MethodNamespace = "http://csrc.nist.gov/ns/rmf"

// Metadata is the head of every OSCAL document. Times are RFC 3339 with offset.
type Metadata struct {
	Title              string             `json:"title"`
	Published          string             `json:"published,omitempty"`
	LastModified       string             `json:"last-modified"`
	Version            string             `json:"version"`
	OSCALVersion       string             `json:"oscal-version"`
	Revisions          []Revision         `json:"revisions,omitempty"`
	DocumentIDs        []DocumentID       `json:"document-ids,omitempty"`
	Props              []Prop             `json:"props,omitempty"`
	Links              []Link             `json:"links,omitempty"`
	Roles              []Role             `json:"roles,omitempty"`
	Locations          []Location         `json:"locations,omitempty"`
	Parties            []Party            `json:"parties,omitempty"`
	ResponsibleParties []ResponsibleParty `json:"responsible-parties,omitempty"`
	Remarks            string             `json:"remarks,omitempty"`
}

// Revision is an earlier version of a document.
type Revision struct {
	Title   string `json:"title,omitempty"`
	Version string `json:"version"`
}

// DocumentID is a number by which people know a document.
type DocumentID struct {
	Identifier string `json:"identifier"`
}

// Role is a part that a person or an organization plays.
type Role struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// Location is a place.
type Location struct {
	UUID  string `json:"uuid"`
	Title string `json:"title,omitempty"`
	Props []Prop `json:"props,omitempty"`
}

// Party is a person or an organization.
type Party struct {
	UUID  string `json:"uuid"`
	Type  string `json:"type"` // "person" or "organization"
	Name  string `json:"name,omitempty"`
	Props []Prop `json:"props,omitempty"`
}

// ResponsibleParty says who plays a role.
type ResponsibleParty struct {
	RoleID     string   `json:"role-id"`
	PartyUUIDs []string `json:"party-uuids"`
	Props      []Prop   `json:"props,omitempty"`
	Links      []Link   `json:"links,omitempty"`
	Remarks    string   `json:"remarks,omitempty"`
}

// Prop is a named value. Class says what the value is of: of which tier, for example.
type Prop struct {
	Name    string `json:"name"`
	NS      string `json:"ns,omitempty"`
	Value   string `json:"value"`
	Class   string `json:"class,omitempty"`
	Remarks string `json:"remarks,omitempty"`
}

// Link is a reference to another document, or to a resource of the back matter.
type Link struct {
	Href string `json:"href"`
	Rel  string `json:"rel,omitempty"`
	Text string `json:"text,omitempty"`
}

// Part is a piece of text: a statement, one of its items, a method of assessment.
type Part struct {
	ID    string `json:"id,omitempty"`
	Name  string `json:"name"`
	NS    string `json:"ns,omitempty"`
	Class string `json:"class,omitempty"`
	Title string `json:"title,omitempty"`
	Props []Prop `json:"props,omitempty"`
	Prose string `json:"prose,omitempty"`
	Parts []Part `json:"parts,omitempty"`
}

// Param is a value that a profile sets, such as the threshold of a tier.
type Param struct {
	ID    string `json:"id"`
	Props []Prop `json:"props,omitempty"`
	Label string `json:"label,omitempty"`
}

// BackMatter holds what a document refers to.
type BackMatter struct {
	Resources []Resource `json:"resources,omitempty"`
}

// Resource is one thing that a document refers to.
type Resource struct {
	UUID        string    `json:"uuid"`
	Title       string    `json:"title,omitempty"`
	Description string    `json:"description,omitempty"`
	Props       []Prop    `json:"props,omitempty"`
	Citation    *Citation `json:"citation,omitempty"`
	RLinks      []RLink   `json:"rlinks,omitempty"`
}

// Citation is a reference as people write it.
type Citation struct {
	Text string `json:"text"`
}

// RLink says where a resource lies and what it hashes to.
type RLink struct {
	Href      string `json:"href"`
	MediaType string `json:"media-type,omitempty"`
	Hashes    []Hash `json:"hashes,omitempty"`
}

// Hash is a digest of a file.
type Hash struct {
	Algorithm string `json:"algorithm"`
	Value     string `json:"value"`
}

// SHA256 returns the hash of a file with a digest.
func SHA256(d standard.Digest) []Hash {
	return []Hash{{Algorithm: "SHA-256", Value: string(d)}}
}

// Write writes a document, indented for people.
func Write(w io.Writer, document any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(document)
}
