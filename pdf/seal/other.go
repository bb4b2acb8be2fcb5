package seal

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	_ "crypto/sha1" //nolint:gosec // to read what others have signed; this program signs with SHA-256
	_ "crypto/sha256"
	_ "crypto/sha512"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"slices"
	"time"

	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

// Holding says whether a signature holds for the bytes that it covers.
type Holding string

// The three answers.
const (
	Holds     Holding = "holds"
	Broken    Holding = "broken"
	Unchecked Holding = "unchecked" // of a kind that this program does not know
)

// OtherSignature is a signature in a PDF that is not the seal: of another program, of another
// office. Who the signer really is, nobody has checked.
type OtherSignature struct {
	Signer      string // as the certificate or, without one, the signature names it; may be ""
	Fingerprint standard.Digest
	At          time.Time // by the signer's clock; zero when it is not said
	Holding     Holding

	end int // where the bytes that it covers end
}

// Text tells people of the signature.
func (o OtherSignature) Text(l message.Language) string {
	signer := o.Signer
	if signer == "" {
		signer = message.Text(l, "seal.other-nameless")
	}
	if o.At.IsZero() {
		return message.Text(l, "seal.other-undated-"+string(o.Holding), signer)
	}
	return message.Text(l, "seal.other-"+string(o.Holding), signer, sayTime(o.At))
}

// sayTime is a time in the zone of the halls, as people write it.
func sayTime(t time.Time) message.Moment { return message.Moment(t.In(checklists.HallZone)) }

// The structures of RFC 5652, 5.1 and 5.3, as other programs use them.
type (
	otherInfo struct {
		Type    asn1.ObjectIdentifier
		Content otherData `asn1:"explicit,tag:0"`
	}
	otherData struct {
		Version int
		Digests asn1.RawValue
		Content struct {
			Type asn1.ObjectIdentifier
			Data asn1.RawValue `asn1:"explicit,optional,tag:0"`
		}
		Certificates asn1.RawValue `asn1:"optional,tag:0"`
		Revocations  asn1.RawValue `asn1:"optional,tag:1"`
		Signers      []otherSigner `asn1:"set"`
	}
	otherSigner struct {
		Version    int
		ID         asn1.RawValue
		Digest     pkix.AlgorithmIdentifier
		Attributes asn1.RawValue `asn1:"optional,tag:0"`
		Algorithm  pkix.AlgorithmIdentifier
		Signature  []byte
		Unsigned   asn1.RawValue `asn1:"optional,tag:1"`
	}
	otherAttribute struct {
		Type   asn1.ObjectIdentifier
		Values asn1.RawValue
	}
)

// checkOther reads the signature of another program as far as it can be read.
func (f *file) checkOther(o *object) OtherSignature {
	d := o.value.(dict)
	contents, _ := f.resolve(d["Contents"]).(text)
	found := OtherSignature{Signer: decodeText(f.resolve(d["Name"])), Holding: Broken,
		At: pdfTime(decodeText(f.resolve(d["M"])))}
	data, end, ok := f.signedBytes(o)
	if found.end = end; !ok {
		return found
	}
	form, _ := f.resolve(d["SubFilter"]).(name)
	if !slices.Contains([]name{"adbe.pkcs7.detached", "ETSI.CAdES.detached"}, form) {
		found.Holding = Unchecked
		return found
	}
	var info otherInfo
	der, _, _ := definite([]byte(contents), 0)
	if _, err := asn1.Unmarshal(der, &info); err != nil ||
		len(info.Content.Signers) != 1 {
		found.Holding = Unchecked
		return found
	}
	s := &info.Content.Signers[0]
	certificate := s.certificate(info.Content.Certificates.Bytes)
	if certificate == nil {
		found.Holding = Unchecked
		return found
	}
	if found.Signer = certificate.Subject.CommonName; found.Signer == "" {
		found.Signer = certificate.Subject.String()
	}
	found.Fingerprint = standard.DigestBytes(certificate.Raw)
	if at := s.time(); !at.IsZero() {
		found.At = at
	}
	found.Holding = s.check(certificate, data)
	return found
}

// signedBytes returns the bytes that a signature covers and where they end: all from the start but
// its own digits.
func (f *file) signedBytes(o *object) (data [2][]byte, end int, ok bool) {
	list := f.array(o.value.(dict)["ByteRange"])
	var r [4]int
	for i := range min(len(list), 4) {
		r[i], _ = whole(list[i])
	}
	size := len(f.bytes)
	if len(list) != 4 || r[0] != 0 || r[1] < o.at || r[2] < r[1] || r[2] > o.end ||
		r[3] < 0 || r[3] > size-r[2] {
		return data, size, false
	}
	gap := f.bytes[r[1]:r[2]]
	if len(gap) < 2 || gap[0] != '<' || gap[len(gap)-1] != '>' {
		return data, size, false
	}
	end = r[2] + r[3]
	return [2][]byte{f.bytes[:r[1]], f.bytes[r[2]:end]}, end, true
}

