package api_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"hallmark/api/apitest"
	"hallmark/checklists"
	"hallmark/standard/message"
)

// uncertainDays are the days of a kit that count holidays which are not known.
type uncertainDays map[string]bool

// read takes the uncertain days out of an answer.
func (u uncertainDays) read(k *apitest.Kit, path string) {
	k.T.Helper()
	var list struct {
		Items []struct {
			PlanDue, Due     string
			PlanDueUncertain bool
			DueUncertain     bool
			Uncertain        []string
		}
	}
	k.Want(200, "GET", path, nil, &list)
	for _, x := range list.Items {
		if x.PlanDueUncertain {
			u[x.PlanDue] = true
		}
		if x.DueUncertain || slices.Contains(x.Uncertain, "due") {
			u[x.Due] = true
		}
	}
}

// in reports whether a text has one of the days, as programs or as people write it.
func (u uncertainDays) in(text string) bool {
	for day := range u {
		at, err := time.Parse(time.DateOnly, day)
		if err == nil && (strings.Contains(text, day) || strings.Contains(text, at.Format("2006年1月2日")) ||
			strings.Contains(text, at.Format("2 January 2006"))) {
			return true
		}
	}
	return false
}

// unmarked says where an answer names such a day without its mark; "" for nowhere.
func (u uncertainDays) unmarked(k *apitest.Kit, mediaType string, body []byte) string {
	k.T.Helper()
	switch mediaType, _, _ = strings.Cut(mediaType, ";"); mediaType {
	case "text/csv":
		r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(body, []byte("\ufeff"))))
		r.FieldsPerRecord = -1 // there may be several tables
		rows, err := r.ReadAll()
		k.Must(err)
		mark := -1
		for _, row := range rows {
			if at := slices.Index(row, message.Text(message.Chinese, "loop.unsure")); at >= 0 {
				mark = at
			} else if u.in(strings.Join(row, " ")) && (mark < 0 || row[mark] == "") &&
				!strings.Contains(strings.Join(row, " "), "尚未公布") {
				return strings.Join(row, ",")
			}
		}
		return ""
	case "application/json":
		var v any
		k.Must(json.Unmarshal(body, &v))
		return u.unmarkedIn(v)
	case "application/pdf":
		command := exec.Command("pdftotext", "-raw", "-", "-")
		command.Stdin = bytes.NewReader(body)
		text, err := command.Output()
		k.Must(err)
		body = []byte(strings.Join(strings.Fields(string(text)), ""))
	case "text/html":
	default:
		return ""
	}
	text := strings.Join(strings.Fields(tags.ReplaceAllString(string(body), "")), "")
	for day := range u {
		at, err := time.Parse(time.DateOnly, day)
		k.Must(err)
		for _, behind := range strings.Split(text, at.Format("2006年1月2日"))[1:] {
			if words := []rune(behind); !strings.Contains(string(words[:min(len(words), 40)]), "尚未公布") &&
				mediaType != "application/pdf" || !strings.Contains(text, "尚未公布") &&
				!strings.Contains(text, "尚无放假安排") {
				return day + string(words[:min(len(words), 40)])
			}
		}
	}
	return ""
}

var tags = regexp.MustCompile(`<[^>]*>`)

// unmarkedIn looks for objects that have such a day and no member that marks it.
func (u uncertainDays) unmarkedIn(v any) string {
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			if found := u.unmarkedIn(one); found != "" {
				return found
			}
		}
	case map[string]any:
		marked := fmt.Sprint(v["uncertain"]) != "<nil>" || v["dueUncertain"] == true
		for name, one := range v {
			text, isText := one.(string)
			if isText && u.in(text) && !marked && !strings.Contains(text, "尚未公布") && name != "day" {
				return fmt.Sprintf("%s: %s in %.300v", name, text, v)
			}
			if found := u.unmarkedIn(one); found != "" {
				return found
			}
		}
	}
	return ""
}

