package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/gin-gonic/gin"
	"github.com/go-playground/validator/v10"

	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

// Validation is the validator of this program; gin's global one is not used. It names fields as the
// JSON does and knows the tags of [forms].
var Validation = sync.OnceValue(func() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(func(f reflect.StructField) string {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" {
			name = f.Tag.Get("form")
		}
		return name
	})
	for tag, form := range forms {
		if err := v.RegisterValidation(tag, func(f validator.FieldLevel) bool {
			return form.MatchString(f.Field().String())
		}); err != nil {
			panic(err) // the tags are well-formed
		}
	}
	for tag, rule := range textRules {
		if err := v.RegisterValidation(tag, func(f validator.FieldLevel) bool {
			return rule(f.Field().String())
		}); err != nil {
			panic(err) // the tags are well-formed
		}
	}
	v.RegisterCustomTypeFunc(func(v reflect.Value) any { // so that "size" sees the number
		return v.Interface().(standard.Decimal).String()
	}, standard.Decimal{})
	return v
})

// textRules are the validate tags about what a text is made of: one line, many lines, and what says
// something.
var textRules = map[string]func(string) bool{
	"clean": IsClean,
	"note":  isNote,
	"seen":  standard.HasVisible,
	"size":  func(s string) bool { return !strings.HasPrefix(s, "-") }, // of a number, at least 0
}

// forms are the other validate tags of this program, each the form that a text must have.
var forms = map[string]*regexp.Regexp{
	"hallid": regexp.MustCompile(`^[A-Z][A-Z0-9-]*$`),
	// The codes of GB/T 2260 (2, 4 or 6 digits: province, city, county) and of GB/T 10114 (9 digits:
	// sub-district), and the 12 digits that statistics use (community).
	"areacode": regexp.MustCompile(`^([1-9]\d(\d\d(\d\d(\d{3}(\d{3})?)?)?)?)?$`),
	"facility": regexp.MustCompile(`^(` + strings.Join(facilityNames(), "|") + `)$`),
	// An ID that a client makes: a UUID of version 7, see [checklists.TakesID]. That of an audit may
	// also have version 8, which only the visit of a campaign takes.
	"uuid7":   regexp.MustCompile(`^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$`),
	"auditid": regexp.MustCompile(`^[\da-f]{8}-[\da-f]{4}-[78][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$`),
	"metric":  regexp.MustCompile(`^[a-z][a-z0-9_]{0,63}$`),
}

// Bind decodes a JSON body strictly into *out (one value, no unknown fields) and validates it.
func Bind(c *gin.Context, out any) error {
	body, err := BodyOf(c)
	if err != nil {
		return err
	}
	removed, err := DecodeJSON(body, out)
	NoteRemoved(c, removed)
	if err == nil {
		NoteTexts(c, body, AsIs(reflect.TypeOf(out), "json"))
	}
	return err
}

// RemovedHeader names, in an answer to a JSON request, the members whose text held characters that
// turn the direction of reading; these were taken out before anything was done: "note, items[2].text".
const RemovedHeader = "Hallmark-Direction-Removed"

// RemovedKey is the key under which a request of gin holds such names.
const RemovedKey = "direction-removed"

// NoteRemoved keeps the names of members or form fields from which characters were taken out, so
// that the answer can say so.
func NoteRemoved(c *gin.Context, names []string) {
	if len(names) == 0 {
		return
	}
	c.Set(RemovedKey, names)
	escaped := make([]string, len(names))
	for i, name := range names {
		escaped[i] = escapeName(name)
	}
	c.Header(RemovedHeader, strings.Join(escaped, ", "))
}

// BodyOf reads the body of a request whose Content-Type is JSON; it refuses any other type with
// status 415.
func BodyOf(c *gin.Context) ([]byte, error) {
	mediaType, _, err := mime.ParseMediaType(c.GetHeader("Content-Type"))
	if err != nil || mediaType != "application/json" {
		return nil, ErrMediaType
	}
	return ReadBody(c.Request)
}

// ReadBody reads a body into a buffer. The buffer begins as large as the client announces, up to
// 128 KiB.
func ReadBody(r *http.Request) ([]byte, error) {
	const most = 128 << 10 // bytes of a buffer on a client's word
	var b bytes.Buffer
	b.Grow(int(min(max(r.ContentLength, 0), most)) + bytes.MinRead)
	_, err := b.ReadFrom(r.Body)
	return b.Bytes(), err
}

// DecodeJSON decodes one JSON value into *out and checks it with [Validate]. Its texts enter by
// [standard.Enter]; removed names the members from which characters were taken out. It refuses
// unknown and doubled members, and whatever follows the value; the [Refusal] names the member that
// is wrong.
func DecodeJSON(body []byte, out any) (removed []string, err error) {
	request := reflect.TypeOf(out).Elem()
	if !utf8.Valid(body) {
		return nil, notJSON("utf8")
	}
	if err := checkNames(body, request); err != nil {
		return nil, err
	}
	if body, removed, err = enterJSON(body, AsIs(request, "json")); err != nil {
		return nil, err
	}
	return removed, decodeStrictly(body, request, out)
}

func decodeStrictly(body []byte, request reflect.Type, out any) error {
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(out); errors.Is(err, standard.ErrNumber) {
		return numberRefusal(body, request)
	} else if err != nil {
		return placed(JSONRefusal(err), body, request)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return notJSON("more")
	}
	return Validate(out)
}

