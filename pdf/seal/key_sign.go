package seal

import (
	"cmp"
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"time"

	"hallmark/standard"
)

// Signer is what a signature says of who made it.
type Signer struct {
	Name        string // in the certificate
	Issuer      string // who issued the certificate
	SelfSigned  bool
	Fingerprint standard.Digest
	At          time.Time // UTC, by the signer's clock
}

func signerIn(c *x509.Certificate, at time.Time) Signer {
	return Signer{c.Subject.CommonName, cmp.Or(c.Issuer.CommonName, c.Issuer.String(), "?"), selfSigned(c),
		standard.DigestBytes(c.Raw), at.UTC()}
}

// Signer is what a signature with the key says, at a time.
func (k *Key) Signer(at time.Time) Signer {
	return signerIn(k.certificate(), at.Truncate(time.Second))
}

// maxTries is far more than are ever needed: a signature has the usual length every second time.
const maxTries = 10_000

// sign returns the detached CMS signature of the data that has a SHA-256; with a size other than 0,
// one of so many bytes.
func (k *Key) sign(digest []byte, at time.Time, size int) ([]byte, error) {
	attributes, err := cmsAttributes(k.chain, digest, at)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(attributes)
	for range maxTries {
		signature, err := k.private.Sign(rand.Reader, sum[:], crypto.SHA256)
		if err != nil {
			return nil, err
		}
		der, err := cmsEncode(k.chain, digest, at, signature)
		if err != nil || size == 0 || len(der) == size {
			return der, err
		}
		if _, varies := k.private.(*ecdsa.PrivateKey); !varies {
			break
		}
	}
	return nil, errors.New("seal: signature of unexpected size")
}

// signatureSize returns how many bytes a signature has. That does not depend on the data; one with
// ECDSA is a little longer or shorter, by chance.
func (k *Key) signatureSize(at time.Time) (int, error) {
	der, err := k.sign(make([]byte, sha256.Size), at, 0)
	return len(der), err
}

// holds reports whether a signature of a SHA-256 is that of the certificate's key.
func holds(c *x509.Certificate, sum, signature []byte) bool {
	switch public := c.PublicKey.(type) {
	case *rsa.PublicKey:
		return rsa.VerifyPKCS1v15(public, crypto.SHA256, sum, signature) == nil
	case *ecdsa.PublicKey:
		return ecdsa.VerifyASN1(public, sum, signature)
	}
	return false
}
