package seal

import (
	"cmp"
	"maps"
	"reflect"
	"slices"

	"hallmark/standard/message"
)

// Addition is what somebody has appended to a sealed file without touching what was sealed.
type Addition struct {
	Part
	By   string // who, as a comment names them; "" when it does not
	Says string // words of a comment
}

// maxSaid is how many characters of a comment are repeated.
const maxSaid = 200

// Text tells people what was appended.
func (a Addition) Text(l message.Language) string {
	if a.Kind != PartNote {
		return message.Text(l, "seal.how-added", a.Part.Text(l))
	}
	by := a.By
	if by == "" {
		by = message.Text(l, "seal.other-nameless")
	}
	if a.Says == "" {
		return message.Text(l, "seal.comment-mute", a.Page, by)
	}
	return message.Text(l, "seal.comment", a.Page, by, a.Says)
}

// later compares a file with the sealed revision at its start.
type later struct {
	sealed, whole *file
	labels        *labels        // of the whole
	files         []embeddedFile // that were attached when it was sealed

	altered []Alteration
	added   []Addition
	noted   map[Part]bool
}

// compareLater tells what stands behind a sealed revision: alterations change what the sealed pages
// show or what was attached to them; additions do not.
func compareLater(sealed, whole *file) *later {
	c := &later{sealed: sealed, whole: whole, labels: labelFile(whole), files: sealed.attachments(),
		noted: map[Part]bool{}}
	numbers := slices.SortedFunc(maps.Keys(whole.objects), func(a, b int) int {
		x, y := c.labels.of[a].Part, c.labels.of[b].Part
		return cmp.Or(cmp.Compare(x.Page, y.Page), cmp.Compare(x.Kind, y.Kind), cmp.Compare(a, b))
	})
	for _, n := range numbers {
		if o := whole.objects[n]; o.since >= len(sealed.bytes) {
			c.object(c.labels.of[n].Part, o, sealed.objects[n])
		}
	}
	if before, now := sealed.trailer["Info"], whole.trailer["Info"]; !reflect.DeepEqual(before, now) &&
		now != nil && !same(sealed.dict(before), whole.dict(now), "Producer", "ModDate") {
		c.add(Addition{Part: Part{Kind: PartInformation}})
	}
	if !reflect.DeepEqual(whole.trailer["Root"], sealed.trailer["Root"]) {
		c.alter(Part{Kind: PartCatalog}, Changed)
	}
	if whole.trailer["Encrypt"] != nil {
		c.alter(Part{Kind: PartFile}, Added)
	}
	return c
}

func (c *later) alter(p Part, how How) {
	if !c.noted[p] {
		c.noted[p] = true
		c.altered = append(c.altered, Alteration{Part: p, How: how})
	}
}

func (c *later) add(a Addition) {
	if a.Kind == PartNote || !c.noted[a.Part] {
		c.noted[a.Part] = true
		c.added = append(c.added, a)
	}
}

// object judges one object that came after the seal; before is what it replaces, or nil.
func (c *later) object(p Part, o, before *object) {
	d, _ := o.value.(dict)
	if o.stream && (d["Type"] == name("XRef") || d["Type"] == name("ObjStm")) {
		return
	}
	if before == nil {
		c.newObject(p, d)
		return
	}
	if before.stream == o.stream && reflect.DeepEqual(before.value, o.value) &&
		string(before.raw) == string(o.raw) {
		return
	}
	old, _ := before.value.(dict)
	switch {
	case p.Kind == PartField && old["FT"] == nil && d["XFA"] == nil: // the list of the fields
	case p.Kind == PartNote && longer(before.value, o.value): // the list of a page's notes
	case p.Kind == PartInformation && same(old, d, "Producer", "ModDate"): // who wrote last
	case p.Kind == PartInformation || p.Kind == PartMetadata:
		c.add(Addition{Part: p})
	case p.Kind == PartPage && same(old, d, "Annots", "Tabs", "LastModified", "PieceInfo"):
	case p.Kind == PartCatalog && d["Type"] == name("Catalog") && same(old, d, "AcroForm", "DSS",
		"Perms", "Extensions", "Version", "Metadata", "Names", "AF", "PieceInfo") &&
		same(c.sealed.dict(old["Names"]), c.whole.dict(d["Names"]), "EmbeddedFiles"):
	default:
		c.alter(p, Changed)
	}
}

// newObject judges an object whose number was free when the file was sealed.
func (c *later) newObject(p Part, d dict) {
	if d["EF"] != nil { // wherever it hangs: programs find attachments in more than one way
		p = Part{Kind: PartAttachment, Name: fileName(c.whole, d)}
	}
	switch p.Kind {
	case PartField, PartSignature:
		if d["FT"] != name("Sig") && d["FT"] != nil {
			c.add(Addition{Part: p})
		}
	case PartNote:
		if kind, ok := d["Subtype"].(name); !ok || kind == "Popup" || d["Rect"] == nil {
			return // an appearance, or the window of a comment
		}
		c.add(Addition{Part: p, By: decodeText(c.whole.resolve(d["T"])),
			Says: shorten(decodeText(c.whole.resolve(d["Contents"])))})
	case PartInformation: // held against that before by the trailer
	case PartMetadata:
		c.add(Addition{Part: p})
	case PartAttachment:
		if c.attached(p.Name) {
			c.alter(p, Changed)
		} else {
			c.add(Addition{Part: p})
		}
	case PartCatalog, PartObject: // data for the proof of a signature; nothing that is shown
	default:
		c.alter(p, Added)
	}
}

// attached reports whether a file of the name was attached when the file was sealed.
func (c *later) attached(called string) bool {
	return slices.ContainsFunc(c.files, func(a embeddedFile) bool { return a.Name == called })
}

// longer reports whether a list begins with all of another.
func longer(before, now any) bool {
	a, ok := before.(array)
	b, also := now.(array)
	return ok && also && len(a) <= len(b) && reflect.DeepEqual(a, b[:len(a)])
}

// same compares two dictionaries but for the keys that a signature or a comment changes.
func same(a, b dict, but ...name) bool {
	a, b = clone(a), clone(b)
	for _, key := range but {
		delete(a, key)
		delete(b, key)
	}
	return reflect.DeepEqual(a, b)
}

func shorten(s string) string {
	if r := []rune(s); len(r) > maxSaid {
		return string(r[:maxSaid]) + "…"
	}
	return s
}
