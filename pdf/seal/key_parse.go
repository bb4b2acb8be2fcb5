package seal

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"slices"

	"software.sslmate.com/src/go-pkcs12"
)

// minKeyBits is the smallest RSA key that is taken (NIST SP 800-57 part 1, table 2: 112 bits of
// security).
const minKeyBits = 2048

// maxChain bounds how many certificates a key has.
const maxChain = 8

// Reasons why a text is not taken as a key; each is an [ErrKey].
var (
	ErrKey      = errors.New("not an RSA or ECDSA private key with its certificate")
	ErrKeyPair  = fmt.Errorf("%w: no certificate in the file is that of the private key", ErrKey)
	ErrKeyChain = fmt.Errorf("%w: a certificate in the file is not an issuer of the key's", ErrKey)
	ErrKeyWeak  = fmt.Errorf("%w: an RSA key has less than 2048 bits", ErrKey)
	ErrKeyPass  = fmt.Errorf("%w: it is encrypted, and the password does not open it", ErrKey)
)

// ParseKey reads a private key with its certificate and those of its issuers, in any order, in PEM
// form, or in a PKCS #12 file without a password. It returns [ErrKey], [ErrKeyPair], [ErrKeyChain],
// [ErrKeyWeak] or [ErrKeyPass].
func ParseKey(text []byte) (*Key, error) { return ParseKeyWith(text, "") }

// ParseKeyWith reads what [ParseKey] does, and PKCS #12 files with a password.
func ParseKeyWith(text []byte, password string) (*Key, error) {
	if !bytes.Contains(text, []byte("-----BEGIN ")) && len(text) > 0 && text[0] == 0x30 {
		return parsePKCS12(text, password)
	}
	var private crypto.Signer
	var certificates []*x509.Certificate
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == "ENCRYPTED PRIVATE KEY" || block.Headers["DEK-Info"] != "" {
			return nil, ErrKeyPass
		}
		if block.Type == "CERTIFICATE" {
			c, err := x509.ParseCertificate(block.Bytes)
			if err != nil {
				return nil, fmt.Errorf("%w: %w", ErrKey, err)
			}
			certificates = append(certificates, c)
			continue
		}
		key, err := parsePrivate(block)
		if err != nil || key != nil && private != nil {
			return nil, errors.Join(ErrKey, err)
		}
		if key != nil {
			private = key
		}
	}
	return newKey(private, certificates)
}

// parsePrivate reads a private key; of anything else it is nil.
func parsePrivate(block *pem.Block) (crypto.Signer, error) {
	var key any
	var err error
	switch block.Type {
	case "PRIVATE KEY":
		key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
	case "RSA PRIVATE KEY":
		key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
	case "EC PRIVATE KEY":
		key, err = x509.ParseECPrivateKey(block.Bytes)
	default:
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	signer, ok := key.(crypto.Signer)
	if !ok {
		return nil, ErrKey
	}
	return signer, nil
}

func parsePKCS12(file []byte, password string) (*Key, error) {
	key, own, others, err := pkcs12.DecodeChain(file, password)
	if errors.Is(err, pkcs12.ErrIncorrectPassword) {
		return nil, ErrKeyPass
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	private, ok := key.(crypto.Signer)
	if !ok {
		return nil, ErrKey
	}
	return newKey(private, append(others, own))
}

// newKey finds the certificate of the key and puts those of its issuers behind it.
func newKey(private crypto.Signer, certificates []*x509.Certificate) (*Key, error) {
	switch key := private.(type) {
	case *rsa.PrivateKey:
		if key.N.BitLen() < minKeyBits {
			return nil, ErrKeyWeak
		}
	case *ecdsa.PrivateKey:
	default:
		return nil, ErrKey
	}
	if len(certificates) == 0 || len(certificates) > maxChain {
		return nil, ErrKey
	}
	public := private.Public().(interface{ Equal(crypto.PublicKey) bool })
	chain := takeOut(&certificates, nil, func(c *x509.Certificate) bool { return public.Equal(c.PublicKey) })
	if len(chain) == 0 {
		return nil, ErrKeyPair
	}
	for len(certificates) > 0 {
		last := chain[len(chain)-1]
		longer := takeOut(&certificates, chain, func(c *x509.Certificate) bool {
			return bytes.Equal(c.RawSubject, last.RawIssuer) && c.CheckSignature(
				last.SignatureAlgorithm, last.RawTBSCertificate, last.Signature) == nil
		})
		if len(longer) == len(chain) {
			return nil, ErrKeyChain
		}
		chain = longer
	}
	return &Key{private, chain}, nil
}

// takeOut moves the first certificate that fits to the end of a chain. The same one once more is
// dropped.
func takeOut(from *[]*x509.Certificate, chain []*x509.Certificate,
	fits func(*x509.Certificate) bool,
) []*x509.Certificate {
	i := slices.IndexFunc(*from, fits)
	if i < 0 {
		return chain
	}
	found := (*from)[i]
	*from = slices.DeleteFunc(*from, found.Equal)
	return append(chain, found)
}

// selfSigned reports whether a certificate is signed by its own key.
func selfSigned(c *x509.Certificate) bool {
	return bytes.Equal(c.RawIssuer, c.RawSubject) &&
		c.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature) == nil
}
