package access

import (
	"net/http"
	"slices"

	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/checklists/campaign"
)

// CoversCampaign decides who may see a campaign. Inspectors see the campaigns in whose pool they
// are.
func (s Scope) CoversCampaign(u *User, m *campaign.Campaign) bool {
	return s == Anything || s == OwnAudit && slices.Contains(m.Plan.Inspectors, u.Username)
}

// CoversFeedback decides who may see feedback. A hall sees what was released about it.
func (s Scope) CoversFeedback(u *User, f *checklists.Feedback) bool {
	return s == Anything || s.CoversHall(u, f.Hall) && f.State == checklists.FeedbackShown
}

// Scope is how far a permission reaches. The zero value is "not at all".
type Scope uint8

// The scopes, each wider than the one before.
const (
	Nothing  Scope = iota
	OwnAudit       // audits in which the person is an inspector
	OwnVisit       // the halls to which campaigns send the person
	OwnHall        // the person's hall and its audits
	Anything
)

// Action is something that a person may do. Every route names one.
type Action string

// The actions.
const (
	Public       Action = "public"   // without signing in
	SignedIn     Action = "signedIn" // anybody with an account, about themselves
	ReadEditions Action = "editions.read"
	WriteAids    Action = "aids.write" // typical sentences, search words and hints of clauses
	Calculate    Action = "score.calculate"

	ReadAmendments   Action = "amendments.read"
	ProposeAmendment Action = "amendments.propose" // hand in and take back
	WeighAmendment   Action = "amendments.weigh"   // shows what each hall would score under it
	DecideAmendment  Action = "amendments.decide"  // approve, reject, publish

	ReadDrafts    Action = "drafts.read"
	DraftEditions Action = "drafts.write" // open, edit and submit drafts of amendments

	ReadProblems      Action = "problems.read" // what fails most, and what was proposed about it
	ProposeChanges    Action = "problems.propose"
	AnswerProposals   Action = "problems.answer"
	ReadConsultations Action = "consultations.read"
	CommentDrafts     Action = "consultations.comment"
	AnswerComments    Action = "consultations.answer"

	ReadHalls      Action = "halls.read"
	WriteHalls     Action = "halls.write"
	ReadAudits     Action = "audits.read"
	StartAudit     Action = "audits.start"
	RecordAnswers  Action = "audits.record" // answers and submission
	ReviewAudits   Action = "audits.review" // return and approve
	VoidAudits     Action = "audits.void"   // begun by mistake; of others: supervisors
	UploadEvidence Action = "evidence.upload"
	ReadEvents     Action = "events.read"

	CallHalls       Action = "phone.call"  // the daily phone checks
	SetPhoneForm    Action = "phone.form"  // what a call asks
	ReadPhoneChecks Action = "phone.weeks" // the weekly summary

	ReadCampaigns Action = "campaigns.read"
	RunCampaigns  Action = "campaigns.run"
	PackReports   Action = "campaigns.reports" // all reports of a campaign as one file
	ReadDraws     Action = "campaigns.draws"   // everything that is needed to repeat a draw
	ReadRankings  Action = "rankings.read"
	ReadResults   Action = "results.read" // of all halls, by chapter
	ReadTrends    Action = "trends.read"

	ReadRectifications   Action = "rectifications.read"
	Rectify              Action = "rectifications.rectify" // plan, reply, ask for an extension
	VerifyRectifications Action = "rectifications.verify"
	SetDeadlines         Action = "rectifications.deadline"
	ReadAppeals          Action = "appeals.read"
	MakeAppeals          Action = "appeals.make"
	DecideAppeals        Action = "appeals.decide"
	SetSettings          Action = "settings.set" // and read what was set

	ReadFeedback     Action = "feedback.read"
	ModerateFeedback Action = "feedback.moderate"
	AnswerFeedback   Action = "feedback.answer"

	ReadTrainings  Action = "trainings.read"
	PlanTrainings  Action = "trainings.plan"
	RecordPractice Action = "trainings.practise"

	ReadBulletins  Action = "bulletins.read" // those that are issued
	WriteBulletins Action = "bulletins.write"

	ReadUsers      Action = "users.read"
	PlaceUsers     Action = "users.place" // say where an inspector works
	ReadMetrics    Action = "metrics.read"
	FollowChanges  Action = "changes.follow" // the feed of clause updates
	ManageWebhooks Action = "webhooks.manage"
	ReadOutbox     Action = "outbox.read"   // and send again
	ManageRobots   Action = "robots.manage" // that speak in group chats
)

