package seal

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"

	"hallmark/standard"
	"hallmark/standard/message"
)

// Verdict says what a file is. Whether the signer is whom one expects is another question: see
// [Trust].
type Verdict string

// The verdicts.
const (
	Intact     Verdict = "intact"     // to the last byte what was sealed
	Signed     Verdict = "signed"     // the same, and others have signed behind it, which a paper allows
	Continued  Verdict = "appended"   // what was sealed is whole; something else stands behind it
	Tampered   Verdict = "altered"    // not what was sealed
	Foreign    Verdict = "foreign"    // another program's, signed by somebody
	Unsealed   Verdict = "unsealed"   // without a seal: of another program, or a print
	Copied     Verdict = "copy"       // written anew from a sealed file by another program
	Encrypted  Verdict = "encrypted"  // unreadable without its password
	Incomplete Verdict = "incomplete" // the end is missing
)

// sealParts are the parts of a seal as they were found.
type sealParts struct {
	manifest      *manifest
	file, witness *cmsSignature // who signed the file, the manifest
	bad           string        // the attachment of the seal that does not hold; "" for none
}

// resigned reports whether file and manifest were signed with different keys.
func (s *sealParts) resigned() bool {
	return s.file != nil && s.witness != nil &&
		!s.file.certificate.Equal(s.witness.certificate)
}

// judge finds the verdict and names what speaks for it.
func (v *Verification) judge(f *file, files []embeddedFile, s sealParts) {
	for _, o := range f.signatures()[:min(len(f.signatures()), maxSignatures)] {
		if o != v.taken.object {
			v.Others = append(v.Others, f.checkOther(o))
		}
	}
	switch {
	case v.SignatureValid && !v.CoversWhole && v.judgeLater(f):
	case v.SignatureValid && s.manifest == nil && s.bad == "":
		v.Verdict = Foreign // signed in the manner of a seal, but without one
	case v.SignatureValid && v.CoversWhole && s.bad == "" && !s.resigned():
		v.Verdict, v.Sealed = Intact, f.bytes
	case f.trailer["Encrypt"] != nil && !v.SignatureValid:
		v.Verdict, v.Altered = Encrypted, nil
	case !v.SignatureValid && v.incomplete(f):
		v.Verdict = Incomplete
		v.Altered = slices.DeleteFunc(v.Altered, func(a Alteration) bool { return a.How != Truncated })
	case !v.SignatureValid && !v.hasSeal(files, s):
		v.judgeOther(f)
	default:
		v.judgeChange(f, files, s)
	}
}

// judgeLater judges a file that goes on behind a seal that holds. It reports false where what the
// seal covers is no sealed file.
func (v *Verification) judgeLater(f *file) bool {
	sealed := readFileUntil(f.bytes[:v.taken.end], f.over)
	first, err := verifyFile(sealed, Known{})
	if err != nil || first.Verdict != Intact {
		return false
	}
	c := compareLater(sealed, f)
	v.Sealed, v.Code = sealed.bytes, first.Code
	v.Altered, v.Added = append(v.Altered, c.altered...), c.added
	switch {
	case len(c.altered) > 0:
		v.Verdict = Tampered
	case !slices.ContainsFunc(v.Added, isShown) && v.allSigned(len(f.bytes)):
		v.Verdict, v.Altered = Signed, nil
	default:
		v.Verdict = Continued
	}
	return true
}

// isShown reports whether an addition is more than the data about the file that programs renew when
// they sign.
func isShown(a Addition) bool { return a.Kind != PartMetadata }

// allSigned reports whether all that stands behind the seal belongs to signatures that hold.
func (v *Verification) allSigned(size int) bool {
	end := v.taken.end
	for _, o := range v.Others {
		if o.Holding != Holds {
			return false
		}
		end = max(end, o.end)
	}
	return len(v.Others) > 0 && end == size
}

