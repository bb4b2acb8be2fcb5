package xlsx_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"hallmark/standard"
	"hallmark/standard/message"
	"hallmark/standard/xlsx"
)

// spoiled is the reference workbook with parts replaced or added.
func spoiled(t testing.TB, parts map[string]io.Reader) []byte {
	t.Helper()
	have := workbook(t, reference(t), message.Chinese)
	z, err := zip.NewReader(bytes.NewReader(have), int64(len(have)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	add := func(name string, content io.Reader) {
		part, err := w.Create(name)
		if err == nil {
			_, err = io.Copy(part, content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range z.File {
		if parts[f.Name] == nil {
			body, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			add(f.Name, body)
		}
	}
	for name, content := range parts {
		add(name, content)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// zeros is a long text of one sign, which packs a thousandfold.
func zeros(n int64) io.Reader { return io.LimitReader(sign('0'), n) }

type sign byte

func (s sign) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(s)
	}
	return len(p), nil
}

func manyRows(n int, row string) io.Reader {
	return io.MultiReader(strings.NewReader(`<worksheet><sheetData>`),
		strings.NewReader(strings.Repeat(row, n)), strings.NewReader(`</sheetData></worksheet>`))
}

const clauseSheet = "xl/worksheets/sheet7.xml"

func TestHostileFiles(t *testing.T) {
	const head = `<?xml version="1.0"?>`
	for name, test := range map[string]struct {
		file []byte
		want string
	}{
		"empty":       {nil, "grid.not-xlsx"},
		"no zip":      {[]byte("uid,code"), "grid.not-xlsx"},
		"half":        {workbook(t, reference(t), message.Chinese)[:5000], "grid.not-xlsx"},
		"xls":         {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600)), "grid.xls"},
		"no workbook": {zipOf(t, "a.txt", strings.NewReader("a")), "grid.not-xlsx"},
		"too large":   {make([]byte, standard.MaxSource+1), "too-large"},
		"macros":      {spoiled(t, map[string]io.Reader{"xl/vbaProject.bin": zeros(10)}), "grid.macros"},
		"bomb": {spoiled(t, map[string]io.Reader{clauseSheet: io.MultiReader(
			strings.NewReader("<worksheet><sheetData><row><c><v>"), zeros(256<<20))}), "grid.bomb"},
		"bomb of strings": {spoiled(t, map[string]io.Reader{"xl/sharedStrings.xml": io.MultiReader(
			strings.NewReader("<sst><si><t>"), zeros(64<<20))}), "grid.bomb"},
		"100,000 rows": {spoiled(t, map[string]io.Reader{clauseSheet: manyRows(100_000,
			`<row><c t="inlineStr"><is><t>a</t></is></c></row>`)}), "grid.rows"},
		"a million cells": {spoiled(t, map[string]io.Reader{clauseSheet: manyRows(1,
			`<row>`+strings.Repeat(`<c><v>1</v></c>`, 1_000_000)+`</row>`)}), "grid.cells"},
		"entities": {spoiled(t, map[string]io.Reader{clauseSheet: strings.NewReader(head +
			`<!DOCTYPE a [<!ENTITY b "bbbb">]><worksheet>&b;</worksheet>`)}), "grid.part"},
		"broken XML": {spoiled(t, map[string]io.Reader{clauseSheet: strings.NewReader("<worksheet><row")}),
			"grid.part"},
		"another encoding": {spoiled(t, map[string]io.Reader{clauseSheet: strings.NewReader(
			`<?xml version="1.0" encoding="GBK"?><worksheet/>`)}), "grid.part"},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			from := time.Now()
			_, _, err := xlsx.Read(bytes.NewReader(test.file))
			runtime.ReadMemStats(&after)
			if d := cmp.Diff([]string{test.want}, problemsOf(t, err)); d != "" {
				t.Error(d)
			}
			if mib := (after.TotalAlloc - before.TotalAlloc) >> 20; mib > 1024 || time.Since(from) > time.Minute {
				t.Errorf("took %d MiB in %s", mib, time.Since(from))
			}
		})
	}
}

func zipOf(t testing.TB, name string, content io.Reader) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	part, err := w.Create(name)
	if err == nil {
		_, err = io.Copy(part, content)
	}
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestEncrypted(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	var b bytes.Buffer
	if err := f.Write(&b, excelize.Options{Password: "secret"}); err != nil {
		t.Fatal(err)
	}
	_, _, err := xlsx.Read(&b)
	if d := cmp.Diff([]string{"grid.xls"}, problemsOf(t, err)); d != "" {
		t.Error(d)
	}
}

func TestSheetsMissing(t *testing.T) {
	_, _, err := byHand(t, func(f *excelize.File) {
		for _, do := range []error{f.DeleteSheet("列项"), f.SetSheetName("条款", "条款 (2)")} {
			if do != nil {
				t.Fatal(do)
			}
		}
		set(f, "术语", "A5", "3.x")
	})
	if d := cmp.Diff([]string{"grid.sheet-missing", "grid.sheet-missing"}, problemsOf(t, err)[:2]); d != "" {
		t.Error(d)
	}
}

func TestFaults(t *testing.T) {
	sheet := `<worksheet><sheetData><row r="4"><c r="A4" t="inlineStr"><is><t>编号</t></is></c>` +
		`<c r="B4" t="inlineStr"><is><r><t>标</t></r><r><t>题</t></r><rPh><t>biao</t></rPh></is></c></row>` +
		`<row r="5"><c r="A5" t="e"><v>#REF!</v></c><c r="B5" t="str"><f>A1</f><v>5</v></c></row>` +
		`</sheetData></worksheet>`
	_, _, err := xlsx.Read(bytes.NewReader(spoiled(t, map[string]io.Reader{
		"xl/worksheets/sheet5.xml": strings.NewReader(sheet)})))
	have := problemsOf(t, err)
	if d := cmp.Diff([]string{"条!A5 grid.fault", "条!B5 grid.formula"}, have[:2]); d != "" {
		t.Error(d)
	}
}

func FuzzRead(f *testing.F) {
	parts := []string{clauseSheet, "xl/sharedStrings.xml", "xl/workbook.xml",
		"xl/_rels/workbook.xml.rels", "xl/worksheets/sheet2.xml"}
	f.Add(uint8(0), `<worksheet><sheetData><row r="4"><c r="A4" t="s"><v>9</v></c></row></sheetData></worksheet>`)
	f.Add(uint8(1), `<sst><si><t>_x000D_应</t></si><si/></sst>`)
	f.Add(uint8(2), `<workbook><workbookPr date1904="1"/><sheets><sheet name="条款" id="rId1"/></sheets></workbook>`)
	f.Add(uint8(3), `<Relationships><Relationship Id="rId1" Type="a/worksheet" Target="/xl/a.xml"/></Relationships>`)
	f.Add(uint8(4), `<worksheet><mergeCells><mergeCell ref="A1:B9"/></mergeCells></worksheet>`)
	f.Fuzz(func(t *testing.T, which uint8, content string) {
		file := spoiled(t, map[string]io.Reader{parts[int(which)%len(parts)]: strings.NewReader(content)})
		_, _, err := xlsx.Read(bytes.NewReader(file))
		var invalid *standard.InvalidError
		if err != nil && !errors.As(err, &invalid) {
			t.Fatal(fmt.Errorf("error of another kind: %w", err))
		}
	})
}
