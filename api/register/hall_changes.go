package register

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/go-playground/validator/v10"

	"hallmark/api/access"
	"hallmark/api/follow"
	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/message"
)

// hallFlaws lists the fields of a hall whose form is wrong, by the same rules as for a request.
func hallFlaws(h *checklists.Hall) (list []wire.Field) {
	var wrong validator.ValidationErrors
	if !errors.As(wire.Validation().Struct(hallRequestOf(h)), &wrong) {
		return nil
	}
	for _, f := range wrong {
		_, path, _ := strings.Cut(f.Namespace(), ".")
		path = memberPlace.ReplaceAllString(path, ".$1")
		if f.Param() == "" {
			list = append(list, wire.Wrong(path, f.Tag()))
		} else {
			list = append(list, wire.Wrong(path, f.Tag(), f.Param()))
		}
	}
	return list
}

// memberPlace matches an entry of a map in the way in which the validator names it.
var memberPlace = regexp.MustCompile(`\[(.*?)\]`)

// hallChecks looks up what a hall refers to: other halls, and accounts. Both functions return nil
// for what does not exist.
type hallChecks struct {
	hall func(checklists.HallID) *checklists.Hall
	user func(checklists.Username) *access.User
}

// problems lists what is wrong with a hall although its fields have the right form: a parent, an
// area or an account that does not exist or does not fit.
func (c *hallChecks) problems(h *checklists.Hall) (list []wire.Field) {
	if h.Parent != "" {
		switch parent := c.hall(h.Parent); {
		case parent == nil:
			list = append(list, wire.Wrong("parent", "unknown-hall", h.Parent))
		case h.Tier != standard.NoTier && parent.Tier >= h.Tier: // no tier is noted as such
			list = append(list, wire.Wrong("parent", "parent-tier", parent.Name))
		case h.Area != "" && !strings.HasPrefix(h.Area, areaWithin(parent.Area)):
			list = append(list, wire.Wrong("area", "parent-area", parent.Name, parent.Area))
		}
	}
	if len(h.Area) >= 2 && !message.Has(message.Chinese, "area."+h.Area[:2]) {
		list = append(list, wire.Wrong("area", "unknown-area", h.Area[:2]))
	}
	for _, person := range []struct {
		field string
		name  checklists.Username
	}{{"head", h.Head}, {"liaison", h.Liaison}} {
		if person.name == "" {
			continue
		}
		if u := c.user(person.name); u == nil || u.Disabled || u.OwnHall() != h.ID {
			list = append(list, wire.Wrong(person.field, "hall-account", person.name))
		}
	}
	return list
}

// areaWithin returns the digits with which all codes within an area begin. GB/T 2260 and the
// statistical codes that extend it fill up a code with zeros below the level of city, county,
// sub-district or community that it names.
func areaWithin(code string) string {
	for _, n := range []int{9, 6, 4, 2} {
		if len(code) > n && strings.Trim(code[n:], "0") == "" {
			code = code[:n]
		}
	}
	return code
}

// checkHall refuses a hall that refers to a hall or an account that does not exist or does not fit.
func (s *Service) checkHall(ctx context.Context, h *checklists.Hall) error {
	var failed error
	checks := hallChecks{
		hall: func(id checklists.HallID) *checklists.Hall {
			h, err := s.Docs.Halls.Get(ctx, string(id))
			return orNone(&h, err, &failed)
		},
		user: func(name checklists.Username) *access.User {
			u, err := s.Docs.Users.Get(ctx, string(name))
			return orNone(&u, err, &failed)
		},
	}
	r := wire.Refuse(http.StatusUnprocessableEntity, "invalid")
	if r.Fields = checks.problems(h); failed != nil {
		return failed
	}
	if len(r.Fields) > 0 {
		return r
	}
	return nil
}

// orNone returns the document, or nil when there is none. Any other error is stored in *failed.
func orNone[T any](doc *T, err error, failed *error) *T {
	if err == nil {
		return doc
	}
	if !errors.Is(err, store.ErrNotFound) {
		*failed = err
	}
	return nil
}

// AddHall stores a new hall and notes the event. It returns store.ErrExists when the ID is taken.
func (s *Service) AddHall(ctx context.Context, by checklists.Username, h checklists.Hall) error {
	_, err := s.addHall(ctx, by, h)
	return err
}

func (s *Service) addHall(ctx context.Context, by checklists.Username, h checklists.Hall) (
	checklists.Hall, error,
) {
	if _, err := s.Docs.Halls.Get(ctx, string(h.ID)); err == nil {
		return h, store.ErrExists
	}
	if err := s.checkHall(ctx, &h); err != nil {
		return h, err
	}
	h.Changed = checklists.At(s.Now())
	event, err := s.Journal.Follows(ctx, hallEvent(by, nil, &h))
	if err != nil {
		return h, err
	}
	if err := follow.Insert(ctx, s.Journal.Steps, s.Docs.Halls, h, event...); err != nil {
		return h, err
	}
	s.summaries.put(&h)
	return h, nil
}

// changeHall replaces a hall, provided that it is still what it was before.
func (s *Service) changeHall(ctx context.Context, by checklists.Username, before *checklists.Hall,
	after checklists.Hall,
) (checklists.Hall, error) {
	if err := s.checkHall(ctx, &after); err != nil {
		return after, err
	}
	after.Changed, after.Revision = checklists.At(s.Now()), before.Revision+1
	event, err := s.Journal.Follows(ctx, hallEvent(by, before, &after))
	if err != nil {
		return after, err
	}
	err = follow.Replace(ctx, s.Journal.Steps, s.Docs.Halls, after, before.Revision, event...)
	if err != nil {
		return after, err
	}
	s.summaries.put(&after)
	return after, nil
}

// copyHall copies a hall deeply, so that changing the copy leaves the original alone.
func copyHall(h *checklists.Hall) checklists.Hall {
	out := *h
	out.Duties, out.Measurements = maps.Clone(h.Duties), maps.Clone(h.Measurements)
	out.Facilities = slices.Clone(h.Facilities)
	return out
}

// hallEvent is the event of a hall that is added or changed; before is nil for a new hall.
func hallEvent(by checklists.Username, before, after *checklists.Hall) journal.Event {
	e := journal.Event{Actor: by, Action: "hall-added", Subject: "hall/" + string(after.ID),
		Label: after.Name, After: journal.DigestDocument(after), Revision: after.Revision}
	if before != nil {
		e.Action, e.Before = "hall-changed", journal.DigestDocument(before)
	}
	return e
}
