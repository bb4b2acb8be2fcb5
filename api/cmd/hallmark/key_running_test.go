package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"hallmark/pdf/seal"
)

// get reads what stands at a path.
func (c *client) get(path string) ([]byte, error) {
	r, err := http.NewRequest(http.MethodGet, c.url+path, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Authorization", "Bearer "+c.token)
	answer, err := c.http.Do(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %d %.300s", path, answer.StatusCode, content)
	}
	return content, err
}

// printed is a paper of the demo audit, by a running server.
func printed(t *testing.T, c *client, name string) (file []byte, v *seal.Verification) {
	t.Helper()
	file, err := c.get("/api/v1/audits/" + demoAudit(t) + "/" + name)
	if err != nil {
		t.Fatal(err)
	}
	if v, err = seal.Verify(file); err != nil || v.Verdict != seal.Intact {
		t.Fatalf("%s: %+v, %v", name, v, err)
	}
	return file, v
}

// finalized waits until the server has made the result of the demo audit final, which its papers say.
func finalized(t *testing.T, c *client) {
	t.Helper()
	for began := time.Now(); ; time.Sleep(50 * time.Millisecond) {
		answer, err := c.get("/api/v1/audits/" + demoAudit(t))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(answer), `"state":"final"`) {
			return
		}
		if time.Since(began) > time.Minute {
			t.Fatalf("the audit is not final: %.300s", answer)
		}
	}
}

// A key that is renewed, replaced or imported beside a running server signs its next paper; what was
// issued before stays the same, byte for byte. The name stays where none is given.
func TestKeyOfRunningServer(t *testing.T) {
	dir := demo(t)
	file := filepath.Join(dir, "signing-key.pem")
	p := start(t, dir)
	defer p.stop(syscall.SIGTERM)
	c := signIn(t, p.url, "supervisor")
	finalized(t, c)
	report, v := printed(t, c, "report.pdf")
	if v.Fingerprint != fingerprintOf(t, file) || v.Signer != "区行政审批办" || !v.SelfSigned() {
		t.Errorf("%+v", v)
	}
	if now := time.Now(); v.SignedAt.After(now) {
		t.Errorf("signed at %s, which is later than %s", v.SignedAt, now)
	}
	succeed(t, "key", "renew", "--data", dir)
	_, v = printed(t, c, "record.pdf")
	if v.Fingerprint != fingerprintOf(t, file) || v.Signer != "区行政审批办" {
		t.Errorf("after a renewal: %+v", v)
	}
	p12 := filepath.Join(t.TempDir(), "office.p12")
	if err := os.WriteFile(p12, issuedBy(t, "市数字证书认证中心", "区数据局", "p12 password"), 0o600); err != nil {
		t.Fatal(err)
	}
	refused(t, "wrong\n", []string{"key", "import", p12, "--data", dir}, "is encrypted")
	if o := call(t, "p12 password\n", "key", "import", p12, "--data", dir); o.status != 0 {
		t.Fatalf("%+v", o)
	}
	_, v = printed(t, c, "rectification-notice.pdf")
	if v.Signer != "区数据局" || v.Issuer != "市数字证书认证中心" || v.SelfSigned() {
		t.Errorf("after an import: %+v", v)
	}
	if again, _ := printed(t, c, "report.pdf"); !bytes.Equal(report, again) {
		t.Error("the report that was issued changed")
	}
	refused(t, "", []string{"key", "renew", "--data", dir}, "市数字证书认证中心", "key import")
}

// issuedBy is a key with a certificate of an authority, as a file of PKCS #12.
func issuedBy(t *testing.T, authority, name, password string) []byte {
	t.Helper()
	var chain []*x509.Certificate
	var private, by *ecdsa.PrivateKey
	for i, subject := range []string{authority, name} {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		c := &x509.Certificate{SerialNumber: big.NewInt(int64(i + 1)), Subject: pkix.Name{CommonName: subject},
			NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().AddDate(1, 0, 0), IsCA: i == 0,
			BasicConstraintsValid: true}
		parent := c
		if i == 1 {
			parent = chain[0]
		} else {
			by = key
		}
		der, err := x509.CreateCertificate(rand.Reader, c, parent, key.Public(), by)
		if err != nil {
			t.Fatal(err)
		}
		if c, err = x509.ParseCertificate(der); err != nil {
			t.Fatal(err)
		}
		chain, private = append(chain, c), key
	}
	file, err := pkcs12.Modern.Encode(private, chain[1], chain[:1], password)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// A certificate that is over is said at the start.
func TestStartWithOldCertificate(t *testing.T) {
	dir := demo(t)
	key, err := seal.GenerateKey(rand.Reader, "区数据局", time.Now().AddDate(-21, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	text, err := key.PEM()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "signing-key.pem")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	succeed(t, "key", "use", "--data", dir)
	p := start(t, dir)
	p.stop(syscall.SIGTERM)
	if log := p.errs.String(); !strings.Contains(log, "no new paper can be signed") {
		t.Errorf("the start does not say it: %s", log)
	}
}
