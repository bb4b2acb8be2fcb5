package seal_test

import (
	"bytes"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"sync"
	"testing"

	"github.com/jung-kurt/gofpdf"
	"github.com/smallstep/pkcs7"

	"hallmark/pdf/seal"
	"hallmark/standard/message"
)

// parts returns the signature of a sealed file and the bytes that it covers.
func parts(t *testing.T, pdf []byte) (der, covered []byte) {
	t.Helper()
	m := regexp.MustCompile(`/ByteRange \[0 (\d+) +(\d+) +(\d+) *\]\n/Contents <`).FindSubmatch(pdf)
	if m == nil {
		t.Fatal("no signature")
	}
	from, _ := strconv.Atoi(string(m[1]))
	to, _ := strconv.Atoi(string(m[2]))
	der, err := hex.DecodeString(string(pdf[from+1 : to-1]))
	if err != nil {
		t.Fatal(err)
	}
	return der, append(bytes.Clone(pdf[:from]), pdf[to:]...)
}

// Two other implementations of CMS accept the signature.
func TestSignatureElsewhere(t *testing.T) {
	der, covered := parts(t, sealed(t, 1))
	p7, err := pkcs7.Parse(der)
	if err != nil {
		t.Fatal(err)
	}
	p7.Content = covered
	if err := p7.Verify(); err != nil {
		t.Error(err)
	}
	dir := t.TempDir()
	for file, data := range map[string][]byte{"der": der, "data": covered, "cert": key(t).CertificatePEM()} {
		if err := os.WriteFile(filepath.Join(dir, file), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c := exec.Command("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "der",
		"-content", "data", "-CAfile", "cert", "-purpose", "any", "-attime",
		strconv.FormatInt(signedAt().Unix(), 10), "-out", os.DevNull)
	c.Dir = dir
	if out, err := c.CombinedOutput(); err != nil {
		t.Errorf("openssl (apt-get install openssl): %v\n%s", err, out)
	}
}

func TestOtherProgramsSeeOneByte(t *testing.T) {
	pdf := sealed(t, 1)
	for _, at := range []int{12, len(pdf) / 3, len(pdf) - 40} {
		b := bytes.Clone(pdf)
		b[at] ^= 1
		if out := run(t, b, "poppler-utils", "pdfsig"); bytes.Contains([]byte(out), []byte("Signature is Valid")) {
			t.Errorf("byte %d: %s", at, out)
		}
	}
}

func TestInParallel(t *testing.T) {
	base, k := report(t, 2), key(t)
	want := sealed(t, 2)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			got, err := seal.Sign(base, k, options())
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("%v, equal %t", err, bytes.Equal(got, want))
			}
			if v, err := seal.Verify(got); err != nil || !v.Intact() {
				t.Errorf("%v", err)
			}
		})
	}
	group.Wait()
}

// FuzzVerify feeds the reader what no program would write. It must return, and must not call
// anything intact but the seed.
func FuzzVerify(f *testing.F) {
	pdf := sealed(f, 1)
	f.Add(pdf)
	f.Add(pdf[:len(pdf)/2])
	f.Add(pdf[len(pdf)/2:])
	f.Add([]byte("1 0 obj<</Type/ObjStm/First 4/N 1>>stream\n2 0 <</Kids[1 0 R]>>endstream"))
	f.Add([]byte("1 0 obj<</ByteRange[0 1 2 99999999999999999999]/Contents<00>>>"))
	f.Add(bytes.Repeat([]byte("1 0 obj[("), 100))
	f.Add(bytes.Repeat([]byte("1 0 obj<</Length 1>>stream\n"), 100))
	f.Add([]byte("trailer<</Root 1 0 R>>1 0 obj<</Pages 1 0 R/Kids[1 0 R 1 0 R]/Names 1 0 R/EmbeddedFiles 1 0 R>>"))
	f.Fuzz(func(t *testing.T, b []byte) {
		v, err := seal.Verify(b)
		if err != nil {
			return
		}
		if v.Intact() && !bytes.Equal(b, pdf) {
			t.Error("a forgery is called intact")
		}
		for _, l := range message.Languages() {
			v.Lines(l)
		}
		// The same bytes as the base of a new seal: an error or a sound file, never a panic.
		if again, err := seal.Sign(b, key(t), options()); err == nil {
			if v, err := seal.Verify(again); err != nil || !v.Intact() {
				t.Errorf("sealed but not intact: %v", err)
			}
		}
	})
}

// large prints what a real report weighs: 35 pages and 18 photographs, 2.7 MB.
func large(b *testing.B) []byte {
	b.Helper()
	pdf := gofpdf.New("P", "mm", "A4", "")
	for n := range 35 {
		pdf.AddPage()
		pdf.SetFont("Helvetica", "", 12)
		for line := range 40 {
			pdf.Cell(40, 10, strconv.Itoa(line)+" clause of the standard")
			pdf.Ln(6)
		}
		if n < 18 {
			name := strconv.Itoa(n) + ".png"
			o := gofpdf.ImageOptions{ImageType: "PNG"}
			pdf.RegisterImageOptionsReader(name, o, bytes.NewReader(photo(b, 220+n, 220)))
			pdf.ImageOptions(name, 20, 50, 20, 0, false, o, 0, "")
		}
	}
	var out bytes.Buffer
	if err := pdf.Output(&out); err != nil {
		b.Fatal(err)
	}
	return out.Bytes()
}

func BenchmarkSign(b *testing.B) {
	pdf, k := large(b), key(b)
	b.SetBytes(int64(len(pdf)))
	for b.Loop() {
		if _, err := seal.Sign(pdf, k, options()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	pdf, err := seal.Sign(large(b), key(b), options())
	if err != nil {
		b.Fatal(err)
	}
	pdf[len(pdf)/2] ^= 1
	b.SetBytes(int64(len(pdf)))
	for b.Loop() {
		if v, err := seal.Verify(pdf); err != nil || v.Intact() {
			b.Fatal(err, v)
		}
	}
}
