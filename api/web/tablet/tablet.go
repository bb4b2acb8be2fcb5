package tablet

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

//go:embed *.css *.html *.js *.png *.webmanifest
var files embed.FS

// App is the application. Modules, style sheet, texts and icons share one directory that is named
// after the digest of them all, so that a device never mixes two versions.
//
// Three files are filled in, with {{.Dir}} (that directory), {{.Style}} (the address of app.css),
// {{.Version}}, {{.Files}} (a JSON list of all that works offline) and {{.Modules}} (the addresses of
// all scripts but the worker, so that a slow line is asked for them at once and not one after
// another): the shell tablet.html, which shows its name before any other file has come, the service
// worker sw.js and the manifest.
type App struct {
	Dir      string            // "/assets/tablet-1f2e…/"
	Assets   map[string][]byte // what is in that directory, by address
	Files    []string          // addresses of all that a device keeps, the shell among them
	Shell    []byte            // HTML
	Worker   []byte            // the service worker
	Manifest []byte
}

// URL is where the application starts.
const URL = "/tablet"

// areas are the areas of the message catalogue from which the tablet takes its texts.
var areas = [...]string{"tablet", "answer", "change", "audit", "error"}

// filledIn are the files that have addresses of their own.
var filledIn = [...]string{"tablet.html", "sw.js", "manifest.webmanifest"}

// New returns the application; style is the address of the style sheet that it shares with the
// pages. An error is a fault of the program.
func New(style string) (*App, error) {
	files, err := read()
	if err != nil {
		return nil, err
	}
	files["app.css"] = []byte(style) // a new style sheet makes a new version
	version := digestOf(files)
	delete(files, "app.css")
	a := &App{Dir: "/assets/tablet-" + version + "/", Assets: map[string][]byte{},
		Files: []string{URL, "/manifest.webmanifest", style}}
	for name, content := range files {
		if slices.Contains(filledIn[:], name) {
			continue
		}
		a.Assets[a.Dir+name] = content
		a.Files = append(a.Files, a.Dir+name)
	}
	slices.Sort(a.Files)
	return a, a.fill(files, version, style)
}

// read returns the files by name, and the texts as messages-zh.json and messages-en.json.
func read() (map[string][]byte, error) {
	named := map[string][]byte{}
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		content, err := files.ReadFile(entry.Name())
		if err != nil {
			return nil, err
		}
		if path.Ext(entry.Name()) == ".js" {
			content = withoutRemarks(content)
		}
		named[entry.Name()] = content
	}
	for _, l := range message.Languages() {
		texts := map[string]string{}
		for key, text := range message.Keys(l) {
			area, _, _ := strings.Cut(key, ".")
			if slices.Contains(areas[:], area) {
				texts[key] = text
			}
		}
		content, err := json.Marshal(texts)
		if err != nil {
			return nil, err
		}
		named["messages-"+l.String()[:2]+".json"] = content
	}
	return named, nil
}

// withoutRemarks leaves out the lines of a script that are comments and nothing else, a quarter of
// what a thin line would carry. No text of the scripts goes over a line that looks like one.
func withoutRemarks(script []byte) []byte {
	var b bytes.Buffer
	inside := false
	for line := range bytes.Lines(script) {
		text := bytes.TrimSpace(line)
		begins := bytes.HasPrefix(text, []byte("/**"))
		cast := begins && bytes.Contains(text, []byte("*/")) && !bytes.HasSuffix(text, []byte("*/"))
		inside = inside || begins && !cast
		if !inside && !bytes.HasPrefix(text, []byte("//")) {
			b.Write(line)
		}
		inside = inside && !bytes.HasSuffix(text, []byte("*/"))
	}
	return b.Bytes()
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
func (a *App) fill(files map[string][]byte, version, style string) error {
	list, err := json.Marshal(a.Files)
	if err != nil {
		return err
	}
	data := struct {
		Dir, Style, Version, Files string
		Modules                    []string
	}{a.Dir, style, version, string(list), slices.DeleteFunc(slices.Clone(a.Files),
		func(file string) bool { return path.Ext(file) != ".js" })}
	write := func(name string) []byte {
		parsed, e := template.New(name).Option("missingkey=error").Parse(string(files[name]))
		var b bytes.Buffer
		if e == nil {
			e = parsed.Execute(&b, data)
		}
		err = cmp.Or(err, e)
		return b.Bytes()
	}
	a.Shell, a.Worker, a.Manifest = write(filledIn[0]), write(filledIn[1]), write(filledIn[2])
	return err
}
