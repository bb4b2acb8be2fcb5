package pdf

import (
	"bytes"
	"image/jpeg"

	"hallmark/pdf/canvas"
)

// Rooms of a photograph, two in a row.
const (
	photoWidth  = 75.0
	photoHeight = 56.0
	photoGap    = canvas.Width - 2*photoWidth
	captionRoom = 11.0
)

// pictures prints the photographs, two in a row, each with its clause, time and digest.
func (p *paper) pictures() {
	if len(p.order) > 0 {
		p.doc.Need(photoHeight + captionRoom + 18) // the heading stays with the first row
	}
	p.heading(0, p.say("pdf.section.photos"))
	if len(p.order) == 0 {
		p.prose(notes, p.say("pdf.photos.none"))
		return
	}
	for i, photo := range p.order {
		if i%2 == 0 {
			if i > 0 {
				p.doc.Y += photoHeight + captionRoom
			}
			p.doc.Need(photoHeight + captionRoom)
		}
		p.picture(canvas.Left+float64(i%2)*(photoWidth+photoGap), p.doc.Y, photo)
	}
	p.doc.Y += photoHeight + captionRoom
}

func (p *paper) picture(x, y float64, photo numbered) {
	p.doc.Fill(x, y, photoWidth, photoHeight, shade)
	if err := p.doc.Photo(x, y, photoWidth, photoHeight, ready(photo.Data)); err != nil {
		p.doc.TextIn(x, y+photoHeight/2-3, photoWidth, canvas.Center, small.With(grey),
			p.say("pdf.photo.unreadable"))
	}
	p.doc.Frame(x, y, photoWidth, photoHeight, rule)
	clause, _ := p.Edition.Clause(photo.Clause)
	caption := p.say("pdf.photo.caption", photo.number, clause.Code, p.clauseTitle(clause))
	p.doc.TextBox(x, y+photoHeight+1, photoWidth,
		canvas.Para{Text: p.doc.Fit(small, caption, photoWidth), Style: small},
		canvas.Para{Text: p.say("pdf.photo.source", p.moment(photo.TakenAt), photo.SHA256.Short()),
			Style: tiny})
}

// ready returns a picture that may go into a file as it is: what [NormalizeImage] makes is taken
// over; anything else is made so, or nil when it cannot be read.
func ready(data []byte) []byte {
	config, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err == nil && max(config.Width, config.Height) <= ImageEdge && isPlain(data) {
		return data
	}
	made, _, _, err := NormalizeImage(data)
	if err != nil {
		return nil
	}
	return made
}
