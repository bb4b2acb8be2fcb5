package seal_test

import (
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"slices"
	"strings"
	"testing"

	"hallmark/pdf/seal"
	"hallmark/standard"
	"hallmark/standard/message"
)

// issueFor is [authority.issue] with a validity in years from the signature.
func (a *authority) issueFor(t *testing.T, name string, ca bool, from, to int) *authority {
	t.Helper()
	private := curve(t, elliptic.P256())
	c := &x509.Certificate{SerialNumber: big.NewInt(int64(len(name))), Subject: pkix.Name{CommonName: name},
		NotBefore: signedAt().AddDate(from, 0, 0), NotAfter: signedAt().AddDate(to, 0, 0), IsCA: ca,
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

// signedBy is a paper that is sealed with the key of the last of a chain, which is in it.
func signedBy(t *testing.T, chain ...*authority) []byte {
	t.Helper()
	leaf := chain[len(chain)-1]
	text := leaf.privatePEM()
	for _, a := range slices.Backward(chain) {
		text = append(text, a.pem()...)
	}
	pdf, err := seal.Sign(report(t, 1), parsed(t, text), options())
	if err != nil {
		t.Fatal(err)
	}
	return pdf
}

// TestAuthorities asks who is known by the authority that issued the certificate: it must have issued
// it, by a chain that is in the paper, and all must have been valid when the paper was signed.
func TestAuthorities(t *testing.T) {
	root := (*authority)(nil).issueFor(t, "根机构", true, -1, 1)
	middle := root.issueFor(t, "中级机构", true, -1, 1)
	leaf := middle.issueFor(t, "拱墅区数据局", false, -1, 1)
	namesake := (*authority)(nil).issueFor(t, "根机构", true, -1, 1)
	over := (*authority)(nil).issueFor(t, "过期机构", true, -9, -2)
	old := root.issueFor(t, "旧中级机构", true, -5, -1)
	own := (*authority)(nil).issueFor(t, "自签单位", true, -1, 1)
	bare := (*authority)(nil).issueFor(t, "冒名者", false, -1, 1)
	chained := signedBy(t, root, middle, leaf)
	for name, test := range map[string]struct {
		pdf  []byte
		text [][]byte // of the files that are trusted
		want seal.Trust
		says string
	}{
		"root":             {chained, [][]byte{root.pem()}, seal.Expected, "已知的颁发机构“根机构”颁发，签发时有效"},
		"intermediate":     {chained, [][]byte{middle.pem()}, seal.Expected, "已知的颁发机构“中级机构”"},
		"leaf":             {chained, [][]byte{leaf.pem()}, seal.Expected, "证书与已知的签发单位一致"},
		"of the same name": {chained, [][]byte{namesake.pem()}, seal.Unexpected, "不在已知的签发单位之列"},
		"one of two":       {chained, [][]byte{namesake.pem(), root.pem()}, seal.Expected, "“根机构”"},
		"DER":              {chained, [][]byte{root.certificate.Raw}, seal.Expected, "“根机构”"},
		"behind another leaf": {chained, [][]byte{slices.Concat(bare.pem(), root.pem())}, seal.Unexpected,
			"不在已知的签发单位之列"},
		"without the chain": {signedBy(t, leaf), [][]byte{root.pem()}, seal.Unexpected, "不在已知的签发单位之列"},
		"short chain":       {signedBy(t, leaf), [][]byte{middle.pem()}, seal.Expected, "“中级机构”"},
		"expired authority": {signedBy(t, over.issueFor(t, "单位", false, -1, 1)), [][]byte{over.pem()},
			seal.Unexpected, "但签发时“过期机构”的证书不在有效期内"},
		"expired between": {signedBy(t, root, old, old.issueFor(t, "单位", false, -1, 1)), [][]byte{root.pem()},
			seal.Unexpected, "“根机构”颁发，但签发时“旧中级机构”的证书不在有效期内"},
		"self-signed authority": {signedBy(t, own), [][]byte{own.pem()}, seal.Expected, "自签单位"},
		"no authority":          {signedBy(t, bare), [][]byte{root.pem()}, seal.Unexpected, "不在已知"},
	} {
		t.Run(name, func(t *testing.T) {
			var known seal.Known
			for _, text := range test.text {
				known.Add(seal.KnownIn(text))
			}
			x, err := seal.Examine(t.Context(), test.pdf, known)
			if err != nil {
				t.Fatal(err)
			}
			text := strings.Join(x.Lines(message.Chinese), "\n")
			if x.Verdict != seal.Intact || x.Trust != test.want || !strings.Contains(text, test.says) {
				t.Errorf("trust %v, want %v, %q:\n%s", x.Trust, test.want, test.says, text)
			}
			if x.Voucher != nil && strings.Contains(text, "颁发者是否可信") && x.Voucher.Lapsed == "" {
				t.Error(text)
			}
		})
	}
}

// TestForeignChain embeds the certificate of a known authority beside one that it has not issued.
func TestForeignChain(t *testing.T) {
	root := (*authority)(nil).issueFor(t, "根机构", true, -1, 1)
	forged := (*authority)(nil).issueFor(t, "根机构", true, -1, 1)
	leaf := forged.issueFor(t, "拱墅区数据局", false, -1, 1)
	text := slices.Concat(leaf.privatePEM(), leaf.pem(), root.pem())
	if _, err := seal.ParseKeyWith(text, ""); err == nil {
		t.Error("a key with another authority's certificate signs")
	}
	known := seal.KnownIn(root.pem())
	x, err := seal.Examine(t.Context(), signedBy(t, forged, leaf), known)
	if err != nil || x.Trust != seal.Unexpected {
		t.Errorf("%v %v", x, err)
	}
	if !slices.Contains(known.Certificates, standard.DigestBytes(root.certificate.Raw)) {
		t.Error("an authority is not known by its own certificate")
	}
	if n := len(seal.KnownIn([]byte("no certificate")).Certificates); n != 0 {
		t.Errorf("%d certificates in a text without", n)
	}
}
