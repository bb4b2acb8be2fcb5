package seal_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"slices"
	"strings"
	"testing"

	"software.sslmate.com/src/go-pkcs12"

	"hallmark/pdf/seal"
	"hallmark/standard"
	"hallmark/standard/message"
)

// authority is who issues certificates in a test.
type authority struct {
	t           *testing.T
	private     crypto.Signer
	certificate *x509.Certificate
}

func made(t *testing.T, private crypto.Signer, err error) crypto.Signer {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return private
}

func curve(t *testing.T, c elliptic.Curve) crypto.Signer {
	t.Helper()
	key, err := ecdsa.GenerateKey(c, rand.Reader)
	return made(t, key, err)
}

func rsaKey(t *testing.T, bits int) crypto.Signer {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, bits)
	return made(t, key, err)
}

// issue makes a certificate for a key; an authority of nil is the key itself.
func (a *authority) issue(t *testing.T, private crypto.Signer, name string, ca bool) *authority {
	t.Helper()
	c := &x509.Certificate{SerialNumber: big.NewInt(int64(len(name))), Subject: pkix.Name{CommonName: name},
		NotBefore: signedAt().AddDate(-1, 0, 0), NotAfter: signedAt().AddDate(1, 0, 0), IsCA: ca,
		BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign}
	parent, by := c, private
	if a != nil {
		parent, by = a.certificate, a.private
	}
	der, err := x509.CreateCertificate(rand.Reader, c, parent, private.Public(), by)
	if err != nil {
		t.Fatal(err)
	}
	if c, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	return &authority{t, private, c}
}

func (a *authority) pem() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.certificate.Raw})
}

