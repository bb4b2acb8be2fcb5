package main

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"hallmark/fixtures"
	"hallmark/pdf/seal"
)

// report writes the signed report of a demo audit and returns its file and bytes.
func report(t *testing.T) (string, []byte) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report.pdf")
	said := succeed(t, "report", demoAudit(t), "-o", file, "--data", demo(t))
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
	succeed(t, "verify", demoAudit(t)+".pdf")
	refused(t, "", []string{"report", "none", "--data", dir}, "no audit with the ID none")
	refused(t, "", []string{"report", demoAudit(t), "--data", "nowhere"}, "nowhere", dataFile)
	refused(t, "", []string{"report", demoAudit(t), "--data", dir, "--base-url", "x"}, "--base-url")
	only(t, ".", demoAudit(t)+".pdf", "record.pdf")
}

func TestVerify(t *testing.T) {
	file, _ := report(t)
	text := succeed(t, "verify", file)
	found := regexp.MustCompile(`[0-9a-f]{64}`).FindString(text)
	if !strings.HasPrefix(text, "The file is intact") || !strings.Contains(text, "agrees") ||
		found == "" {
		t.Fatalf("%s", text)
	}
	capitals := strings.ToUpper(regexp.MustCompile(`..`).ReplaceAllString(found, "$0:"))
	for _, fingerprint := range []string{found, capitals} {
		text := succeed(t, "verify", "--fingerprint", fingerprint, file)
		if !strings.Contains(text, "is that of the expected") {
			t.Errorf("%s", text)
		}
	}
	o := call(t, "", "verify", file, "--fingerprint", strings.Repeat("0", 64))
	if o.status != 1 || !strings.Contains(o.out, "not that of the expected") ||
		!strings.Contains(o.errors, "did not pass") {
		t.Errorf("another fingerprint: %+v", o)
	}
	refused(t, "", []string{"verify", file, "--fingerprint", "abc"}, "64 hexadecimal digits")
	t.Setenv("LANG", "zh_CN.UTF-8")
	if text := succeed(t, "verify", file); !strings.Contains(text, "得分重算一致") {
		t.Errorf("%s", text)
	}
	text = succeed(t, "verify", "--english", file)
	if !strings.HasPrefix(text, "The file is intact") {
		t.Errorf("%s", text)
	}
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

func TestVerifyNamesWhatWasAltered(t *testing.T) {
	_, pdf := report(t)
	for _, tt := range []struct {
		name   string
		pdf    []byte
		zh, en string
	}{
		{"page", flip(t, pdf, "%PDF-"), "第1页的内容：已被改动", "page 1: content: changed"},
		{"score", flip(t, pdf, "/EmbeddedFile"), "附件hallmark.json：已被改动",
			"attachment hallmark.json: changed"},
		{"total", raise(t, pdf), "总分：报告所载为9", "total: the report states 9"},
		{"appended", append(bytes.Clone(pdf), "more"...), "4", "4 bytes appended after the signature"},
		{"cut", pdf[:len(pdf)-100], "100", "100 bytes missing at the end"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			file := write(t, "report.pdf", string(tt.pdf))
			for lang, want := range map[string]string{"zh_CN.UTF-8": tt.zh, "C": tt.en} {
				t.Setenv("LANG", lang)
				o := call(t, "", "verify", file)
				if o.status != 1 || !strings.Contains(o.out, want) ||
					strings.Contains(o.out, "is intact") ||
					!strings.Contains(o.errors, file) {
					t.Errorf("%s: %q is missing in\n%+v", lang, want, o)
				}
			}
		})
	}
}

func TestVerifyRefuses(t *testing.T) {
	for _, text := range []string{"", "hello", string(make([]byte, 1<<16))} {
		file := write(t, "x.pdf", text)
		o := call(t, "", "verify", file)
		if o.status != 1 || o.out != "" || !strings.Contains(o.errors, file) {
			t.Errorf("%.10q: %+v", text, o)
		}
	}
	unsigned := write(t, "x.pdf", "%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\n"+
		"trailer<</Root 1 0 R>>\n%%EOF\n")
	if o := call(t, "", "verify", unsigned); o.status != 1 ||
		!strings.Contains(o.out, "no signature") {
		t.Errorf("unsigned: %+v", o)
	}
	large := filepath.Join(t.TempDir(), "large.pdf")
	if err := os.WriteFile(large, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(large, maxPDF+1); err != nil {
		t.Fatal(err)
	}
	refused(t, "", []string{"verify", large}, large, "256 MB")
	refused(t, "", []string{"verify", "none.pdf"}, "none.pdf")
	refused(t, "", []string{"verify", t.TempDir()}, "is a directory")
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
	text := succeed(t, "verify", sealed)
	if !strings.Contains(text, "Amendment DB330105/T 999—2017/XG1—2022, 16 items, of edition 2017 (digest 714d8439fa5b)") {
		t.Errorf("%s", text)
	}
	put(bytes.Replace(file, []byte("/Contents"), []byte("/Contentz"), 1))
	if o := call(t, "", "verify", sealed); o.status != 1 {
		t.Errorf("altered: %+v", o)
	}
}
