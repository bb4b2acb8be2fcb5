package seal

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"hallmark/standard/message"
)

// Names of the two attachments that [Sign] adds itself.
const (
	ManifestName          = "manifest.json"
	ManifestSignatureName = "manifest.p7s"
)

// Reasons why [Sign] refuses a file.
var (
	ErrNotPDF      = errors.New("not a PDF file")
	ErrEncrypted   = errors.New("an encrypted PDF cannot be sealed")
	ErrSealed      = errors.New("the PDF is signed already")
	ErrUnsupported = errors.New("a PDF with cross-reference streams cannot be sealed")
	ErrAttachment  = errors.New("attachment names must be set, different and not the manifest's")
	ErrKeyTime     = errors.New("the signing time is outside the validity of the certificate")
)

// Attachment is a file inside a PDF.
type Attachment struct {
	Name        string // "score.json"
	MIME        string // "application/json"; "" for unknown
	Description string
	Data        []byte
}

// Options say what [Sign] attaches and what the signature states.
type Options struct {
	Attachments []Attachment
	SignedAt    time.Time // to the second
	Name        string    // who signs; "" for the name in the certificate
	Reason      string
	Location    string
	Language    message.Language // of the descriptions of what Sign itself attaches
}

// Sign returns the PDF with one incremental update: attachments, the manifest with its own
// signature, and a signature over the whole file (adbe.pkcs7.detached, RSA or ECDSA with SHA-256).
// The original bytes stay as they are. Equal inputs give equal bytes where the key is RSA. It returns
// [ErrNotPDF], [ErrEncrypted], [ErrSealed], [ErrUnsupported], [ErrAttachment] or [ErrKeyTime].
func Sign(pdf []byte, key *Key, o Options) ([]byte, error) {
	file, _, err := SignOnce(pdf, key, o)
	return file, err
}

// Signatures are the two signatures of a sealed file: detached CMS, in DER.
type Signatures struct {
	Manifest []byte `json:"manifest"`
	File     []byte `json:"file"`
}

// Signer says who has signed, and when.
func (s Signatures) Signer() (Signer, error) {
	signed, err := parseCMS(s.File)
	if err != nil {
		return Signer{}, err
	}
	return signed.signer(), nil
}

// SignOnce does what [Sign] does and returns the two signatures as well, with which [SignAgain] makes
// the same file.
func SignOnce(pdf []byte, key *Key, o Options) ([]byte, Signatures, error) {
	at := o.SignedAt.Truncate(time.Second)
	if at.Before(key.certificate().NotBefore) || at.After(key.certificate().NotAfter) {
		return nil, Signatures{}, ErrKeyTime
	}
	s, err := sealingBy(key, o)
	if err != nil {
		return nil, s.made, err
	}
	file, err := s.seal(pdf, key.Name())
	return file, s.made, err
}

func sealingBy(key *Key, o Options) (*sealing, error) {
	size, err := key.signatureSize(o.SignedAt)
	return &sealing{options: o, size: size, sign: func(digest []byte, size int) ([]byte, error) {
		return key.sign(digest, o.SignedAt, size)
	}}, err
}

// ErrOther says that a file is not the one that signatures were made of.
var ErrOther = errors.New("the signatures are of another file")

// SignAgain makes the file that [SignOnce] has made, from the same parts and without a key. It
// returns [ErrOther] where the parts are not the same. The time is that of the signatures.
func SignAgain(pdf []byte, kept Signatures, o Options) ([]byte, error) {
	first, err := parseCMS(kept.Manifest)
	if err != nil {
		return nil, err
	}
	whole, err := parseCMS(kept.File)
	if err != nil {
		return nil, err
	}
	o.SignedAt = whole.at
	left := []*cmsSignature{first, whole}
	s := sealing{options: o, size: len(kept.File), sign: func(digest []byte, size int) ([]byte, error) {
		one := left[0]
		left = left[1:]
		if !bytes.Equal(one.digest, digest) {
			return nil, ErrOther
		}
		if size == 0 {
			return kept.Manifest, nil
		}
		return kept.File, nil
	}}
	return s.seal(pdf, whole.certificate.Subject.CommonName)
}

