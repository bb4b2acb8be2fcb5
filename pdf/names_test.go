package pdf_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hallmark/checklists"
	"hallmark/checklists/bulletin"
	"hallmark/pdf"
	"hallmark/pdf/fonts"
)

// rareNames are names of people: with hanzi that GB 2312 lacks, beyond the BMP, of Hong Kong, Macau and
// Taiwan.
var rareNames = []string{"张龑", "𠮷野", "劉陳張", "𫍽㼆", "囧㇏"}

// holdsNames checks that a document gives every name to who copies or searches, nowhere 〓, and
// that other programs find it in order.
func holdsNames(t *testing.T, file []byte, names ...string) {
	t.Helper()
	tool(t, file, "qpdf", "--check", "FILE")
	text := dense(strings.Join(pagesOf(t, file, "-raw"), ""))
	for _, name := range names {
		if !strings.Contains(text, name) {
			t.Errorf("%s is missing", name)
		}
	}
	if strings.Contains(text, "〓") {
		t.Error("something could not be printed")
	}
}

// TestRareNames prints names in every paper that names people.
func TestRareNames(t *testing.T) {
	all := strings.Join(rareNames, "、")
	r := sample(t, 0)
	r.Names = map[checklists.Username]string{"auditor": rareNames[0], "auditor2": rareNames[1],
		"supervisor": rareNames[2]}
	r.Audit.HallName, r.Facts, r.Office = rareNames[3]+"便民服务中心", "在场："+all, rareNames[4]
	holdsNames(t, report(t, r), rareNames[:4]...)
	holdsNames(t, record(t, r), all)

	n := notice(t)
	n.Audit.HallName, n.Items[0].Found = rareNames[3]+"便民服务中心", all
	var file bytes.Buffer
	if err := pdf.WriteNotice(&file, n, nil); err != nil {
		t.Fatal(err)
	}
	holdsNames(t, file.Bytes(), rareNames[3])

	b := bulletinOf(t, bulletin.Quarterly)
	b.Addressees = all
	holdsNames(t, bulletinPDF(t, b), all)

	s := sheetXG1(t)
	s.Approver = all
	holdsNames(t, amendmentSheet(t, s), all)
}

// TestRareNamesInMetadata reads the title and the outline as other programs do.
func TestRareNamesInMetadata(t *testing.T) {
	r := sample(t, 0)
	r.Audit.HallName, r.Office = "𠮷野"+r.Audit.HallName, "张龑𫍽"
	info := tool(t, report(t, r), "pdfinfo", "-enc", "UTF-8", "FILE")
	if !strings.Contains(info, "𠮷野") && !strings.Contains(info, "张龑𫍽") {
		t.Errorf("the metadata have no name:\n%s", info)
	}
}

// officeFonts opens a directory with fonts of Debian's packages.
func officeFonts(t *testing.T, names ...string) *fonts.Set {
	t.Helper()
	dir := t.TempDir()
	for _, name := range names {
		data, err := os.ReadFile("/usr/share/fonts/truetype/" + name)
		if err != nil {
			t.Fatalf("%v (apt-get install fonts-ukij-uyghur fonts-noto-core)", err)
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(name)), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	set, err := fonts.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// TestNamesOfOtherScripts prints Uyghur in its joined forms and from the right, and Tibetan and
// Mongolian legibly, from the fonts of an office.
func TestNamesOfOtherScripts(t *testing.T) {
	for font, name := range map[string]string{
		"noto/NotoNaskhArabic-Regular.ttf":   "بەختىيار",
		"noto/NotoSerifTibetan-Regular.ttf":  "བསོད་ནམས",
		"noto/NotoSansMongolian-Regular.ttf": "ᠪᠠᠭᠠᠲᠤᠷ",
		"fonts-ukij-uyghur/UKIJTuz.ttf":      "گۈلنار",
	} {
		t.Run(font, func(t *testing.T) {
			r := sample(t, 0)
			r.Fonts = officeFonts(t, font)
			r.Facts = "在场人员" + name + "确认属实。"
			holdsNames(t, record(t, r), name)
		})
	}
}

// TestSharedForms holds that who copies a name gets the letters that were written also where two
// letters are drawn alike when they are joined: ە of Uyghur and ه of Arabic.
func TestSharedForms(t *testing.T) {
	r := sample(t, 0)
	r.Fonts = officeFonts(t, "noto/NotoNaskhArabic-Regular.ttf")
	for _, facts := range []string{"بەختىيار", "عبدالله", "بەختىيار、عبدالله", "عبدالله、بەختىيار"} {
		r.Facts = facts
		holdsNames(t, record(t, r), strings.Split(facts, "、")...)
	}
}
