package seal_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

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
	for file, data := range map[string][]byte{
		"der": der, "data": covered, "cert": key(t).CertificatePEM()} {
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
		out := run(t, b, "poppler-utils", "pdfsig")
		if strings.Contains(out, "Signature is Valid") {
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
	f.Add([]byte("trailer<</Root 1 0 R>>1 0 obj<</Pages 1 0 R" +
		"/Kids[1 0 R 1 0 R]/Names 1 0 R/EmbeddedFiles 1 0 R>>"))
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

// Files made to keep the reader busy cost no more than their size.
func TestHostileSizes(t *testing.T) {
	pages := []byte("%PDF-1.7\ntrailer<</Root 1 0 R/Size 9>>" +
		"1 0 obj<</Pages 2 0 R>>endobj 3 0 obj<<>>stream\n" +
		strings.Repeat("/a Do ", 20_000) + "endstream endobj 2 0 obj<</Kids[")
	for n := range 20_000 {
		pages = fmt.Appendf(pages, "%d 0 R ", n+10)
	}
	pages = append(pages, "]>>endobj\n"...)
	for n := range 20_000 {
		pages = fmt.Appendf(pages, "%d 0 obj<</Contents 3 0 R>>endobj\n", n+10)
	}
	pages = fmt.Appendf(pages, "xref\nstartxref\n%d\n%%%%EOF\n", len(pages))
	began := time.Now()
	if _, err := seal.Sign(pages, key(t), options()); err != nil || time.Since(began) > time.Minute {
		t.Errorf("20000 pages with one content: %v after %s", err, time.Since(began))
	}
	t.Log("labels", time.Since(began))
	for name, b := range map[string][]byte{
		"open strings":  bytes.Repeat([]byte("1 0 obj[("), 200_000),
		"open streams":  bytes.Repeat([]byte("1 0 obj<</Length 1>>stream\n"), 100_000),
		"nested arrays": bytes.Repeat([]byte("1 0 obj[[[[[[[[[[[["), 100_000),
		"trailers":      bytes.Repeat([]byte("trailer<<"), 200_000),
		"signatures": bytes.Repeat(
			[]byte("1 0 obj<</ByteRange[0 9 9 9]/Contents<00>>>endobj "), 40_000),
		"shared content": pages,
	} {
		began := time.Now()
		v, err := seal.Verify(append([]byte("%PDF-1.7\n"), b...))
		if took := time.Since(began); err != nil || v.Intact() || took > 20*time.Second {
			t.Errorf("%s: %v after %s", name, err, took)
		} else {
			t.Log(name, took)
		}
	}
}

func verdicts() []seal.Verdict {
	return []seal.Verdict{seal.Intact, seal.Signed, seal.Continued, seal.Tampered, seal.Foreign,
		seal.Unsealed, seal.Copied, seal.Encrypted, seal.Incomplete}
}

// Every name that can be printed is in the catalogue, in both languages.
func TestNamesAreInTheCatalogue(t *testing.T) {
	kinds := []seal.PartKind{seal.PartCatalog, seal.PartPageTree, seal.PartPage, seal.PartContent,
		seal.PartImage, seal.PartDrawing, seal.PartNote, seal.PartFont, seal.PartResources,
		seal.PartBookmark, seal.PartInformation, seal.PartMetadata, seal.PartAttachment,
		seal.PartField, seal.PartSignature, seal.PartStructure, seal.PartObject, seal.PartTail}
	hows := []seal.How{seal.Changed, seal.Missing, seal.Added}
	var texts []string
	for _, l := range message.Languages() {
		for _, kind := range kinds {
			for _, how := range hows {
				a := seal.Alteration{Part: seal.Part{Kind: kind, Page: 1, Index: 1}, How: how}
				texts = append(texts, a.Text(l))
			}
		}
		for how, n := range map[seal.How]int{
			seal.Rewritten: 0, seal.Resigned: 0, seal.Appended: 1, seal.Truncated: 1} {
			a := seal.Alteration{Part: seal.Part{Kind: seal.PartFile}, How: how, Bytes: n}
			texts = append(texts, a.Text(l))
		}
		for _, kind := range []seal.DifferenceKind{seal.DiffersFormula, seal.DiffersEdition,
			seal.DiffersTier, seal.DiffersLines, seal.DiffersClause, seal.DiffersChapter,
			seal.DiffersBonus, seal.DiffersTotal, seal.DiffersGrade, seal.DiffersStars,
			seal.DiffersUnanswered, seal.DiffersCaps} {
			texts = append(texts, seal.Difference{Kind: kind, Of: "1"}.Text(l))
		}
		for _, verdict := range verdicts() {
			for _, trust := range []seal.Trust{seal.SelfAsserted, seal.Expected, seal.Unexpected} {
				v := seal.Verification{Verdict: verdict, SignatureValid: true, Signer: "x", Code: "4F2A9C",
					Trust: trust, Altered: make([]seal.Alteration, 20)}
				for i := range v.Altered {
					v.Altered[i] = seal.Alteration{Part: seal.Part{Kind: seal.PartTail}, How: seal.Changed}
				}
				texts = append(texts, v.Lines(l)...)
			}
		}
		for _, holding := range []seal.Holding{seal.Holds, seal.Broken, seal.Unchecked} {
			texts = append(texts, seal.OtherSignature{Holding: holding}.Text(l),
				seal.OtherSignature{Signer: "x", Holding: holding, At: signedAt()}.Text(l))
		}
		note := seal.Part{Kind: seal.PartNote, Page: 1}
		texts = append(texts, seal.Addition{Part: note}.Text(l), seal.Addition{Part: note, Says: "x"}.Text(l),
			seal.Addition{Part: seal.Part{Kind: seal.PartMetadata}}.Text(l))
	}
	for _, text := range texts {
		if strings.Contains(text, "seal.") || strings.Contains(text, "%!") {
			t.Error(text)
		}
	}
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
