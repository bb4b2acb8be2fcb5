package checklists

import "hallmark/standard"

// Said is what is written at the end of an inspection beside the closing remark of who submits it
// (the comment of the step). It is a part of the submission: the digest of the audit covers it.
type Said struct {
	Summary string `json:"summary,omitempty"` // 检查情况综述, of the inspectors
	Opinion string `json:"opinion,omitempty"` // 被检查大厅意见, of the person present, before signing
}

func (s *Said) check(problems *standard.Problems) {
	CheckText(problems, "summary", s.Summary)
	CheckText(problems, "opinion", s.Opinion)
}

// Submission is what hands an audit over.
type Submission struct {
	By      Username
	Comment string // the closing remark
	Said
	Handed     *Handover // from which file it was taken over; nil for any other
	Signatures []Signature
}
