package journey_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"hallmark/checklists"
	"hallmark/fixtures"
	"hallmark/standard"
)

// picturesVariable names the environment variable that has the README's pictures made anew.
const picturesVariable = "HALLMARK_PICTURES"

// largest is how many bytes a picture of the README may have.
const largest = 300_000

// testPictures makes the README's pictures: a checklist half-way, and the cover of a report.
func testPictures(t *testing.T, p *program) {
	if os.Getenv(picturesVariable) == "" {
		t.Skip("the README's pictures are made with " + picturesVariable + "=1")
	}
	id := p.startAudit(t)
	e, err := fixtures.Edition2017()
	must(t, err)
	p.answer(t, "auditor", id, "applied", good(e, func(c *standard.Clause) bool {
		return c.Chapter < chapter || c.UID == "HS081"
	}))
	v := p.visitor(t, 800, 1280)
	v.open(fmt.Sprintf("/audits/%s?chapter=%d", id, chapter))
	v.signIn("auditor", password)
	v.press(`#HS079 [name=level][value="3"]`)
	v.ratio("HS080", "20", "20")
	v.open(fmt.Sprintf("/audits/%s?chapter=%d", id, chapter))
	shot, err := chromedp.Call(v.ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{})
	must(t, err)
	keep(t, shot.Data, "../web/testdata/readme-checklist.png")

	demo, _ := p.demoAudit(t)
	report, err := p.server.Reports.Print(context.Background(), checklists.AuditID(demo),
		"https://hallmark.example", false)
	must(t, err)
	file := filepath.Join(t.TempDir(), "report.pdf")
	must(t, os.WriteFile(file, report, 0o600))
	v.tool("pdftoppm", "-png", "-r", "70", "-singlefile", file, file)
	cover, err := os.ReadFile(file + ".png")
	must(t, err)
	keep(t, cover, "../../pdf/testdata/readme-report.png")
}

// keep writes a picture in 128 colours.
func keep(t *testing.T, picture []byte, file string) {
	t.Helper()
	whole := filepath.Join(t.TempDir(), "whole.png")
	must(t, os.WriteFile(whole, picture, 0o600))
	must(t, os.MkdirAll(filepath.Dir(file), 0o755))
	out, err := exec.CommandContext(t.Context(), "convert", whole, "-colors", "128",
		"-define", "png:exclude-chunks=date,time", "-strip", file).CombinedOutput()
	if err != nil {
		t.Fatalf("convert (apt-get install imagemagick): %v: %s", err, out)
	}
	info, err := os.Stat(file)
	must(t, err)
	if info.Size() > largest {
		t.Errorf("%s has %d bytes, more than %d", file, info.Size(), largest)
	}
}