// certificate finds the signer's among those in the structure.
func (s *otherSigner) certificate(list []byte) *x509.Certificate {
	var id struct {
		Issuer asn1.RawValue
		Serial *big.Int
	}
	_, err := asn1.Unmarshal(s.ID.FullBytes, &id)
	for rest := list; len(rest) > 0; {
		var one asn1.RawValue
		var bad error
		if rest, bad = asn1.Unmarshal(rest, &one); bad != nil {
			return nil
		}
		c, bad := x509.ParseCertificate(one.FullBytes)
		if bad != nil {
			continue
		}
		byKey := s.ID.Class == asn1.ClassContextSpecific && bytes.Equal(c.SubjectKeyId, s.ID.Bytes)
		byIssuer := err == nil && id.Serial != nil && c.SerialNumber.Cmp(id.Serial) == 0 &&
			bytes.Equal(c.RawIssuer, id.Issuer.FullBytes)
		if byKey || byIssuer {
			return c
		}
	}
	return nil
}

// attribute returns the first value of a signed attribute.
func (s *otherSigner) attribute(of asn1.ObjectIdentifier, into any) bool {
	for rest := s.Attributes.Bytes; len(rest) > 0; {
		var a otherAttribute
		var err error
		if rest, err = asn1.Unmarshal(rest, &a); err != nil {
			return false
		}
		if a.Type.Equal(of) {
			_, err = asn1.Unmarshal(a.Values.Bytes, into)
			return err == nil
		}
	}
	return false
}

func (s *otherSigner) time() (at time.Time) {
	if !s.attribute(oidTime(), &at) {
		return time.Time{}
	}
	return at.UTC()
}

// hash is the digest algorithm of the signature; false for one that is not known.
func (s *otherSigner) hash() (crypto.Hash, bool) {
	for _, h := range []struct {
		oid  asn1.ObjectIdentifier
		hash crypto.Hash
	}{
		{oid(1, 3, 14, 3, 2, 26), crypto.SHA1},
		{oid(2, 16, 840, 1, 101, 3, 4, 2, 1), crypto.SHA256},
		{oid(2, 16, 840, 1, 101, 3, 4, 2, 2), crypto.SHA384},
		{oid(2, 16, 840, 1, 101, 3, 4, 2, 3), crypto.SHA512},
	} {
		if s.Digest.Algorithm.Equal(h.oid) {
			return h.hash, true
		}
	}
	return 0, false
}

// check compares digest and signature with the data.
func (s *otherSigner) check(certificate *x509.Certificate, data [2][]byte) Holding {
	hash, known := s.hash()
	if !known {
		return Unchecked
	}
	h := hash.New()
	for _, part := range data {
		h.Write(part)
	}
	sum := h.Sum(nil)
	var signed []byte
	if len(s.Attributes.FullBytes) > 0 {
		var stated []byte
		if !s.attribute(oidDigest(), &stated) || !bytes.Equal(stated, sum) {
			return Broken
		}
		signed = slices.Clone(s.Attributes.FullBytes)
		signed[0] = asn1.TagSet | 0x20 // the SET OF is signed, not its tag in the structure
		h.Reset()
		h.Write(signed)
		sum = h.Sum(nil)
	}
	holds := false
	switch public := certificate.PublicKey.(type) {
	case *rsa.PublicKey:
		if s.Algorithm.Algorithm.Equal(oid(1, 2, 840, 113549, 1, 1, 10)) { // RSASSA-PSS
			holds = rsa.VerifyPSS(public, hash, sum, s.Signature, nil) == nil
		} else {
			holds = rsa.VerifyPKCS1v15(public, hash, sum, s.Signature) == nil
		}
	case *ecdsa.PublicKey:
		holds = ecdsa.VerifyASN1(public, sum, s.Signature)
	case ed25519.PublicKey:
		if signed == nil {
			return Unchecked
		}
		holds = ed25519.Verify(public, signed, s.Signature)
	default:
		return Unchecked
	}
	if holds {
		return Holds
	}
	return Broken
}

// pdfTime reads a date of a PDF (7.9.4) to the second; zero when it is none.
func pdfTime(s string) time.Time {
	if len(s) < len("D:20060102150405") {
		return time.Time{}
	}
	zone := "Z"
	if rest := s[len("D:20060102150405"):]; len(rest) >= 6 && rest[0] != 'Z' {
		zone = rest[:3] + ":" + rest[4:6]
	}
	t, err := time.Parse("D:20060102150405Z07:00", s[:len("D:20060102150405")]+zone)
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}
