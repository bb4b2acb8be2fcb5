package seal

import (
	"bytes"
	"slices"
	"time"

	"hallmark/standard"
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
	Verdict Verdict

	Signed         bool // there is a signature or a manifest
	SignatureValid bool // the signature holds for the bytes that it covers
	CoversWhole    bool // it covers every byte of the file
	ManifestValid  bool // the manifest's own signature holds

	// What the signature, or else the manifest's, states of itself; to be believed only as far as
	// SignatureValid, ManifestValid and Trust go.
	Signer      string
	Issuer      string // who issued the certificate; "" where it is self-signed
	Fingerprint standard.Digest
	SignedAt    time.Time // UTC, by the signer's clock
	Reason      string
	Location    string
	Trust       Trust
	Voucher     *Voucher // a known authority that has issued the certificate; nil for none

	Code        string           // the code of the paper, as far as the file has it; see [Payload.Code]
	Altered     []Alteration     // what is not as it was sealed
	Added       []Addition       // what stands behind the sealed revision and changes nothing in it
	Others      []OtherSignature // signatures that are not the seal
	Sealed      []byte           // the sealed revision, byte for byte; nil where it is not there
	Attachments []AttachedFile   // in force in the whole file

	taken takenSeal
}

// takenSeal is the signature that was taken as the seal.
type takenSeal struct {
	object *object // nil for none
	end    int     // where the bytes that it covers end
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

// SelfSigned reports whether the certificate of a signer vouches for itself alone.
func (v *Verification) SelfSigned() bool { return v.Signer != "" && v.Issuer == "" }

// Attachment finds an attached file.
func (v *Verification) Attachment(name string) (AttachedFile, bool) {
	i := slices.IndexFunc(v.Attachments, func(a AttachedFile) bool { return a.Name == name })
	if i < 0 {
		return AttachedFile{}, false
	}
	return v.Attachments[i], true
}

// Verify checks the seal of a PDF. With trusted fingerprints it says whether the signer is one of
// them; see [Examine] for authorities. When the file is not what was signed, the manifest names what was altered. It takes any
// bytes; it returns [ErrNotPDF] when there is neither a PDF nor a seal in them.
func Verify(pdf []byte, trusted ...standard.Digest) (*Verification, error) {
	return verifyFile(readFile(pdf), Known{Certificates: trusted})
}

func verifyFile(f *file, known Known) (*Verification, error) {
	v := &Verification{}
	files := f.attachments()
	m, manifestSigner, bad := readManifest(files)
	signer := v.checkSignatures(f)
	v.ManifestValid = m != nil
	v.Signed = v.Signed || m != nil || bad != ""
	if !v.Signed && !bytes.Contains(f.bytes[:min(len(f.bytes), 1024)], []byte("%PDF-")) {
		return nil, ErrNotPDF
	}
	v.Code = f.code(files)
	v.judge(f, files, sealParts{m, signer, manifestSigner, bad})
	if signer == nil {
		signer = manifestSigner
	}
	if signer != nil && v.Verdict != Foreign {
		is := signer.signer()
		v.Signer, v.Issuer = is.Name, is.Issuer
		if is.SelfSigned {
			v.Issuer = ""
		}
		v.Fingerprint, v.SignedAt = is.Fingerprint, is.At
		v.Voucher = known.voucher(signer)
	}
	switch vouched := v.Voucher != nil && v.Voucher.Lapsed == ""; {
	case known.nobody():
	case vouched || slices.Contains(known.Certificates, v.Fingerprint):
		v.Trust = Expected
	default:
		v.Trust = Unexpected
	}
	// The manifest vouches for an attachment only where who signed the file signed it too.
	vouches := m != nil && manifestSigner.certificate.Equal(signer.certificate)
	for _, a := range files {
		covered := vouches && (isOwn(a.Name) || m.holds(a.Attachment))
		v.Attachments = append(v.Attachments, AttachedFile{a.Attachment, covered})
	}
	return v, nil
}

// maxSignatures bounds the work that a hostile file makes.
const maxSignatures = 16

// checkSignatures takes the first signature that holds as a seal, or else the first that is one.
func (v *Verification) checkSignatures(f *file) *cmsSignature {
	var first *cmsSignature
	list := f.signatures()
	v.Signed = len(list) > 0
	for _, o := range list[:min(len(list), maxSignatures)] {
		s, end, err := f.checkSignature(o)
		if s == nil && !f.isSealField(o) {
			continue // another program's
		}
		if v.taken.object == nil || err == nil {
			first, v.taken.object, v.taken.end = s, o, end
			v.nameSignature(f, s)
		}
		if err == nil {
			v.SignatureValid, v.CoversWhole = true, end == len(f.bytes)
			return s
		}
	}
	return first
}

// nameSignature notes what the seal says of itself and how far it reaches.
func (v *Verification) nameSignature(f *file, s *cmsSignature) {
	d := v.taken.object.value.(dict)
	v.Reason, v.Location = decodeText(f.resolve(d["Reason"])), decodeText(f.resolve(d["Location"]))
	v.Altered = nil
	switch {
	case s == nil:
		v.Altered = []Alteration{{Part: Part{Kind: PartSignature}, How: Changed}}
	case v.taken.end > len(f.bytes):
		v.Altered = []Alteration{{Part{Kind: PartFile}, Truncated, v.taken.end - len(f.bytes)}}
	case v.taken.end < len(f.bytes):
		v.Altered = []Alteration{{Part{Kind: PartFile}, Appended, len(f.bytes) - v.taken.end}}
	}
}

// isSealField reports whether a signature stands in the field that [Sign] makes.
func (f *file) isSealField(o *object) bool {
	for _, field := range f.objects {
		d, _ := field.value.(dict)
		r, _ := d["V"].(reference)
		if d["T"] == text(fieldName) && d["FT"] == name("Sig") && r.object == o.number {
			return true
		}
	}
	return false
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