func (a *authority) privatePEM() []byte {
	der, err := x509.MarshalPKCS8PrivateKey(a.private)
	if err != nil {
		a.t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
}

// Keys of each kind sign what verifies to the end, with the chain in the signature, whichever order the
// certificates had in the file; a change of any byte is seen.
func TestKeysOfAuthorities(t *testing.T) {
	root := (*authority)(nil).issue(t, rsaKey(t, 2048), "根证书", true)
	middle := root.issue(t, curve(t, elliptic.P384()), "中级证书", true)
	for name, private := range map[string]crypto.Signer{"RSA": rsaKey(t, 2048),
		"P-256": curve(t, elliptic.P256()), "P-384": curve(t, elliptic.P384()),
		"P-521": curve(t, elliptic.P521())} {
		t.Run(name, func(t *testing.T) {
			leaf := middle.issue(t, private, "拱墅区数据局", false)
			parts := [][]byte{root.pem(), leaf.privatePEM(), middle.pem(), leaf.pem()}
			key := parsed(t, slices.Concat(parts...))
			slices.Reverse(parts)
			again := parsed(t, slices.Concat(parts...))
			one, err1 := key.PEM()
			other, err2 := again.PEM()
			if err1 != nil || err2 != nil || !bytes.Equal(one, other) {
				t.Error("the order in the file matters")
			}
			pdf, err := seal.Sign(report(t, 1), key, options())
			if err != nil {
				t.Fatal(err)
			}
			v, err := seal.Verify(pdf, standard.DigestBytes(leaf.certificate.Raw))
			if err != nil || v.Verdict != seal.Intact || v.Trust != seal.Expected || v.SelfSigned() ||
				v.Signer != "拱墅区数据局" || v.Issuer != "中级证书" {
				t.Fatalf("%+v, %v", v, err)
			}
			for _, a := range []*authority{middle, root} {
				if !bytes.Contains(pdf, []byte(strings.ToLower(hexOf(a.certificate.Raw)))) {
					t.Errorf("%s is not in the signature", a.certificate.Subject.CommonName)
				}
			}
			text := strings.Join(v.Lines(message.Chinese), "\n")
			if strings.Contains(text, "自签证书") || !strings.Contains(text, "中级证书") {
				t.Error(text)
			}
			spoilt := bytes.Replace(pdf, []byte(hexOf(root.certificate.Raw)), []byte(hexOf(middle.certificate.Raw)), 1)
			if v, err := seal.Verify(spoilt); err == nil && v.SignatureValid {
				t.Error("the chain was changed unseen")
			}
		})
	}
}

func hexOf(b []byte) string {
	const digits = "0123456789abcdef"
	var out strings.Builder
	for _, c := range b {
		out.WriteByte(digits[c>>4])
		out.WriteByte(digits[c&15])
	}
	return out.String()
}

func parsed(t *testing.T, text []byte) *seal.Key {
	t.Helper()
	key, err := seal.ParseKey(text)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// A file of PKCS #12 gives the same key as its parts in PEM form.
func TestKeyPKCS12(t *testing.T) {
	root := (*authority)(nil).issue(t, rsaKey(t, 2048), "根证书", true)
	leaf := root.issue(t, curve(t, elliptic.P256()), "数据局", false)
	file, err := pkcs12.Modern.Encode(leaf.private, leaf.certificate, []*x509.Certificate{root.certificate},
		"厅评 secret")
	if err != nil {
		t.Fatal(err)
	}
	key, err := seal.ParseKeyWith(file, "厅评 secret")
	if err != nil {
		t.Fatal(err)
	}
	want := parsed(t, slices.Concat(leaf.pem(), root.pem(), leaf.privatePEM()))
	one, _ := key.PEM()
	other, _ := want.PEM()
	if len(one) == 0 || !bytes.Equal(one, other) {
		t.Errorf("%s\n%s", one, other)
	}
	for _, password := range []string{"", "other"} {
		if _, err := seal.ParseKeyWith(file, password); !errors.Is(err, seal.ErrKeyPass) {
			t.Errorf("password %q: %v", password, err)
		}
	}
}

// What is no key, or not whole, is refused with the reason.
func TestKeysRefused(t *testing.T) {
	root := (*authority)(nil).issue(t, rsaKey(t, 2048), "根证书", true)
	leaf, other := root.issue(t, curve(t, elliptic.P256()), "一", false), root.issue(t, rsaKey(t, 2048), "另一", false)
	weak := root.issue(t, rsaKey(t, 1024), "弱", false)
	locked := []byte("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n")
	for name, tt := range map[string]struct {
		text []byte
		want error
	}{
		"nothing":         {nil, seal.ErrKey},
		"no certificate":  {leaf.privatePEM(), seal.ErrKey},
		"no private key":  {leaf.pem(), seal.ErrKey},
		"another's":       {slices.Concat(leaf.privatePEM(), root.pem()), seal.ErrKeyPair},
		"no issuer of it": {slices.Concat(leaf.privatePEM(), leaf.pem(), other.pem()), seal.ErrKeyChain},
		"two keys":        {slices.Concat(leaf.privatePEM(), leaf.pem(), other.privatePEM()), seal.ErrKey},
		"weak":            {slices.Concat(weak.privatePEM(), weak.pem()), seal.ErrKeyWeak},
		"encrypted":       {slices.Concat(locked, leaf.pem()), seal.ErrKeyPass},
		"no PKCS #12":     {[]byte{0x30, 0}, seal.ErrKey},
	} {
		if _, err := seal.ParseKey(tt.text); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A certificate that has its issuer's name as its own, but another's signature, is not self-signed.
func TestSelfSigned(t *testing.T) {
	root := (*authority)(nil).issue(t, rsaKey(t, 2048), "同名", true)
	for want, one := range map[bool]*authority{true: (*authority)(nil).issue(t, curve(t, elliptic.P256()), "自签", false),
		false: root.issue(t, curve(t, elliptic.P256()), "同名", false)} {
		pdf, err := seal.Sign(report(t, 1), parsed(t, slices.Concat(one.privatePEM(), one.pem())), options())
		if err != nil {
			t.Fatal(err)
		}
		if v, err := seal.Verify(pdf); err != nil || v.SelfSigned() != want {
			t.Errorf("self-signed: %v, want %v, %v", v.SelfSigned(), want, err)
		}
	}
}

// With the signatures that were kept the same file is made again, without the key; from other parts
// none is.
func TestSignAgain(t *testing.T) {
	leaf := (*authority)(nil).issue(t, curve(t, elliptic.P256()), "数据局", false)
	key := parsed(t, slices.Concat(leaf.privatePEM(), leaf.pem()))
	file, kept, err := seal.SignOnce(report(t, 2), key, options())
	if err != nil {
		t.Fatal(err)
	}
	o := options()
	o.SignedAt = o.SignedAt.AddDate(3, 0, 0)
	again, err := seal.SignAgain(report(t, 2), kept, o)
	if err != nil || !bytes.Equal(file, again) {
		t.Errorf("another file: %v", err)
	}
	if _, err := seal.SignAgain(report(t, 3), kept, o); !errors.Is(err, seal.ErrOther) {
		t.Errorf("another document: %v", err)
	}
	o.Reason = "别的"
	if _, err := seal.SignAgain(report(t, 2), kept, o); !errors.Is(err, seal.ErrOther) {
		t.Errorf("another reason: %v", err)
	}
	if by, err := kept.Signer(); err != nil || by != key.Signer(signedAt()) {
		t.Errorf("%+v, %v", by, err)
	}
}
