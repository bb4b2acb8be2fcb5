package api_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/xuri/excelize/v2"

	"hallmark/api/apitest"
	"hallmark/checklists"
	"hallmark/standard"
)

// filedList is a list whose file is compared with its JSON. Columns maps a heading to the member of
// an item; "#" before it reads a number, "@" a time.
type filedList struct {
	list    string
	people  []string
	columns map[string]string
}

func filedLists() []filedList {
	heads, desk := []string{"head", "supervisor"}, []string{"editor", "supervisor"}
	audits := map[string]string{"检查编号": "number", "大厅编号": "hall", "应答条款": "#asked",
		"标准版本": "edition", "得分": "#result.total"}
	visitors := map[string]string{"大厅编号": "hall", "时间": "@at", "意见": "comment",
		"联系方式": "contact", "逾期工作日": "#overdue", "答复内容": "answer"}
	return []filedList{
		{"audits", []string{"auditor", "head", "supervisor"}, audits},
		{"audits?status=in-progress", []string{"auditor", "supervisor"}, audits},
		{"audits?hall=GS-S03", []string{"auditor", "head"}, audits},
		{"users", []string{"admin"}, map[string]string{"账号": "username", "第三方机构": "firm", "姓名": "name",
			"大厅编号": "hall"}},
		{"events", []string{"admin"}, map[string]string{"时间": "@at", "修改后": "after"}},
		{"events?subject=hall/GS-S03", []string{"admin"}, map[string]string{"修改后": "after"}},
		{"outbox", []string{"admin"}, map[string]string{"时间": "@created", "已试次数": "#attempts",
			"失败原因": "detail"}},
		{"notifications", heads, map[string]string{"内容": "text", "时间": "@at"}},
		{"feedback", heads, visitors},
		{"feedback?hall=GS-S03&state=shown", heads, visitors},
		{"trainings", heads, map[string]string{"主题": "topic", "开始日期": "from", "结束日期": "to"}},
		{"training-topics", heads, map[string]string{"编号": "code", "标准版本": "edition"}},
		{"bulletins", heads, map[string]string{"通报": "title", "文号": "number"}},
		{"drafts", desk, map[string]string{"名称": "title", "依据版本": "base", "最近编辑": "@updated"}},
		{"amendments", desk, map[string]string{"名称": "title", "编号": "number", "发布的版本": "id"}},
		{"consultations", []string{"head", "editor"}, map[string]string{"草案": "title",
			"意见数": "#comments", "待答复": "#unanswered", "截止日期": "until"}},
		{"consultations/" + apitest.DraftID + "/comments", []string{"head", "editor"}, map[string]string{
			"意见": "text", "提出人": "name", "时间": "@at", "答复内容": "answer.text"}},
		{"proposals", desk, map[string]string{"编号": "code", "条款": "title", "失分率": "#rate"}},
		{"editions", []string{"head", "editor"}, map[string]string{"标准版本": "id", "编号": "number",
			"实施日期": "effective", "条款摘要值": "digest"}},
		{"webhooks", []string{"editor", "admin"}, map[string]string{"去向": "url"}},
		{"robots", []string{"supervisor", "admin"}, map[string]string{"名称": "name", "去向": "host"}},
		{"rectifications?status=open", heads, map[string]string{"条款号": "code", "失分": "#lost"}},
		{"appeals", heads, map[string]string{"条款号": "code", "申诉理由": "ground"}},
		{"campaigns", []string{"auditor", "supervisor"}, map[string]string{"活动名称": "plan.name"}},
	}
}

