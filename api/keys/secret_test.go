package keys_test

import (
	"bytes"
	"crypto/hkdf"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"testing"

	"hallmark/api/keys"
	"hallmark/api/programtest"
)

// What programs before form 5 derived from their signing key, by HKDF over the private key in PKCS #1,
// is what is derived now from the secret of their data.
func TestSecretOfEarlierPrograms(t *testing.T) {
	key, err := programtest.Key()
	if err != nil {
		t.Fatal(err)
	}
	text, err := key.PEM()
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(text)
	private, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := keys.SecretOf(key)
	if err != nil {
		t.Fatal(err)
	}
	for _, purpose := range []string{"webhook secrets", "mail addresses", "queue keys"} {
		want, err := hkdf.Key(sha256.New, x509.MarshalPKCS1PrivateKey(private.(*rsa.PrivateKey)), nil,
			purpose, 32)
		if err != nil {
			t.Fatal(err)
		}
		if have, err := secret.Derive(purpose); err != nil || !bytes.Equal(have, want) {
			t.Errorf("%s: %x, %v, want %x", purpose, have, err, want)
		}
	}
}
