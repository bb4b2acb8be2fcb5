package seal

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"math/big"
	"slices"
	"time"
)

// errSignature says that a CMS structure is not one that [Key.sign] made, or that its own signature
// does not hold.
var errSignature = errors.New("not a valid signature")

// The structures of RFC 5652 (CMS), 5.1 and 5.3, as far as a detached signature by one signer
// needs them.
type (
	contentInfo struct {
		Type    asn1.ObjectIdentifier
		Content signedData `asn1:"explicit,tag:0"`
	}
	signedData struct {
		Version      int
		Digests      []pkix.AlgorithmIdentifier `asn1:"set"`
		Content      struct{ Type asn1.ObjectIdentifier }
		Certificates asn1.RawValue
		Signers      []signerInfo `asn1:"set"`
	}
	signerInfo struct {
		Version    int
		Issuer     issuerAndSerial
		Digest     pkix.AlgorithmIdentifier
		Attributes asn1.RawValue
		Algorithm  pkix.AlgorithmIdentifier
		Signature  []byte
	}
	issuerAndSerial struct {
		Issuer asn1.RawValue
		Serial *big.Int
	}
	attribute struct {
		Type   asn1.ObjectIdentifier
		Values []asn1.RawValue `asn1:"set"`
	}
	// signingCertificate is SigningCertificateV2 (RFC 5035, 3): it puts the certificates themselves
	// under the signature.
	signingCertificate struct{ Certificates []struct{ Hash []byte } }
)

func oid(arcs ...int) asn1.ObjectIdentifier { return arcs }

func oidData() asn1.ObjectIdentifier       { return oid(1, 2, 840, 113549, 1, 7, 1) }
func oidSignedData() asn1.ObjectIdentifier { return oid(1, 2, 840, 113549, 1, 7, 2) }
func oidDigest() asn1.ObjectIdentifier     { return oid(1, 2, 840, 113549, 1, 9, 4) }
func oidTime() asn1.ObjectIdentifier       { return oid(1, 2, 840, 113549, 1, 9, 5) }

func sha256Algorithm() pkix.AlgorithmIdentifier {
	return pkix.AlgorithmIdentifier{
		Algorithm: oid(2, 16, 840, 1, 101, 3, 4, 2, 1), Parameters: asn1.NullRawValue}
}

// cmsAttributes returns the signed attributes as the SET OF that is signed (RFC 5652, 5.4).
// It holds the digests of all certificates of the chain, the signer's first.
func cmsAttributes(chain []*x509.Certificate, digest []byte, at time.Time) ([]byte, error) {
	var certificates signingCertificate
	for _, c := range chain {
		sum := sha256.Sum256(c.Raw)
		certificates.Certificates = append(certificates.Certificates, struct{ Hash []byte }{sum[:]})
	}
	var attributes [][]byte
	for _, a := range []struct {
		oid   asn1.ObjectIdentifier
		value any
	}{
		{oid(1, 2, 840, 113549, 1, 9, 3), oidData()},
		{oidDigest(), digest},
		{oidTime(), at.UTC().Truncate(time.Second)},
		{oid(1, 2, 840, 113549, 1, 9, 16, 2, 47), certificates},
	} {
		value, err := asn1.Marshal(a.value)
		if err != nil {
			return nil, err
		}
		der, err := asn1.Marshal(attribute{a.oid, []asn1.RawValue{{FullBytes: value}}})
		if err != nil {
			return nil, err
		}
		attributes = append(attributes, der)
	}
	slices.SortFunc(attributes, bytes.Compare)
	return asn1.Marshal(asn1.RawValue{
		Tag: asn1.TagSet, IsCompound: true, Bytes: slices.Concat(attributes...)})
}