// holdFiles compares the files of every list, XLSX and CSV, with its JSON, page by page, for people
// who see different parts of it.
func holdFiles(k *apitest.Kit, t *testing.T) {
	manyVisitors(k, 60)
	k.Pass()
	for _, f := range filedLists() {
		for _, person := range f.people {
			k.SignIn(person)
			items := everyPage(k, f.list)
			if len(items) == 0 && f.list != "training-topics" {
				t.Errorf("%s: %s sees nothing", f.list, person)
			}
			for _, format := range []string{"xlsx", "csv"} {
				if f.list == "events" {
					items = everyPage(k, f.list) // the file before is an event
				}
				rows := fileRows(k, f.list, format)
				if have := len(rows) - 1; have != len(items) {
					t.Errorf("%s as %s: %s has %d rows, want %d", f.list, person, format, have, len(items))
					continue
				}
				for heading, member := range f.columns {
					var want []string
					for _, item := range items {
						want = append(want, memberOf(t, item, member))
					}
					if d := cmp.Diff(want, columnOf(t, rows, heading, member)); d != "" {
						t.Errorf("%s as %s, %s, %s:\n%s", f.list, person, format, heading, d)
					}
				}
			}
		}
	}
	holdFeed(k, t)
	holdCalls(k, t)
}

// holdFeed compares the feed's file with its JSON: a row for each clause of an entry, and one row
// for an entry without clauses.
func holdFeed(k *apitest.Kit, t *testing.T) {
	k.SignIn("editor")
	var feed struct {
		Items []struct {
			Changes []struct{ UID, CodeAfter string }
		}
	}
	k.Want(200, "GET", "/api/v1/changes?limit=200", nil, &feed)
	var want []string
	for _, e := range feed.Items {
		for _, x := range e.Changes {
			want = append(want, x.UID+" "+x.CodeAfter)
		}
		if len(e.Changes) == 0 {
			want = append(want, " ")
		}
	}
	var have []string
	rows := fileRows(k, "changes", "csv")
	uids, codes := columnOf(t, rows, "条款标识", "uid"), columnOf(t, rows, "改后编号", "codeAfter")
	for i := range uids {
		have = append(have, uids[i]+" "+codes[i])
	}
	if d := cmp.Diff(want, have); d != "" || len(want) < 3 {
		t.Errorf("the feed of %d rows:\n%s", len(want), d)
	}
}

// holdCalls compares the file of today's calls with their JSON.
func holdCalls(k *apitest.Kit, t *testing.T) {
	k.SignIn("auditor")
	var day struct{ Halls []struct{ Hall string } }
	k.Want(200, "GET", "/api/v1/phone-checks", nil, &day)
	var want []string
	for _, h := range day.Halls {
		want = append(want, h.Hall)
	}
	have := columnOf(t, fileRows(k, "phone-checks", "xlsx"), "大厅编号", "hall")
	if d := cmp.Diff(want, have); d != "" || len(want) == 0 {
		t.Errorf("%d calls:\n%s", len(want), d)
	}
}

// manyVisitors stores more feedback of one hall than a page holds.
func manyVisitors(k *apitest.Kit, n int) {
	k.T.Helper()
	for i := range n {
		k.Must(k.Server.Feedback.Docs.Feedback.Insert(context.Background(), checklists.Feedback{
			ID: checklists.FeedbackID(uuid.Must(uuid.NewV7()).String()), Hall: "GS-S03", HallName: "大厅", Rating: 4,
			Comment: fmt.Sprintf("=SUM(A%d)", i), State: checklists.FeedbackShown,
			At:      checklists.At(k.Clock.Read().Add(time.Duration(i) * time.Second)),
			Clauses: []standard.ClauseUID{}, Revision: 1}))
	}
}

// everyPage reads a list to its end, two items at a time where it has pages.
func everyPage(k *apitest.Kit, list string) (items []any) {
	k.T.Helper()
	separator := "?"
	if strings.Contains(list, "?") {
		separator = "&"
	}
	for next, more := "", true; more; more = next != "" {
		var page struct {
			Items []any
			Next  string
		}
		k.Want(200, "GET", "/api/v1/"+list+separator+"limit=2&cursor="+next, nil, &page)
		items, next = append(items, page.Items...), page.Next
	}
	return items
}

