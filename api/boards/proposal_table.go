package boards

import (
	"hallmark/api/table"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/standard/message"
)

// proposalTable is a list of proposals as a table for people.
func proposalTable(l message.Language, people web.People, items []suggestionView) *table.Table {
	t := wire.ListTable(l, "library.proposals", "library.code", "library.clause", "library.edition",
		"board.tier", "library.area", "library.asked", "library.failed", "library.rate", "library.pairs",
		"library.kappa", "consult.said", "consult.by", "notification.at", "page.drafts.state",
		"library.answer", "consult.answerer")
	t.Columns[7].Decimals, t.Columns[9].Decimals = 4, 3
	for i := range items {
		p, tier, kappa, answerer := &items[i], "", table.Cell{}, ""
		if p.Tier != "" {
			tier = message.Text(l, "page.tier."+p.Tier)
		}
		if p.Kappa != nil {
			kappa = table.Number(*p.Kappa)
		}
		if p.AnsweredBy != "" {
			answerer = people.Name(p.AnsweredBy)
		}
		t.Add(p.Code, p.Title, p.Edition, tier, p.Area, p.Asked, p.Failed, p.Rate, p.Pairs, kappa,
			p.Comment, people.Name(p.By), p.At.InHall(),
			message.Text(l, "library.state-"+string(p.State)), p.Answer, answerer)
	}
	return t
}
