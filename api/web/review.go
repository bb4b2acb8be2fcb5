package web

import (
	"slices"
	"strings"

	"hallmark/checklists"
	"hallmark/standard"
)

// Review is the page at /audits/{id}/review, where a submitted audit is accepted, or sent back
// clause by clause.
type Review struct {
	Frame
	Audit     *checklists.Audit
	Edition   *standard.Edition
	States    map[standard.ClauseUID]checklists.ClauseState
	Score     checklists.Score
	People    People
	May       Permissions
	Refused   string // why the person may not review it, in their language
	Show      ReviewShow
	Since     checklists.Time // when it was last returned; the zero time for never
	Changed   []standard.ClauseUID
	Omissions []checklists.Omission
	Omitted   int                        // clauses of this audit that are not applicable
	Missing   map[standard.ClauseUID]int // photographs that have not arrived, by clause
	Late      *checklists.Late           // what was sent after the submission; nil for nothing
	Heard     *checklists.Heard          // what was dated long before it was heard; nil for nothing
	Form      ReviewForm
}

// Lacks lists the clauses of which photographs have not arrived, in the order of the checklist.
func (p *Review) Lacks() []*standard.Clause {
	var list []*standard.Clause
	for _, c := range p.Audit.Checklist(p.Edition) {
		if p.Missing[c.UID] > 0 {
			list = append(list, c)
		}
	}
	return list
}

// ReviewOffer is one change that came after the submission.
type ReviewOffer struct {
	checklists.Change
	Clause *standard.Clause
	Answer checklists.Answer // what it says by itself
	Kinds  []string          // of deductions that it adds, as people call them
}

// Offers lists what was sent after the submission.
func (p *Review) Offers() []ReviewOffer {
	if p.Late == nil {
		return nil
	}
	var list []ReviewOffer
	for _, change := range p.Late.Offers {
		clause, ok := p.Edition.Clause(change.Clause)
		if !ok {
			continue
		}
		state := checklists.Merge([]checklists.Change{change})
		offer := ReviewOffer{Change: change, Clause: clause, Answer: state.Answer}
		if clause.Method != nil {
			for _, found := range (Card{Clause: clause, State: state}).Found() {
				offer.Kinds = append(offer.Kinds, found.What)
			}
		}
		list = append(list, offer)
	}
	return list
}

// Says reports whether the change gives the clause an answer.
func (o ReviewOffer) Says() bool {
	return o.Op == checklists.OpAnswer || o.Op == checklists.OpNotApplicable
}

// Signed says of each inspector how the submission was signed.
func (p *Review) Signed() []string { return signedLines(p.Language, p.People, p.Audit) }

func (*Review) template() string { return "review" }

// ReviewURL returns the address of the review of an audit.
func ReviewURL(id checklists.AuditID) string { return AuditURL(id) + "/review" }

// ReviewShow limits the review to some clauses.
type ReviewShow string

// The choices.
const (
	ReviewAll      ReviewShow = ""
	ReviewChanged  ReviewShow = "changed" // since the last review
	ReviewReturned ReviewShow = "returned"
	ReviewLost     ReviewShow = "lost"
	ReviewOmitted  ReviewShow = "omitted" // not applicable
	ReviewPhotos   ReviewShow = "photos"
)

// Shows lists the choices that hold something, with their numbers.
func (p *Review) Shows() []ReviewChoice {
	var list []ReviewChoice
	for _, show := range []ReviewShow{ReviewAll, ReviewChanged, ReviewReturned, ReviewLost,
		ReviewOmitted, ReviewPhotos} {
		n := 0
		for _, line := range p.lines() {
			if line.shown(show) {
				n++
			}
		}
		if n > 0 || show == ReviewAll || show == p.Show {
			list = append(list, ReviewChoice{show, p.ShowURL(show), n, show == p.Show})
		}
	}
	return list
}

// ReviewChoice is one choice of clauses.
type ReviewChoice struct {
	Show    ReviewShow
	URL     string
	Count   int
	Current bool
}

// ShowURL returns the address of a choice of clauses.
func (p *Review) ShowURL(show ReviewShow) string {
	if show == ReviewAll {
		return ReviewURL(p.Audit.ID)
	}
	return ReviewURL(p.Audit.ID) + "?show=" + string(show)
}

