package api_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"hallmark/fixtures"
)

// archiveSeen is the ZIP of a campaign's reports as the API tells it.
type archiveSeen struct {
	State       string
	Done, Total int
	Size        int64
	Until       string
}

// packed waits until the reports of a campaign are packed, or what else became of that.
func (k *kit) packed(one string) (a archiveSeen) {
	k.t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if k.want(200, "GET", one+"/archive", nil, &a); a.State != "making" {
			return a
		}
	}
	k.t.Fatalf("still making: %+v", a)
	return a
}

// demoCampaign stores the demo's campaign with its three audits.
func (k *kit) demoCampaign() (id string) {
	k.t.Helper()
	k.must(k.server.SeedAudits(context.Background()))
	k.must(k.server.SeedCampaign(context.Background()))
	audits, err := fixtures.DemoAudits()
	k.must(err)
	return audits[0].Campaign
}

// TestArchive packs the reports of a campaign: each is the very file that is read alone, the list names
// them, and the file goes after a day.
func TestArchive(t *testing.T) {
	t.Parallel()
	k := newKitWithAudits(t)
	one := "/api/v1/campaigns/" + k.demoCampaign()
	k.signIn("supervisor")
	k.want(404, "GET", one+"/archive", nil, nil)
	k.want(202, "POST", one+"/archive", nil, nil)
	a := k.packed(one)
	status, header, body := k.call("GET", one+"/archive.zip", nil)
	if a.State != "ready" || a.Done != 3 || a.Total != 3 || a.Size != int64(len(body)) || a.Until == "" ||
		status != 200 || !strings.Contains(header.Get("Content-Disposition"), "filename*=utf-8''") {
		t.Fatalf("%+v; %d, %v, %d bytes", a, status, header, len(body))
	}
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	k.must(err)
	var audits struct {
		Items []struct{ ID, Number, HallName string }
	}
	k.want(200, "GET", "/api/v1/audits?campaign="+one[strings.LastIndex(one, "/")+1:], nil, &audits)
	for _, f := range z.File {
		if f.NonUTF8 || !strings.HasSuffix(f.Name, ".pdf") {
			continue
		}
		content, err := f.Open()
		k.must(err)
		packed, err := io.ReadAll(content)
		k.must(err)
		for _, one := range audits.Items {
			if strings.Contains(f.Name, one.HallName+"-"+one.Number) {
				if _, _, alone := k.call("GET", "/api/v1/audits/"+one.ID+"/report.pdf", nil); !bytes.Equal(packed, alone) {
					t.Errorf("%s is not the report that is read alone", f.Name)
				}
			}
		}
	}
	if last := z.File[len(z.File)-1]; len(z.File) != 4 || last.Name != "目录.xlsx" {
		t.Errorf("%d files, the last one %s", len(z.File), last.Name)
	}
	k.clock.advance(24 * time.Hour)
	k.signIn("admin")
	if k.want(200, "GET", one+"/archive", nil, &a); a.State != "gone" {
		t.Errorf("after a day: %+v", a)
	}
	k.want(404, "GET", one+"/archive.zip", nil, nil)
}

// TestArchiveByForm packs, is refused a second time at once, cancels, and packs again; what a dead
// process has left is said to be interrupted.
func TestArchiveByForm(t *testing.T) {
	t.Parallel()
	k := newKitWithAudits(t)
	id := k.demoCampaign()
	page, one := "/campaigns/"+id+"/reports", "/api/v1/campaigns/"+id
	k.must(k.server.StartArchiveForTest(context.Background(), id)) // nobody makes it
	b := k.browse("supervisor")
	b.get(page).want(t, 200, "正在打包：0/3 份")
	b.post(page, url.Values{"do": {"make"}}).want(t, 409, "正在打包")
	b.post(page, url.Values{"do": {"erase"}}).want(t, 422, "")
	k.clock.advance(3 * time.Minute)
	b.get(page).want(t, 200, "打包中断")
	b.post(page, url.Values{"do": {"make"}}).want(t, 303, "")
	k.signIn("supervisor")
	if a := k.packed(one); a.State != "ready" {
		t.Errorf("after the interruption: %+v", a)
	}
	b.get(page).want(t, 200, `href="`+one+`/archive.zip"`)
	b.post(page, url.Values{"do": {"cancel"}}).want(t, 303, "")
	b.get(page).want(t, 200, "打包已取消")
	k.want(404, "GET", one+"/archive.zip", nil, nil)
	if p := k.browse("head").get(page); p.status != 403 {
		t.Errorf("a hall head packs reports: %d", p.status)
	}
}

// TestArchiveCancelled cancels what is being made: it stops, and nothing is left.
func TestArchiveCancelled(t *testing.T) {
	t.Parallel()
	k := newKitWithAudits(t)
	id := k.demoCampaign()
	k.must(k.server.CancelWhilePackingForTest(context.Background(), id))
	k.signIn("supervisor")
	one := "/api/v1/campaigns/" + id
	var a archiveSeen
	if k.want(200, "GET", one+"/archive", nil, &a); a.State != "cancelled" {
		t.Errorf("%+v", a)
	}
	k.want(404, "GET", one+"/archive.zip", nil, nil)
}

// TestArchiveOverAThinLine fetches a large file more slowly than an answer may take else.
func TestArchiveOverAThinLine(t *testing.T) {
	t.Parallel()
	k := newKitWithAudits(t)
	id := k.demoCampaign()
	const size = 48 << 20 // more than fits between the two ends
	k.must(k.server.PlantArchiveForTest(context.Background(), id, size))
	k.signIn("supervisor")
	thin := httptest.NewUnstartedServer(k.server)
	thin.Config.WriteTimeout = 300 * time.Millisecond
	thin.Start()
	t.Cleanup(thin.Close)
	r := k.request("GET", "/api/v1/campaigns/"+id+"/archive.zip", nil)
	r.URL.Host = strings.TrimPrefix(thin.URL, "http://")
	answer, err := http.DefaultClient.Do(r)
	k.must(err)
	defer answer.Body.Close()
	time.Sleep(time.Second)
	if n, err := io.Copy(io.Discard, answer.Body); n != size || err != nil {
		t.Errorf("%d of %d bytes, %v", n, size, err)
	}
}
