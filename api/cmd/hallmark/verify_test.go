package main

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"hallmark/fixtures"
	"hallmark/pdf/seal"
)

// reportOf writes the signed report of a demo audit and returns its file and bytes.
func reportOf(t *testing.T, dir string) (string, []byte) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report.pdf")
	said := succeed(t, "report", demoAudit(t), "-o", file, "--data", dir)
	if !strings.Contains(said, file) {
		t.Errorf("%s", said)
	}
	return file, readFile(t, file)
}

func TestReport(t *testing.T) {
	dir := demo(t)
	t.Chdir(t.TempDir())
	succeed(t, "report", demoAudit(t), "--data", dir, "--base-url", "https://hall.example/")
	succeed(t, "report", demoAudit(t), "--data", dir, "--record", "-o", "record.pdf")
	only(t, ".", demoAudit(t)+".pdf", "record.pdf")
	succeed(t, "verify", demoAudit(t)+".pdf", "--data", dir)
	refused(t, "", []string{"report", "none", "--data", dir}, "no audit with the ID none")
	refused(t, "", []string{"report", demoAudit(t), "--data", "nowhere"}, "nowhere", dataFile)
	refused(t, "", []string{"report", demoAudit(t), "--data", dir, "--base-url", "x"}, "--base-url")
	only(t, ".", demoAudit(t)+".pdf", "record.pdf")
}

func TestVerify(t *testing.T) {
	dir := demo(t)
	file, _ := reportOf(t, dir)
	text := succeed(t, "verify", file, "--data", dir)
	found := regexp.MustCompile(`[0-9a-f]{64}`).FindString(text)
	if !strings.HasPrefix(text, "The file is intact") || !strings.Contains(text, "agrees") ||
		found == "" {
		t.Fatalf("%s", text)
	}
	capitals := strings.ToUpper(regexp.MustCompile(`..`).ReplaceAllString(found, "$0:"))
	for _, fingerprint := range []string{found, capitals} {
		text := succeed(t, "verify", "--fingerprint", fingerprint, file)
		if !strings.Contains(text, "is that of a known issuer") {
			t.Errorf("%s", text)
		}
	}
	code(t, 1, []string{"verify", file, "--fingerprint", strings.Repeat("0", 64)},
		"not that of a known issuer", "not known here")
	code(t, 2, []string{"verify", file, "--fingerprint", "abc"}, "64 hexadecimal digits")
	t.Setenv("LANG", "zh_CN.UTF-8")
	if text := succeed(t, "verify", file, "--data", dir); !strings.Contains(text, "得分重算一致") {
		t.Errorf("%s", text)
	}
	text = succeed(t, "verify", "--english", file, "--data", dir)
	if !strings.HasPrefix(text, "The file is intact") {
		t.Errorf("%s", text)
	}
}

// code checks the exit status and what is said on either stream.
func code(t *testing.T, want int, args []string, words ...string) {
	t.Helper()
	o := call(t, "", args...)
	if o.status != want {
		t.Errorf("hallmark %s: status %d, want %d\n%s%s", strings.Join(args, " "), o.status, want, o.out,
			o.errors)
	}
	for _, w := range words {
		if !strings.Contains(o.out+o.errors, w) {
			t.Errorf("hallmark %s: %q is missing in\n%s%s", strings.Join(args, " "), w, o.out, o.errors)
		}
	}
}

