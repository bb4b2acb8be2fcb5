package seal_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hallmark/pdf/seal"
	"hallmark/standard"
	"hallmark/standard/message"
)

func verify(t testing.TB, pdf []byte, trusted ...standard.Digest) *seal.Verification {
	t.Helper()
	v, err := seal.Verify(pdf, trusted...)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func sentences(v *seal.Verification) []string {
	list := []string{}
	for _, a := range v.Altered {
		list = append(list, a.Text(message.English))
	}
	return list
}

func TestVerifyIntact(t *testing.T) {
	v := verify(t, sealed(t, 3))
	if !v.Intact() || !v.SignatureValid || !v.CoversWhole || !v.ManifestValid {
		t.Errorf("%+v", v)
	}
	if v.Signer != "Hallmark 厅评 拱墅区" || v.Fingerprint != key(t).Fingerprint() ||
		!v.SignedAt.Equal(signedAt()) || v.Reason != "评定报告签发" || v.Location != "杭州市拱墅区" {
		t.Errorf("signer %q %s %s %q %q", v.Signer, v.Fingerprint, v.SignedAt, v.Reason, v.Location)
	}
	for _, want := range options().Attachments {
		got, ok := v.Attachment(want.Name)
		if diff := cmp.Diff(want, got.Attachment); !ok || !got.Covered || diff != "" {
			t.Errorf("%s covered %t\n%s", want.Name, got.Covered, diff)
		}
	}
}

func TestTrust(t *testing.T) {
	pdf := sealed(t, 1)
	other := standard.DigestBytes([]byte("another certificate"))
	for _, tt := range []struct {
		trusted []standard.Digest
		want    seal.Trust
		say     string
	}{
		{nil, seal.SelfAsserted, "vouches only for itself"},
		{nil, seal.SelfAsserted, "no known certificate here"},
		{[]standard.Digest{other, key(t).Fingerprint()}, seal.Expected, "is that of a known"},
		{[]standard.Digest{other}, seal.Unexpected, "is not that of a known"},
	} {
		v := verify(t, pdf, tt.trusted...)
		if v.Trust != tt.want || !v.Intact() {
			t.Errorf("trusted %v: %v, intact %t", tt.trusted, v.Trust, v.Intact())
		}
		if text := strings.Join(v.Lines(message.English), "\n"); !strings.Contains(text, tt.say) {
			t.Errorf("%q is missing in\n%s", tt.say, text)
		}
	}
}

// flip changes a byte some way behind a mark; after says how many bytes.
func flip(mark string, nth, after int) func(*testing.T, []byte) []byte {
	return func(t *testing.T, pdf []byte) []byte {
		b := bytes.Clone(pdf)
		at := -1
		for range nth {
			i := bytes.Index(b[at+1:], []byte(mark))
			if i < 0 {
				t.Fatalf("no %q in the file", mark)
			}
			at += 1 + i
		}
		b[at+len(mark)+after] ^= 1
		return b
	}
}

func edit(from, to string) func(*testing.T, []byte) []byte {
	return func(t *testing.T, pdf []byte) []byte {
		if !bytes.Contains(pdf, []byte(from)) {
			t.Fatalf("no %q in the file", from)
		}
		return bytes.Replace(pdf, []byte(from), []byte(to), 1)
	}
}

// resave writes the file anew with qpdf.
func resave(args ...string) func(*testing.T, []byte) []byte {
	return func(t *testing.T, pdf []byte) []byte {
		in, out := filepath.Join(t.TempDir(), "in.pdf"), filepath.Join(t.TempDir(), "out.pdf")
		if err := os.WriteFile(in, pdf, 0o600); err != nil {
			t.Fatal(err)
		}
		args := slices.Concat([]string{"--warning-exit-0"}, args, []string{in, out})
		if text, err := exec.Command("qpdf", args...).CombinedOutput(); err != nil {
			t.Fatalf("qpdf (apt-get install qpdf): %v\n%s", err, text)
		}
		b, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
}

func chain(steps ...func(*testing.T, []byte) []byte) func(*testing.T, []byte) []byte {
	return func(t *testing.T, b []byte) []byte {
		for _, step := range steps {
			b = step(t, b)
		}
		return b
	}
}

// replacePage appends an update that puts other words on page 2, as an editor would.
func replacePage(t *testing.T, pdf []byte) []byte {
	const mark = "6 0 obj\n"
	if !bytes.Contains(pdf, []byte("5 0 obj\n<</Type /Page")) {
		t.Fatal("page 2 is not object 5")
	}
	update := mark + "<</Length 31>>\nstream\nBT /F1 12 Tf (other words) Tj ET\nendstream\nendobj\n"
	return append(bytes.Clone(pdf), update...)
}

func TestAlterationsAreNamed(t *testing.T) {
	const rewritten = "the file was written anew by another program; its original bytes are gone"
	pdf := sealed(t, 3)
	for name, tt := range map[string]struct {
		alter func(*testing.T, []byte) []byte
		want  []string
	}{
		"content of page 2": {flip("6 0 obj\n<</Filter /FlateDecode /Length ", 1, 20),
			[]string{"page 2: content: changed"}},
		"image of page 1":   {flip("/Width 30", 1, 130), []string{"page 1: image 1: changed"}},
		"image 2 of page 3": {flip("/Width 51", 1, 130), []string{"page 3: image 2: changed"}},
		"title": {flip("/Title (\xfe\xff", 1, 1),
			[]string{"document information (title, author, dates): changed"}},
		"media box": {edit("595.28", "595.29"), []string{"page tree: changed"}},
		"bookmark": {edit("/Title (Page 2)", "/Title (Page 9)"),
			[]string{"bookmark “Page 2”: changed"}},
		"font": {edit("/BaseFont /Helvetica", "/BaseFont /Helvetjca"),
			[]string{"font Helvetica: changed"}},
		"attachment": {
			flip("/Subtype /application#2fjson\n/Type /EmbeddedFile\n>>\nstream\n", 1, 5),
			[]string{"attachment hallmark.json: changed"}},
		"header": {edit("%PDF-1.3", "%PDF-1.4"),
			[]string{"bytes outside any object: changed"}},
		"cross-references": {edit("00000 n", "00001 n"),
			[]string{"bytes outside any object: changed"}},
		"reason": {edit("/Reason <feff", "/Reason <FEff"),
			[]string{"manifest, signature or table at the end of the file: changed"}},
		"signature": {flip("/Contents <", 1, 900), []string{"signature: changed"}},
		"signature spelling": {edit("/Contents <3", "/Contents < 3"),
			[]string{"manifest, signature or table at the end of the file: changed"}},
		"signature gone": {edit("/ByteRange", "/ByteRangf"), []string{"signature: missing"}},
		"bytes appended": {func(_ *testing.T, b []byte) []byte {
			return append(bytes.Clone(b), "\n%%EOF"...)
		},
			[]string{"6 bytes appended after the signature"}},
		"page replaced by an update": {replacePage,
			[]string{"80 bytes appended after the signature", "page 2: content: changed"}},
		"truncated": {func(_ *testing.T, b []byte) []byte { return b[:len(b)-10] },
			[]string{"10 bytes missing at the end of the file"}},
		"written anew":              {resave(), []string{rewritten}},
		"written anew with streams": {resave("--object-streams=generate"), []string{rewritten}},
		"page edited, written anew": {
			chain(resave("--qdf"), edit("(page text)", "(page tent)"), resave()),
			[]string{rewritten, "page 1: content: changed"}},
		"title edited, written anew": {
			chain(resave(), edit("<feff8bc45b9a62a5544a>", "<feff8bc45b9a62a5544b>")),
			[]string{rewritten, "document information (title, author, dates): changed"}},
		"attachment removed": {resave("--remove-attachment=hallmark.json"),
			[]string{rewritten, "attachment hallmark.json: missing", "document catalog: changed"}},
	} {
		t.Run(name, func(t *testing.T) {
			v := verify(t, tt.alter(t, pdf))
			if v.Intact() {
				t.Error("not seen")
			}
			if diff := cmp.Diff(tt.want, sentences(v)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			a, ok := v.Attachment("说明.txt")
			if !ok || !a.Covered {
				t.Errorf("the manifest should still vouch for the other attachment: %+v", a)
			}
		})
	}
}

func TestManifestAltered(t *testing.T) {
	const mark = "/Subtype /application#2fpkcs7-signature\n/Type /EmbeddedFile\n>>\nstream\n"
	v := verify(t, flip(mark, 1, 30)(t, sealed(t, 1)))
	if diff := cmp.Diff([]string{"attachment manifest.p7s: changed"}, sentences(v)); diff != "" {
		t.Error(diff)
	}
	if a, ok := v.Attachment("hallmark.json"); !ok || a.Covered {
		t.Error("nothing vouches for the attachment any more")
	}
}

// A thief who cannot sign with the key of the installation signs with another key.
func TestSignedAgainByAnother(t *testing.T) {
	thief, err := seal.GenerateKey(rand.Reader, "Hallmark 厅评 拱墅区", signedAt())
	if err != nil {
		t.Fatal(err)
	}
	forged, err := seal.Sign(report(t, 2), thief, options())
	if err != nil {
		t.Fatal(err)
	}
	if v := verify(t, forged, key(t).Fingerprint()); v.Trust != seal.Unexpected {
		t.Errorf("trust %v", v.Trust)
	}
	if _, err := seal.Sign(sealed(t, 2), thief, options()); !errors.Is(err, seal.ErrSealed) {
		t.Errorf("sealed twice: %v", err)
	}
}

func TestNoByteIsFree(t *testing.T) {
	t.Parallel()
	pdf := sealed(t, 1)
	step := 3
	if testing.Short() {
		step = 31
	}
	b := bytes.Clone(pdf)
	for i := 0; i < len(b); i += step {
		b[i] ^= 1 << (i / step % 8)
		v, err := seal.Verify(b)
		if err != nil || v.Intact() || len(v.Altered) == 0 {
			t.Fatalf("byte %d may be changed unseen: %v", i, err)
		}
		b[i] = pdf[i]
	}
}

func TestTruncatedAnywhere(t *testing.T) {
	t.Parallel()
	pdf := sealed(t, 1)
	for n := 0; n < len(pdf); n += 101 {
		v, err := seal.Verify(pdf[:n])
		if n < 8 {
			if !errors.Is(err, seal.ErrNotPDF) {
				t.Errorf("%d bytes: %v", n, err)
			}
			continue
		}
		if err != nil || v.Intact() {
			t.Errorf("%d bytes: %v, %+v", n, err, v)
		}
	}
}

func TestUnsigned(t *testing.T) {
	v := verify(t, report(t, 1))
	if v.Signed || v.Intact() || len(v.Lines(message.Chinese)) != 1 {
		t.Errorf("%+v", v)
	}
	if _, err := seal.Verify([]byte("PK\x03\x04 a spreadsheet")); !errors.Is(err, seal.ErrNotPDF) {
		t.Error(err)
	}
}

func TestSignRefuses(t *testing.T) {
	pdf := report(t, 1)
	late := options()
	late.SignedAt = late.SignedAt.AddDate(30, 0, 0)
	twice := options()
	twice.Attachments = append(twice.Attachments, twice.Attachments[0])
	own := seal.Options{SignedAt: signedAt(), Attachments: []seal.Attachment{{Name: "manifest.json"}}}
	for name, tt := range map[string]struct {
		pdf  []byte
		o    seal.Options
		want error
	}{
		"text":             {[]byte("hello"), options(), seal.ErrNotPDF},
		"nothing":          {nil, options(), seal.ErrNotPDF},
		"half a file":      {pdf[:len(pdf)/2], options(), seal.ErrNotPDF},
		"late":             {pdf, late, seal.ErrKeyTime},
		"attachment twice": {pdf, twice, seal.ErrAttachment},
		"own name":         {pdf, own, seal.ErrAttachment},
		"encrypted": {
			resave("--encrypt", "a", "b", "256", "--")(t, pdf),
			options(), seal.ErrEncrypted},
		"cross-reference stream": {
			resave("--object-streams=generate")(t, pdf), options(), seal.ErrUnsupported},
	} {
		if _, err := seal.Sign(tt.pdf, key(t), tt.o); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
}

func TestSignIsDeterministic(t *testing.T) {
	a, b := sealed(t, 3), sealed(t, 3)
	if !bytes.Equal(a, b) {
		t.Error("two files from the same inputs differ")
	}
}

func TestKeyOutlivesItsFile(t *testing.T) {
	text, err := key(t).PEM()
	if err != nil {
		t.Fatal(err)
	}
	again, err := seal.ParseKey(text)
	if err != nil {
		t.Fatal(err)
	}
	if again.Fingerprint() != key(t).Fingerprint() || again.Name() != "Hallmark 厅评 拱墅区" {
		t.Error("another key came back")
	}
	other, err := seal.GenerateKey(rand.Reader, "other", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	private, _, _ := bytes.Cut(text, []byte("-----BEGIN CERTIFICATE"))
	for name, bad := range map[string][]byte{
		"nothing": nil, "no certificate": private,
		"another's certificate": slices.Concat(private, other.CertificatePEM()),
		"damaged":               bytes.Replace(text, []byte("M"), []byte("N"), 3),
	} {
		if _, err := seal.ParseKey(bad); !errors.Is(err, seal.ErrKey) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
