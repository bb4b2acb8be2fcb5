package seal

import (
	"crypto/hkdf"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
)

// Root returns 32 bytes that follow from the private key alone and reveal nothing of it (the first
// half of HKDF with SHA-256, RFC 5869, 2.2). They are a secret.
func (k *Key) Root() ([]byte, error) {
	if key, ok := k.private.(*rsa.PrivateKey); ok {
		return hkdf.Extract(sha256.New, x509.MarshalPKCS1PrivateKey(key), nil)
	}
	der, err := x509.MarshalPKCS8PrivateKey(k.private)
	if err != nil {
		return nil, err
	}
	return hkdf.Extract(sha256.New, der, nil)
}
