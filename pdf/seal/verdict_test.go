package seal_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"hallmark/pdf/seal"
	"hallmark/standard"
	"hallmark/standard/message"
)

// paper is a sealed report with its data and the link behind its code.
func paper(t testing.TB) []byte {
	t.Helper()
	data, err := payload(t, standard.Community).Encode()
	if err != nil {
		t.Fatal(err)
	}
	o := options()
	o.Attachments[0].Data = data
	pdf, err := seal.Sign(report(t, 3), key(t), o)
	if err != nil {
		t.Fatal(err)
	}
	return pdf
}

func examine(t testing.TB, pdf []byte, known ...standard.Digest) *seal.Examination {
	t.Helper()
	x, err := seal.Examine(t.Context(), pdf, seal.Known{Certificates: known})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func otherKey(t testing.TB, name string) *seal.Key {
	t.Helper()
	k, err := seal.GenerateKey(rand.Reader, name, signedAt())
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// cairo prints the file again, as a printer driver does.
func cairo(t *testing.T, pdf []byte) []byte {
	t.Helper()
	in, out := filepath.Join(t.TempDir(), "in.pdf"), filepath.Join(t.TempDir(), "out.pdf")
	if err := os.WriteFile(in, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	if text, err := exec.Command("pdftocairo", "-pdf", in, out).CombinedOutput(); err != nil {
		t.Fatalf("pdftocairo (apt-get install poppler-utils): %v\n%s", err, text)
	}
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func appendTo(text string) func(*testing.T, []byte) []byte {
	return func(_ *testing.T, b []byte) []byte { return append(bytes.Clone(b), text...) }
}

func behind(k *seal.Key) func(*testing.T, []byte) []byte {
	return func(t *testing.T, b []byte) []byte {
		t.Helper()
		o := options()
		o.Name = ""
		pdf, err := seal.SignBehind(b, k, o)
		if err != nil {
			t.Fatal(err)
		}
		return pdf
	}
}

func comment(_ *testing.T, b []byte) []byte { return seal.Comment(b, "王科长", "请复核") }

// objectStream holds one object, as later versions of PDF write them.
func objectStream(number int, value string) string {
	head := fmt.Sprintf("%d 0 ", number)
	return fmt.Sprintf("99 0 obj\n<</Type/ObjStm/N 1/First %d/Length %d>>\nstream\n%s\nendstream\nendobj\n",
		len(head), len(head)+len(value), head+value)
}

// renewInformation replaces the document information.
func renewInformation(t *testing.T, pdf []byte) []byte {
	t.Helper()
	m := regexp.MustCompile(`/Info (\d+) 0 R`).FindSubmatch(pdf)
	if m == nil {
		t.Fatal("no document information")
	}
	return append(bytes.Clone(pdf), fmt.Sprintf("%s 0 obj\n<</Title (x)>>\nendobj\n", m[1])...)
}

// TestVerdicts makes each case of a file from a real paper.
func TestVerdicts(t *testing.T) {
	other := otherKey(t, "区政府印章")
	for name, tt := range map[string]struct {
		make  func(*testing.T, []byte) []byte
		want  seal.Verdict
		code  seal.Code
		words string // in the English lines
	}{
		"intact": {chain(), seal.Intact, 0, "agrees"},
		"signed behind": {behind(other), seal.Signed, 0,
			"Another signature: 区政府印章, 12 January 2018 17:30:00; it is valid"},
		"commented": {comment, seal.Continued, 9,
			"page 1: comment added after sealing (王科长): 请复核"},
		"commented, signed behind": {chain(comment, behind(other)), seal.Continued, 9, "区政府印章"},
		"signed behind, commented": {chain(behind(other), comment), seal.Continued, 9, "请复核"},
		"bytes appended":           {appendTo("\r\n"), seal.Continued, 9, "2 bytes appended"},
		"half a revision appended": {appendTo("\n99 0 obj <</Type"), seal.Continued, 9, "17 bytes appended"},
		"title replaced": {renewInformation, seal.Continued, 9,
			"document information (title, author, dates): added after sealing"},
		"a file attached": {appendTo("99 0 obj<</Type/Filespec/UF(more.txt)/EF<</F 98 0 R>>>>endobj\n" +
			"98 0 obj<</Type/EmbeddedFile/Length 2>>stream\nhi\nendstream endobj\n"), seal.Continued, 9, ""},
		"page replaced": {replacePage, seal.Tampered, 3, "page 2: content: changed"},
		"page replaced in a stream of objects": {appendTo(objectStream(6, "(other words)")),
			seal.Tampered, 3, "page 2: content: changed"},
		"linearised":                {resave("--linearize"), seal.Copied, 5, "spelled in another way"},
		"streams of objects":        {resave("--object-streams=generate"), seal.Copied, 5, "look it up"},
		"streams recoded":           {resave("--recompress-flate", "--compression-level=9"), seal.Copied, 5, ""},
		"streams unpacked":          {resave("--stream-data=uncompress"), seal.Copied, 5, ""},
		"signed behind, linearised": {chain(behind(other), resave("--linearize")), seal.Copied, 5, ""},
		"encrypted": {resave("--encrypt", "", "b", "256", "--"), seal.Encrypted, 6,
			"encrypted"},
		"encrypted with a password": {resave("--encrypt", "a", "b", "256", "--"), seal.Encrypted, 6, ""},
		"encrypted, linearised": {resave("--linearize", "--encrypt", "", "b", "128", "--use-aes=y", "--"),
			seal.Encrypted, 6, ""},
		"data replaced by another program": {
			resave("--remove-attachment=hallmark.json"), seal.Copied, 5, "hallmark.json: missing"},
		"one byte of a page": {flip("6 0 obj\n<</Filter /FlateDecode /Length ", 1, 20), seal.Tampered, 3, "page 2"},
	} {
		t.Run(name, func(t *testing.T) {
			x := examine(t, tt.make(t, paper(t)), key(t).Fingerprint())
			text := strings.Join(x.Lines(message.English), "\n")
			if x.Verdict != tt.want || x.Code() != tt.code || !strings.Contains(text, tt.words) {
				t.Errorf("%s, code %d, want %s, %d, with %q:\n%s", x.Verdict, x.Code(), tt.want, tt.code,
					tt.words, text)
			}
			if x.Code() != 3 && strings.Contains(text, "was altered") {
				t.Errorf("called altered:\n%s", text)
			}
			whole := tt.want == seal.Intact || tt.want == seal.Signed || tt.want == seal.Continued
			if whole && !bytes.Equal(x.Sealed, paper(t)) {
				t.Errorf("%d bytes are extracted", len(x.Sealed))
			}
		})
	}
}

// The letter of a district head, signed by another program, is nobody's forgery.
func TestForeign(t *testing.T) {
	letter, err := os.ReadFile("testdata/foreign-signed.pdf")
	if err != nil {
		t.Fatal(err)
	}
	damaged := bytes.Clone(letter)
	damaged[len(damaged)/2] ^= 1
	plain := report(t, 1)
	for name, tt := range map[string]struct {
		pdf   []byte
		want  seal.Verdict
		words string
	}{
		"signed": {letter, seal.Foreign,
			"区长签章, 30 November 2026 19:46:37; it is valid, who signed has not been checked"},
		"signed, then damaged": {damaged, seal.Foreign, "区长签章, 30 November 2026 19:46:37; it is not valid"},
		"linearised":           {resave("--linearize")(t, letter), seal.Foreign, "it is not valid"},
		"never sealed":         {plain, seal.Unsealed, "carries no seal"},
		"printed again":        {cairo(t, paper(t)), seal.Unsealed, "print or conversion"},
		"incomplete":           {letter[:len(letter)-9], seal.Incomplete, "incomplete"},
	} {
		x := examine(t, tt.pdf, key(t).Fingerprint())
		text := strings.Join(x.Lines(message.English), "\n")
		want := seal.CodeForeign
		if tt.want == seal.Incomplete {
			want = seal.CodeIncomplete
		}
		if x.Verdict != tt.want || x.Code() != want || !strings.Contains(text, tt.words) ||
			strings.Contains(text, "altered") || x.Signer != "" {
			t.Errorf("%s: %s, code %d:\n%s", name, x.Verdict, x.Code(), text)
		}
	}
}

// TestIncompleteAnywhere cuts the file at 200 places, and at each of the last 40 bytes.
func TestIncompleteAnywhere(t *testing.T) {
	pdf := paper(t)
	cuts := []int{}
	for n := 16; n < len(pdf); n += len(pdf) / 200 {
		cuts = append(cuts, n)
	}
	for n := len(pdf) - 40; n < len(pdf); n++ {
		cuts = append(cuts, n)
	}
	for _, n := range cuts {
		x := examine(t, pdf[:n])
		if x.Code() != seal.CodeIncomplete {
			t.Errorf("%d of %d bytes: %s, code %d\n%s", n, len(pdf), x.Verdict, x.Code(),
				strings.Join(x.Lines(message.English), "\n"))
		}
	}
}

// TestOneByteAnywhere alters one byte at 200 places and each of the last 40.
func TestOneByteAnywhere(t *testing.T) {
	pdf := paper(t)
	places := []int{}
	for n := 0; n < len(pdf); n += len(pdf) / 200 {
		places = append(places, n)
	}
	for n := len(pdf) - 40; n < len(pdf); n++ {
		places = append(places, n)
	}
	for i, n := range places {
		b := bytes.Clone(pdf)
		b[n] ^= 1 << (i % 7)
		x := examine(t, b, key(t).Fingerprint())
		if x.Code() != seal.CodeAltered || len(x.Altered) == 0 {
			t.Errorf("byte %d of %d: %s, code %d\n%s", n, len(pdf), x.Verdict, x.Code(),
				strings.Join(x.Lines(message.English), "\n"))
		}
	}
}

// TestWhoSealed holds the code against the keys that are known.
func TestWhoSealed(t *testing.T) {
	pdf, plain := paper(t), sealed(t, 1)
	notice, err := seal.Sign(report(t, 1), key(t), seal.Options{SignedAt: signedAt()})
	if err != nil {
		t.Fatal(err)
	}
	mine, other := key(t).Fingerprint(), otherKey(t, "x").Fingerprint()
	for name, tt := range map[string]struct {
		pdf   []byte
		known []standard.Digest
		want  seal.Code
	}{
		"known":                  {pdf, []standard.Digest{other, mine}, seal.CodeKnown},
		"nobody known":           {pdf, nil, seal.CodeUnknown},
		"others known":           {pdf, []standard.Digest{other}, seal.CodeUnknown},
		"no score, known":        {notice, []standard.Digest{mine}, seal.CodeKnown},
		"no score, nobody known": {notice, nil, seal.CodeUnknown},
		"data of a later form":   {plain, []standard.Digest{mine}, seal.CodeUnreadable},
	} {
		if x := examine(t, tt.pdf, tt.known...); x.Code() != tt.want || x.Verdict != seal.Intact {
			t.Errorf("%s: %s, code %d, want %d", name, x.Verdict, x.Code(), tt.want)
		}
	}
}

// TestCoveredOnlyByTheSigner holds that data behind the seal, or under a manifest of somebody else,
// do not count as the paper's.
func TestCoveredOnlyByTheSigner(t *testing.T) {
	pdf := paper(t)
	v := verify(t, appendTo("\n99 0 obj<</Type/Filespec/UF(hallmark.json)/EF<</F 98 0 R>>>>endobj\n"+
		"98 0 obj<</Type/EmbeddedFile/Length 2>>stream\n{}\nendstream endobj\n")(t, pdf))
	if v.CoversWhole || !v.SignatureValid || v.Verdict != seal.Tampered {
		t.Errorf("appended: %s, whole %t", v.Verdict, v.CoversWhole)
	}
	covered := 0
	for _, a := range v.Attachments {
		if a.Name == seal.PayloadName && a.Covered {
			covered++
		}
	}
	if covered != 1 {
		t.Errorf("%d data of a report are covered", covered)
	}
	if v := verify(t, appendTo("x")(t, pdf)); v.CoversWhole || v.Intact() {
		t.Error("a byte behind the seal counts as sealed")
	}

	// A thief signs the file, with the manifest of the installation left in it.
	thief := otherKey(t, "Hallmark 厅评 拱墅区")
	stolen, err := seal.SignBehind(bytes.Replace(pdf, []byte("/ByteRange"), []byte("/ByteRangf"), 1),
		thief, options())
	if err != nil {
		t.Fatal(err)
	}
	x := examine(t, stolen, key(t).Fingerprint())
	if !x.SignatureValid || !x.CoversWhole || x.Intact() || x.Code() != seal.CodeAltered {
		t.Errorf("signed by a thief: %s, code %d", x.Verdict, x.Code())
	}
	for _, a := range x.Attachments {
		if a.Covered {
			t.Errorf("%s is trusted although the manifest is another's", a.Name)
		}
	}
}

// TestExamineStops ends when nobody waits for the answer.
func TestExamineStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := seal.Examine(ctx, paper(t), seal.Known{}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
