package apitest

// What the tests that walk over all calls propose and say; the comment is on the draft [draftID].
const (
	ProposalID = "01890a5d-ac96-774b-bcce-b302099a8101"
	CommentID  = "01890a5d-ac96-774b-bcce-b302099a8102"
)
