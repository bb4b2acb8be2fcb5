package web_test

import (
	"bytes"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"hallmark/api/web"
	"hallmark/standard/message"
)

// document is a parsed page.
type document struct {
	*testing.T
	root *html.Node
	ids  map[string]bool
}

func parse(t *testing.T, page []byte) *document {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	d := &document{T: t, root: root, ids: map[string]bool{}}
	for n := range d.elements() {
		id, ok := attr(n, "id")
		if ok && (id == "" || strings.ContainsAny(id, " \t\n") || d.ids[id]) {
			t.Errorf("id %q is empty, has spaces or stands twice", id)
		}
		d.ids[id] = true
	}
	return d
}

func (d *document) elements() func(func(*html.Node) bool) {
	return func(yield func(*html.Node) bool) {
		for n := range d.root.Descendants() {
			if n.Type == html.ElementNode && !yield(n) {
				return
			}
		}
	}
}

func attr(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

func text(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return strings.TrimSpace(b.String())
}

func within(n *html.Node, tag string) *html.Node {
	for n = n.Parent; n != nil; n = n.Parent {
		if n.Data == tag {
			return n
		}
	}
	return nil
}

func TestStructure(t *testing.T) {
	pages, w := newPages(t), newWorld(t, "")
	for _, l := range message.Languages() {
		for _, s := range w.stories() {
			t.Run(l.String()+"/"+s.name, func(t *testing.T) {
				d := parse(t, w.render(t, pages, s, l))
				d.nothingInline()
				d.landmarks(l)
				d.headings()
				d.references()
				d.names()
				d.formFields()
				d.words()
			})
		}
	}
}

func (d *document) nothingInline() {
	for n := range d.elements() {
		src, _ := attr(n, "src")
		if n.Data == "style" || n.Data == "script" && !strings.HasPrefix(src, "/assets/app-") {
			d.Errorf("<%s> stands in the page", n.Data)
		}
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				d.Errorf("<%s> has %s", n.Data, a.Key)
			}
		}
	}
}

func (d *document) landmarks(l message.Language) {
	count := map[string]int{}
	for n := range d.elements() {
		count[n.Data]++
		if lang, _ := attr(n, "lang"); n.Data == "html" && lang != l.String() {
			d.Errorf("language of the page is %q, want %s", lang, l)
		}
		if n.Data == "title" && strings.HasPrefix(text(n), "–") {
			d.Errorf("title is %q", text(n))
		}
		if n.Data == "nav" || n.Data == "section" && hasAttr(n, "class", "live") {
			if name, _ := attr(n, "aria-label"); name == "" {
				d.Errorf("<%s> has no name", n.Data)
			}
		}
	}
	for _, tag := range []string{"main", "h1", "title"} {
		if count[tag] != 1 {
			d.Errorf("page has %d <%s>, want 1", count[tag], tag)
		}
	}
}

func hasAttr(n *html.Node, key, value string) bool {
	have, _ := attr(n, key)
	return have == value
}

// headings refuses a heading that skips a level, and one without words.
func (d *document) headings() {
	last := 1
	for n := range d.elements() {
		if len(n.Data) != 2 || n.Data[0] != 'h' || n.Data[1] < '1' || n.Data[1] > '6' {
			continue
		}
		level := int(n.Data[1] - '0')
		before := within(n, "main") != nil && hasAttr(n, "id", "problems-title")
		if level > last+1 && !before {
			d.Errorf("<%s> %q follows a heading of level %d", n.Data, text(n), last)
		}
		if text(n) == "" {
			d.Errorf("<%s> is empty", n.Data)
		}
		last = level
	}
}

// references compares every id that is named with the ids that there are.
func (d *document) references() {
	for n := range d.elements() {
		for _, a := range n.Attr {
			switch a.Key {
			case "for", "aria-labelledby", "aria-describedby":
				for _, id := range strings.Fields(a.Val) {
					if !d.ids[id] {
						d.Errorf("<%s %s=%q>: there is no such id", n.Data, a.Key, id)
					}
				}
			case "href":
				if id, ok := strings.CutPrefix(a.Val, "#"); ok && !d.ids[id] {
					d.Errorf("link to #%s, which is not there", id)
				}
			}
		}
	}
}

// names refuses controls, links and pictures that a screen reader cannot name, and headers of
// tables that say not what they head.
func (d *document) names() {
	labelled := map[string]bool{}
	for n := range d.elements() {
		if id, ok := attr(n, "for"); ok && n.Data == "label" && text(n) != "" {
			labelled[id] = true
		}
	}
	for n := range d.elements() {
		id, _ := attr(n, "id")
		kind, _ := attr(n, "type")
		switch n.Data {
		case "input", "select", "textarea":
			if kind != "hidden" && !labelled[id] && within(n, "label") == nil {
				d.Errorf("<%s id=%q> has no label", n.Data, id)
			}
		case "a", "button", "summary", "legend", "option", "label":
			if text(n) == "" && !hasPicture(n) {
				d.Errorf("<%s> has no words", n.Data)
			}
		case "img":
			if alt, ok := attr(n, "alt"); !ok || alt == "" && within(n, "a") == nil {
				d.Errorf("<img> has no alternative text")
			}
		case "th":
			if _, ok := attr(n, "scope"); !ok {
				d.Errorf("<th> %q has no scope", text(n))
			}
		}
	}
}

