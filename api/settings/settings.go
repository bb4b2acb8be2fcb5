package settings

import (
	"context"
	"errors"

	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
)

// settingsID is the ID of the one document of settings.
const settingsID = "deadlines"

// SettingsSchema is how the settings are stored: as one document.
var SettingsSchema = store.Schema[checklists.Settings]{
	Name:     "settings",
	ID:       func(checklists.Settings) string { return settingsID },
	Revision: func(d checklists.Settings) int { return d.Revision },
	Indexes:  []store.Index{{}},
}

// Settings returns the settings of the installation; without versions while the defaults hold.
func (s *Service) Settings(ctx context.Context) (checklists.Settings, error) {
	d, err := s.Docs.Settings.Get(ctx, settingsID)
	if errors.Is(err, store.ErrNotFound) {
		return checklists.Settings{Versions: []checklists.SettingsVersion{}}, nil
	}
	return d, err
}

// settingsView is the settings in the API's form: the deadlines for what begins now, and all
// versions.
type settingsView struct {
	Now      checklists.Deadlines `json:"now"`
	Calendar calendarView         `json:"calendar"`
	checklists.Settings
}

// calendarView says where the working days come from.
type calendarView struct {
	First   int                       `json:"first"` // years that the program brings; 0: none
	Last    int                       `json:"last"`
	Loaded  []checklists.CalendarYear `json:"loaded"`  // by the office; they stand instead
	Unknown []int                     `json:"unknown"` // years that deadlines reach and nobody knows
}

func (s *Service) viewSettings(d checklists.Settings) settingsView {
	now := d.On(s.Now())
	last := now.LastPlacesOrDefault()
	now.LastPlaces = &last
	k := s.calendar.Load()
	known := calendarView{Loaded: wire.NonNil(k.loaded), Unknown: wire.NonNil(k.days.Unknown(s.Now()))}
	known.First, known.Last = s.Announced.Covered()
	return settingsView{now, known, d}
}

// settingsRequest sets all deadlines. Revision is that of the settings which the person saw,
// 0 while none are set.
type settingsRequest struct {
	Revision int                        `json:"revision" validate:"min=0"`
	Plan     int                        `json:"plan"`
	Verify   int                        `json:"verify"`
	Appeal   int                        `json:"appeal"`
	Decide   int                        `json:"decide"`
	Escalate checklists.EscalationRules `json:"escalation"`

	LastPlaces *checklists.LastPlaces `json:"lastPlaces"` // nil leaves them as they are
}

// setDeadlines stores deadlines for everything that begins from now on.
func (s *Service) setDeadlines(ctx context.Context, by checklists.Username, in settingsRequest) (
	checklists.Settings, error,
) {
	d, err := s.Settings(ctx)
	if err != nil {
		return d, err
	}
	if in.Revision != d.Revision {
		return d, store.ErrConflict
	}
	if in.LastPlaces == nil {
		in.LastPlaces = d.On(s.Now()).LastPlaces
	}
	before := journal.DigestDocument(d)
	err = d.Set(checklists.Deadlines{Plan: in.Plan, Verify: in.Verify, Appeal: in.Appeal,
		Decide: in.Decide, Escalation: in.Escalate, LastPlaces: in.LastPlaces}, by, s.Now())
	if err != nil {
		return d, err
	}
	return d, journal.ReplaceOnly(ctx, s.Journal, s.Docs.Settings, d, in.Revision,
		journal.Event{Actor: by, Action: "settings-changed", Subject: "settings/" + settingsID,
			Before: before, After: journal.DigestDocument(d), Revision: d.Revision})
}