// Validate checks the validate tags of *out. It returns a [Refusal] with status 422 that names
// every field that is wrong, or nil.
func Validate(out any) error {
	var wrong validator.ValidationErrors
	err := Validation().Struct(out)
	if !errors.As(err, &wrong) {
		return err
	}
	r := Refuse(http.StatusUnprocessableEntity, "invalid")
	for _, f := range wrong {
		_, path, _ := strings.Cut(f.Namespace(), ".")
		if f.Param() == "" || f.Tag() == "eqfield" { // a Go field's name says nothing to people
			r.Fields = append(r.Fields, Wrong(path, f.Tag()))
		} else {
			r.Fields = append(r.Fields, Wrong(path, f.Tag(), f.Param()))
		}
	}
	return r
}

// checkNames refuses doubled member names and names that differ from those of the struct in case
// only, which encoding/json takes. Errors of syntax are left to the decoder.
func checkNames(body []byte, request reflect.Type) error {
	known := map[string]bool{}
	for i := range request.NumField() {
		name, _, _ := strings.Cut(request.Field(i).Tag.Get("json"), ",")
		known[name] = true
	}
	d := json.NewDecoder(bytes.NewReader(body))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return nil //nolint:nilerr // the decoder says what is wrong
	}
	seen := map[string]bool{}
	for d.More() {
		token, err := d.Token()
		name, ok := token.(string)
		if err != nil || !ok {
			return nil //nolint:nilerr // the decoder says what is wrong
		}
		switch {
		case !known[name]:
			return InvalidField(name, "unknown")
		case seen[name]:
			return InvalidField(name, "twice")
		}
		seen[name] = true
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil //nolint:nilerr // the decoder says what is wrong
		}
	}
	return nil
}

// Set puts a member of a patch into its field, if the patch has that member.
func Set[T any](field *T, to *T) {
	if to != nil {
		*field = *to
	}
}

// WholeBody is the name of the field where a body is refused as a whole.
const WholeBody = "body"

// notJSON is the refusal of a body that is not one JSON value, for a reason that is the text
// "error.json-<reason>".
func notJSON(reason string, args ...any) *Refusal {
	r := Refuse(http.StatusBadRequest, "json")
	r.Fields = []Field{{Name: WholeBody, Code: reason, Text: func(l message.Language) string {
		return message.Text(l, "error.json-"+reason, args...)
	}}}
	return r
}

// placed names the first member of a body whose value cannot be read, where a refusal of the whole
// value does not say which it is.
func placed(err error, body []byte, request reflect.Type) error {
	var r *Refusal
	var members map[string]json.RawMessage
	if !errors.As(err, &r) || r.Code == "json" || len(r.Fields) != 1 || r.Fields[0].Name != WholeBody ||
		json.Unmarshal(body, &members) != nil {
		return err
	}
	for i := range request.NumField() {
		f := request.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if value := members[name]; value != nil &&
			json.Unmarshal(value, reflect.New(f.Type).Interface()) != nil {
			r.Fields[0].Name = name
			break
		}
	}
	return r
}

// JSONRefusal turns an error of the JSON decoder into a [Refusal]; it names the field if the
// decoder does. Code "json" is for what is no JSON alone; JSON that says the wrong thing is
// "invalid".
func JSONRefusal(err error) error {
	var wrongType *json.UnmarshalTypeError
	if errors.As(err, &wrongType) {
		if wrongType.Field == "" {
			r := Refuse(http.StatusBadRequest, "invalid")
			r.Fields = []Field{Wrong(WholeBody, "json-type", jsonKind(wrongType.Value))}
			return r
		}
		r := Refuse(http.StatusUnprocessableEntity, "invalid")
		r.Fields = []Field{Wrong(wrongType.Field, "type", jsonKind(wrongType.Value))}
		return r
	}
	if _, name, ok := strings.Cut(err.Error(), "json: unknown field "); ok {
		r := Refuse(http.StatusUnprocessableEntity, "invalid")
		r.Fields = []Field{Wrong(strings.Trim(name, `"`), "unknown")}
		return r
	}
	if r := domainRefusal(err); r != nil {
		return r
	}
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, standard.ErrNumber):
		r := Refuse(http.StatusUnprocessableEntity, "invalid")
		r.Fields = []Field{{Name: WholeBody, Code: "number", Text: func(l message.Language) string {
			return message.Text(l, "error.number")
		}}}
		return r
	case errors.As(err, &syntax):
		return notJSON("syntax", syntax.Offset)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return notJSON("end")
	}
	r := Refuse(http.StatusUnprocessableEntity, "invalid")
	r.Fields = []Field{Wrong(WholeBody, "unreadable")}
	return r
}

// jsonKind names what a decoder found in the place of something else: "number 12" is a number.
func jsonKind(value string) message.Key {
	kind, _, _ := strings.Cut(value, " ")
	return message.Key("error.json-kind-" + kind)
}

// numberRefusal names the members that hold a number which is too large or too exact.
func numberRefusal(body []byte, request reflect.Type) error {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(body, &members); err != nil {
		return JSONRefusal(err)
	}
	r := Refuse(http.StatusUnprocessableEntity, "invalid")
	for i := range request.NumField() {
		f := request.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		err := json.Unmarshal(members[name], reflect.New(f.Type).Interface())
		if errors.Is(err, standard.ErrNumber) {
			r.Fields = append(r.Fields, Field{Name: name, Code: "number",
				Text: func(l message.Language) string {
					return message.Text(l, "error.number")
				}})
		}
	}
	return r
}

func facilityNames() (names []string) {
	for _, f := range checklists.Facilities() {
		names = append(names, string(f))
	}
	return names
}
