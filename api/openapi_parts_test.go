package api_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"hallmark/api"
	"hallmark/api/openapi"
)

func partsOfRooms(t *testing.T) []openapi.Part {
	t.Helper()
	parts, err := openapi.Read(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	return parts
}

// TestDocumentIsJoined compares openapi.json with the parts of the rooms.
func TestDocumentIsJoined(t *testing.T) {
	parts := partsOfRooms(t)
	whole, err := openapi.Join(parts)
	if err != nil {
		t.Fatal(err)
	}
	if string(whole) != string(api.OpenAPI()) {
		t.Error("openapi.json differs from its parts: run `go generate ./api`")
	}
	for _, complaint := range openapi.Homeless(parts) {
		t.Error(complaint)
	}
}

// TestDocumentInRooms compares the parts with the route table: the room that answers a call
// describes it.
func TestDocumentInRooms(t *testing.T) {
	parts, rooms := partsOfRooms(t), roomsOfCalls(t)
	if len(parts) < 20 {
		t.Fatalf("only %d parts", len(parts))
	}
	for _, complaint := range strayed(parts, rooms) {
		t.Error(complaint)
	}
	moved := []openapi.Part{{Room: "register", Paths: openapi.Texts{
		"/api/v1/halls": {"get": nil}, "/api/v1/audits": {"get": nil}, "/api/v1/other": {"get": nil}}}}
	if have := strayed(moved, rooms); len(have) != 2 {
		t.Errorf("of two calls that are described in the wrong room it finds %q", have)
	}
}

// strayed lists the calls that are described by a room that does not answer them.
func strayed(parts []openapi.Part, rooms map[string]string) (found []string) {
	for _, p := range parts {
		for path, methods := range p.Paths {
			for method := range methods {
				call := strings.ToUpper(method) + " " + path
				if rooms[call] != p.Room {
					found = append(found, fmt.Sprintf("%s describes %s, which %q answers", p.Room, call,
						rooms[call]))
				}
			}
		}
	}
	return found
}

// roomsOfCalls reads in the text of the route table which room answers "GET /api/v1/halls/{id}".
// Calls that the server itself answers belong to the shared part.
func roomsOfCalls(t *testing.T) map[string]string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "routes.go", nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	methods := map[string]string{"get": "GET", "post": "POST", "put": "PUT", "patch": "PATCH",
		"del": "DELETE"}
	parameter := regexp.MustCompile(`:(\w+)`)
	rooms := map[string]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		row, ok := n.(*ast.CompositeLit)
		if !ok || len(row.Elts) != 5 {
			return true
		}
		method, named := row.Elts[0].(*ast.Ident)
		path, literal := row.Elts[1].(*ast.BasicLit)
		if !named || !literal {
			return true
		}
		text, err := strconv.Unquote(path.Value)
		if err != nil {
			t.Fatal(err)
		}
		call := methods[method.Name] + " " + parameter.ReplaceAllString(text, "{$1}")
		rooms[call] = roomOf(row.Elts[4])
		return true
	})
	return rooms
}

// roomOf is the room of a handler such as s.Audits.GetAudit, or of what makes one.
func roomOf(handler ast.Expr) string {
	if made, ok := handler.(*ast.CallExpr); ok {
		handler = made.Fun
	}
	method, ok := handler.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	if room, ok := method.X.(*ast.SelectorExpr); ok {
		return strings.ToLower(room.Sel.Name)
	}
	return openapi.Shared
}
