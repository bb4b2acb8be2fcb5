package reports_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"hallmark/api/apitest"
	"hallmark/api/reports"
	"hallmark/api/store"
	"hallmark/checklists"
	"hallmark/checklists/campaign"
	"hallmark/standard/message"
)

// TestArchive packs the reports of a campaign: each is the very file that is read alone, the list names
// them, and the file goes after a day.
func TestArchive(t *testing.T) {
	t.Parallel()
	k := apitest.NewKitWithAudits(t)
	one := "/api/v1/campaigns/" + k.DemoCampaign()
	k.SignIn("supervisor")
	k.Want(404, "GET", one+"/archive", nil, nil)
	k.Want(202, "POST", one+"/archive", nil, nil)
	a := k.Packed(one)
	status, header, body := k.Call("GET", one+"/archive.zip", nil)
	if a.State != "ready" || a.Done != 3 || a.Total != 3 || a.Size != int64(len(body)) || a.Until == "" ||
		status != 200 || !strings.Contains(header.Get("Content-Disposition"), "filename*=utf-8''") {
		t.Fatalf("%+v; %d, %v, %d bytes", a, status, header, len(body))
	}
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	k.Must(err)
	var audits struct {
		Items []struct{ ID, Number, HallName string }
	}
	k.Want(200, "GET", "/api/v1/audits?campaign="+one[strings.LastIndex(one, "/")+1:], nil, &audits)
	for _, f := range z.File {
		if f.NonUTF8 || !strings.HasSuffix(f.Name, ".pdf") {
			continue
		}
		content, err := f.Open()
		k.Must(err)
		packed, err := io.ReadAll(content)
		k.Must(err)
		for _, one := range audits.Items {
			if strings.Contains(f.Name, one.HallName+"-"+one.Number) {
				if _, _, alone := k.Call("GET", "/api/v1/audits/"+one.ID+"/report.pdf", nil); !bytes.Equal(packed, alone) {
					t.Errorf("%s is not the report that is read alone", f.Name)
				}
			}
		}
	}
	if last := z.File[len(z.File)-1]; len(z.File) != 4 || last.Name != "目录.xlsx" {
		t.Errorf("%d files, the last one %s", len(z.File), last.Name)
	}
	k.Clock.Advance(24 * time.Hour)
	k.SignIn("admin")
	if k.Want(200, "GET", one+"/archive", nil, &a); a.State != "gone" {
		t.Errorf("after a day: %+v", a)
	}
	k.Want(404, "GET", one+"/archive.zip", nil, nil)
}

// TestArchiveByForm packs, is refused a second time at once, cancels, and packs again; what a dead
// process left is shown as interrupted.
func TestArchiveByForm(t *testing.T) {
	t.Parallel()
	k := apitest.NewKitWithAudits(t)
	id := k.DemoCampaign()
	page, one := "/campaigns/"+id+"/reports", "/api/v1/campaigns/"+id
	k.Must(k.Server.Reports.Docs.Archives.Insert(t.Context(), startedArchive(k, id))) // nobody makes it
	b := k.Browse("supervisor")
	b.Get(page).Want(t, 200, "正在打包：0/3 份")
	b.Post(page, url.Values{"do": {"make"}}).Want(t, 409, "正在打包")
	b.Post(page, url.Values{"do": {"erase"}}).Want(t, 422, "")
	k.Clock.Advance(3 * time.Minute)
	b.Get(page).Want(t, 200, "打包中断")
	b.Post(page, url.Values{"do": {"make"}}).Want(t, 303, "")
	k.SignIn("supervisor")
	if a := k.Packed(one); a.State != "ready" {
		t.Errorf("after the interruption: %+v", a)
	}
	b.Get(page).Want(t, 200, `href="`+one+`/archive.zip"`)
	b.Post(page, url.Values{"do": {"cancel"}}).Want(t, 303, "")
	b.Get(page).Want(t, 200, "打包已取消")
	k.Want(404, "GET", one+"/archive.zip", nil, nil)
	if p := k.Browse("head").Get(page); p.Status != 403 {
		t.Errorf("a hall head packs reports: %d", p.Status)
	}
}

// TestArchiveCancelled cancels what is being made: it stops, and nothing is left.
func TestArchiveCancelled(t *testing.T) {
	t.Parallel()
	k := apitest.NewKitWithAudits(t)
	id := k.DemoCampaign()
	a := startedArchive(k, id)
	room := k.Server.Reports
	k.Must(room.Docs.Archives.Insert(t.Context(), a))
	k.SignIn("supervisor")
	one := "/api/v1/campaigns/" + id
	k.Want(200, "DELETE", one+"/archive", nil, nil)
	room.MakeArchive(t.Context(), a)
	if _, _, err := room.Shelf.Open(t.Context(), a.File()); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the file of a cancelled archive: %v", err)
	}
	var seen apitest.ArchiveSeen
	if k.Want(200, "GET", one+"/archive", nil, &seen); seen.State != "cancelled" {
		t.Errorf("%+v", seen)
	}
	k.Want(404, "GET", one+"/archive.zip", nil, nil)
}

// startedArchive is an archive of the campaign's three reports of which none is packed yet.
func startedArchive(k *apitest.Kit, id string) reports.Archive {
	now := checklists.At(k.Clock.Read())
	return reports.Archive{ID: campaign.ID(id), State: reports.ArchiveMaking, Language: message.Chinese,
		Base: "http://127.0.0.1", By: "supervisor", Started: now, Noted: now, Total: 3, Revision: 1}
}

// TestArchiveOverAThinLine fetches a large file more slowly than an answer may take else.
func TestArchiveOverAThinLine(t *testing.T) {
	t.Parallel()
	k := apitest.NewKitWithAudits(t)
	id := k.DemoCampaign()
	const size = 48 << 20 // more than fits between the two ends
	k.Must(k.PlantArchive(context.Background(), id, size))
	k.SignIn("supervisor")
	thin := httptest.NewUnstartedServer(k.Server)
	thin.Config.WriteTimeout = 300 * time.Millisecond
	thin.Start()
	t.Cleanup(thin.Close)
	r := k.Request("GET", "/api/v1/campaigns/"+id+"/archive.zip", nil)
	r.URL.Host = strings.TrimPrefix(thin.URL, "http://")
	answer, err := http.DefaultClient.Do(r)
	k.Must(err)
	defer answer.Body.Close()
	time.Sleep(time.Second)
	if n, err := io.Copy(io.Discard, answer.Body); n != size || err != nil {
		t.Errorf("%d of %d bytes, %v", n, size, err)
	}
}
