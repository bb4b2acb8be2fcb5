package openapi_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"hallmark/api/openapi"
)

const shared = `{
	"openapi": "3.1.0", "info": {}, "servers": [], "security": [], "tags": [],
	"paths": {
		"/healthz": {"get": {"s": {"$ref": "#/components/schemas/Count"}}}
	},
	"components": {
		"schemas": {
			"Count": {"type": "integer"}
		}
	}
}`

const halls = `{
	"paths": {
		"/halls": {
			"get": {"s": {"$ref": "#/components/schemas/Hall"}}
		}
	},
	"components": {
		"schemas": {
			"Hall": {"windows": {"$ref": "#/components/schemas/Count"}}
		}
	}
}`

func partsOf(t *testing.T, rooms map[string]string) []openapi.Part {
	t.Helper()
	parts, err := read(rooms)
	if err != nil {
		t.Fatal(err)
	}
	return parts
}

func read(rooms map[string]string) ([]openapi.Part, error) {
	files := fstest.MapFS{}
	for room, text := range rooms {
		files[room+"/openapi.json"] = &fstest.MapFile{Data: []byte(text)}
	}
	return openapi.Read(files)
}

func TestJoin(t *testing.T) {
	have, err := openapi.Join(partsOf(t, map[string]string{"openapi": shared, "register": halls}))
	if err != nil {
		t.Fatal(err)
	}
	const want = `{
	"openapi": "3.1.0",
	"info": {},
	"servers": [],
	"security": [],
	"tags": [],
	"paths": {
		"/halls": {
			"get": {"s": {"$ref": "#/components/schemas/Hall"}}
		},
		"/healthz": {
			"get": {"s": {"$ref": "#/components/schemas/Count"}}
		}
	},
	"components": {
		"schemas": {
			"Count": {"type": "integer"},
			"Hall": {"windows": {"$ref": "#/components/schemas/Count"}}
		}
	}
}
`
	if d := cmp.Diff(want, string(have)); d != "" {
		t.Error(d)
	}
}

func TestJoinRefuses(t *testing.T) {
	for _, test := range []struct {
		rooms map[string]string
		want  string
	}{
		{map[string]string{"openapi": shared, "register": halls, "boards": halls},
			"part of register: /halls get is described twice"},
		{map[string]string{"openapi": shared, "register": `{"info": {}}`},
			"part of register: the head of the document stands in that of openapi"},
		{map[string]string{"openapi": halls},
			"part of openapi: the head of the document stands in that of openapi"},
		{map[string]string{"openapi": `{"path": {}}`}, "unknown field"},
	} {
		parts, err := read(test.rooms)
		if err == nil {
			_, err = openapi.Join(parts)
		}
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v, want %s", err, test.want)
		}
	}
}

func TestHomeless(t *testing.T) {
	const unused = `{"components": {"schemas": {"Old": {"o": {"$ref": "#/components/schemas/Old"}}}}}`
	halfUsed := strings.Replace(shared, "Count\"}", "Other\"}", 1)
	other := strings.NewReplacer("/halls", "/areas", `"Hall"`, `"Area"`).Replace(halls)
	for _, test := range []struct {
		rooms map[string]string
		want  []string
	}{
		{map[string]string{"openapi": shared, "register": halls}, nil},
		{map[string]string{"openapi": shared, "register": halls, "audits": unused},
			[]string{"audits: no call needs schemas/Old"}},
		{map[string]string{"openapi": halfUsed, "register": halls},
			[]string{`openapi: schemas/Count is needed by ["register"], so it belongs to register`}},
		{map[string]string{"openapi": shared, "register": halls, "boards": other}, []string{
			"boards: no call needs schemas/Area",
			`register: schemas/Hall is needed by ["boards" "register"], so it belongs to openapi`}},
	} {
		if d := cmp.Diff(test.want, openapi.Homeless(partsOf(t, test.rooms))); d != "" {
			t.Error(d)
		}
	}
}
