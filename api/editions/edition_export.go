package editions

import (
	"bytes"

	"hallmark/api/access"
	"hallmark/api/formats"
	"hallmark/api/web"
	"hallmark/standard"
	"hallmark/standard/message"
)

// exported is an edition written as a file, with what the form of the file does not carry.
type exported struct {
	edition *standard.Edition
	format  formats.Format
	tier    standard.Tier
	content bytes.Buffer
	losses  []standard.Loss
}

// LossView is one thing that a form of file does not carry 未采用的内容: its place, and why as a sentence
// in the language of the caller.
type LossView struct {
	Path   string `json:"path"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

// ViewLosses shows a loss report in the language of the caller; without losses it is an empty list.
func ViewLosses(caller access.Caller, losses []standard.Loss) []LossView {
	items := make([]LossView, 0, len(losses))
	for _, loss := range losses {
		items = append(items, LossView{loss.Path, loss.Code, loss.Text(caller.Language)})
	}
	return items
}

// exports lists, for the page of an edition, the forms in which it can be downloaded.
func exports(e *standard.Edition, l message.Language) []web.Export {
	var list []web.Export
	for _, f := range formats.All() {
		x := web.Export{
			Name:  message.Text(l, "format."+f.Name),
			About: message.Text(l, "format."+f.Name+"-about"),
			URL:   web.ExportURL(e.ID(), f.Name),
		}
		if f.OneTier {
			list = append(list, ofTiers(e, x)...)
			continue
		}
		list = append(list, x)
	}
	return list
}

// ofTiers offers the same form once for each tier.
func ofTiers(e *standard.Edition, x web.Export) []web.Export {
	var list []web.Export
	for _, t := range standard.Tiers() {
		list = append(list, web.Export{Name: x.Name + " · " + e.TierName(t), About: x.About,
			URL: x.URL + "&tier=" + t.String()})
	}
	return list
}
