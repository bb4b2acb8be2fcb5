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
	"hallmark/api/journal"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard/message"
)

// hallFlaws are what is wrong with the form of a hall's fields, by the rules of a request.
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

// memberPlace is an entry of a map as the validator names it.
var memberPlace = regexp.MustCompile(`\[(.*?)\]`)

// hallChecks finds what a hall of the register may name: other halls, and accounts. Both return nil
// for what there is not.
type hallChecks struct {
	hall func(checklists.HallID) *checklists.Hall
	user func(checklists.Username) *access.User
}

// problems are what is wrong with a hall beside the form of its fields.
func (k *hallChecks) problems(h *checklists.Hall) (list []wire.Field) {
	if h.Parent != "" {
		switch parent := k.hall(h.Parent); {
		case parent == nil:
			list = append(list, wire.Wrong("parent", "unknown-hall", h.Parent))
		case parent.Tier >= h.Tier:
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
		if u := k.user(person.name); u == nil || u.Disabled || u.OwnHall() != h.ID {
			list = append(list, wire.Wrong(person.field, "hall-account", person.name))
		}
	}
	return list
}

// areaWithin is what the codes within an area begin with: GB/T 2260 and the statistical codes after
// it fill up with zeros what they do not divide into cities, counties, sub-districts and
// communities.
func areaWithin(code string) string {
	for _, n := range []int{9, 6, 4, 2} {
		if len(code) > n && strings.Trim(code[n:], "0") == "" {
			code = code[:n]
		}
	}
	return code
}

// checkHall refuses a hall that names what there is not.
func (s *Service) checkHall(ctx context.Context, h *checklists.Hall) error {
	var failed error
	k := hallChecks{
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
	if r.Fields = k.problems(h); failed != nil {
		return failed
	}
	if len(r.Fields) > 0 {
		return r
	}
	return nil
}

// orNone is a document, or nil when there is none; any other error goes to *failed.
func orNone[T any](doc *T, err error, failed *error) *T {
	if err == nil {
		return doc
	}
	if !errors.Is(err, store.ErrNotFound) {
		*failed = err
	}
	return nil
}

// AddHall stores a new hall. It returns store.ErrExists when the ID is taken.
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
	if err := s.Journal.Note(ctx, hallEvent(by, nil, &h)); err != nil {
		return h, err
	}
	if err := s.Docs.Halls.Insert(ctx, h); err != nil {
		return h, err
	}
	s.heads.put(&h)
	return h, nil
}

// changeHall stores a hall in place of what it was before.
func (s *Service) changeHall(ctx context.Context, by checklists.Username, before *checklists.Hall,
	after checklists.Hall,
) (checklists.Hall, error) {
	if err := s.checkHall(ctx, &after); err != nil {
		return after, err
	}
	after.Changed, after.Revision = checklists.At(s.Now()), before.Revision+1
	ahead, err := s.Journal.NoteAhead(ctx, hallEvent(by, before, &after))
	if err != nil {
		return after, err
	}
	if err := s.Docs.Halls.Replace(ctx, after, before.Revision, ahead...); err != nil {
		return after, err
	}
	s.heads.put(&after)
	return after, nil
}

// copyHall is a hall that can be changed without the other.
func copyHall(h *checklists.Hall) checklists.Hall {
	out := *h
	out.Duties, out.Measurements = maps.Clone(h.Duties), maps.Clone(h.Measurements)
	out.Facilities = slices.Clone(h.Facilities)
	return out
}

// hallEvent announces a new hall, or one that has changed.
func hallEvent(by checklists.Username, before, after *checklists.Hall) journal.Event {
	e := journal.Event{Actor: by, Action: "hall-added", Subject: "hall/" + string(after.ID),
		Label: after.Name, After: journal.DigestDocument(after), Revision: after.Revision}
	if before != nil {
		e.Action, e.Before = "hall-changed", journal.DigestDocument(before)
	}
	return e
}
