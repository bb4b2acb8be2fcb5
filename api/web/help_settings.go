package web

import (
	"strings"

	"hallmark/standard/message"
)

// ServiceSetting is a flag of the service, as the help lists it.
type ServiceSetting struct {
	Name    string // of the flag, without "--"
	Default string // as the flag has it
}

// ServiceSettings lists the flags of the service. The command line takes their meaning from here;
// its test compares names and defaults with the flags that exist.
func ServiceSettings() []ServiceSetting {
	return []ServiceSetting{
		{"data", "./data"}, {"listen", "127.0.0.1:8080"}, {"base-url", ""}, {"trusted-proxies", "[]"},
		{"mongodb-uri", ""}, {"mongodb-uri-file", ""}, {"signing-key", ""}, {"installation", ""}, {"fonts", ""},
		{"allow-local-webhooks", "false"}, {"smtp-host", ""}, {"smtp-port", "0"}, {"smtp-user", ""},
		{"smtp-password-file", ""}, {"smtp-from", ""}, {"smtp-tls", "starttls"}, {"digest-hour", "8"},
		{"log", "info"}, {"log-file", ""},
	}
}

// Shown is the default as people read it; "" where the meaning says what holds then.
func (s ServiceSetting) Shown() string {
	switch s.Default {
	case "[]", "false", "0":
		return ""
	}
	return s.Default
}

// Variable is the name of the variable of the environment that stands for the flag.
func (s ServiceSetting) Variable() string {
	if s.Name == "mongodb-uri" {
		return "MONGODB_URI"
	}
	return "HALLMARK_" + strings.ToUpper(strings.ReplaceAll(s.Name, "-", "_"))
}

// Meaning says what the flag is for.
func (s ServiceSetting) Meaning(l message.Language) string {
	return message.Text(l, "setting."+s.Name)
}
