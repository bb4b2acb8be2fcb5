package web

import (
	"bytes"
	"cmp"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"text/template"

	"hallmark/standard"
	"hallmark/standard/message"
)

//go:embed all:tablet
var tabletFiles embed.FS

// Tablet is the application on the auditor's tablet: files that work without the server. Modules,
// style sheet, texts and icons share one directory that is named after the digest of them all, so
// that a device never mixes two versions.
//
// Three files are filled in, with {{.Dir}} (that directory), {{.Style}} (the address of app.css),
// {{.Version}} and {{.Files}} (a JSON list of all that works offline): the shell tablet.html, the
// service worker sw.js and the manifest.
type Tablet struct {
	Dir      string   // "/assets/tablet-1f2e…/"
	Files    []string // addresses of all that a device keeps, the shell among them
	Shell    []byte   // HTML
	Worker   []byte   // the service worker
	Manifest []byte
}

// ShellURL is where the tablet's application starts.
const ShellURL = "/tablet"

// tabletAreas are the areas of the message catalogue that the tablet shows.
var tabletAreas = [...]string{"tablet", "answer", "change", "audit", "error"}

// filledIn are the files of the tablet that have addresses of their own.
var filledIn = [...]string{"tablet.html", "sw.js", "manifest.webmanifest"}

// newTablet adds the tablet's files to the assets.
func newTablet(a *assets) (*Tablet, error) {
	files, err := readTablet()
	if err != nil {
		return nil, err
	}
	files["app.css"] = []byte(a.urls["app.css"]) // a new style sheet makes a new version
	version := digestOf(files)
	delete(files, "app.css")
	t := &Tablet{Dir: "/assets/tablet-" + version + "/"}
	for name, content := range files {
		kind := mediaTypes[path.Ext(name)]
		if kind == "" {
			return nil, fmt.Errorf("tablet/%s: unknown kind of file", name)
		}
		if slices.Contains(filledIn[:], name) {
			continue
		}
		a.files[t.Dir+name] = asset{kind: kind, plain: content, zipped: zip(content)}
		t.Files = append(t.Files, t.Dir+name)
	}
	t.Files = append(t.Files, ShellURL, "/manifest.webmanifest", a.urls["app.css"])
	slices.Sort(t.Files)
	return t, t.fill(files, version, a.urls["app.css"])
}

// readTablet returns the files by name, and the texts as messages-zh.json and messages-en.json.
func readTablet() (map[string][]byte, error) {
	files := map[string][]byte{}
	entries, err := fs.ReadDir(tabletFiles, "tablet")
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		if files[entry.Name()], err = tabletFiles.ReadFile("tablet/" + entry.Name()); err != nil {
			return nil, err
		}
	}
	for _, l := range message.Languages() {
		texts := map[string]string{}
		for key, text := range message.Keys(l) {
			area, _, _ := strings.Cut(key, ".")
			if slices.Contains(tabletAreas[:], area) {
				texts[key] = text
			}
		}
		content, err := json.Marshal(texts)
		if err != nil {
			return nil, err
		}
		files["messages-"+l.String()[:2]+".json"] = content
	}
	return files, nil
}

func digestOf(files map[string][]byte) string {
	var all bytes.Buffer
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		fmt.Fprintf(&all, "%s %d\n%s\n", name, len(files[name]), files[name])
	}
	return standard.DigestBytes(all.Bytes()).Short()
}

// fill fills in the files that have addresses of their own.
func (t *Tablet) fill(files map[string][]byte, version, style string) error {
	list, err := json.Marshal(t.Files)
	if err != nil {
		return err
	}
	data := struct{ Dir, Style, Version, Files string }{t.Dir, style, version, string(list)}
	write := func(name string) []byte {
		parsed, e := template.New(name).Option("missingkey=error").Parse(string(files[name]))
		var b bytes.Buffer
		if e == nil {
			e = parsed.Execute(&b, data)
		}
		err = cmp.Or(err, e)
		return b.Bytes()
	}
	t.Shell, t.Worker, t.Manifest = write(filledIn[0]), write(filledIn[1]), write(filledIn[2])
	return err
}

// Tablet returns the tablet's application.
func (p *Pages) Tablet() *Tablet { return p.tablet }
