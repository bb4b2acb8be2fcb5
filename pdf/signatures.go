package pdf

import (
	"strings"

	"hallmark/checklists"
	"hallmark/pdf/canvas"
)

// signedFor returns the audit's signatures of a role.
func (p *phrasing) signedFor(role checklists.SignatureRole) []*checklists.Signature {
	var list []*checklists.Signature
	for _, s := range p.Audit.Signatures() {
		if s.Role == role {
			list = append(list, &s)
		}
	}
	return list
}

// how says how far it is proven that an inspector signed; "" where the audit did not note it.
func (p *phrasing) how(name checklists.Username) (checklists.InspectorSigned, string) {
	for _, one := range p.Audit.InspectorsSigned() {
		if one.Username == name {
			device := p.name(p.Audit.Submission().Device())
			return one, one.Text(p.Language, device, p.moment(one.At))
		}
	}
	return checklists.InspectorSigned{Username: name}, ""
}

// handedLine says from which file a submission was taken over; "" for any other.
func (p *phrasing) handedLine() string {
	sub := p.Audit.Submission()
	if sub == nil || sub.Handed == nil {
		return ""
	}
	return p.say("signed.handed", p.name(sub.Handed.Operator(sub.By)), p.name(sub.Handed.Of), string(sub.Handed.File))
}

// signed is the box of one signature: the name, how it was signed, and the picture or why there is
// none. A confirmation without a picture leaves the room for the pen.
func (p *paper) signed(name, how string, s *checklists.Signature, height float64) canvas.Cell {
	c := canvas.Cell{Height: height,
		Paras: []canvas.Para{para(small.With(grey), canvas.Start, name)}}
	if how != "" {
		c.Paras = append(c.Paras, para(tiny, canvas.Start, how))
	}
	if s == nil {
		return c
	}
	if s.Refused != "" {
		c.Paras = append(c.Paras, para(text, canvas.Start, p.say("pdf.record.refused", s.Refused)))
		return c
	}
	picture := ready(p.Drawn[s.SHA256])
	c.Draw = func(x, y, w, h float64) {
		if picture == nil || p.doc.Photo(x+w*0.3, y+1, w*0.7-1, h-6, picture) != nil {
			p.doc.TextIn(x, y+h/2-3, w-2, canvas.End, small.With(grey), p.say("pdf.photo.unreadable"))
		}
		p.doc.TextIn(x, y+h-5, w-2, canvas.End, tiny, p.moment(p.ended()))
	}
	return c
}

// coverReason is how many characters of a reason the cover has room for; the record has them all.
const coverReason = 60

func cutTo(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "…"
	}
	return text
}

// signatureList says who signed the record and how, and who refused and why; "" when nobody was
// asked and the audit did not note it.
func (p *phrasing) signatureList() string {
	var words []string
	sub := p.Audit.Submission()
	if sub != nil && sub.Unsigned {
		words = append(words, p.say("signed.none"))
	}
	drawn := map[checklists.Username]bool{}
	for _, s := range p.Audit.Signatures() {
		word := p.say("pdf.signed."+string(s.Role), s.Name)
		if s.Refused != "" {
			word = p.say("pdf.signed.refused", s.Name, cutTo(s.Refused, coverReason))
		}
		if s.Role == checklists.SignedByInspector {
			drawn[s.Username] = true
			if _, how := p.how(s.Username); how != "" {
				word += p.say("pdf.in-brackets", how)
			}
		}
		words = append(words, word)
	}
	for _, one := range p.Audit.InspectorsSigned() {
		if drawn[one.Username] || sub.Unsigned && one.How == checklists.SignedNot {
			continue
		}
		if _, how := p.how(one.Username); how != "" {
			words = append(words, p.name(one.Username)+p.say("signed.colon")+how)
		}
	}
	if line := p.handedLine(); line != "" {
		words = append(words, line)
	}
	return strings.Join(words, p.say("pdf.signed.and"))
}