// permissions is the one table of who may do what, and how far. An action that a role does not have
// in it is refused.
var permissions = map[Action]map[checklists.Role]Scope{
	SignedIn: everybody(Anything),

	ReadEditions: everybody(Anything),
	Calculate:    everybody(Anything),

	ReadAmendments:   everybody(Anything),
	ProposeAmendment: {checklists.Editor: Anything},
	WeighAmendment: {checklists.Supervisor: Anything, checklists.Editor: Anything, checklists.Approver: Anything,
		checklists.Admin: Anything},
	DecideAmendment: {checklists.Approver: Anything},

	ReadDrafts: {checklists.Supervisor: Anything, checklists.Editor: Anything, checklists.Approver: Anything,
		checklists.Admin: Anything},
	DraftEditions: {checklists.Editor: Anything},
	WriteAids:     {checklists.Supervisor: Anything, checklists.Editor: Anything},

	// A person who may not read audits sees notes in the problem library without hall and auditor.
	ReadProblems: {checklists.Supervisor: Anything, checklists.Editor: Anything, checklists.Approver: Anything,
		checklists.Admin: Anything},
	ProposeChanges:    {checklists.Supervisor: Anything, checklists.Editor: Anything},
	AnswerProposals:   {checklists.Editor: Anything},
	ReadConsultations: everybody(Anything),
	CommentDrafts:     {checklists.Auditor: Anything, checklists.HallHead: Anything, checklists.Supervisor: Anything},
	AnswerComments:    {checklists.Editor: Anything},

	ReadHalls: {checklists.Auditor: Anything, checklists.HallHead: OwnHall, checklists.Supervisor: Anything,
		checklists.Editor: Anything, checklists.Approver: Anything, checklists.Admin: Anything},
	WriteHalls: {checklists.Supervisor: Anything, checklists.Admin: Anything},

	ReadAudits: {checklists.Auditor: OwnAudit, checklists.HallHead: OwnHall, checklists.Supervisor: Anything, checklists.Admin: Anything},
	StartAudit: {checklists.Auditor: Anything, checklists.HallHead: OwnHall, checklists.Supervisor: Anything},
	// A hall head records only the self-checks of their own hall, in which they are the inspector.
	RecordAnswers:  {checklists.Auditor: OwnAudit, checklists.HallHead: OwnAudit, checklists.Supervisor: OwnAudit},
	ReviewAudits:   {checklists.Supervisor: Anything},
	VoidAudits:     {checklists.Auditor: OwnAudit, checklists.HallHead: OwnAudit, checklists.Supervisor: Anything},
	UploadEvidence: {checklists.Auditor: Anything, checklists.HallHead: Anything, checklists.Supervisor: Anything},

	CallHalls:    {checklists.Auditor: Anything, checklists.Supervisor: Anything},
	SetPhoneForm: {checklists.Supervisor: Anything},
	// An auditor sees their own calls, a hall the calls to it.
	ReadPhoneChecks: {checklists.Auditor: OwnAudit, checklists.HallHead: OwnHall, checklists.Supervisor: Anything, checklists.Admin: Anything},

	ReadCampaigns: {checklists.Auditor: OwnAudit, checklists.Supervisor: Anything, checklists.Admin: Anything},
	RunCampaigns:  {checklists.Supervisor: Anything},
	PackReports:   {checklists.Supervisor: Anything, checklists.Admin: Anything},
	// Halls see draws and rankings of closed campaigns. Inspectors see the draws of the campaigns in
	// whose pool they were.
	ReadDraws:    {checklists.Auditor: OwnAudit, checklists.HallHead: OwnHall, checklists.Supervisor: Anything, checklists.Admin: Anything},
	ReadRankings: {checklists.HallHead: OwnHall, checklists.Supervisor: Anything, checklists.Admin: Anything},

	ReadResults: {checklists.Supervisor: Anything, checklists.Admin: Anything},

	ReadTrends: {checklists.HallHead: OwnHall, checklists.Supervisor: Anything, checklists.Admin: Anything},

	// A supervisor answers for duty holders other than halls.
	ReadRectifications: {checklists.Auditor: OwnAudit, checklists.HallHead: OwnHall, checklists.Supervisor: Anything,
		checklists.Admin: Anything},
	Rectify:              {checklists.HallHead: OwnHall, checklists.Supervisor: Anything},
	VerifyRectifications: {checklists.Auditor: OwnAudit, checklists.Supervisor: Anything},
	SetDeadlines:         {checklists.Supervisor: Anything},
	ReadAppeals:          {checklists.HallHead: OwnHall, checklists.Supervisor: Anything, checklists.Admin: Anything},
	MakeAppeals:          {checklists.HallHead: OwnHall, checklists.Supervisor: Anything}, // a supervisor enters one made on paper
	DecideAppeals:        {checklists.Supervisor: Anything},
	SetSettings:          {checklists.Supervisor: Anything, checklists.Admin: Anything},
	FollowChanges:        everybody(Anything),
	ManageWebhooks:       {checklists.Editor: Anything, checklists.Admin: Anything},
	ReadOutbox:           {checklists.Admin: Anything},
	ManageRobots:         {checklists.Supervisor: Anything, checklists.Admin: Anything},

	// A hall sees what was released about it; a supervisor never sees how to reach a visitor.
	ReadFeedback:     {checklists.HallHead: OwnHall, checklists.Supervisor: Anything, checklists.Admin: Anything},
	ModerateFeedback: {checklists.Supervisor: Anything},
	AnswerFeedback:   {checklists.HallHead: OwnHall},

	ReadTrainings:  {checklists.HallHead: OwnHall, checklists.Supervisor: Anything, checklists.Admin: Anything},
	PlanTrainings:  {checklists.Supervisor: Anything},
	RecordPractice: {checklists.HallHead: OwnHall, checklists.Supervisor: Anything},

	ReadBulletins:  everybody(Anything),
	WriteBulletins: {checklists.Supervisor: Anything},

	ReadEvents:  {checklists.Admin: Anything},
	ReadUsers:   {checklists.Admin: Anything},
	PlaceUsers:  {checklists.Admin: Anything},
	ReadMetrics: {checklists.Admin: Anything},
}

