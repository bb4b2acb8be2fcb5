package register

import (
	"github.com/gin-gonic/gin"

	"hallmark/api/wire"
)

// mostUnprintable is how many texts of a file are named that papers cannot print.
const mostUnprintable = 100

// noteUnprintable adds to the losses of an import the names and addresses that papers cannot print as
// they are: it is said here as it is at the form of a hall, before anything is stored.
func (p *hallImport) noteUnprintable(c *gin.Context) {
	said := 0
	for i := range p.writes {
		w := &p.writes[i]
		h := &w.after
		for _, text := range []string{h.Name, h.HeadName, h.LiaisonName, h.GoverningBody,
			h.GuidingBody, h.Address, h.Hours, h.Notes} {
			lost := wire.UnprintableIn(c, w.place, text)
			if said += len(lost); said > mostUnprintable {
				return
			}
			p.Losses = append(p.Losses, lost...)
		}
	}
}
