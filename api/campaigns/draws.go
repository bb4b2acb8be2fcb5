package campaigns

import (
	"context"
	"net/http"
	"strconv"

	"github.com/google/uuid"

	"hallmark/api/access"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/checklists/campaign"
	"hallmark/standard"
)

// DrawPartSchema says how the large parts of draws are stored: lists and outcomes, beside their
// campaigns.
var DrawPartSchema = store.Schema[campaign.DrawPart]{
	Name:     "draws",
	ID:       func(p campaign.DrawPart) string { return string(p.ID) },
	Revision: wire.Never[campaign.DrawPart],
}

// errUnread says that lists or the result of a draw are not where this program looks for them.
var errUnread = wire.Refuse(http.StatusInternalServerError, "draw-unread")

func newDrawPartID() (campaign.DrawPartID, error) {
	id, err := uuid.NewV7()
	return campaign.DrawPartID(id.String()), err
}

// closedLists reads the lists of a campaign, or returns nil before they are closed.
func (s *Service) closedLists(ctx context.Context, m *campaign.Campaign) (
	*campaign.DrawRequest, error,
) {
	if m.ListsPart == "" {
		if m.Lists == nil && !m.Sealed.IsZero() {
			return nil, errUnread
		}
		return m.Lists, nil
	}
	part, err := s.Docs.Draws.Get(ctx, string(m.ListsPart))
	if err == nil && part.Lists == nil {
		err = errUnread
	}
	return part.Lists, err
}

// drawResult reads the outcome of a draw.
func (s *Service) drawResult(ctx context.Context, d *campaign.DrawNote) (
	*campaign.DrawResult, error,
) {
	result := d.Result
	if d.Part != "" {
		part, err := s.Docs.Draws.Get(ctx, string(d.Part))
		if err != nil {
			return nil, err
		}
		result = part.Result
	}
	if result == nil {
		return nil, errUnread
	}
	return result, nil
}

// drawView is a draw as the caller may see it.
type drawView struct {
	By     checklists.Username `json:"by"`
	At     checklists.Time     `json:"at"`
	Reason string              `json:"reason"`
	Seed   string              `json:"seed"` // "" before the campaign opens
	Drawn  int                 `json:"drawn"`
	Passed int                 `json:"passed"`
	Digest standard.Digest     `json:"digest"` // of the outcome; "" for a draw by an older program
}

func viewDraw(d *campaign.DrawNote) drawView {
	drawn, passed := d.Counts()
	return drawView{d.By, d.At, d.Reason, d.Seed, drawn, passed, d.Digest}
}

// drawnCampaign loads a campaign for a person who may see its draws. Lists and draws together
// reveal which halls are still to be visited. So only people who run campaigns see them at once;
// others see them when the campaign is closed.
func (s *Service) drawnCampaign(ctx context.Context, caller access.Caller, id string) (
	campaign.Campaign, error,
) {
	m, err := s.Docs.Campaigns.Get(ctx, id)
	if err != nil {
		return m, err
	}
	closed := m.State == campaign.Closed
	switch reach := caller.Reach; {
	case reach == access.Anything, reach == access.OwnHall && closed, closed &&
		reach.CoversCampaign(caller.User, &m):
		return m, nil
	}
	return m, wire.ErrNotFound
}

// drawnLines loads a draw, hall by hall. The number, from 1, is that in the address.
func (s *Service) drawnLines(ctx context.Context, caller access.Caller, id string, number string) (
	campaign.Campaign, int, []campaign.DrawLine, error,
) {
	m, err := s.drawnCampaign(ctx, caller, id)
	if err != nil {
		return m, 0, nil, err
	}
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > len(m.Draws) {
		return m, 0, nil, wire.ErrNotFound
	}
	result, err := s.drawResult(ctx, &m.Draws[n-1])
	if err != nil {
		return m, n, nil, err
	}
	lists := &campaign.DrawRequest{}
	if len(result.Passed) > 0 { // only the lists have the names of these
		lists, err = s.closedLists(ctx, &m)
		if err == nil && lists == nil {
			err = errUnread
		}
		if err != nil {
			return m, n, nil, err
		}
	}
	return m, n, result.Lines(lists), nil
}
