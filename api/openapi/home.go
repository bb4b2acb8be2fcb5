package openapi

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
)

// reference finds the components that a text mentions, each by kind and name.
var reference = regexp.MustCompile(`"#/components/(\w+)/([^"]+)"`)

// component is a schema, an answer, a parameter or a header.
type component struct{ kind, name string }

// Homeless names every component that stands in the wrong part. A component belongs to the only
// room whose calls need it, else to the shared part. A component that no call needs is homeless,
// too.
func Homeless(parts []Part) []string {
	var found []string
	needed := needs(parts)
	for _, p := range parts {
		for kind, texts := range p.Components {
			for name := range texts {
				if kind == "securitySchemes" {
					continue // the head of the document names them
				}
				rooms, home := needed[component{kind, name}], Shared
				if len(rooms) == 1 {
					home = rooms[0]
				}
				switch {
				case len(rooms) == 0:
					found = append(found, fmt.Sprintf("%s: no call needs %s/%s", p.Room, kind, name))
				case home != p.Room:
					found = append(found, fmt.Sprintf("%s: %s/%s is needed by %q, so it belongs to %s",
						p.Room, kind, name, rooms, home))
				}
			}
		}
	}
	slices.Sort(found)
	return found
}

// needs lists the rooms whose calls need a component, be it through others.
func needs(parts []Part) map[component][]string {
	texts := map[component]json.RawMessage{}
	for _, p := range parts {
		for kind, named := range p.Components {
			for name, text := range named {
				texts[component{kind, name}] = text
			}
		}
	}
	rooms := map[component][]string{}
	for _, p := range parts {
		var follow func(json.RawMessage)
		follow = func(text json.RawMessage) {
			for _, m := range reference.FindAllSubmatch(text, -1) {
				c := component{string(m[1]), string(m[2])}
				if !slices.Contains(rooms[c], p.Room) {
					rooms[c] = append(rooms[c], p.Room)
					follow(texts[c])
				}
			}
		}
		for _, calls := range p.Paths {
			for _, text := range calls {
				follow(text)
			}
		}
	}
	return rooms
}
