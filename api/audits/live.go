package audits

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"hallmark/api/audits/present"
	"hallmark/checklists"
	"hallmark/standard"
)

// How an audit is followed by those who have it open.
const (
	livePause   = time.Second      // between two looks at the store: other processes write to it too
	liveComment = 15 * time.Second // keeps a proxy from closing a quiet stream
)

type presenceRequest struct {
	Clause standard.ClauseUID `json:"clause" validate:"max=64,clean"`
	Unsent int                `json:"unsent" validate:"min=0,max=1000000"`
	Away   bool               `json:"away"`
}

// changeNews is the event "change": the changes recorded since the last revision that was sent.
type changeNews struct {
	Revision int                 `json:"revision"`
	State    checklists.State    `json:"state"`
	Changes  []checklists.Change `json:"changes"`
}

func (o *stream) show(a *checklists.Audit, places []present.Place) error {
	o.quiet += livePause
	if a.Revision > o.revision {
		if err := o.event("change", changeNews{a.Revision, a.State, a.Since(o.revision)}); err != nil {
			return err
		}
		o.revision = a.Revision
	}
	if !o.sent || !slices.Equal(places, o.places) {
		if err := o.event("presence", places); err != nil {
			return err
		}
		o.sent, o.places = true, places
	}
	if o.quiet < liveComment {
		return nil
	}
	return o.write(": \n\n")
}

func (o *stream) event(name string, data any) error {
	body, err := json.Marshal(data)
	if err != nil {
		return err
	}
	return o.write(fmt.Sprintf("event: %s\ndata: %s\n\n", name, body))
}

func (o *stream) write(text string) error {
	o.quiet = 0
	if _, err := o.to.WriteString(text); err != nil {
		return err
	}
	o.to.Flush()
	return nil
}