// firmPermissions are the permissions of an inspector of a third-party firm, who sees and makes
// only the visits on which campaigns send them.
var firmPermissions = map[Action]Scope{
	SignedIn: Anything,

	ReadEditions:   Anything,
	Calculate:      Anything,
	ReadAmendments: Anything,
	FollowChanges:  Anything,

	ReadHalls:      OwnVisit,
	ReadAudits:     OwnAudit,
	StartAudit:     OwnVisit,
	RecordAnswers:  OwnAudit,
	VoidAudits:     OwnAudit,
	UploadEvidence: Anything,

	ReadCampaigns: OwnAudit,
	ReadDraws:     OwnAudit,
}

func everybody(s Scope) map[checklists.Role]Scope {
	m := map[checklists.Role]Scope{}
	for _, r := range checklists.Roles() {
		m[r] = s
	}
	return m
}

// ScopeOf is where every permission is decided: it returns how far a person may do something,
// [Nothing] if they may not. A nil person is nobody signed in.
func ScopeOf(a Action, u *User) Scope {
	if u == nil {
		return Nothing
	}
	if u.Firm != "" {
		return min(permissions[a][u.Role], firmPermissions[a])
	}
	return permissions[a][u.Role]
}

// CoversAudit decides whether an audit lies within a scope.
func (s Scope) CoversAudit(u *User, a *checklists.Audit) bool {
	switch s {
	case Anything:
		return true
	case OwnHall:
		return u.OwnHall() != "" && a.Hall == u.OwnHall()
	case OwnAudit:
		return slices.Contains(a.Inspectors, u.Username)
	}
	return false
}