// incomplete reports whether the end of the file is missing. A file that [Sign] made ends with the
// mark and one line end; so does each earlier revision in it.
func (v *Verification) incomplete(f *file) bool {
	const mark = "%%EOF"
	size := len(f.bytes)
	if v.taken.object != nil && v.taken.end == size {
		return false
	}
	last := bytes.LastIndex(f.bytes, []byte(mark))
	if last < 0 || bytes.Contains(f.bytes[last:], []byte(" obj")) {
		return true
	}
	return v.taken.object != nil && v.taken.end > size && !bytes.HasSuffix(f.bytes, []byte(mark+"\n"))
}

// hasSeal reports whether there is a seal, whole or not.
func (v *Verification) hasSeal(files []embeddedFile, s sealParts) bool {
	return v.taken.object != nil || s.manifest != nil || slices.ContainsFunc(files, func(a embeddedFile) bool {
		switch a.Name {
		case ManifestName:
			return bytes.Contains(a.Data, []byte(manifestFamily))
		case PayloadName:
			return bytes.Contains(a.Data, []byte(payloadFamily))
		}
		return a.Name == ManifestSignatureName && s.bad != ""
	})
}

// judgeOther judges a file without a seal: what another program has written from a paper keeps the
// link to the paper's page, but not the name of the program that wrote it.
func (v *Verification) judgeOther(f *file) {
	producer := decodeText(f.resolve(f.dict(f.trailer["Info"])["Producer"]))
	if v.Code == "" {
		v.Code = f.printedCode()
	}
	switch {
	case v.Code != "" && producer != Producer:
		v.Verdict = Copied
	case len(v.Others) > 0:
		v.Verdict = Foreign
	default:
		v.Verdict = Unsealed
	}
}

// Producer is what the papers of this program call it in their document information.
const Producer = "Hallmark"

// judgeChange names what is not as it was sealed, and tells a file that was altered from a copy that
// another program has written anew: that may spell everything in another way, but has no reason to
// change the data that were attached.
func (v *Verification) judgeChange(f *file, files []embeddedFile, s sealParts) {
	v.Verdict = Tampered
	if s.bad != "" {
		v.Altered = append(v.Altered, Alteration{Part: Part{PartAttachment, 0, 0, s.bad}, How: Changed})
	}
	if s.resigned() {
		v.Altered = append(v.Altered, Alteration{Part: Part{Kind: PartFile}, How: Resigned})
	}
	if v.taken.object == nil {
		v.Altered = append(v.Altered, Alteration{Part: Part{Kind: PartSignature}, How: Missing})
	}
	rewritten := v.taken.object == nil || v.taken.end != len(f.bytes)
	if s.manifest != nil {
		var list []Alteration
		list, rewritten = s.manifest.compare(f)
		v.Altered = append(v.Altered, list...)
	}
	if rewritten && !s.resigned() && !s.manifest.contradicts(files) {
		v.Verdict = Copied
	}
	if len(v.Altered) == 0 {
		v.Altered = []Alteration{{Part: Part{Kind: PartTail}, How: Changed}}
	}
}

// contradicts reports whether an attachment that could be unpacked is not what was attached.
func (m *manifest) contradicts(files []embeddedFile) bool {
	return m != nil && slices.ContainsFunc(m.Files, func(sealed manifestFile) bool {
		return slices.ContainsFunc(files, func(a embeddedFile) bool {
			return a.Name == sealed.Name && a.plain && standard.DigestBytes(a.Data) != sealed.SHA256
		})
	})
}

// pageOf finds the code in the address of a paper's page, linkTo in that of a link.
var (
	pageOf = regexp.MustCompile(`/verify/([0-9A-Z-]{6,40})`)
	linkTo = regexp.MustCompile(pageOf.String() + "$")
)

