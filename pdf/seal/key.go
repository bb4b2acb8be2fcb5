package seal

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"

	"io"
	"math/big"
	"time"

	"hallmark/standard"
)

// keyBits is the size of a new key: 128 bits of security (NIST SP 800-57 part 1, table 2), enough
// beyond 2030, as a report may be disputed long after it was printed.
const keyBits = 3072

// keyYears is how long a new certificate is valid.
const keyYears = 20

// Key is the private key of an installation, RSA or ECDSA, with its certificate and those of its
// issuers. It may be shared between goroutines.
type Key struct {
	private crypto.Signer
	chain   []*x509.Certificate // its own first, each followed by that of its issuer
}

// certificate is the key's own.
func (k *Key) certificate() *x509.Certificate { return k.chain[0] }

// GenerateKey makes a key and a self-signed certificate for name ("Hallmark 厅评 拱墅区"), valid for
// 20 years. The certificate begins a day before notBefore, so that a clock that is set back a
// little does not stop the printing of reports.
func GenerateKey(rand io.Reader, name string, notBefore time.Time) (*Key, error) {
	private, err := rsa.GenerateKey(rand, keyBits)
	if err != nil {
		return nil, err
	}
	return certify(rand, private, name, notBefore)
}

// Renew makes another certificate for the same private key, under which it has another fingerprint.
// Secrets that are derived from the key stay the same.
func (k *Key) Renew(rand io.Reader, name string, notBefore time.Time) (*Key, error) {
	return certify(rand, k.private, name, notBefore)
}

// certify makes a self-signed certificate. Its serial number follows from the key and the first day,
// so that no two certificates of a key share one.
func certify(rand io.Reader, private crypto.Signer, name string, notBefore time.Time) (*Key, error) {
	public, err := x509.MarshalPKIXPublicKey(private.Public())
	if err != nil {
		return nil, err
	}
	serial := sha256.Sum256(notBefore.UTC().AppendFormat(public, time.RFC3339Nano))
	template := &x509.Certificate{
		SerialNumber:          new(big.Int).SetBytes(serial[1:17]),
		Subject:               pkix.Name{CommonName: name},
		NotBefore:             notBefore.AddDate(0, 0, -1).UTC().Truncate(time.Second),
		NotAfter:              notBefore.AddDate(keyYears, 0, 0).UTC().Truncate(time.Second),
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment,
		BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand, template, template, private.Public(), private)
	if err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(der)
	return &Key{private, []*x509.Certificate{certificate}}, err
}

// PEM returns the private key (PKCS #8) and the certificates. It is a secret: mode 0600.
func (k *Key) PEM() ([]byte, error) {
	der, err := x509.MarshalPKCS8PrivateKey(k.private)
	if err != nil {
		return nil, err
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	for _, c := range k.chain {
		text = append(text, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})...)
	}
	return text, nil
}

// CertificatePEM returns the certificate alone, for publishing.
func (k *Key) CertificatePEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: k.certificate().Raw})
}

// Made returns when the key was made; nothing can have been signed with it before.
func (k *Key) Made() time.Time { return k.certificate().NotBefore.AddDate(0, 0, 1) }

// Fingerprint returns the SHA-256 of the certificate (DER).
func (k *Key) Fingerprint() standard.Digest { return standard.DigestBytes(k.certificate().Raw) }

// Validity returns the first and the last instant of the certificate.
func (k *Key) Validity() (from, to time.Time) {
	return k.certificate().NotBefore, k.certificate().NotAfter
}

// Name returns the name in the certificate.
func (k *Key) Name() string { return k.certificate().Subject.CommonName }