// TestUncertainDays walks every page, list, table and paper of an installation in which deadlines
// reach into a year whose holidays are not known: wherever such a day stands, it says so.
func TestUncertainDays(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.Clock.Advance(time.Date(2028, 1, 20, 9, 0, 0, 0, checklists.HallZone).Sub(k.Clock.Read()))
	x := target{audit: k.ApprovedAudit(), hall: "GS-S03"}
	audit := "/api/v1/audits/" + x.audit
	k.Proposed() // its sheet has an impact on the findings
	k.Rated()
	k.SignIn("supervisor")
	k.Want(200, "POST", "/api/v1/feedback/"+apitest.WaitingID+"/moderate", apitest.Object{"show": true}, nil)
	k.SignIn("head")
	k.Want(201, "POST", audit+"/appeals", apitest.Object{"clause": "HS044", "ground": "当日有人在岗"}, nil)
	k.Clock.Advance(6 * 24 * time.Hour) // to the day before plans are due
	k.Must(k.Server.DueByTime(t.Context()))
	k.SignIn("supervisor")
	days := uncertainDays{}
	for _, list := range []string{"/rectifications?limit=200", "/appeals", "/feedback"} {
		days.read(k, "/api/v1"+list)
	}
	if len(days) < 4 {
		t.Fatalf("uncertain days %v", days)
	}
	seen := map[string]bool{}
	for _, user := range []string{"supervisor", "head"} {
		k.SignIn(user)
		for _, call := range k.Server.Calls() {
			method, path, _ := strings.Cut(call, " ")
			if method != http.MethodGet {
				continue
			}
			path = strings.ReplaceAll(x.fill(path), "-HS001", "-HS079")
			for _, form := range []string{"", "?format=csv", "?clause=HS079"} {
				mediaType, body := looked(k, path+form)
				if days.in(string(body)) || mediaType == "application/pdf" {
					seen[path+form] = true
				}
				if where := days.unmarked(k, mediaType, body); where != "" {
					t.Errorf("%s %s names an uncertain day without saying so: %s", user, path+form, where)
				}
			}
		}
	}
	for _, path := range []string{"/rectifications", "/api/v1/rectifications?format=csv", "/appeals", "/feedback",
		"/api/v1/feedback?format=csv", "/audits/" + x.audit + "/score", "/notifications",
		"/api/v1/notifications", "/start", "/halls/GS-S03", audit + "/appeals", audit + "/report.pdf",
		"/amendments/2017%2BXG1/impact"} {
		if !seen[path] {
			t.Errorf("%s names no uncertain day, or was not read", path)
		}
	}
}

// TestUncertainLateness says of feedback whose answer is late that the working days are not known.
func TestUncertainLateness(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	k.Clock.Advance(time.Date(2027, 12, 9, 9, 0, 0, 0, checklists.HallZone).Sub(k.Clock.Read()))
	k.Rated()
	k.SignIn("supervisor")
	k.Want(200, "POST", "/api/v1/feedback/"+apitest.WaitingID+"/moderate", apitest.Object{"show": true}, nil)
	k.Clock.Advance(28 * 24 * time.Hour) // from a known due day into a year that is not
	clear(k.Tokens)
	k.SignIn("supervisor")
	var one struct {
		Items []struct {
			ID                             string
			Overdue                        int
			DueUncertain, OverdueUncertain bool
		}
	}
	k.Want(200, "GET", "/api/v1/feedback", nil, &one)
	for _, f := range one.Items {
		if f.ID == apitest.WaitingID && (f.Overdue == 0 || f.DueUncertain || !f.OverdueUncertain) {
			t.Errorf("%+v", f)
		}
	}
	if page := k.Browse("supervisor").Get("/feedback").Body; !strings.Contains(page, "尚未公布") {
		t.Error("the page does not say it")
	}
}

// looked is the answer to a call that ends.
func looked(k *apitest.Kit, path string) (mediaType string, body []byte) {
	k.T.Helper()
	answer, err := k.Client.Do(k.Request(http.MethodGet, path, nil))
	k.Must(err)
	defer answer.Body.Close()
	mediaType = answer.Header.Get("Content-Type")
	if answer.StatusCode != http.StatusOK || strings.HasPrefix(mediaType, "text/event-stream") {
		return "", nil
	}
	body, err = io.ReadAll(answer.Body)
	k.Must(err)
	return mediaType, body
}
