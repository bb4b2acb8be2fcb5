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

// signedBy returns the signature of an inspector, or nil.
func (p *phrasing) signedBy(name checklists.Username) *checklists.Signature {
	for _, s := range p.signedFor(checklists.SignedByInspector) {
		if s.Username == name {
			return s
		}
	}
	return nil
}

// signed is the box of one signature: the name, and the picture or why there is none.
func (p *paper) signed(s *checklists.Signature, height float64) canvas.Cell {
	c := canvas.Cell{Height: height,
		Paras: []canvas.Para{para(small.With(grey), canvas.Start, s.Name)}}
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

// signatureList says who signed the record, and who refused and why; "" when nobody was asked.
func (p *phrasing) signatureList() string {
	var words []string
	for _, s := range p.Audit.Signatures() {
		if s.Refused != "" {
			words = append(words, p.say("pdf.signed.refused", s.Name, cutTo(s.Refused, coverReason)))
		} else {
			words = append(words, p.say("pdf.signed."+string(s.Role), s.Name))
		}
	}
	return strings.Join(words, p.say("pdf.signed.and"))
}
