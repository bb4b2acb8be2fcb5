package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"reflect"
	"strings"
	"sync"

	"github.com/gin-gonic/gin"
	"github.com/go-playground/validator/v10"
)

// validation is our own instance beside gin's global one; places use the JSON names.
var validation = sync.OnceValue(func() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(func(f reflect.StructField) string {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" {
			name = f.Tag.Get("form")
		}
		return name
	})
	return v
})

// bind decodes a JSON body strictly into *out (one value, no unknown fields) and validates it.
func bind(c *gin.Context, out any) error {
	mediaType, _, err := mime.ParseMediaType(c.GetHeader("Content-Type"))
	if err != nil || mediaType != "application/json" {
		return errMediaType
	}
	body, err := io.ReadAll(c.Request.Body)
	if err != nil {
		return err
	}
	return decodeJSON(body, out)
}

func decodeJSON(body []byte, out any) error {
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(out); err != nil {
		return jsonRefusal(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return refuse(http.StatusBadRequest, "json", "more than one value")
	}
	return validate(out)
}

func validate(out any) error {
	var wrong validator.ValidationErrors
	err := validation().Struct(out)
	if !errors.As(err, &wrong) {
		return err
	}
	r := refuse(http.StatusUnprocessableEntity, "invalid")
	for _, f := range wrong {
		_, path, _ := strings.Cut(f.Namespace(), ".")
		if f.Param() == "" {
			r.Fields = append(r.Fields, field(path, f.Tag()))
		} else {
			r.Fields = append(r.Fields, field(path, f.Tag(), f.Param()))
		}
	}
	return r
}

// jsonRefusal names the field where the decoder says which it is.
func jsonRefusal(err error) error {
	var wrongType *json.UnmarshalTypeError
	if errors.As(err, &wrongType) && wrongType.Field != "" {
		r := refuse(http.StatusUnprocessableEntity, "invalid")
		r.Fields = []Field{field(wrongType.Field, "type", wrongType.Value)}
		return r
	}
	if _, name, ok := strings.Cut(err.Error(), "json: unknown field "); ok {
		r := refuse(http.StatusUnprocessableEntity, "invalid")
		r.Fields = []Field{field(strings.Trim(name, `"`), "unknown")}
		return r
	}
	if r := domainRefusal(err); r != nil {
		return r
	}
	return refuse(http.StatusBadRequest, "json", err.Error())
}
