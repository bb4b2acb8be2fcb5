package seal

import (
	"bytes"
	"slices"
	"time"

	"hallmark/standard"
	"hallmark/standard/message"
)

// Trust says whether the signer is known.
type Trust uint8

// The three answers.
const (
	SelfAsserted Trust = iota // nothing to compare with: the key speaks for itself alone
	Expected                  // the key of the expected installation
	Unexpected                // another key
)

// Verification is what [Verify] found.
type Verification struct {
	Signed         bool // there is a signature or a manifest
	SignatureValid bool // the signature holds for the bytes that it covers
	CoversWhole    bool // it covers every byte of the file
	ManifestValid  bool // the manifest's own signature holds

	// What the signature, or else the manifest's, states of itself; to be believed only as far as
	// SignatureValid, ManifestValid and Trust go.
	Signer      string
	Fingerprint standard.Digest
	SignedAt    time.Time // UTC, by the signer's clock
	Reason      string
	Location    string
	Trust       Trust

	Altered     []Alteration
	Attachments []AttachedFile
}

// AttachedFile is a file that was attached to the PDF.
type AttachedFile struct {
	Attachment
	Covered bool // by a valid signature, of the file or of the manifest
}

// Intact reports whether the file is, to the last byte, what was signed. Whether the signer is
// whom one expects is another question: see Trust.
func (v *Verification) Intact() bool {
	return v.SignatureValid && v.CoversWhole && len(v.Altered) == 0
}

// Attachment finds an attached file.
func (v *Verification) Attachment(name string) (AttachedFile, bool) {
	i := slices.IndexFunc(v.Attachments, func(a AttachedFile) bool { return a.Name == name })
	if i < 0 {
		return AttachedFile{}, false
	}
	return v.Attachments[i], true
}

// Verify checks the seal of a PDF. With trusted fingerprints it says whether the signer is one of
// them. When the file is not what was signed, the manifest names what was altered. It takes any
// bytes; it returns [ErrNotPDF] when there is neither a PDF nor a seal in them.
func Verify(pdf []byte, trusted ...standard.Digest) (*Verification, error) {
	f := readFile(pdf)
	v := &Verification{}
	files := f.attachments()
	m, manifestSigner, bad := readManifest(files)
	signer := v.checkSignatures(f)
	v.ManifestValid = m != nil
	v.Signed = v.Signed || m != nil || bad != ""
	if !v.Signed && !bytes.Contains(pdf[:min(len(pdf), 1024)], []byte("%PDF-")) {
		return nil, ErrNotPDF
	}
	if v.Signed {
		v.nameAlterations(f, m, signer, manifestSigner, bad)
	}
	if signer == nil {
		signer = manifestSigner
	}
	if signer != nil {
		v.Signer = signer.certificate.Subject.CommonName
		v.Fingerprint = standard.DigestBytes(signer.certificate.Raw)
		v.SignedAt = signer.at.UTC()
	}
	if len(trusted) > 0 {
		v.Trust = Unexpected
		if slices.Contains(trusted, v.Fingerprint) {
			v.Trust = Expected
		}
	}
	vouches := m != nil && manifestSigner.certificate.Equal(signer.certificate)
	for _, a := range files {
		covered := v.SignatureValid && v.CoversWhole || vouches && (isOwn(a.Name) || m.holds(a))
		v.Attachments = append(v.Attachments, AttachedFile{a, covered})
	}
	return v, nil
}

// maxSignatures bounds the work that a hostile file makes.
const maxSignatures = 16