// seal makes the file; name is that in the certificate.
func (s *sealing) seal(pdf []byte, name string) ([]byte, error) {
	if s.options.Name == "" {
		s.options.Name = name
	}
	if err := checkNames(s.options.Attachments); err != nil {
		return nil, err
	}
	var err error
	if s.update, err = newUpdate(pdf); err != nil {
		return nil, err
	}
	if err := s.putParts(); err != nil {
		return nil, err
	}
	if err := s.putManifest(); err != nil {
		return nil, err
	}
	return s.putSignature()
}

func checkNames(list []Attachment) error {
	seen := map[string]bool{"": true, ManifestName: true, ManifestSignatureName: true}
	for _, a := range list {
		if seen[a.Name] {
			return fmt.Errorf("%w: %q", ErrAttachment, a.Name)
		}
		seen[a.Name] = true
	}
	return nil
}

// sealing is the work of one call of [SignOnce] or [SignAgain].
type sealing struct {
	*update
	options Options
	made    Signatures
	size    int // of the file's signature, in bytes

	// sign returns the signature of a SHA-256; a size of 0 is any.
	sign func(digest []byte, size int) ([]byte, error)

	manifest, manifestSignature, signature reference // written after all other parts
}

const pdfDate = "D:20060102150405+00'00'"

func (s *sealing) date() text { return text(s.options.SignedAt.UTC().Format(pdfDate)) }

// putParts writes everything but the manifest and the two signatures.
func (s *sealing) putParts() error {
	root := s.base.trailer["Root"].(reference)
	old := s.base.dict(root)
	page, ok := s.base.firstPage()
	if old == nil || !ok {
		return ErrNotPDF
	}
	catalog := clone(old)
	if err := s.attach(catalog); err != nil {
		return err
	}
	field := s.allocate()
	s.signature = s.allocate()
	s.putField(field, page, catalog)
	if !s.base.atLeast17(catalog) {
		catalog["Version"] = name("1.7")
	}
	s.put(root, catalog)
	return nil
}

// attach writes the embedded files (7.11.4) and names them in the catalog.
func (s *sealing) attach(catalog dict) error {
	own := []Attachment{
		{Name: ManifestName, MIME: "application/json",
			Description: message.Text(s.options.Language, "seal.manifest")},
		{Name: ManifestSignatureName, MIME: "application/pkcs7-signature",
			Description: message.Text(s.options.Language, "seal.manifest-signature")},
	}
	all := slices.Concat(s.options.Attachments, own)
	type entry struct {
		key  text
		file any
	}
	names := clone(s.base.dict(catalog["Names"]))
	var entries []entry
	s.base.eachName(names["EmbeddedFiles"], func(key text, file any) {
		entries = append(entries, entry{key, file})
	})
	associated := slices.Clone(s.base.array(catalog["AF"]))
	for _, a := range all {
		data, file := s.allocate(), s.allocate()
		switch a.Name {
		case ManifestName:
			s.manifest = data
		case ManifestSignatureName:
			s.manifestSignature = data
		default:
			if err := s.putStream(data, s.embedded(a), a.Data); err != nil {
				return err
			}
		}
		s.put(file, dict{
			"Type": name("Filespec"), "F": encodeText(a.Name), "UF": encodeText(a.Name),
			"Desc": encodeText(a.Description), "AFRelationship": name("Data"),
			"EF": dict{"F": data, "UF": data},
		})
		entries = append(entries, entry{encodeText(a.Name), file})
		associated = append(associated, file)
	}
	slices.SortStableFunc(entries, func(a, b entry) int {
		return bytes.Compare([]byte(a.key), []byte(b.key))
	})
	var list array
	for _, e := range entries {
		list = append(list, e.key, e.file)
	}
	names["EmbeddedFiles"] = dict{"Names": list}
	catalog["Names"], catalog["AF"] = names, associated
	return nil
}

func (s *sealing) embedded(a Attachment) dict {
	d := dict{"Type": name("EmbeddedFile"),
		"Params": dict{"Size": len(a.Data), "ModDate": s.date()}}
	if a.MIME != "" {
		d["Subtype"] = name(a.MIME)
	}
	return d
}

