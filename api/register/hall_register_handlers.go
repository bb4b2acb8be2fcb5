package register

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// registerView is the register for a device that keeps it.
type registerView struct {
	Tag   string           `json:"tag"` // the answer's ETag
	Halls []registeredHall `json:"halls"`
	// Printable are the signs that papers print; see [pdf.Printable].
	Printable string `json:"printable"`
}

// registeredHall is what a device has to know of a hall before it is there.
type registeredHall struct {
	ID     checklists.HallID     `json:"id"`
	Name   string                `json:"name"`
	NameEN string                `json:"nameEn,omitempty"`
	Tier   standard.Tier         `json:"tier"`
	Status checklists.HallStatus `json:"status"`
	Opened string                `json:"opened,omitempty"`
}

// GetRegister answers GET /api/v1/register: all halls in service in one answer, which a device fetches
// again only when one of them has changed.
func (s Handlers) GetRegister(c *gin.Context) error {
	all, err := s.HeadsInScope(c.Request.Context(), access.CallerOf(c))
	if err != nil {
		return err
	}
	v := registerView{Halls: []registeredHall{}}
	sum := sha256.New()
	for _, h := range all {
		if h.Status != checklists.InService {
			continue
		}
		fmt.Fprintf(sum, "%s %d\n", h.ID, h.Revision)
		v.Halls = append(v.Halls, registeredHall{h.ID, h.Name, h.NameEN, h.Tier, h.Status, h.Opened})
	}
	var fonts standard.Digest
	v.Printable, fonts = wire.PrintableSigns(c)
	fmt.Fprintf(sum, "%s %d\n", fonts, len(v.Printable))
	v.Tag = `"` + hex.EncodeToString(sum.Sum(nil))[:24] + `"`
	if wire.NotModified(c, v.Tag) {
		return nil
	}
	c.JSON(http.StatusOK, v)
	return nil
}
