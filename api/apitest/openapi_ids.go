package apitest

// The documents of the tests that walk over all calls; the comment is on the draft [DraftID], and the
// bulletin that of the last whole week before the kit's day.
const (
	BulletinID = "weekly-2018-02-19-1"
	ProposalID = "01890a5d-ac96-774b-bcce-b302099a8101"
	CommentID  = "01890a5d-ac96-774b-bcce-b302099a8102"
)