// fieldName is the name of the field that holds the seal.
const fieldName = "Hallmark"

// putField writes the signature field (12.7.4.5), an invisible widget on the first page.
func (s *sealing) putField(field, page reference, catalog dict) {
	s.put(field, dict{
		"Type": name("Annot"), "Subtype": name("Widget"), "FT": name("Sig"),
		"T": text(fieldName), "Rect": array{0, 0, 0, 0}, "P": page, "V": s.signature,
		"F": 132, // print, locked
	})
	form := clone(s.base.dict(catalog["AcroForm"]))
	form["Fields"] = append(slices.Clone(s.base.array(form["Fields"])), field)
	form["SigFlags"] = 3 // signatures exist; append only
	catalog["AcroForm"] = form
	d := clone(s.base.dict(page))
	d["Annots"] = append(slices.Clone(s.base.array(d["Annots"])), field)
	s.put(page, d)
}

// putManifest writes the manifest of all that stands already, and its signature.
func (s *sealing) putManifest() error {
	m, err := s.makeManifest()
	if err != nil {
		return err
	}
	a := Attachment{Name: ManifestName, MIME: "application/json", Data: m}
	if err := s.putStream(s.manifest, s.embedded(a), m); err != nil {
		return err
	}
	sum := sha256.Sum256(m)
	der, err := s.sign(sum[:], 0)
	if err != nil {
		return err
	}
	s.made.Manifest = der
	a = Attachment{Name: ManifestSignatureName, MIME: "application/pkcs7-signature", Data: der}
	return s.putStream(s.manifestSignature, s.embedded(a), der)
}

// rangeForm holds the place of the three numbers of ByteRange that are known only at the end.
const rangeForm = "[0 %-10d %-10d %-10d]"

// putSignature writes the signature dictionary (12.8.1), ends the file and signs it.
func (s *sealing) putSignature() ([]byte, error) {
	d := dict{"Type": name("Sig"), "Filter": name("Adobe.PPKLite"),
		"SubFilter": name("adbe.pkcs7.detached"), "M": s.date(), "Name": encodeText(s.options.Name)}
	if s.options.Reason != "" {
		d["Reason"] = encodeText(s.options.Reason)
	}
	if s.options.Location != "" {
		d["Location"] = encodeText(s.options.Location)
	}
	s.begin(s.signature)
	s.out = bytes.TrimSuffix(appendValue(s.out, d, appendReference), []byte(">>"))
	s.out = append(s.out, "/ByteRange "...)
	rangeAt := len(s.out)
	s.out = fmt.Appendf(s.out, rangeForm, 0, 0, 0)
	s.out = append(s.out, "\n/Contents "...)
	from := len(s.out)
	s.out = appendText(s.out, text(make([]byte, s.size)))
	to := len(s.out)
	s.out = append(s.out, "\n>>\nendobj\n"...)
	s.finish(s.trailer())

	byteRange := fmt.Sprintf(rangeForm, from, to, len(s.out)-to)
	copy(s.out[rangeAt:], byteRange)
	der, err := s.sign(digestAround(s.out, from, to), s.size)
	if err != nil {
		return nil, err
	}
	s.made.File = der
	hex.Encode(s.out[from+1:], der)
	return s.out, nil
}

func (s *sealing) trailer() dict {
	sum := sha256.Sum256(s.base.bytes)
	id := array{text(sum[:16]), text(sum[:16])}
	if old := s.base.array(s.base.trailer["ID"]); len(old) == 2 {
		id[0] = s.base.resolve(old[0])
	}
	t := dict{"Root": s.base.trailer["Root"], "Size": s.next, "Prev": s.previous, "ID": id}
	if info := s.base.trailer["Info"]; info != nil {
		t["Info"] = info
	}
	return t
}

// digestAround returns the SHA-256 of all of b but b[from:to].
func digestAround(b []byte, from, to int) []byte {
	h := sha256.New()
	h.Write(b[:from])
	h.Write(b[to:])
	return h.Sum(nil)
}
