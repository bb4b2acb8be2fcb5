package openapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
)

// Shared is the name of the part with the components that several rooms mention.
const Shared = "openapi"

// Part is the description of one room. Values keep the text that they have in the room's file.
type Part struct {
	Room string `json:"-"`

	// The head of the document stands in the shared part alone.
	OpenAPI  json.RawMessage `json:"openapi"`
	Info     json.RawMessage `json:"info"`
	Servers  json.RawMessage `json:"servers"`
	Security json.RawMessage `json:"security"`
	Tags     json.RawMessage `json:"tags"`

	Paths      Texts `json:"paths"`      // by path and method
	Components Texts `json:"components"` // by kind and name
}

// Texts are values by two names.
type Texts map[string]map[string]json.RawMessage

// Read reads the parts of all rooms in the order of their names; rooms are the folders of the API.
func Read(rooms fs.FS) ([]Part, error) {
	files, err := fs.Glob(rooms, "*/openapi.json")
	if err != nil {
		return nil, fmt.Errorf("parts of the description: %w", err)
	}
	parts := make([]Part, len(files))
	for i, file := range files {
		text, err := fs.ReadFile(rooms, file)
		if err != nil {
			return nil, fmt.Errorf("part of the description: %w", err)
		}
		d := json.NewDecoder(bytes.NewReader(text))
		d.DisallowUnknownFields()
		if err := d.Decode(&parts[i]); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		parts[i].Room = path.Dir(file)
	}
	return parts, nil
}