// TestVerifyKnows tries each way in which a signer can be known.
func TestVerifyKnows(t *testing.T) {
	dir := demo(t)
	file, _ := reportOf(t, dir)
	pem := readFile(t, filepath.Join(dir, "signing-key.pem"))
	key, err := seal.ParseKey(pem)
	if err != nil {
		t.Fatal(err)
	}
	other, err := seal.GenerateKey(rand.Reader, "other", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	trust := t.TempDir()
	for name, text := range map[string]string{"a.pem": string(other.CertificatePEM()),
		"b.crt": "our office\n" + string(key.CertificatePEM()), "readme.txt": "no certificate"} {
		if err := os.WriteFile(filepath.Join(trust, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	stranger := write(t, "other.pem", string(other.CertificatePEM()))
	empty := t.TempDir()
	t.Chdir(t.TempDir())
	code(t, 1, []string{"verify", file}, "no known certificate here")
	code(t, 0, []string{"verify", file, "--trust", filepath.Join(trust, "b.crt")})
	code(t, 0, []string{"verify", file, "--trust", trust})
	code(t, 1, []string{"verify", file, "--trust", stranger}, "not that of a known issuer")
	code(t, 2, []string{"verify", file, "--trust", empty}, "no certificate in "+empty)
	code(t, 2, []string{"verify", file, "--trust", "nowhere"}, "nowhere")
	code(t, 2, []string{"verify", file, "--data", "nowhere"}, "nowhere")
	code(t, 2, []string{"verify", file, "--data", empty}, "no certificate in "+empty)
	code(t, 2, []string{"verify"}, "needs 1 arguments")
	code(t, 2, []string{"verify", "--bogus", file}, "--bogus")

	// The key was replaced since; the old one stays in the directory.
	old := filepath.Join(dir, "signing-key-2018.pem")
	if err := os.Rename(filepath.Join(dir, "signing-key.pem"), old); err != nil {
		t.Fatal(err)
	}
	code(t, 0, []string{"verify", file, "--data", dir})
	if err := os.Rename(dir, "data"); err != nil { // the default directory
		t.Fatal(err)
	}
	code(t, 0, []string{"verify", file})
	code(t, 1, []string{"verify", file, "--trust", stranger}, "not that of a known issuer")
	code(t, 0, []string{"verify", file, "--trust", stranger, "--data", "data"})
}

// TestVerifyExtracts takes the sealed report out of one that somebody has gone on writing in.
func TestVerifyExtracts(t *testing.T) {
	dir := demo(t)
	_, pdf := reportOf(t, dir)
	longer := write(t, "longer.pdf", string(pdf)+"\n9999 0 obj<<>>endobj\n")
	out := filepath.Join(t.TempDir(), "sealed.pdf")
	code(t, 9, []string{"verify", longer, "--data", dir}, "What was sealed is intact", "--extract")
	code(t, 9, []string{"verify", longer, "--data", dir, "--extract", out}, "was written to "+out,
		"agrees")
	if !bytes.Equal(readFile(t, out), pdf) {
		t.Error("what was extracted is not what was sealed")
	}
	code(t, 0, []string{"verify", out, "--data", dir})
	cut := write(t, "cut.pdf", string(pdf[:len(pdf)/2]))
	none := filepath.Join(t.TempDir(), "none.pdf")
	code(t, 7, []string{"verify", cut, "--data", dir, "--extract", none}, "nothing sealed is whole")
	only(t, filepath.Dir(none))
}

// flip changes one byte behind the first stream that follows a mark.
func flip(t *testing.T, pdf []byte, mark string) []byte {
	t.Helper()
	at := bytes.Index(pdf, []byte(mark))
	if at < 0 {
		t.Fatalf("no %q in the file", mark)
	}
	stream := bytes.Index(pdf[at:], []byte("\nstream\n"))
	b := bytes.Clone(pdf)
	b[at+stream+40] ^= 1
	return b
}

// raise lets another program (apt-get install qpdf) attach a payload whose stated total begins
// with a 9.
func raise(t *testing.T, pdf []byte) []byte {
	t.Helper()
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.pdf"), filepath.Join(dir, "out.pdf")
	data := filepath.Join(dir, "hallmark.json")
	qpdf := func(args ...string) []byte {
		text, err := exec.Command("qpdf", args...).Output()
		if err != nil {
			t.Fatalf("qpdf %v: %v", args, err)
		}
		return text
	}
	put := func(file string, b []byte) {
		if err := os.WriteFile(file, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put(in, pdf)
	payload := qpdf("--show-attachment=hallmark.json", in)
	total := regexp.MustCompile(`"total": [0-8][0-9.]+,\s+"grade"`).FindIndex(payload)
	if total == nil {
		t.Fatal("no total in the payload")
	}
	payload[total[0]+len(`"total": `)] = '9'
	put(data, payload)
	qpdf(in, "--add-attachment", data, "--key=hallmark.json", "--replace", "--", out)
	return readFile(t, out)
}

// TestVerifyNamesWhatItIs tries files that are not as they were sealed, each with its code.
func TestVerifyNamesWhatItIs(t *testing.T) {
	dir := demo(t)
	_, pdf := reportOf(t, dir)
	for _, tt := range []struct {
		name   string
		code   int
		pdf    []byte
		zh, en string
	}{
		{"page", 3, flip(t, pdf, "%PDF-"), "第1页的内容：已被改动", "page 1: content: changed"},
		{"score", 3, flip(t, pdf, "/EmbeddedFile"), "附件hallmark.json：已被改动",
			"attachment hallmark.json: changed"},
		{"total", 3, raise(t, pdf), "总分：报告所载为9", "total: the report states 9"},
		{"appended", 9, append(bytes.Clone(pdf), "more"...), "追加了4个字节",
			"4 bytes appended after the signature"},
		{"cut", 7, pdf[:len(pdf)-100], "缺少100个字节", "100 bytes missing at the end"},
		{"half", 7, pdf[:len(pdf)/2], "文件不完整", "is incomplete"},
		{"linearised", 5, written(t, pdf, "qpdf", "--linearize", "IN", "OUT"), "副本", "look it up by its code"},
		{"printed again", 5, written(t, pdf, "pdftocairo", "-pdf", "IN", "OUT"), "核验码：",
			"Code in the file: "},
		{"encrypted", 6, written(t, pdf, "qpdf", "--encrypt", "", "x", "256", "--", "IN", "OUT"), "已加密",
			"is encrypted"},
		{"another program's", 4, readFile(t, foreignSigned), "另有签名：区长签章", "Another signature: 区长签章"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			file := write(t, "report.pdf", string(tt.pdf))
			for lang, want := range map[string]string{"zh_CN.UTF-8": tt.zh, "C": tt.en} {
				t.Setenv("LANG", lang)
				o := call(t, "", "verify", file, "--data", dir)
				if o.status != tt.code || !strings.Contains(o.out, want) ||
					strings.Contains(o.out, "is intact:") || !strings.Contains(o.errors, file) {
					t.Errorf("%s: status %d, want %d, with %q:\n%s%s", lang, o.status, tt.code, want, o.out,
						o.errors)
				}
			}
		})
	}
}

// foreignSigned is a letter that another program has signed.
const foreignSigned = "../../../pdf/seal/testdata/foreign-signed.pdf"

// written lets another program write a file from the bytes; IN and OUT stand for the files.
func written(t *testing.T, pdf []byte, args ...string) []byte {
	t.Helper()
	in, out := write(t, "in.pdf", string(pdf)), filepath.Join(t.TempDir(), "out.pdf")
	for i, a := range args {
		args[i] = map[string]string{"IN": in, "OUT": out}[a]
		if args[i] == "" {
			args[i] = a
		}
	}
	if text, err := exec.Command(args[0], args[1:]...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", args, err, text)
	}
	return readFile(t, out)
}

func TestVerifyRefuses(t *testing.T) {
	for _, text := range []string{"", "hello", string(make([]byte, 1<<16))} {
		code(t, 2, []string{"verify", write(t, "x.pdf", text)}, "x.pdf: not a PDF file")
	}
	unsigned := write(t, "x.pdf", "%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\n"+
		"trailer<</Root 1 0 R>>\n%%EOF\n")
	code(t, 4, []string{"verify", unsigned}, "carries no seal")
	code(t, 2, []string{"verify", "none.pdf"}, "none.pdf")
	code(t, 2, []string{"verify", t.TempDir()}, "is a directory")
}

// TestVerifyLooksBeforeItReads refuses a large file without holding it.
func TestVerifyLooksBeforeItReads(t *testing.T) {
	large := filepath.Join(t.TempDir(), "large.pdf")
	if err := os.WriteFile(large, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(large, 500<<20); err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	code(t, 8, []string{"verify", large}, large, "256 MB")
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > 8<<20 {
		t.Errorf("%d bytes were allocated", used)
	}
	if err := os.Truncate(large, seal.MaxFile+1); err != nil {
		t.Fatal(err)
	}
	code(t, 8, []string{"verify", large}, large)
}

// TestVerifySheet checks a sealed amendment sheet, and one whose data somebody has changed.
func TestVerifySheet(t *testing.T) {
	dir := t.TempDir()
	plain, sealed := filepath.Join(dir, "plain.pdf"), filepath.Join(dir, "sealed.pdf")
	succeed(t, "edition", "sheet", amendmentXG1, "-o", plain)
	a, err := fixtures.AmendmentXG1()
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	key, err := seal.GenerateKey(rand.Reader, "sheet", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	file, err := seal.Sign(readFile(t, plain), key, seal.Options{SignedAt: time.Now().Add(48 * time.Hour),
		Attachments: []seal.Attachment{{Name: seal.SheetName, MIME: "application/json", Data: data}}})
	if err != nil {
		t.Fatal(err)
	}
	put := func(b []byte) {
		if err := os.WriteFile(sealed, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put(file)
	trust := write(t, "trust.pem", string(key.CertificatePEM()))
	text := succeed(t, "verify", sealed, "--trust", trust)
	if !strings.Contains(text, "Amendment DB330105/T 999—2017/XG1—2022, 16 items, of edition 2017 (digest 714d8439fa5b)") {
		t.Errorf("%s", text)
	}
	put(bytes.Replace(file, []byte("/Contents"), []byte("/Contentz"), 1))
	code(t, 3, []string{"verify", sealed, "--trust", trust})
}