// checkSignatures takes the first signature that holds, or else the first.
func (v *Verification) checkSignatures(f *file) *cmsSignature {
	var first *cmsSignature
	list := f.signatures()
	for i, o := range list[:min(len(list), maxSignatures)] {
		s, end, err := f.checkSignature(o)
		if i == 0 || err == nil {
			d := o.value.(dict)
			v.Signed, first = true, s
			v.Reason, v.Location = decodeText(f.resolve(d["Reason"])), decodeText(f.resolve(d["Location"]))
			v.Altered = nil
			switch {
			case s == nil:
				v.Altered = []Alteration{{Part: Part{Kind: PartSignature}, How: Changed}}
			case end > len(f.bytes):
				v.Altered = []Alteration{{Part{Kind: PartFile}, Truncated, end - len(f.bytes)}}
			case end < len(f.bytes):
				v.Altered = []Alteration{{Part{Kind: PartFile}, Appended, len(f.bytes) - end}}
			}
		}
		if err == nil {
			v.SignatureValid, v.CoversWhole = true, end == len(f.bytes)
			return s
		}
	}
	return first
}

// maxSize is more than any file has, and can be added without overflow.
const maxSize = 1 << 40

// checkSignature checks one signature and returns where the bytes that it covers end. The
// signature is nil when it does not even hold in itself. The range must be all but the hexadecimal
// digits, which must be spelled as [Sign] does: then no byte of the file is free.
func (f *file) checkSignature(o *object) (s *cmsSignature, end int, err error) {
	d := o.value.(dict)
	contents, _ := d["Contents"].(text)
	if s, err = parseCMS([]byte(contents)); err != nil {
		return nil, len(f.bytes), err
	}
	var r [4]int
	list := d["ByteRange"].(array)
	for i := range min(len(list), 4) {
		r[i], _ = whole(list[i])
	}
	from, to, size := r[1], r[2], len(f.bytes)
	if len(list) != 4 || r[0] != 0 || r[3] < 0 || r[3] > maxSize || from < o.at || to > o.end ||
		from > to || !bytes.Equal(f.bytes[from:to], appendText(nil, contents)) {
		return s, size, errSignature
	}
	end = to + r[3]
	if end > size || !bytes.Equal(s.digest, digestAround(f.bytes[:end], from, to)) {
		return s, end, errSignature
	}
	return s, end, nil
}

// nameAlterations fills v.Altered when the signature does not vouch for every byte.
func (v *Verification) nameAlterations(f *file, m *manifest, file, own *cmsSignature, bad string) {
	if bad != "" {
		v.Altered = append(v.Altered, Alteration{Part: Part{PartAttachment, 0, 0, bad}, How: Changed})
	}
	resigned := file != nil && own != nil && !file.certificate.Equal(own.certificate)
	if resigned {
		v.Altered = append(v.Altered, Alteration{Part: Part{Kind: PartFile}, How: Resigned})
	}
	if v.Intact() {
		return
	}
	if file == nil && !slices.ContainsFunc(v.Altered, isSignature) {
		v.Altered = append(v.Altered, Alteration{Part: Part{Kind: PartSignature}, How: Missing})
	}
	if m != nil {
		v.Altered = append(v.Altered, m.compare(f)...)
	}
	if len(v.Altered) == 0 {
		v.Altered = []Alteration{{Part: Part{Kind: PartTail}, How: Changed}}
	}
}

func isSignature(a Alteration) bool { return a.Kind == PartSignature }

// Lines tells people what was found, one sentence a line, the verdict first.
func (v *Verification) Lines(l message.Language) []string {
	say := func(key string, args ...any) string { return message.Text(l, "seal."+key, args...) }
	if !v.Signed {
		return []string{say("unsigned")}
	}
	lines := []string{say("altered")}
	if v.Intact() {
		lines = []string{say("intact")}
	}
	for _, a := range v.Altered {
		lines = append(lines, a.Text(l))
	}
	if !v.Intact() && !v.ManifestValid {
		lines = append(lines, say("no-manifest"))
	}
	if !v.SignatureValid && !v.ManifestValid { // then nothing vouches for the name either
		return lines
	}
	signedAt := v.SignedAt.In(time.FixedZone("", 8*60*60)).Format("2006-01-02 15:04:05 -0700")
	return append(lines, say("signer", v.Signer, signedAt), say("fingerprint", string(v.Fingerprint)),
		say([...]string{"self-asserted", "expected", "unexpected"}[v.Trust]))
}
