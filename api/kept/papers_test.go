package kept_test

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hallmark/api/formats"
	"hallmark/pdf/seal"
	"hallmark/standard"
)

// TestPapers verifies the papers as `hallmark verify` does.
func TestPapers(t *testing.T) {
	e := stated(t)
	names, err := filepath.Glob("testdata/papers/*")
	must(t, err)
	if len(names) != len(e.Papers) {
		t.Errorf("%d papers, %d stated", len(names), len(e.Papers))
	}
	for name, want := range e.Papers {
		t.Run(name, func(t *testing.T) {
			b := file(t, "papers/"+name)
			if have := standard.DigestBytes(b); have != want.SHA256 {
				t.Errorf("the file was made again: %s", have)
			}
			switch path.Ext(name) {
			case ".pdf":
				verifies(t, e, want, b)
			case ".docx", ".xlsx":
				z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
				must(t, err)
				if len(z.File) < 3 {
					t.Errorf("%d parts", len(z.File))
				}
			}
		})
	}
}

func verifies(t *testing.T, e expected, want paper, b []byte) {
	t.Helper()
	v, err := seal.Verify(b, e.Fingerprint)
	must(t, err)
	known := v.Trust == seal.Expected
	if v.Signed != want.Sealed || v.Intact() != want.Sealed || known != want.Sealed {
		t.Errorf("%+v", v)
	}
	have := paper{SHA256: want.SHA256, Sealed: v.Signed}
	for _, attached := range v.Attachments {
		switch {
		case attached.Name == seal.PayloadName && attached.Covered:
			p, err := seal.ParsePayload(attached.Data)
			must(t, err)
			differences, err := seal.CheckPayload(p)
			must(t, err)
			if len(differences) > 0 {
				t.Errorf("computed again: %v", differences)
			}
			if a := e.Audits[p.Audit]; p.RecordDigest != a.Digest || p.Revision != a.Revision ||
				p.Score.Total != a.Total || p.EditionDigest != e.Editions[a.Edition] {
				t.Errorf("%s at %d, %s, %v of %s", p.Number, p.Revision, p.RecordDigest, p.Score.Total,
					p.EditionDigest)
			}
			have.Code = p.Code
		case attached.Name == seal.SheetName && attached.Covered:
			a, err := standard.ParseAmendment(bytes.NewReader(attached.Data))
			must(t, err)
			got := map[standard.EditionID]standard.Digest{a.Sheet.BaseEdition: a.Sheet.Digest.Base,
				a.Sheet.ResultEdition: a.Sheet.Digest.Result}
			if d := cmp.Diff(e.Editions, got); d != "" {
				t.Errorf("the sheet leads (+) elsewhere:\n%s", d)
			}
			have.Sheet = true
		}
	}
	if have != want {
		t.Errorf("%+v, want %+v", have, want)
	}
}

// TestSealIsProof alters one byte of each sealed paper.
func TestSealIsProof(t *testing.T) {
	for name, want := range stated(t).Papers {
		if !want.Sealed {
			continue
		}
		b := slices.Clone(file(t, "papers/"+name))
		b[len(b)/3] ^= 1
		if v, err := seal.Verify(b); err == nil && v.Intact() {
			t.Errorf("%s was altered and is intact", name)
		}
	}
}

// TestEditions reads the files of editions back. The forms that cannot be read are there to be
// looked at; what they carry is not taken back.
func TestEditions(t *testing.T) {
	e, files := stated(t), unpacked(t, "editions.zip")
	base := e.read(t, files, "2017.yaml", nil)
	names, err := fs.Glob(files, "*")
	must(t, err)
	seen := map[string]bool{}
	for _, name := range names {
		f, ok := formats.OfFile(name)
		if !ok {
			t.Errorf("%s has no form", name)
			continue
		}
		seen[f.Name] = true
		if f.Read == nil {
			continue
		}
		e.read(t, files, name, base)
	}
	for _, name := range []string{"yaml", "json", "oscal-catalog", "oscal-profile", "xlsx", "csv",
		"sts", "pdf", "docx"} {
		if !seen[name] {
			t.Errorf("there is no file of the form %s", name)
		}
	}
}

// read must come to the edition that the file's name states, by its digest.
func (e expected) read(t *testing.T, files fs.FS, name string, base *standard.Edition,
) *standard.Edition {
	t.Helper()
	b, err := fs.ReadFile(files, name)
	must(t, err)
	f, _ := formats.OfFile(name)
	got, losses, err := f.Read(bytes.NewReader(b), base)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return nil
	}
	if want := e.Editions[got.ID()]; got.Digest() != want {
		t.Errorf("%s: edition %s reads back as %s, want %s; losses %v", name, got.ID(), got.Digest(),
			want, losses)
	}
	return got
}