// cmsEncode returns the DER of a signature whose parts are known.
func cmsEncode(chain []*x509.Certificate, digest []byte, at time.Time, signature []byte) (
	[]byte, error) {
	cert := chain[0]
	set, err := cmsAttributes(chain, digest, at)
	if err != nil {
		return nil, err
	}
	var attributes asn1.RawValue
	if _, err := asn1.Unmarshal(set, &attributes); err != nil {
		return nil, err
	}
	info := contentInfo{Type: oidSignedData(), Content: signedData{
		Version:      1,
		Digests:      []pkix.AlgorithmIdentifier{sha256Algorithm()},
		Certificates: tagged0(raw(chain)),
		Signers: []signerInfo{{
			Version:    1,
			Issuer:     issuerAndSerial{asn1.RawValue{FullBytes: cert.RawIssuer}, cert.SerialNumber},
			Digest:     sha256Algorithm(),
			Attributes: tagged0(attributes.Bytes),
			Algorithm:  signatureAlgorithm(cert),
			Signature:  signature,
		}},
	}}
	info.Content.Content.Type = oidData()
	return asn1.Marshal(info)
}

// signatureAlgorithm is rsaEncryption (RFC 3370, 3.2) or ecdsa-with-SHA256 (RFC 5754, 3.3).
func signatureAlgorithm(c *x509.Certificate) pkix.AlgorithmIdentifier {
	if c.PublicKeyAlgorithm == x509.ECDSA {
		return pkix.AlgorithmIdentifier{Algorithm: oid(1, 2, 840, 10045, 4, 3, 2)}
	}
	return pkix.AlgorithmIdentifier{
		Algorithm: oid(1, 2, 840, 113549, 1, 1, 1), Parameters: asn1.NullRawValue}
}

func raw(chain []*x509.Certificate) (all []byte) {
	for _, c := range chain {
		all = append(all, c.Raw...)
	}
	return all
}

func tagged0(content []byte) asn1.RawValue {
	return asn1.RawValue{Class: asn1.ClassContextSpecific, IsCompound: true, Bytes: content}
}

// cmsSignature is what a detached signature says.
type cmsSignature struct {
	certificate *x509.Certificate
	chain       []*x509.Certificate // with it, the first, and its issuers
	digest      []byte              // of the signed data
	at          time.Time
}

// signer is what the signature says of who made it.
func (s *cmsSignature) signer() Signer { return signerIn(s.certificate, s.at) }

// parseCMS reads a signature and checks that its own attributes are signed by the certificate in
// it. Comparing the digest with the data is left to the caller. The structure is built again from
// its few free values and must be equal to the last bit, so nothing in it can be changed unseen.
func parseCMS(der []byte) (*cmsSignature, error) {
	var info contentInfo
	if rest, err := asn1.Unmarshal(der, &info); err != nil || len(rest) > 0 {
		return nil, errSignature
	}
	if len(info.Content.Signers) != 1 {
		return nil, errSignature
	}
	signer := info.Content.Signers[0]
	chain, err := x509.ParseCertificates(info.Content.Certificates.Bytes)
	if err != nil || len(chain) == 0 || len(chain) > maxChain {
		return nil, errSignature
	}
	s := cmsSignature{certificate: chain[0], chain: chain}
	for rest := signer.Attributes.Bytes; len(rest) > 0; {
		var a attribute
		if rest, err = asn1.Unmarshal(rest, &a); err != nil || len(a.Values) != 1 {
			return nil, errSignature
		}
		switch {
		case a.Type.Equal(oidDigest()):
			_, err = asn1.Unmarshal(a.Values[0].FullBytes, &s.digest)
		case a.Type.Equal(oidTime()):
			_, err = asn1.Unmarshal(a.Values[0].FullBytes, &s.at)
		}
		if err != nil {
			return nil, errSignature
		}
	}
	again, err := cmsEncode(chain, s.digest, s.at, signer.Signature)
	if err != nil || !bytes.Equal(again, der) {
		return nil, errSignature
	}
	return &s, s.check(signer.Signature)
}

func (s *cmsSignature) check(signature []byte) error {
	attributes, err := cmsAttributes(s.chain, s.digest, s.at)
	if err != nil {
		return errSignature
	}
	sum := sha256.Sum256(attributes)
	if !holds(s.certificate, sum[:], signature) {
		return errSignature
	}
	return nil
}
