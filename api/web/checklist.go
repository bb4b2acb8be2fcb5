package web

import (
	"slices"
	"strconv"

	"hallmark/checklists"
	"hallmark/standard"
)

// Checklist is one chapter of an audit at /audits/{id}?chapter=5, or with ?show= those clauses of
// the whole checklist that need attention.
type Checklist struct {
	Frame
	Audit   *checklists.Audit
	Edition *standard.Edition // that the audit is sealed to
	States  map[standard.ClauseUID]checklists.ClauseState
	Score   checklists.Score // live, or as submitted
	People  People
	May     Permissions

	Chapter  int               // number of the chapter to show; 0 for the first
	Show     Show              // instead of a chapter
	Previous *Previous         // the hall's audit before this one; nil for none
	Carry    *checklists.Carry // what that audit, of another edition, has to offer; nil for none

	// The form that was refused, given back so that nothing typed is lost; the reason stands in
	// Problems with Field = uid, or uid-value, uid-numerator, uid-denominator, uid-reason,
	// uid-note, uid-photo.
	SentTo standard.ClauseUID
	Sent   ClauseForm
}

func (*Checklist) template() string { return "checklist" }

// ReturnComment returns why the audit was last returned.
func (p *Checklist) ReturnComment() string {
	for _, t := range slices.Backward(p.Audit.Transitions) {
		if t.To == checklists.Returned {
			return t.Comment
		}
	}
	return ""
}

// ReturnedClauses lists the clauses that the last review sent back, in the order of the text.
func (p *Checklist) ReturnedClauses() []*standard.Clause {
	var list []*standard.Clause
	for _, c := range p.Audit.Checklist(p.Edition) {
		if slices.ContainsFunc(p.Audit.Returned,
			func(r checklists.ClauseReturn) bool { return r.Clause == c.UID }) {
			list = append(list, c)
		}
	}
	return list
}

// Show limits a checklist to some of its clauses.
type Show string

// The choices.
const (
	ShowChapter    Show = ""
	ShowUnanswered Show = "unanswered"
	ShowLost       Show = "lost"
	ShowConflicts  Show = "conflicts"
	ShowPhotos     Show = "photos"
)

// Previous is the hall's audit before this one.
type Previous struct {
	At    checklists.Time
	Lines map[standard.ClauseUID]checklists.ClauseScore
}

// ChapterLink is one chapter in the list beside the clauses.
type ChapterLink struct {
	*standard.Chapter
	URL       string
	Current   bool
	Asked     int
	Answered  int
	Conflicts int
}

// Complete reports whether nothing is missing in the chapter.
func (c ChapterLink) Complete() bool { return c.Answered == c.Asked && c.Conflicts == 0 }

// Chapters lists the chapters that have clauses for the hall's tier.
func (p *Checklist) Chapters() []ChapterLink {
	var links []ChapterLink
	current := p.chapter()
	for _, c := range p.Audit.Checklist(p.Edition) {
		if len(links) == 0 || links[len(links)-1].Number != c.Chapter {
			chapter, _ := p.Edition.Chapter(c.Chapter) // a valid edition has it
			links = append(links, ChapterLink{Chapter: chapter, Current: c.Chapter == current,
				URL: ChapterURL(p.Audit.ID, c.Chapter)})
		}
		link, state := &links[len(links)-1], p.States[c.UID]
		link.Asked++
		if state.Answer.Kind != checklists.Unanswered {
			link.Answered++
		}
		if len(state.Conflict) > 0 {
			link.Conflicts++
		}
	}
	return links
}

// chapter returns the number of the chapter shown; 0 when the clauses are from all chapters.
func (p *Checklist) chapter() int {
	list := p.Audit.Checklist(p.Edition)
	if p.Show != ShowChapter || len(list) == 0 {
		return 0
	}
	for _, c := range list {
		if c.Chapter == p.Chapter {
			return p.Chapter
		}
	}
	return list[0].Chapter
}

// Around returns the chapters before and after the one shown; nil where there is none.
func (p *Checklist) Around() (around struct{ Previous, Next *ChapterLink }) {
	links := p.Chapters()
	for i := range links {
		if !links[i].Current {
			continue
		}
		if i > 0 {
			around.Previous = &links[i-1]
		}
		if i+1 < len(links) {
			around.Next = &links[i+1]
		}
	}
	return around
}

// Heading returns the chapter shown, or nil when the clauses are from all chapters.
func (p *Checklist) Heading() *standard.Chapter {
	c, ok := p.Edition.Chapter(p.chapter())
	if !ok {
		return nil
	}
	return c
}

// Progress counts the whole checklist.
func (p *Checklist) Progress() (n struct{ Asked, Answered, Missing, Conflicts int }) {
	for _, c := range p.Chapters() {
		n.Asked += c.Asked
		n.Answered += c.Answered
		n.Conflicts += c.Conflicts
	}
	n.Missing = n.Asked - n.Answered
	return n
}

// ShowLink is one choice of what to show.
type ShowLink struct {
	Show    Show
	URL     string
	Count   int
	Current bool
}

// Shows lists the choices with how many clauses each holds.
func (p *Checklist) Shows() []ShowLink {
	shows := []Show{ShowUnanswered, ShowLost, ShowConflicts, ShowPhotos}
	links := make([]ShowLink, len(shows))
	cards := p.all()
	for i, s := range shows {
		links[i] = ShowLink{Show: s, Current: s == p.Show,
			URL: AuditURL(p.Audit.ID) + "?show=" + string(s)}
		for _, card := range cards {
			if card.shown(s) {
				links[i].Count++
			}
		}
	}
	return links
}

// Cards returns the clauses to show.
func (p *Checklist) Cards() []Card {
	var cards []Card
	chapter := p.chapter()
	for _, card := range p.all() {
		if p.Show == ShowChapter && card.Clause.Chapter == chapter || card.shown(p.Show) {
			cards = append(cards, card)
		}
	}
	return cards
}

func (p *Checklist) all() []Card {
	lines := make(map[standard.ClauseUID]checklists.ClauseScore, len(p.Score.Clauses))
	for _, line := range p.Score.Clauses {
		lines[line.UID] = line
	}
	list := p.Audit.Checklist(p.Edition)
	cards := make([]Card, len(list))
	for i, c := range list {
		cards[i] = Card{Clause: c, Tier: p.Audit.Tier, State: p.States[c.UID],
			Line: lines[c.UID], MayAnswer: p.May.Answer, page: p}
	}
	return cards
}

// ChapterURL returns the address of one chapter of a checklist.
func ChapterURL(id checklists.AuditID, chapter int) string {
	return AuditURL(id) + "?chapter=" + strconv.Itoa(chapter)
}
