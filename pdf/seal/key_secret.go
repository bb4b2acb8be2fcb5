package seal

import (
	"crypto/hkdf"
	"crypto/sha256"
	"crypto/x509"
)

// Secret derives a key of 32 bytes from the private key, another one for each purpose (HKDF with
// SHA-256). Installations that share the signing key share it.
func (k *Key) Secret(purpose string) ([]byte, error) {
	return hkdf.Key(sha256.New, x509.MarshalPKCS1PrivateKey(k.private), nil, purpose, 32)
}
