package audits

import (
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// AuditLine is an audit in a list.
type AuditLine struct {
	ID         checklists.AuditID    `json:"id"`
	Number     string                `json:"number"`
	Hall       checklists.HallID     `json:"hall"`
	HallName   string                `json:"hallName"`
	Tier       standard.Tier         `json:"tier"`
	Kind       checklists.Kind       `json:"kind"`
	Campaign   string                `json:"campaign"`
	Origin     checklists.AuditID    `json:"origin,omitempty"` // of a re-check
	State      checklists.State      `json:"state"`
	Edition    standard.EditionID    `json:"edition"`
	Only       []standard.ClauseUID  `json:"only"` // of a partial audit; none asks the whole checklist
	Revision   int                   `json:"revision"`
	Inspectors []checklists.Username `json:"inspectors"`
	StartedAt  checklists.Time       `json:"startedAt"`
	UpdatedAt  checklists.Time       `json:"updatedAt"`
	Answered   int                   `json:"answered"`
	Asked      int                   `json:"asked"`
	Result     *checklists.Result    `json:"result"` // null until first submitted
	// Returned are the clauses that the last review sent back, until the approval.
	Returned []checklists.ClauseReturn `json:"returned"`
}

// ViewAuditLine shows an audit as a list does; its lists are never null.
func ViewAuditLine(a *checklists.Audit) AuditLine {
	return AuditLine{a.ID, a.Number, a.Hall, a.HallName, a.Tier, a.Kind, a.Campaign, a.Origin, a.State,
		a.Edition, wire.NonNil(a.Only), a.Revision, wire.NonNil(a.Inspectors), a.StartedAt, a.UpdatedAt,
		a.Answered, a.Asked,
		a.Result, wire.NonNil(a.Returned)}
}

// auditView is a whole audit.
type auditView struct {
	AuditLine
	EditionDigest standard.Digest                   `json:"editionDigest"`
	Kept          []standard.ClauseUID              `json:"kept"` // scored by the threshold before
	Digest        standard.Digest                   `json:"digest"`
	Transitions   []checklists.ShownStep            `json:"transitions"`
	Signatures    []checklists.Signature            `json:"signatures"` // under the last submission
	Answers       map[standard.ClauseUID]answerView `json:"answers"`
}

// answerView is what was found for one clause. Value is null while only a note or a photograph
// was taken.
type answerView struct {
	Value    *checklists.Answer    `json:"value"`
	Note     string                `json:"note"`
	Evidence []standard.Digest     `json:"evidence"`
	By       checklists.Username   `json:"by"`
	At       checklists.Stamp      `json:"at"`
	Change   checklists.ChangeID   `json:"change"`
	Heads    []checklists.ChangeID `json:"heads"` // what the next change must name in "saw"
	Conflict []headView            `json:"conflict"`
}

type headView struct {
	Value  *checklists.Answer  `json:"value"`
	By     checklists.Username `json:"by"`
	At     checklists.Stamp    `json:"at"`
	Change checklists.ChangeID `json:"change"`
}

// ViewAudit shows a whole audit; its lists are never null.
func ViewAudit(a *checklists.Audit) auditView {
	v := auditView{AuditLine: ViewAuditLine(a), EditionDigest: a.EditionDigest, Digest: a.Digest,
		Kept: wire.NonNil(a.Kept), Transitions: checklists.ShowSteps(a),
		Signatures: wire.NonNil(a.Signatures()), Answers: map[standard.ClauseUID]answerView{}}
	for uid := range a.Log {
		v.Answers[uid] = viewAnswer(a.ClauseState(uid))
	}
	return v
}

func viewAnswer(st checklists.ClauseState) answerView {
	v := answerView{Value: bare(st.Answer), Note: st.Answer.Note,
		Evidence: wire.NonNil(st.Answer.Evidence), By: st.By, At: st.At, Change: st.Change,
		Heads: wire.NonNil(st.Heads), Conflict: []headView{}}
	for _, h := range st.Conflict {
		v.Conflict = append(v.Conflict, headView{bare(h.Answer), h.By, h.At, h.Change})
	}
	return v
}

// bare is an answer without note and evidence, or nil when there is none.
func bare(a checklists.Answer) *checklists.Answer {
	if a.Kind == checklists.Unanswered {
		return nil
	}
	a.Note, a.Evidence = "", nil
	return &a
}

// States are the merged answers of a whole checklist.
func States(e *standard.Edition,
	a *checklists.Audit,
) map[standard.ClauseUID]checklists.ClauseState {
	m := map[standard.ClauseUID]checklists.ClauseState{}
	for _, clause := range a.Checklist(e) {
		m[clause.UID] = a.ClauseState(clause.UID)
	}
	return m
}
