package message

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"time"
)

// Language is a language of the catalogue. The zero value is Chinese.
type Language uint8

// The languages.
const (
	Chinese Language = iota
	English
)

// Languages lists them, the first language first.
func Languages() []Language { return []Language{Chinese, English} }

// ParseLanguage reads "zh…" or "en…"; anything else is Chinese.
func ParseLanguage(tag string) Language {
	if strings.HasPrefix(strings.ToLower(tag), "en") {
		return English
	}
	return Chinese
}

// String returns the language tag for HTML: "zh-CN" or "en".
func (l Language) String() string { return [...]string{"zh-CN", "en"}[l] }

//go:embed zh en
var files embed.FS

var catalogue = sync.OnceValue(func() [2]map[string]string {
	return [2]map[string]string{load("zh"), load("en")}
})

// Key is an argument that is itself the key of a text of the catalogue, such as the name of a
// state.
type Key string

// Day is an argument that is a day, "2018-03-05"; people read it as 2018年3月5日 or 5 March 2018.
type Day string

func (d Day) in(l Language) string {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return string(d)
	}
	return t.Format([...]string{"2006年1月2日", "2 January 2006"}[l])
}

// Moment is an argument that is a time, which people read in its own zone to the second.
type Moment time.Time

func (m Moment) in(l Language) string {
	return time.Time(m).Format([...]string{"2006年1月2日 15:04:05", "2 January 2006 15:04:05"}[l])
}

// List is an argument that names several things, each by the key of its text.
type List []Key

// in says the things in a language, one after the other.
func (list List) in(l Language) string {
	said := make([]string, len(list))
	for i, key := range list {
		said[i] = Text(l, string(key))
	}
	return strings.Join(said, Text(l, "grid.comma"))
}

// Text returns the text of a key with its arguments filled in; one that is a [Key],
// [Day], [Moment] or [List] is filled in by its own text in the same language. A key that is not in the catalogue
// comes back as it is; a test keeps that from happening.
func Text(l Language, key string, args ...any) string {
	format, ok := catalogue()[l][key]
	switch {
	case !ok:
		return key
	case len(args) == 0:
		return format
	}
	said := make([]any, len(args))
	for i, arg := range args {
		switch arg := arg.(type) {
		case Key:
			said[i] = Text(l, string(arg))
		case Day:
			said[i] = arg.in(l)
		case Moment:
			said[i] = arg.in(l)
		case List:
			said[i] = arg.in(l)
		default:
			said[i] = arg
		}
	}
	return fmt.Sprintf(format, said...)
}

// Has reports whether the catalogue holds a key in a language.
func Has(l Language, key string) bool {
	_, ok := catalogue()[l][key]
	return ok
}

// Keys returns all keys of a language with their formats.
func Keys(l Language) map[string]string { return load([...]string{"zh", "en"}[l]) }

func load(dir string) map[string]string {
	all := map[string]string{}
	names, err := fs.Glob(files, dir+"/*.json")
	if err != nil {
		panic(err)
	}
	for _, name := range names {
		data, err := files.ReadFile(name)
		if err != nil {
			panic(err)
		}
		if err := json.Unmarshal(data, &all); err != nil {
			panic(fmt.Sprintf("message catalogue %s: %v", name, err))
		}
	}
	return all
}
