package web

import (
	"fmt"

	"hallmark/checklists"
	"hallmark/checklists/campaign"
)

// Archive is at /campaigns/{id}/reports: the ZIP with all reports of a campaign.
type Archive struct {
	Frame
	Campaign    campaign.ID
	Name        string // of the campaign
	Reports     int    // that there are now
	State       string // "" while none was ever asked for
	Done, Total int    // reports
	Size        int64  // bytes
	Started     checklists.Time
	Until       checklists.Time // how long it is kept
}

func (*Archive) template() string { return "archive" }

// URL returns the address of the page.
func (p *Archive) URL() string { return CampaignURL(p.Campaign) + "/reports" }

// FileURL returns the address of the file.
func (p *Archive) FileURL() string { return "/api/v1" + CampaignURL(p.Campaign) + "/archive.zip" }

// Megabytes is the size for people: "0.4".
func (p *Archive) Megabytes() string { return fmt.Sprintf("%.1f", float64(p.Size)/1e6) }

// Making reports whether it is made right now.
func (p *Archive) Making() bool { return p.State == "making" }

// Ready reports whether it can be fetched.
func (p *Archive) Ready() bool { return p.State == "ready" }

// ArchiveForm is sent to /campaigns/{id}/reports.
type ArchiveForm struct {
	Do string `form:"do" validate:"oneof=make cancel"`
}
