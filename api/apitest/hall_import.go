package apitest

import (
	"encoding/json"
)

// importResult is what an import answers.
type importResult struct {
	New, Changed, Unchanged, Left int
	Halls                         []struct {
		Place, ID string
		New       bool
		Fields    []string
	}
	Losses []struct{ Path, Detail string }
	Code   string
	Fields []struct {
		Name, Code, Detail string
		Line               int
	}
}

// ImportHalls sends a file of halls, which must be answered with a status.
func (k *Kit) ImportHalls(status int, query string, file []byte) (r importResult) {
	k.T.Helper()
	request := k.Request("POST", "/api/v1/halls/import?"+query, file)
	request.Header.Set("Content-Type", "application/octet-stream")
	got, _, body := k.Do(request)
	k.Must(json.Unmarshal(body, &r))
	if got != status {
		k.T.Fatalf("status %d, want %d: %.2000s", got, status, body)
	}
	return r
}