// OpensAudit decides whether a person may see what an audit has found. A hall sees that an
// inspection takes place, but its result only after the approval; its own self-check it sees at any
// time.
func (s Scope) OpensAudit(u *User, a *checklists.Audit) bool {
	return s.CoversAudit(u, a) && (s != OwnHall || a.Kind == checklists.Self ||
		a.State == checklists.Approved || a.State == checklists.Final)
}

// MayInspect refuses an inspection of the hall in which the inspector works. Self-checks are made
// by people of the hall, or by a supervisor for it, and by nobody else. The error names the field of the request, name.
func (u *User) MayInspect(h *checklists.Hall, kind checklists.Kind, name string) error {
	switch own := u.Hall == h.ID; {
	case kind == checklists.Self && !own && u.Role != checklists.Supervisor:
		return wire.InvalidField(name, "self-hall", u.Name, h.Name)
	case kind != checklists.Self && own:
		return wire.InvalidField(name, "own-hall", u.Name, h.Name)
	}
	return nil
}

// MayDecide is the rule on conflicts of interest: whoever works in a hall takes for it only the
// hall's own steps (plan, reply, appeal, self-check, answer to feedback). Every other step about a
// hall asks here first: to approve or return an audit, to decide on an appeal or a deadline, to
// verify or send back a rectification, to moderate feedback, to take the hall into a campaign, and
// to change its entry in the register. What somebody did in a matter before is weighed by the
// rules of package checklists: [checklists.ErrOwnWork], [checklists.ErrOwnReply],
// [checklists.ErrOwnRequest], [checklists.ErrAppealInvolved].
func (u *User) MayDecide(hall checklists.HallID, name string) error {
	if u.Hall != "" && u.Hall == hall {
		return wire.Refuse(http.StatusForbidden, "own-hall", name)
	}
	return nil
}

// MayVoid lets whoever began an audit void it, and supervisors who do not work in the hall.
func (u *User) MayVoid(a *checklists.Audit) error {
	if checklists.BegunBy(a) == u.Username {
		return nil
	}
	if ScopeOf(VoidAudits, u) != Anything {
		return wire.Refuse(http.StatusForbidden, "void-other")
	}
	return u.MayDecide(a.Hall, a.HallName)
}

// CoversHall decides whether a hall lies within a scope.
func (s Scope) CoversHall(u *User, id checklists.HallID) bool {
	return s == Anything || s == OwnHall && u.OwnHall() != "" && u.OwnHall() == id ||
		s == OwnVisit && slices.Contains(u.visits, id)
}

// CoversRectification decides whether a rectification lies within a scope; inspectors see those of
// their audits.
func (s Scope) CoversRectification(u *User, r *checklists.Rectification) bool {
	if s == OwnAudit {
		return slices.Contains(r.Inspectors, u.Username)
	}
	return s.CoversHall(u, r.Hall)
}

// CoversTraining decides who may see a training. A hall head sees those in which the hall takes
// part.
func (s Scope) CoversTraining(u *User, t *checklists.Training) bool {
	return s == Anything || s == OwnHall && u.Hall != "" && t.Holds(u.Hall)
}