// printedCode finds the address of a paper's page where another program has printed it as plain
// letters.
func (f *file) printedCode() string {
	pages, _ := f.pages()
	for _, r := range pages {
		contents := f.dict(r)["Contents"]
		list, ok := f.resolve(contents).(array)
		if !ok {
			list = array{contents}
		}
		for _, part := range list {
			if o := f.streamOf(part); o != nil {
				if m := pageOf.FindSubmatch(f.data(o)); m != nil {
					return string(m[1])
				}
			}
		}
	}
	return ""
}

// code finds the code of a paper in its data or in the link behind its QR code; "" where it has none.
func (f *file) code(files []embeddedFile) string {
	for _, a := range files {
		var p struct{ Code string }
		if a.Name == PayloadName && json.Unmarshal(a.Data, &p) == nil && p.Code != "" {
			return p.Code
		}
	}
	for _, o := range f.all {
		if found := codeIn(f, o.value); found != "" {
			return found
		}
	}
	for _, o := range f.objects { // in object streams; all links of a paper lead to one page
		if found := codeIn(f, o.value); o.at < 0 && found != "" {
			return found
		}
	}
	return ""
}

func codeIn(f *file, v any) string {
	d, _ := v.(dict)
	if d["URI"] == nil {
		d = f.dict(d["A"])
	}
	uri, _ := f.resolve(d["URI"]).(text)
	if m := linkTo.FindSubmatch([]byte(uri)); m != nil {
		return string(m[1])
	}
	return ""
}

// Lines tells people what was found, one sentence a line, the verdict first.
func (v *Verification) Lines(l message.Language) []string {
	say := func(key string, args ...any) string { return message.Text(l, "seal."+key, args...) }
	lines := []string{say("verdict-" + string(v.Verdict))}
	respelled := 0
	for _, a := range v.Altered {
		// Of a copy nobody can tell what another program has spelled in its own way from what
		// somebody has altered; data that were attached have one spelling.
		if v.Verdict == Copied && a.Kind != PartAttachment {
			respelled++
			continue
		}
		lines = append(lines, a.Text(l))
	}
	if respelled > 0 {
		lines = append(lines, say("respelled", respelled))
	}
	for _, a := range v.Added {
		lines = append(lines, a.Text(l))
	}
	if v.Verdict == Tampered && v.Sealed != nil {
		lines = append(lines, say("sealed-inside"))
	}
	if v.Verdict == Tampered && v.Sealed == nil && !v.ManifestValid {
		lines = append(lines, say("no-manifest"))
	}
	for _, o := range v.Others {
		lines = append(lines, o.Text(l))
	}
	if v.Code != "" && (v.Verdict == Copied || v.Verdict == Unsealed) {
		lines = append(lines, say("code", v.Code))
	}
	return append(lines, v.signerLines(l)...)
}

// signerLines tells who sealed the file, where something vouches for the name.
func (v *Verification) signerLines(l message.Language) []string {
	switch v.Verdict {
	case Foreign, Copied, Encrypted, Incomplete:
		return nil
	}
	if v.Signer == "" || !v.SignatureValid && !v.ManifestValid {
		return nil
	}
	say := func(key string, args ...any) string { return message.Text(l, "seal."+key, args...) }
	lines := []string{say("signer", v.Signer, sayTime(v.SignedAt)),
		say("fingerprint", string(v.Fingerprint))}
	if v.SelfSigned() && v.Trust != Expected {
		lines = append(lines, say("self-signed"))
	}
	switch by := v.Voucher; {
	case by != nil && by.Lapsed == "":
		return append(lines, say("vouched", by.Name))
	case by != nil && v.Trust != Expected:
		return append(lines, say("issued-by", v.Issuer),
			say("lapsed", by.Name, by.Lapsed, sayTime(by.From), sayTime(by.To)))
	case v.Issuer != "":
		lines = append(lines, say("issued-by", v.Issuer))
	}
	return append(lines, say([...]string{"unknown", "expected", "unexpected"}[v.Trust]))
}
