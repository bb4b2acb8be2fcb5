package seal

import (
	"bytes"
	"cmp"
	"crypto/x509"
	"encoding/pem"
	"slices"
	"time"

	"hallmark/standard"
)

// Known are the signers that somebody knows. The zero value knows nobody.
type Known struct {
	Certificates []standard.Digest   // by fingerprint
	Authorities  []*x509.Certificate // that vouch for the certificates which they have issued
}

// nobody reports whether there is nothing to compare a signer with.
func (k *Known) nobody() bool { return len(k.Certificates)+len(k.Authorities) == 0 }

// Add adds the signers of another value.
func (k *Known) Add(more Known) {
	k.Certificates = append(k.Certificates, more.Certificates...)
	k.Authorities = append(k.Authorities, more.Authorities...)
}

// KnownIn returns the certificates in a text: in PEM form, whatever stands between them, or one in
// DER; none in anything else. A text of authorities alone vouches for what they have issued. In one
// with the certificate of a signer they only stand behind it, and it alone is known.
func KnownIn(text []byte) (k Known) {
	list := certificatesIn(text)
	alone := !slices.ContainsFunc(list, func(c *x509.Certificate) bool { return !c.IsCA })
	for _, c := range list {
		if alone {
			k.Authorities = append(k.Authorities, c)
		}
		if alone || !c.IsCA {
			k.Certificates = append(k.Certificates, standard.DigestBytes(c.Raw))
		}
	}
	return k
}

func certificatesIn(text []byte) (list []*x509.Certificate) {
	if c, err := x509.ParseCertificate(text); err == nil {
		return []*x509.Certificate{c}
	}
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		if c, err := x509.ParseCertificate(block.Bytes); err == nil && block.Type == "CERTIFICATE" {
			list = append(list, c)
		}
	}
	return list
}

// Voucher is a known authority that has issued the certificate of a signer.
type Voucher struct {
	Name string
	// Lapsed names the certificate on the way, from that of the signer to that of the authority, which
	// was not valid at the time of the signature; From and To are its validity. "": all were, and the
	// authority vouches.
	Lapsed   string
	From, To time.Time
}

// voucher finds the authority that vouches for a signature at its time, or one whose certificates were
// not valid then; nil for none.
func (k *Known) voucher(s *cmsSignature) *Voucher {
	between := x509.NewCertPool()
	for _, c := range s.chain[1:] {
		between.AddCert(c)
	}
	for _, a := range k.Authorities {
		roots := x509.NewCertPool()
		roots.AddCert(a)
		_, err := s.certificate.Verify(x509.VerifyOptions{Roots: roots, Intermediates: between,
			CurrentTime: s.at, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}})
		if err == nil {
			return &Voucher{Name: nameOf(a)}
		}
	}
	for _, a := range k.Authorities {
		for _, c := range wayTo(a, s.certificate, s.chain[1:]) {
			if s.at.Before(c.NotBefore) || s.at.After(c.NotAfter) {
				return &Voucher{nameOf(a), nameOf(c), c.NotBefore, c.NotAfter}
			}
		}
	}
	return nil
}

// wayTo is the chain from a certificate to the authority that stands behind it, whenever they are
// valid; nil where none leads there.
func wayTo(a, from *x509.Certificate, between []*x509.Certificate) []*x509.Certificate {
	if from.Equal(a) || bytes.Equal(from.RawIssuer, a.RawSubject) && from.CheckSignatureFrom(a) == nil {
		return []*x509.Certificate{from, a}
	}
	for i, c := range between {
		if !bytes.Equal(from.RawIssuer, c.RawSubject) || from.CheckSignatureFrom(c) != nil {
			continue
		}
		rest := slices.Delete(slices.Clone(between), i, i+1)
		if way := wayTo(a, c, rest); way != nil {
			return append([]*x509.Certificate{from}, way...)
		}
	}
	return nil
}

func nameOf(c *x509.Certificate) string { return cmp.Or(c.Subject.CommonName, c.Subject.String(), "?") }
