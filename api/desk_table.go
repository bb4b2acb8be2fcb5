package api

import (
	"context"

	"hallmark/api/table"
	"hallmark/api/web"
	"hallmark/standard"
	"hallmark/standard/message"
)

// draftTable is a list of drafts for people.
func draftTable(l message.Language, people web.People, items []draftLine) *table.Table {
	t := listTable(l, "page.drafts", "page.drafts.title", "page.drafts.base", "page.drafts.state",
		"page.drafts.author", "page.drafts.updated")
	for i := range items {
		d := &items[i]
		t.Add(d.Title, d.Base, message.Text(l, "page.draft-state."+string(d.State)),
			people.Name(d.Author), d.Updated.InHall())
	}
	return t
}

// amendmentTable is a list of amendments for people.
func amendmentTable(l message.Language, people web.People, items []amendmentLine) *table.Table {
	t := listTable(l, "amendment.list", "page.drafts.title", "library.code", "page.drafts.base",
		"amendment.result", "page.drafts.state", "page.drafts.updated", "amendment.editors")
	for i := range items {
		d := &items[i]
		t.Add(d.Title, d.Number, d.Base, d.ID, message.Text(l, "amendment.state-"+string(d.State)),
			d.Updated.InHall(), namesOf(l, people, d.Editors))
	}
	return t
}

// consultationTable is a list of consultations for people.
func consultationTable(l message.Language, items []consultationView) *table.Table {
	t := listTable(l, "consult.list", "consult.draft", "page.drafts.base", "amendment.result",
		"page.drafts.state", "consult.opened", "consult.until", "consult.comments", "consult.unanswered")
	for i := range items {
		k, state := &items[i], "consult.closed"
		if k.Open {
			state = "consult.open"
		}
		t.Add(k.Title, k.Base, k.Edition, message.Text(l, state), table.Date(k.Opened.InHall()),
			table.Day(k.Until), k.Comments, k.Unanswered)
	}
	return t
}

// commentTable is what was said about a draft and what became of it 意见汇总处理表, for people;
// clauses read as in the draft, and where it has them no more as in its edition.
func (s *Server) commentTable(ctx context.Context, l message.Language, k *Consultation,
	comments []Comment,
) (*table.Table, error) {
	base, after, err := s.consulted(ctx, k)
	if err != nil {
		return nil, err
	}
	heads, err := s.heads(ctx)
	if err != nil {
		return nil, err
	}
	t := listTable(l, "consult.summary", "library.code", "consult.other-clause", "consult.said",
		"consult.by", "page.users.role", "page.users.hall", "notification.at", "consult.decision", "consult.answer-text",
		"consult.answerer", "consult.answered")
	t.Title += " " + k.Title
	for i := range comments {
		m, code, title, hall := &comments[i], "", message.Text(l, "consult.general"), ""
		if clause := clauseIn(m.Clause, after, base); clause != nil {
			code, title = clause.Code, titleIn(l, clause.Title, clause.TitleEN)
		}
		if h := head(heads, m.Hall); h != nil {
			hall = h.Name
		}
		answer, decision := m.Answer, message.Text(l, "consult.unanswered")
		if answer == nil {
			answer = &CommentAnswer{}
		} else {
			decision = message.Text(l, "consult.decision-"+string(answer.Decision))
		}
		t.Add(code, title, m.Text, m.Name, message.Text(l, "page.role."+string(m.Role)), hall,
			m.At.InHall(), decision, answer.Text, answer.Name, answer.At.InHall())
	}
	return t, nil
}

// clauseIn is a clause as it reads in the first of the editions that has it, or nil.
func clauseIn(uid standard.ClauseUID, editions ...*standard.Edition) *standard.Clause {
	for _, e := range editions {
		if clause, ok := e.Clause(uid); ok {
			return clause
		}
	}
	return nil
}

// proposalTable is a list of proposals for people.
func proposalTable(l message.Language, people web.People, items []suggestionView) *table.Table {
	t := listTable(l, "library.proposals", "library.code", "library.clause", "library.edition",
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

// editionTable is a list of editions for people.
func editionTable(l message.Language, items []editionLine) *table.Table {
	t := listTable(l, "page.editions", "page.edition", "library.code", "page.drafts.title",
		"page.drafts.state", "page.edition.effective", "page.edition.digest")
	for i := range items {
		e := &items[i]
		t.Add(e.ID, e.Number, e.Name, message.Text(l, "page.edition-status."+string(e.Status)),
			table.Day(e.Effective), e.Digest)
	}
	return t
}

// feedTable is the feed for people: a row for each clause, and one for what names none.
func feedTable(l message.Language, entries []FeedEntry) *table.Table {
	t := listTable(l, "feed.changes", "feed.at", "bulletin.kind-name", "library.code", "page.drafts.title",
		"page.drafts.base", "page.edition", "page.edition.effective", "consult.until", "feed.code-before",
		"feed.code-after", "library.uid", "feed.kind", "feed.grade")
	for i := range entries {
		e, base := &entries[i], standard.EditionID("")
		if e.Base != nil {
			base = e.Base.Edition
		}
		whole := []any{e.At.InHall(), message.Text(l, "feed.type-"+string(e.Type)), e.Number, e.Title,
			base, e.Edition, table.Day(e.Effective), table.Day(e.Until)}
		for _, x := range e.Changes {
			t.Add(append(whole[:len(whole):len(whole)], x.CodeBefore, x.CodeAfter, x.UID,
				message.Text(l, "feed.kind-"+string(x.Op)), message.Text(l, "feed.grade-"+string(x.Grade)))...)
		}
		if len(e.Changes) == 0 {
			t.Add(whole...)
		}
	}
	return t
}
