package checklists

// ClauseState is what the changes of one clause come to.
type ClauseState struct {
	Answer   Answer   // the merged answer; Kind is Unanswered while there is none
	By       Username // who gave it
	At       Stamp
	Change   ChangeID   // the change that holds it
	Heads    []ChangeID // the changes that a device must name in "saw" when it answers next
	Conflict []Head     // all competing values, the standing one first; empty if there is no conflict
	Handed   *Handover  // from which file it was taken over; nil for what a device sent itself
}

// Head is one of several answers whose authors had not seen each other's.
type Head struct {
	Answer Answer
	By     Username
	At     Stamp
	Change ChangeID
	Handed *Handover
}