// hasPicture reports whether an element is named by a picture's alternative text.
func hasPicture(n *html.Node) bool {
	for c := range n.Descendants() {
		if alt, _ := attr(c, "alt"); c.Data == "img" && alt != "" {
			return true
		}
	}
	return false
}

// formFields compares the names that a page sends with the struct that its receiver reads.
func (d *document) formFields() {
	read := map[string]map[string]bool{} // by action
	for n := range d.elements() {
		name, ok := attr(n, "name")
		form := within(n, "form")
		if !ok || n.Data == "meta" || n.Data == "details" {
			continue
		}
		if form == nil {
			d.Errorf("<%s name=%q> stands outside of a form", n.Data, name)
			continue
		}
		action, _ := attr(form, "action")
		sent := hasAttr(form, "method", "post") || asks[action] || asksCampaign.MatchString(action)
		if strings.HasPrefix(action, web.PhoneChecksURL) || strings.HasSuffix(action, "/aids") {
			name, _, _ = strings.Cut(name, "-") // the control of a clause: "value-HS001"
		}
		if read[action] == nil {
			read[action] = fieldsOf(action)
		}
		if !sent || !read[action][name] {
			d.Errorf("form to %s sends %q, which its receiver does not read", action, name)
		}
	}
}

// asks are the addresses that a form only asks of.
var asks = map[string]bool{web.RankingsURL: true, web.ResultsURL: true, "/problems": true, "/audits": true, web.HelpURL: true, web.RectificationsURL: true,
	web.FeedbackURL: true, web.HallsURL: true}

var asksCampaign = regexp.MustCompile(`^/campaigns/[^/]+(#visits|/draws/\d+)$`)