// fileRows reads a list as a file: the headings, then the rows.
func fileRows(k *apitest.Kit, list, format string) [][]string {
	k.T.Helper()
	separator := "?"
	if strings.Contains(list, "?") {
		separator = "&"
	}
	status, header, body := k.Call("GET", "/api/v1/"+list+separator+"format="+format, nil)
	if status != http.StatusOK || header.Get("Link") != "" {
		k.T.Fatalf("%s: %d, Link %q", list, status, header.Get("Link"))
	}
	return rowsOf(k, format, body)
}

func rowsOf(k *apitest.Kit, format string, body []byte) [][]string {
	k.T.Helper()
	if format == "csv" {
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(body), "\ufeff"))).ReadAll()
		k.Must(err)
		return rows
	}
	f, err := excelize.OpenReader(bytes.NewReader(body))
	k.Must(err)
	defer f.Close()
	rows, err := f.GetRows(f.GetSheetList()[0])
	k.Must(err)
	return rows[1:]
}

// memberOf is a member of an item as text.
func memberOf(t *testing.T, item any, path string) string {
	t.Helper()
	name := strings.TrimLeft(path, "#@")
	for part := range strings.SplitSeq(name, ".") {
		object, _ := item.(map[string]any)
		item = object[part]
	}
	if item == nil {
		return ""
	}
	text := fmt.Sprint(item)
	if path[0] == '@' {
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return at.In(checklists.HallZone).Format(time.DateTime)
	}
	return text
}

// columnOf is a column of a file in the form of memberOf.
func columnOf(t *testing.T, rows [][]string, heading, member string) (cells []string) {
	t.Helper()
	column := -1
	for i, title := range rows[0] {
		if title == heading {
			column = i
		}
	}
	if column < 0 {
		t.Fatalf("no column %q in %q", heading, rows[0])
	}
	for _, row := range rows[1:] {
		cell := ""
		if column < len(row) {
			cell = row[column]
		}
		switch {
		case cell == "":
		case member[0] == '@':
			cell = strings.Replace(cell[:len(time.DateTime)], "T", " ", 1)
		case member[0] == '#':
			n, err := strconv.ParseFloat(cell, 64)
			if err != nil {
				t.Fatal(err)
			}
			cell = fmt.Sprint(n)
		default:
			cell = strings.TrimPrefix(cell, "'")
		}
		cells = append(cells, cell)
	}
	return cells
}

// TestFileThatIsCut asks for fewer rows than there are: the file says so and names the way to the
// rest, in which no row comes again.
func TestFileThatIsCut(t *testing.T) {
	k := apitest.New(t)
	manyVisitors(k, 5)
	k.SignIn("head")
	seen := map[string]bool{}
	path := "/api/v1/feedback?state=shown&format=csv&limit=2"
	for _, want := range []int{2, 2, 1} {
		_, header, body := k.Call("GET", path, nil)
		rows := rowsOf(k, "csv", body)[1:]
		link := header.Get("Link")
		if last := rows[len(rows)-1][0]; (link != "") != strings.HasPrefix(last, "仅含前2行") {
			t.Errorf("Link %q, last row %q", link, last)
		}
		if link != "" {
			rows = rows[:len(rows)-1]
		}
		if len(rows) != want {
			t.Errorf("%s: %d rows, want %d", path, len(rows), want)
		}
		for _, row := range rows {
			if seen[row[4]] || !strings.HasPrefix(row[4], "'=SUM(") {
				t.Errorf("%q came before, or is a formula", row[4])
			}
			seen[row[4]] = true
		}
		path, _, _ = strings.Cut(strings.TrimPrefix(link, "<"), ">")
	}
	_, _, body := k.Call("GET", "/api/v1/feedback?format=xlsx&limit=3", nil)
	if rows := rowsOf(k, "xlsx", body); !strings.HasPrefix(rows[0][0], "仅含前3行") || len(rows) != 5 {
		t.Errorf("a sheet of three rows: %q", rows)
	}
	status, _, body := k.Call("GET", "/api/v1/feedback?format=pdf", nil)
	if status != 400 || !strings.Contains(string(body), `"format"`) {
		t.Errorf("another form: %d %s", status, body)
	}
}
