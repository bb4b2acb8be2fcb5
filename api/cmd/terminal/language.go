package terminal

import (
	"context"
	"os"
	"strings"

	"hallmark/standard/message"
)

// LanguageFlag is the flag that names the language of a command.
const LanguageFlag = "lang"

type languageKey struct{}

// Speak gives a command the language in which it speaks.
func Speak(ctx context.Context, l message.Language) context.Context {
	return context.WithValue(ctx, languageKey{}, l)
}

// Spoken is the language of the texts at the terminal: what [Speak] has set, or that of the
// environment.
func Spoken(ctx context.Context) message.Language {
	if l, ok := ctx.Value(languageKey{}).(message.Language); ok {
		return l
	}
	return ofLocale()
}

// LanguageOf finds the language in the arguments of a command before they are parsed, so that what is
// wrong with them is said in it; else that of the environment holds. A language that there is not is
// refused when the flag is parsed.
func LanguageOf(args []string) message.Language {
	named := os.Getenv("HALLMARK_LANG")
	for i, arg := range args {
		value, with := strings.CutPrefix(arg, "--"+LanguageFlag+"=")
		switch {
		case arg == "--":
			args = nil
		case with:
			named = value
		case arg == "--"+LanguageFlag && i+1 < len(args):
			named = args[i+1]
		}
		if args == nil {
			break
		}
	}
	if l, ok := parseLanguage(named); ok {
		return l
	}
	return ofLocale()
}

// parseLanguage reads zh or en, also with a country.
func parseLanguage(name string) (message.Language, bool) {
	tag, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(name), "_", "-"), "-")
	switch tag {
	case "zh":
		return message.Chinese, true
	case "en":
		return message.English, true
	}
	return message.English, false
}

// ofLocale is Chinese where the locale is, and English everywhere else.
func ofLocale() message.Language {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if tag := os.Getenv(name); tag != "" {
			l, _ := parseLanguage(tag)
			return l
		}
	}
	return message.English
}

// languageValue is the value of the flag.
type languageValue string

func (v *languageValue) String() string { return string(*v) }
func (v *languageValue) Type() string   { return "zh|en" }

func (v *languageValue) Set(name string) error {
	if _, ok := parseLanguage(name); !ok {
		return Fail("lang", name)
	}
	*v = languageValue(name)
	return nil
}
