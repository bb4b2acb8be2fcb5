package seal_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jung-kurt/gofpdf"

	"hallmark/pdf/seal"
)

func signedAt() time.Time { return time.Date(2018, 1, 12, 9, 30, 0, 0, time.UTC) }

// key is the same in every process, so that fuzzing workers know the seeds of each other.
func key(t testing.TB) *seal.Key {
	t.Helper()
	text, err := os.ReadFile("testdata/test-only-key.pem")
	if err != nil {
		t.Fatal(err)
	}
	k, err := seal.ParseKey(text)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// report prints a small document with links, bookmarks and images.
func report(t testing.TB, pages int) []byte {
	t.Helper()
	pdf := gofpdf.New("P", "mm", "A4", "")
	pdf.SetCreationDate(signedAt())
	pdf.SetModificationDate(signedAt())
	pdf.SetCatalogSort(true)
	pdf.SetTitle("评定报告", true)
	link := pdf.AddLink()
	for n := 1; n <= pages; n++ {
		pdf.AddPage()
		pdf.SetFont("Helvetica", "", 12)
		pdf.Bookmark("Page "+string(rune('0'+n)), 0, 0)
		pdf.CellFormat(40, 10, "page text", "", 1, "", false, link, "")
		pdf.CellFormat(40, 10, "site", "", 1, "", false, 0, "https://example.org/")
		for i := 0; i < n && i < 3; i++ {
			name := string(rune('a'+n)) + string(rune('a'+i)) + ".png"
			pdf.RegisterImageOptionsReader(name, gofpdf.ImageOptions{ImageType: "PNG"},
				bytes.NewReader(photo(t, 20+n*10+i, 16)))
			pdf.ImageOptions(name, 20, 50+20*float64(i), 20, 0, false, gofpdf.ImageOptions{}, 0, "")
		}
	}
	pdf.SetLink(link, 0, 1)
	var b bytes.Buffer
	if err := pdf.Output(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func options() seal.Options {
	return seal.Options{
		Attachments: []seal.Attachment{
			{Name: "hallmark.json", MIME: "application/json", Data: []byte(`{"score":87.4}`)},
			{Name: "说明.txt", MIME: "text/plain", Description: "附件说明", Data: []byte("说明")},
		},
		SignedAt: signedAt(), Reason: "评定报告签发", Location: "杭州市拱墅区",
	}
}

func sealed(t testing.TB, pages int) []byte {
	t.Helper()
	b, err := seal.Sign(report(t, pages), key(t), options())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// run runs a tool of the distribution on a file with the bytes and returns what it prints.
func run(t *testing.T, pdf []byte, pkg string, tool ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := exec.LookPath(tool[0]); err != nil {
		t.Fatalf("%s is needed for this test: apt-get install %s", tool[0], pkg)
	}
	out, err := exec.Command(tool[0], append(tool[1:], file)...).CombinedOutput()
	if err != nil {
		t.Logf("%s: %v", strings.Join(tool, " "), err)
	}
	return string(out)
}

func TestOtherProgramsReadTheSeal(t *testing.T) {
	base := report(t, 3)
	pdf := sealed(t, 3)
	if !bytes.HasPrefix(pdf, base) {
		t.Error("the original bytes changed")
	}
	for _, tt := range []struct {
		pkg  string
		tool []string
		want []string
	}{
		{"poppler-utils", []string{"pdfsig"},
			[]string{"Signature is Valid", "Total document signed", "Hallmark 厅评 拱墅区",
				"adbe.pkcs7.detached", "Jan 12 2018", "SHA-256"}},
		{"qpdf",
			[]string{"qpdf", "--check"}, []string{"No syntax or stream encoding errors found"}},
		{"poppler-utils", []string{"pdfdetach", "-list"},
			[]string{"4 embedded files", "hallmark.json", "说明.txt", "manifest.json", "manifest.p7s"}},
		{"poppler-utils",
			[]string{"pdfinfo"}, []string{"评定报告", "Pages:           3", "PDF version:     1.7"}},
		{"qpdf", []string{"qpdf", "--json", "--json-key=outlines"}, []string{"Page 3"}},
	} {
		t.Run(strings.Join(tt.tool, " "), func(t *testing.T) {
			got := run(t, pdf, tt.pkg, tt.tool...)
			for _, want := range tt.want {
				if !strings.Contains(got, want) {
					t.Errorf("%q is missing in\n%s", want, got)
				}
			}
			if strings.Contains(got, "WARNING") {
				t.Error(got)
			}
		})
	}
}
