package settings_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"hallmark/api"
	"hallmark/api/apitest"
	"hallmark/checklists"
)

// in2027 is a kit whose clock stands on 1 December 2027: the holidays of 2028 are not known.
func in2027(t *testing.T) *apitest.Kit {
	t.Helper()
	k := apitest.New(t)
	k.Clock.Advance(time.Date(2027, 12, 1, 9, 0, 0, 0, checklists.HallZone).Sub(k.Clock.Read()))
	k.SignIn("supervisor")
	return k
}

// sample is the file of a year, as an office would write it down.
func sample(t *testing.T) string {
	t.Helper()
	content, err := os.ReadFile("testdata/2028.csv")
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

type importAnswer struct {
	Year struct {
		Year, Revision int
		Days           []struct{ Day string }
		File, By       string
	}
	Replaced string
	Changed  []string
	Fields   []struct {
		Name, Code, Detail string
		Line               int
	}
}

func load(k *apitest.Kit, status int, content string) (a importAnswer) {
	k.T.Helper()
	k.Want(status, "PUT", "/api/v1/settings/calendar", content, &a)
	return a
}

func TestImportCalendar(t *testing.T) {
	t.Parallel()
	k := in2027(t)
	from := time.Date(2028, 1, 21, 9, 0, 0, 0, checklists.HallZone)
	due := func() (string, bool) { return k.Server.Settings.Calendar().AddWorkdays(from, 3) }
	if day, certain := due(); day != "2028-01-26" || certain {
		t.Fatalf("before: %s %v", day, certain)
	}
	a := load(k, 200, sample(t))
	if a.Year.Year != 2028 || len(a.Year.Days) != 22 || a.Replaced != "nothing" || a.Year.By != "supervisor" {
		t.Errorf("%+v", a)
	}
	if day, certain := due(); day != "2028-02-01" || !certain {
		t.Errorf("after: %s %v; the 22nd and 24th are worked, then comes the festival", day, certain)
	}
	again := load(k, 200, strings.Replace(sample(t), "2028-01-22,班", "2028-01-23,班", 1))
	if want := []string{"2028-01-22", "2028-01-23"}; again.Replaced != "file" ||
		!slices.Equal(again.Changed, want) || again.Year.Revision != 2 {
		t.Errorf("the second import: %+v", again)
	}
	year2026 := "day,kind,name\n2026-01-01,rest,元旦\n2026-02-16,rest,除夕\n2026-02-17,rest,春节\n" +
		"2026-02-18,rest,春节\n2026-02-19,rest,春节\n2026-04-05,rest,清明节\n2026-05-01,rest,劳动节\n" +
		"2026-06-19,rest,端午节\n2026-09-25,rest,中秋节\n2026-10-01,rest,国庆节\n2026-10-02,rest,国庆节\n"
	if a := load(k, 200, year2026); a.Replaced != "program" || len(a.Changed) == 0 {
		t.Errorf("2026: %+v", a)
	}
	var events struct {
		Items []struct{ Action, Subject, Actor string }
	}
	k.SignIn("admin")
	k.Want(200, "GET", "/api/v1/events?subject=calendar/2028", nil, &events)
	if len(events.Items) != 2 || events.Items[0].Action != "calendar-imported" {
		t.Errorf("events %+v", events)
	}
}

// Another process takes the days up, and a backup carries them.
func TestLoadedYearsTravel(t *testing.T) {
	t.Parallel()
	k := in2027(t)
	other, err := api.New(t.Context(), k.Config)
	k.Must(err)
	load(k, 200, sample(t))
	inv, err := api.Take(t.Context(), api.Installation{Engine: k.Engine, Blobs: k.Config.Blobs})
	k.Must(err)
	if inv["calendar"].Count != 1 {
		t.Errorf("a backup carries %d years, want 1", inv["calendar"].Count)
	}
	k.Must(other.Settings.RefreshCalendar(t.Context()))
	if years := other.Settings.Calendar().Years(); !slices.Contains(years, 2028) {
		t.Errorf("another process knows %v", years)
	}
}

func TestCalendarFilesAreRefused(t *testing.T) {
	t.Parallel()
	k := in2027(t)
	good := sample(t)
	for _, test := range []struct {
		name, file string
		want       []string // "line field code"
	}{
		{"empty", "", []string{"1  grid.csv-empty"}},
		{"no day", strings.Replace(good, "2028-05-02", "2028-05-32", 1),
			[]string{"15 day audit.day", "0  calendar.not-whole"}},
		{"no kind", strings.Replace(good, "2028-01-22,班", "2028-01-22,加班", 1),
			[]string{"5 kind calendar.kind"}},
		{"no name", strings.Replace(good, "2028-05-29,休,端午节", "2028-05-29,休,", 1),
			[]string{"17 name missing"}},
		{"another year", strings.Replace(good, "2028-05-03", "2029-05-03", 1),
			[]string{"16 day calendar.other-year"}},
		{"twice", good + "2028-10-08,班,国庆节\n", []string{"24 day calendar.twice"}},
		{"without the Spring Festival", strings.ReplaceAll(good, "2028-01-26,休,春节\n", ""),
			[]string{"0  calendar.not-whole"}},
		{"a workbook", "PK\x03\x04", []string{"0  calendar.no-csv"}},
	} {
		a := load(k, 422, test.file)
		var got []string
		for _, f := range a.Fields {
			got = append(got, fmt.Sprint(f.Line, " ", f.Name, " ", f.Code))
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
	if years := k.Server.Settings.Calendar().Years(); slices.Contains(years, 2028) {
		t.Error("a refused file was loaded")
	}
	load(k, 413, strings.Repeat("2028-01-01,休,元旦\n", 20_000))
}

// Files come without headings, in another order of the columns, and as spreadsheets write them.
func TestCalendarFileForms(t *testing.T) {
	t.Parallel()
	k := in2027(t)
	good := sample(t)
	_, plain, _ := strings.Cut(good, "\n")
	english := strings.NewReplacer("休", "rest", "班", "work").Replace("day,kind,name\n" + plain)
	turned := "名称,日期,类型\n"
	for line := range strings.Lines(plain) {
		c := strings.Split(strings.TrimSpace(line), ",")
		turned += c[2] + "," + strings.ReplaceAll(c[0], "-", "/") + "," + c[1] + "\r\n"
	}
	for name, file := range map[string]string{"without headings": plain, "English": english,
		"turned": turned, "with a mark": "\ufeff" + good} {
		if a := load(k, 200, file); len(a.Year.Days) != 22 {
			t.Errorf("%s: %d days, want 22", name, len(a.Year.Days))
		}
	}
}

func TestCalendarOnPages(t *testing.T) {
	t.Parallel()
	k := in2027(t)
	b := k.Browse("supervisor")
	const unknown = "尚无2028年的放假安排"
	for _, path := range []string{"/settings", "/start"} {
		if p := b.Get(path); !strings.Contains(p.Body, unknown) {
			t.Errorf("%s does not say that 2028 is not known", path)
		}
	}
	send := func(status int, content string) string {
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		part, err := w.CreateFormFile("calendar", "放假安排.csv")
		k.Must(err)
		_, err = part.Write([]byte(content))
		k.Must(err)
		k.Must(w.Close())
		p := b.Send("POST", "/settings/calendar", w.FormDataContentType(), &body)
		if p.Status != status {
			t.Errorf("status %d, want %d", p.Status, status)
		}
		return p.Body
	}
	if text := send(http.StatusUnprocessableEntity, "2028-01-01,休,元旦\n2028-01-06,班,元旦\n"); !strings.Contains(text,
		"2028年1月6日不是周末") || !strings.Contains(text, "2028年1月26日（春节）应为休息日") {
		t.Errorf("the refusal: %.900s", text)
	}
	text := send(http.StatusOK, sample(t))
	for _, want := range []string{"已导入2028年的安排：放假19天，调休上班3天。此前没有该年度的安排。", "放假安排.csv", "2002年至2027年"} {
		if !strings.Contains(strings.ReplaceAll(text, "\n", ""), want) &&
			!strings.Contains(strings.ReplaceAll(text, " ", ""), want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if p := b.Get("/start"); strings.Contains(p.Body, unknown) {
		t.Error("the start page still says that 2028 is not known")
	}
	send(http.StatusUnprocessableEntity, "")
}
