package chinese

import (
	"regexp"
	"slices"
	"strings"
)

// taken matches what is Latin by its nature and no word of a language: addresses, paths, commands and
// options, variables, names of members and values in quotation marks or code, identifiers with a
// digit or a sign in them, and file endings.
var taken = regexp.MustCompile(`(?:https?|mongodb)://[^\s"”，。；）]+` +
	`|[\w.+-]+@[\w.-]+` +
	`|\b[a-f]{4}\b` + // a group of a digest
	`|\bU\+[0-9A-F]{4,6}\b` +
	`|--[a-z][a-z-]*` +
	`|\b[A-Z]+(?:_[A-Z0-9]+)+\b` +
	`|“[!-~ ]*”` +
	`|\bhallmark(?: [a-z]+)*` +
	`|\bchmod [0-9]+|\bopenssl [a-z0-9]+` +
	`|/[A-Za-z0-9][\w./%{}:+-]*` +
	`|\b[A-Za-z_-]*\d[\w.+:%-]*` +
	`|\b[A-Za-z]+(?:[._-][A-Za-z\d]+)+\b` +
	`|\.[a-z]{2,5}\b`)

// word is two Latin letters and more in a row; single ones are units, chapters and variables.
var word = regexp.MustCompile(`[A-Za-z]{2,}`)

// names are the words that Chinese texts use as they are: forms of files, standards, techniques,
// products and units.
var names = strings.Fields(`
	PDF CSV XLSX XLS ODS DOC DOCX Word Excel WPS JSON YAML XML OSCAL STS NISO ZIP HTML
	JPEG PNG GIF WebP HEIC HEIF SVG ICS RSS Atom PEM PKCS TTF OTF TTC TrueType CJK AED AB
	API HTTP HTTPS URL URI IP DNS TLS STARTTLS SMTP RFC UTF GBK GB Unicode BOM
	SHA HMAC RSA ECDSA UUID ISO ID PIN Cookie Host Origin Webhook webhook IndexedDB
	WiFi MongoDB SQLite Prometheus OpenAPI Hallmark hallmark nginx Caddy systemd
	RTF OpenDocument CCS CR LE BE Tab Alt Enter iPad iPhone Chrome Edge Safari
	KB MB GB KiB MiB px dB Lx lx mm cm min XG true false null`)

// values are what a person types or reads as it is: values of options and columns, commands, media
// types and members.
var values = strings.Fields(`
	http https application district subdistrict community auditor supervisor editor approver admin
	debug info warn error tls none starttls zh en bash zsh fish copy verify serve mongodb
	pass fail veto key rest work shall should may catalog profile extension uid amp SEC
	root LANG SIGHUP SIGTERM export edition amend validate listening on Standard Webhooks`)

// Foreign lists the words in a Chinese text that are of another language, each once. Names of
// identifiers that only the caller knows, such as a person's account, are given as known.
func Foreign(text string, known ...string) []string {
	var found []string
	for _, w := range word.FindAllString(taken.ReplaceAllString(text, " "), -1) {
		if !slices.Contains(names, w) && !slices.Contains(values, w) &&
			!slices.Contains(known, w) &&
			!slices.Contains(found, w) {
			found = append(found, w)
		}
	}
	return found
}
