package phone

import (
	"hallmark/api/table"
	"hallmark/api/wire"
	"hallmark/standard/message"
)

// phoneDayTable is the list of halls to call today as a table for people.
func phoneDayTable(l message.Language, v *phoneDayView) *table.Table {
	t := wire.ListTable(l, "phone.checks", "phone.hall-id", "phone.hall", "phone.tier", "phone.number",
		"board.campaign", "phone.last")
	t.Title += " " + v.Day
	for i := range v.Halls {
		h := &v.Halls[i]
		t.Add(h.Hall, h.HallName, message.Text(l, "page.tier."+h.Tier.String()), h.Phone,
			h.CampaignName, table.Date(h.Last.InHall()))
	}
	return t
}
