package api_test

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"hallmark/api"
	"hallmark/api/access"
	"hallmark/api/aids"
	"hallmark/api/amendments"
	"hallmark/api/boards"
	"hallmark/api/bulletins"
	"hallmark/api/campaigns"
	"hallmark/api/consultations"
	"hallmark/api/drafts"
	"hallmark/api/editions"
	"hallmark/api/evidence"
	"hallmark/api/feed"
	"hallmark/api/feedback"
	"hallmark/api/journal"
	"hallmark/api/keys"
	"hallmark/api/notifications"
	"hallmark/api/outbox"
	"hallmark/api/outcomes/stored"
	"hallmark/api/papers"
	"hallmark/api/phone"
	"hallmark/api/register"
	"hallmark/api/reports"
	"hallmark/api/robots"
	"hallmark/api/settings"
	"hallmark/api/store"
	"hallmark/api/takeover"
	"hallmark/api/trainings"
	"hallmark/api/webhooks"
	"hallmark/checklists"
	"hallmark/standard"
)

// shapes is the file that holds the form and the digests of the shapes of what is stored.
const shapes = "testdata/shapes.txt"

// TestStoredShapes holds the shapes of the stored types beside the number of the form. Whoever
// changes a stored type decides whether a program of the form before would misread or lose something,
// raises [store.Form] then, and writes the new line.
func TestStoredShapes(t *testing.T) {
	t.Parallel()
	all := map[string]reflect.Type{"audits": reflect.TypeFor[checklists.Audit]()}
	add(all, keys.Schema)
	add(all, keys.SecretSchema)
	add(all, editions.EditionSchema)
	add(all, amendments.AmendmentSchema)
	add(all, register.HallSchema)
	add(all, register.ImportSchema)
	add(all, access.UserSchema)
	add(all, evidence.EvidenceSchema)
	add(all, takeover.HandInSchema)
	add(all, reports.ReportSchema)
	add(all, stored.OutcomeSchema)
	add(all, stored.RectificationSchema)
	add(all, stored.AppealSchema)
	add(all, campaigns.DrawPartSchema)
	add(all, campaigns.CampaignSchema)
	add(all, drafts.DraftSchema)
	add(all, boards.ProposalSchema)
	add(all, consultations.ConsultationSchema)
	add(all, consultations.CommentSchema)
	add(all, feedback.FeedbackSchema)
	add(all, trainings.TrainingSchema)
	add(all, aids.Schema)
	add(all, bulletins.BulletinSchema)
	add(all, bulletins.BulletinRegisterSchema)
	add(all, settings.SettingsSchema)
	add(all, settings.CalendarSchema)
	add(all, phone.PhoneFormSchema)
	add(all, notifications.NotificationSchema)
	add(all, notifications.LogReaderSchema)
	add(all, notifications.ContactSchema)
	add(all, robots.RobotSchema)
	add(all, feed.FeedSchema)
	add(all, webhooks.WebhookSchema)
	add(all, outbox.DeliverySchema)
	add(all, journal.EventSchema)
	add(all, journal.ParticularSchema)
	add(all, papers.Schema)
	all["steps"] = reflect.TypeFor[store.Step]()
	engine, err := openFile(t, filepath.Join(t.TempDir(), "empty.db"))
	if err != nil {
		t.Fatal(err)
	}
	parts, err := api.Take(t.Context(), api.Installation{Engine: engine})
	if err != nil {
		t.Fatal(err)
	}
	for name := range parts {
		if name != "photographs" && all[name] == nil {
			t.Errorf("%s are stored and have no shape here", name)
		}
	}
	got := fmt.Sprintf("form %d\n", store.Form)
	for _, name := range sorted(all) {
		got += name + " " + standard.DigestBytes([]byte(shapeOf(all[name], nil))).Short() + "\n"
	}
	want, err := os.ReadFile(shapes)
	if err != nil || string(want) != got {
		t.Errorf("a stored type or the form has changed: %s holds %q (%v), it is\n%s", shapes, want, err, got)
	}
}

func add[T any](all map[string]reflect.Type, s store.Schema[T]) { all[s.Name] = reflect.TypeFor[T]() }

// shapeOf writes a type as its members in JSON; one that is inside itself by its name.
func shapeOf(t reflect.Type, above []reflect.Type) string {
	if slices.Contains(above, t) {
		return t.Name()
	}
	above = append(slices.Clone(above), t)
	switch t.Kind() {
	case reflect.Pointer:
		return "*" + shapeOf(t.Elem(), above)
	case reflect.Slice, reflect.Array:
		return "[]" + shapeOf(t.Elem(), above)
	case reflect.Map:
		return "map " + shapeOf(t.Elem(), above)
	case reflect.Struct:
		var members []string
		for i := range t.NumField() {
			if f := t.Field(i); f.IsExported() || f.Anonymous {
				members = append(members, f.Tag.Get("json")+":"+shapeOf(f.Type, above))
			}
		}
		return t.Name() + "{" + strings.Join(members, ";") + "}"
	}
	return t.Kind().String()
}
