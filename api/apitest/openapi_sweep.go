package apitest

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"

	"hallmark/api"
	"hallmark/api/accounts"
	"hallmark/api/notifications"
	"hallmark/api/outbox"
	"hallmark/checklists"
	"hallmark/fixtures"
	"hallmark/standard"
)

// Scene is what the calls are about.
type Scene struct {
	Ready, Open, Mine string // audits: ready to submit, unanswered, and one of the supervisor
	Campaign          string // a draft
	Reported          string // a campaign that has reports
	Photo             []byte
	Sha256            string
	Webhook, Delivery string // a subscription, and a delivery that was cancelled
	Robot             string // a chat robot
	HandIn            string // undecided
	Code              string // for the address that the auditor has given
}

// Scene stores what a call of every kind needs.
func (k *Kit) Scene() Scene {
	k.T.Helper()
	base, err := fixtures.Edition2017()
	k.Must(err)
	sheet, err := fixtures.AmendmentXG1()
	k.Must(err)
	next, err := standard.Apply(base, sheet)
	k.Must(err)
	receiver := NewReceiver(k.T)
	receiver.Answer(http.StatusGone)
	hook := k.Subscribe(receiver.URL, "amendment.published")
	k.Must(k.Server.Feed.PublishEdition(context.Background(), "editor", next))
	k.Pass()
	receiver.Answer(http.StatusOK)
	k.Must(k.Server.Accounts.AddUser(context.Background(), "admin", accounts.NewUser{Username: "supervisor2",
		Name: "另一位督查(虚构)", Role: checklists.Supervisor, Password: Password}))
	k.Trained()
	k.Rated()
	p := Scene{Ready: k.ReadyAudit(), Open: k.StartAudit("GS-S03"), Webhook: hook.ID,
		Delivery: receiver.Messages()[0].ID}
	p.Robot = k.AddRobot("wecom", NewChat(k.T).URL+"/?key=k", "", "audits").ID
	p.Code, err = k.askCode(context.Background(), "auditor")
	k.Must(err)
	p.HandIn = HandIn(k, "auditor2", "GS-S04", "01890a5d-ac96-774b-bcce-b302099a8058")
	k.SignIn("supervisor")
	p.Mine = k.StartAudit("GS-D00")
	var campaign struct{ ID string }
	k.Want(201, "POST", "/api/v1/campaigns", CampaignPlan(nil), &campaign)
	p.Campaign = campaign.ID
	p.Reported = k.DemoCampaign()
	p.Photo, err = fixtures.Photo(fixtures.Scenes()[0], 1)
	k.Must(err)
	p.Sha256 = string(standard.DigestBytes(p.Photo))
	return p
}

// Fill puts names into the path of a call.
func (p Scene) Fill(path string) string {
	id := p.Open
	switch {
	case strings.HasPrefix(path, "/api/v1/editions"):
		id = "2017"
	case strings.HasPrefix(path, "/api/v1/halls"):
		id = "GS-S03"
	case strings.HasPrefix(path, "/api/v1/users"):
		id = "auditor2"
	case strings.HasPrefix(path, "/api/v1/amendments"):
		id = "2017%2BXG2"
	case strings.HasPrefix(path, "/api/v1/rectifications"):
		id = p.Ready + "-HS079"
	case strings.HasPrefix(path, "/api/v1/campaigns"):
		id = p.Campaign
	case strings.HasPrefix(path, "/api/v1/hand-ins"):
		id = p.HandIn
	case strings.HasPrefix(path, "/api/v1/bulletins"):
		id = BulletinID
	case strings.HasPrefix(path, "/api/v1/feedback"):
		id = FeedbackID
	case strings.HasPrefix(path, "/api/v1/trainings"):
		id = TrainingID
	case strings.HasPrefix(path, "/api/v1/appeals"):
		id = p.Ready + "-HS044"
	case strings.HasPrefix(path, "/api/v1/drafts"), strings.HasPrefix(path, "/api/v1/consultations"):
		id = DraftID
	case strings.HasPrefix(path, "/api/v1/proposals"):
		id = ProposalID
	case strings.HasPrefix(path, "/api/v1/comments"):
		id = CommentID
	}
	return strings.NewReplacer("{id}", id, "{other}", "2017%2BXG1", "{sha256}", p.Sha256,
		"{uid}", "HS001", "{number}", "1").Replace(path)
}

// Forget puts a server in the place of the kit's that has read nothing from the storage yet.
func (k *Kit) Forget() {
	k.T.Helper()
	var err error
	k.Server, err = api.New(context.Background(), k.Config)
	k.Must(err)
	s := httptest.NewServer(k.Server)
	k.T.Cleanup(s.Close)
	k.URL = s.URL
}

// askCode stores an address that waits for its code, and returns the code.
func (k *Kit) askCode(ctx context.Context, name checklists.Username) (string, error) {
	s := k.Server.Notifications
	contact := notifications.Contact{Username: name, Pending: "zhou@hall.example", Nonce: "once",
		Sent: checklists.At(s.Now()), Choices: map[outbox.Topic]notifications.MailChoice{}, Revision: 1}
	code, err := s.Code(&contact)
	return code, errors.Join(err, s.Docs.Contacts.Insert(ctx, contact))
}
