package seal

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"

	"hallmark/standard"
)

// manifestFormat is the version of the manifest; all versions begin with manifestFamily.
const (
	manifestFamily = "hallmark-manifest/"
	manifestFormat = manifestFamily + "1"
)

// manifest says of every byte before it what it belongs to, so that an alteration can be named.
type manifest struct {
	Format string         `json:"format"`
	Size   int            `json:"size"` // bytes that the parts cover, from the start
	Own    []int          `json:"own"`  // objects after that: the manifest and the signatures
	Parts  []manifestPart `json:"parts"`
	Files  []manifestFile `json:"files"`
}

// manifestPart is one range of bytes.
type manifestPart struct {
	label
	Object  int             `json:"object,omitempty"` // number; 0 outside any object in force
	At      int             `json:"at"`
	Size    int             `json:"size"`
	SHA256  standard.Digest `json:"sha256"`
	Meaning standard.Digest `json:"meaning,omitempty"`
}

type manifestFile struct {
	Name   string          `json:"name"`
	Size   int             `json:"size"`
	SHA256 standard.Digest `json:"sha256"`
}

// makeManifest describes what is written so far.
func (s *sealing) makeManifest() ([]byte, error) {
	f := readFile(s.out)
	l := labelFile(f)
	m := manifest{Format: manifestFormat, Size: len(f.bytes),
		Own: []int{s.manifest.object, s.manifestSignature.object, s.signature.object}}
	at := 0
	outside := func(to int) {
		if to > at {
			m.add(f, manifestPart{label: label{Part: Part{Kind: PartStructure}}, At: at, Size: to - at})
		}
	}
	for _, o := range f.all {
		if f.objects[o.number] != o {
			continue
		}
		outside(o.at)
		m.add(f, manifestPart{label: l.of[o.number], Object: o.number,
			At: o.at, Size: o.end - o.at, Meaning: l.meaning(o)})
		at = o.end
	}
	outside(len(f.bytes))
	for _, a := range s.options.Attachments {
		m.Files = append(m.Files, manifestFile{a.Name, len(a.Data), standard.DigestBytes(a.Data)})
	}
	return json.Marshal(m)
}

func (m *manifest) add(f *file, p manifestPart) {
	p.SHA256 = standard.DigestBytes(f.bytes[p.At : p.At+p.Size])
	m.Parts = append(m.Parts, p)
}

// sound reports whether the parts stand one after the other, so that comparing them costs no more
// than reading the file once.
func (m *manifest) sound() bool {
	at := 0
	for _, p := range m.Parts {
		if p.At < at || p.Size < 0 || p.Size > maxSize || p.At > maxSize {
			return false
		}
		at = p.At + p.Size
	}
	return m.Format == manifestFormat
}

// holds reports whether an attachment is as it was sealed.
func (m *manifest) holds(a Attachment) bool {
	digest := standard.DigestBytes(a.Data)
	return slices.ContainsFunc(m.Files, func(f manifestFile) bool {
		return f.Name == a.Name && f.SHA256 == digest
	})
}

// comparison is a manifest compared with a file.
type comparison struct {
	*manifest
	f         *file
	labels    *labels
	byLabel   map[label]*object
	altered   []Alteration
	noted     map[Alteration]bool
	respelled []Part       // other bytes, same meaning
	kept      int          // objects that have their bytes still
	places    map[int]bool // where objects stood when the file was sealed
}

// compare names what differs, in the order of the file, and whether the file was written anew.
func (m *manifest) compare(f *file) (altered []Alteration, rewritten bool) {
	c := comparison{manifest: m, f: f, labels: labelFile(f),
		byLabel: map[label]*object{}, places: map[int]bool{}, noted: map[Alteration]bool{}}
	for n, o := range f.objects {
		c.byLabel[c.labels.of[n]] = o
	}
	var structure bool
	objects := 0
	for _, p := range m.Parts {
		if p.Object == 0 {
			structure = structure || !c.inPlace(p)
			continue
		}
		objects++
		c.places[p.At] = true
		c.part(p)
	}
	if rewritten = c.kept*2 < objects; rewritten {
		clear(c.places)
		c.altered = slices.Insert(c.altered, 0, Alteration{Part: Part{Kind: PartFile}, How: Rewritten})
	} else {
		for _, p := range c.respelled {
			c.note(p, Changed)
		}
		if structure {
			c.note(Part{Kind: PartStructure}, Changed)
		}
	}
	c.added()
	return c.altered, rewritten
}

func (c *comparison) note(p Part, how How) {
	a := Alteration{Part: p, How: how}
	if !c.noted[a] {
		c.noted[a] = true
		c.altered = append(c.altered, a)
	}
}

func (c *comparison) inPlace(p manifestPart) bool {
	if p.At+p.Size > len(c.f.bytes) {
		return false
	}
	return standard.DigestBytes(c.f.bytes[p.At:p.At+p.Size]) == p.SHA256
}

func (c *comparison) part(p manifestPart) {
	o := c.f.objects[p.Object]
	inPlace := c.inPlace(p)
	if inPlace && (o == nil || o.at == p.At) {
		c.kept++
		return
	}
	if o != nil && o.at >= 0 && standard.DigestBytes(c.f.bytes[o.at:o.end]) == p.SHA256 {
		c.kept++
		return
	}
	same := c.byLabel[p.label]
	switch {
	case same != nil && c.labels.meaning(same) == p.Meaning:
		c.respelled = append(c.respelled, p.Part)
	case same == nil && (o == nil || o.at != p.At):
		c.note(p.Part, Missing)
	default:
		c.note(p.Part, Changed)
	}
}

// added notes the objects in force that were not there when the file was sealed.
func (c *comparison) added() {
	known := map[label]bool{}
	for _, p := range c.Parts {
		known[p.label] = true
	}
	var parts []Part
	for n, o := range c.f.objects {
		is, d := c.labels.of[n], dict(nil)
		d, _ = o.value.(dict)
		own := is.Kind == PartSignature || is.Kind == PartAttachment && isOwn(is.Name) ||
			o.at >= c.Size && slices.Contains(c.Own, n)
		carrier := o.stream && (d["Type"] == name("XRef") || d["Type"] == name("ObjStm"))
		if !known[is] && !own && !carrier && !c.places[o.at] {
			parts = append(parts, is.Part)
		}
	}
	slices.SortFunc(parts, func(a, b Part) int {
		return cmp.Or(cmp.Compare(a.Page, b.Page), cmp.Compare(a.Kind, b.Kind),
			cmp.Compare(a.Index, b.Index), cmp.Compare(a.Name, b.Name))
	})
	for _, p := range parts {
		if !c.noted[Alteration{Part: p, How: Changed}] {
			c.note(p, Added)
		}
	}
}

func isOwn(name string) bool { return name == ManifestName || name == ManifestSignatureName }

// readManifest finds the manifest of a file and its signature. Either may be nil; bad is the name
// of the attachment that does not hold.
func readManifest(files []embeddedFile) (m *manifest, s *cmsSignature, bad string) {
	var data, der []byte
	for _, a := range files {
		switch a.Name {
		case ManifestName:
			data = a.Data
		case ManifestSignatureName:
			der = a.Data
		}
	}
	if data == nil && der == nil {
		return nil, nil, ""
	}
	s, err := parseCMS(der)
	if err != nil {
		return nil, nil, ManifestSignatureName
	}
	m = new(manifest)
	if !bytes.Equal(s.digest, digestAround(data, 0, 0)) || json.Unmarshal(data, m) != nil ||
		!m.sound() {
		return nil, s, ManifestName
	}
	return m, s, ""
}