func fieldsOf(action string) map[string]bool {
	forms := []struct {
		path   string
		form   any
		others []string
	}{
		{`^/help$`, web.HelpForm{}, nil},
		{`^/sign-in$`, web.SignInForm{}, nil},
		{`^/password$`, web.PasswordForm{}, nil},
		{`^/language$`, web.LanguageForm{}, nil},
		{`^/audits$`, web.NewAuditForm{}, []string{"status"}},
		{`^/audits/[^/]+/clauses/[^/]+$`, web.ClauseForm{}, []string{web.PhotoField}},
		{`^/audits/[^/]+/carry$`, web.CarryForm{}, nil},
		{`^/phone-checks/form$`, web.PhoneSettingsForm{}, nil},
		{`^/phone-checks/halls/[^/]+$`, web.PhoneCheckForm{}, []string{"verdict", "level", "value",
			"numerator", "denominator", "note", "reason"}},
		{`^/editions/[^/]+/aids$`, web.AidsForm{}, []string{"phrases", "synonyms", "hint"}},
		{`^/notifications/read$`, web.ReadForm{}, nil},
		{`^/notifications/settings$`, web.NotificationSettingsForm{}, nil},
		{`^/notifications/confirm$`, web.CodeForm{}, nil},
		{`^/users/[^/]+$`, web.PlaceForm{}, nil},
		{`^/robots$`, web.RobotForm{}, nil},
		{`^/robots/[^/]+$`, web.RobotStepForm{}, nil},
		{`^/webhooks$`, web.WebhookForm{}, nil},
		{`^/webhooks/[^/]+$`, web.WebhookStepForm{}, nil},
		{`^/outbox/[^/]+$`, web.WebhookStepForm{}, nil},
		{`^/halls$`, web.HallFilter{}, nil},
		{`^/halls(/[^/]+)?$`, web.HallSent{}, []string{"id", "name", "area", "opened", "tier", "head",
			"measurements.windows", "facilities.wifi", "notes"}},
		{`^/halls/import$`, struct{}{}, []string{web.ImportField}},
		{`^/halls/import/confirm$`, web.HallImportSent{}, nil},
		{`^/campaigns(/[^/]+/plan)?$`, web.CampaignForm{}, nil},
		{`^/campaigns/[^/]+/reports$`, web.ArchiveForm{}, nil},
		{`^/campaigns/[^/]+#visits$`, web.VisitChoice{}, nil},
		{`^/campaigns/[^/]+/draws/\d+$`, web.DrawChoice{}, nil},
		{`^/campaigns/[^/]+/visits$`, web.VisitForm{}, nil},
		{`^/campaigns/[^/]+/(seal|draw|open|close)$`, web.StepForm{}, nil},
		{`^/f/[^/]+$`, web.FeedbackForm{}, nil},
		{`^/feedback$`, web.FeedbackFilter{}, nil},
		{`^/feedback/[^/]+/(moderate|answer)$`, web.FeedbackStepForm{}, nil},
		{`^/training$`, web.TrainingForm{}, nil},
		{`^/training/[^/]+$`, web.TrainingForm{}, nil},
		{`^/training/[^/]+/practice$`, web.PracticeForm{}, nil},
		{`^/bulletins$`, web.NewBulletinForm{}, nil},
		{`^/bulletins/[^/]+$`, web.BulletinForm{}, nil},
		{`^/audits/[^/]+/review$`, web.ReviewForm{}, nil},
		{`^/hand-ins/[^/]+$`, web.HandInForm{}, nil},
		{`^/(rankings|results)$`, web.ResultForm{}, nil},
		{`^/problems$`, web.ProblemForm{}, nil},
		{`^/rectifications$`, web.RectificationFilter{}, nil},
		{`^/rectifications/[^/]+/plan$`, web.PlanForm{}, nil},
		{`^/rectifications/[^/]+/reply$`, web.ReplyForm{}, []string{web.PhotoField, web.BeforeField}},
		{`^/rectifications/[^/]+/verify$`, web.VerifyForm{}, []string{web.PhotoField}},
		{`^/rectifications/[^/]+/return$`, web.StepForm{}, nil},
		{`^/rectifications/[^/]+/extend$`, web.ExtendForm{}, nil},
		{`^/settings$`, web.SettingsForm{}, nil},
		{`^/settings/calendar$`, struct{}{}, []string{web.CalendarField}},
		{`^/appeals/[^/]+/decide$`, web.DecideForm{}, nil},
		{`^/audits/[^/]+/appeals$`, web.AppealForm{}, []string{web.PhotoField}},
		{`^/proposals$`, web.ProposalForm{}, nil},
		{`^/proposals/[^/]+/answer$`, web.ProposalAnswerForm{}, nil},
		{`^/consultations$`, web.ConsultationForm{}, nil},
		{`^/consultations/[^/]+/comments$`, web.CommentForm{}, nil},
		{`^/comments/[^/]+/answer$`, web.CommentAnswerForm{}, nil},
		{`^/amendments$`, web.SheetForm{}, []string{web.SheetField}},
		{`^/amendments/[^/]+/(approve|reject|publish|withdraw)$`, web.StepForm{}, nil},
		{`^/drafts$`, web.NewDraftForm{}, nil},
		{`^/drafts/import$`, web.NewDraftForm{}, []string{web.ImportField}},
		{`^/drafts/[^/]+/clauses/[^/]+$`, web.DraftClauseForm{}, nil},
		{`^/drafts/[^/]+/steps$`, web.DraftStepForm{}, nil},
		{`^/drafts/[^/]+/frame$`, web.DraftFrameForm{}, nil},
		{`^/drafts/[^/]+/state$`, web.DraftStateForm{}, nil},
		{`^/drafts/[^/]+/notes$`, web.DraftNoteForm{}, nil},
		{`^/drafts/[^/]+/sheet$`, web.DraftSubmitForm{}, nil},
		{`^/audits/[^/]+/(submit|return|approve|void)$`, web.StepForm{}, nil},
	}
	names := map[string]bool{}
	for _, f := range forms {
		if !regexp.MustCompile(f.path).MatchString(action) {
			continue
		}
		for _, field := range reflect.VisibleFields(reflect.TypeOf(f.form)) {
			names[field.Tag.Get("form")] = true
		}
		for _, name := range f.others {
			names[name] = true
		}
	}
	return names
}

// words refuses what people should not see: keys, faults of formatting, names of constants.
func (d *document) words() {
	raw := regexp.MustCompile(`%!|ZgotmplZ|<no value>|[a-z]+_[a-z]+|\b[a-z]+(\.[a-z-]+)+\b|[0-9a-f]{40}`)
	for n := range d.root.Descendants() {
		if n.Type != html.TextNode || within(n, "code") != nil || within(n, "dd") != nil {
			continue
		}
		if found := raw.FindString(n.Data); found != "" {
			d.Errorf("people see %q in %q", found, strings.TrimSpace(n.Data))
		}
	}
}

// TestHostileTexts puts into every place where people can type a text that tries to get out of it.
func TestHostileTexts(t *testing.T) {
	const hostile = `"'></textarea></title><script>alert(1)</script><img src=x onerror=alert(1)>` +
		"{{.User}}\u202e&lt;\x00\xff🙂"
	pages, w := newPages(t), newWorld(t, hostile)
	for _, l := range message.Languages() {
		for _, s := range w.stories() {
			t.Run(l.String()+"/"+s.name, func(t *testing.T) {
				d := parse(t, w.render(t, pages, s, l))
				d.nothingInline()
				d.formFields()
				for n := range d.elements() {
					if src, _ := attr(n, "src"); src == "x" {
						t.Error("a text became an element")
					}
				}
			})
		}
	}
}