// ReviewLine is one clause under review.
type ReviewLine struct {
	Clause  *standard.Clause
	State   checklists.ClauseState
	Score   checklists.ClauseScore
	Changed bool              // since the audit was last returned
	Former  checklists.Answer // that stood then, of a changed one
	Before  string            // what the last review said of it
	Comment string            // as sent, when the form was refused
	Return  bool              // so, too
	Problem string
}

// Control is the id of the comment's field.
func (l ReviewLine) Control() string { return ReviewControl(l.Clause.UID) }

// ReviewControl is the id of the field for a comment on a clause.
func ReviewControl(uid standard.ClauseUID) string { return "return-" + string(uid) }

// Lost reports whether the answer cost points.
func (l ReviewLine) Lost() bool {
	return !l.Score.Excluded && !l.Score.Bonus && l.Score.Earned.Compare(l.Score.Max) < 0
}

func (l ReviewLine) shown(show ReviewShow) bool {
	switch show {
	case ReviewChanged:
		return l.Changed
	case ReviewReturned:
		return l.Before != ""
	case ReviewLost:
		return l.Lost()
	case ReviewOmitted:
		return l.Score.Excluded
	case ReviewPhotos:
		return len(l.State.Answer.Evidence) > 0
	}
	return true
}

// ReviewChapter are the clauses of a chapter that are chosen.
type ReviewChapter struct {
	Chapter *standard.Chapter
	Lines   []ReviewLine
}

// Chapters groups what is chosen by chapter.
func (p *Review) Chapters() []ReviewChapter {
	var list []ReviewChapter
	for _, line := range p.lines() {
		if !line.shown(p.Show) {
			continue
		}
		if n := len(list); n == 0 || list[n-1].Chapter.Number != line.Clause.Chapter {
			chapter, _ := p.Edition.Chapter(line.Clause.Chapter)
			list = append(list, ReviewChapter{Chapter: chapter})
		}
		last := &list[len(list)-1]
		last.Lines = append(last.Lines, line)
	}
	return list
}

func (p *Review) lines() []ReviewLine {
	before := map[standard.ClauseUID]string{}
	for _, r := range p.Audit.Returned {
		before[r.Clause] = r.Comment
	}
	sent := map[standard.ClauseUID]string{}
	for _, r := range p.Form.Returns() {
		sent[r.Clause] = r.Comment
	}
	scores := map[standard.ClauseUID]checklists.ClauseScore{}
	for _, line := range p.Score.Clauses {
		scores[line.UID] = line
	}
	var list []ReviewLine
	for _, c := range p.Audit.Checklist(p.Edition) {
		comment, again := sent[c.UID]
		line := ReviewLine{Clause: c, State: p.States[c.UID], Score: scores[c.UID],
			Changed: slices.Contains(p.Changed, c.UID), Before: before[c.UID], Comment: comment,
			Return: again, Problem: p.Problem(ReviewControl(c.UID))}
		if line.Changed {
			line.Former = p.Audit.AnswerAtReturn(c.UID)
		}
		list = append(list, line)
	}
	return list
}

// ReviewForm is sent to /audits/{id}/review. Clauses and Comments belong together; a clause that
// has a comment or is named in Returned is returned.
type ReviewForm struct {
	Revision int                  `form:"revision" validate:"min=1"`
	Do       string               `form:"do" validate:"oneof=return approve"`
	Comment  string               `form:"comment" validate:"max=2000"`
	Clauses  []standard.ClauseUID `form:"clause" validate:"max=500,dive,max=64"`
	Comments []string             `form:"reason" validate:"max=500,dive,max=2000"`
	Returned []standard.ClauseUID `form:"return" validate:"max=500,dive,max=64"`
}

// ReviewApprove is the value of the decision to accept the audit.
const ReviewApprove = "approve"

// Returns lists the clauses that are returned with their comments.
func (f *ReviewForm) Returns() []checklists.ClauseReturn {
	var list []checklists.ClauseReturn
	for i, uid := range f.Clauses {
		comment := at(f.Comments, i)
		if strings.TrimSpace(comment) != "" || slices.Contains(f.Returned, uid) {
			list = append(list, checklists.ClauseReturn{Clause: uid, Comment: comment})
		}
	}
	return list
}
