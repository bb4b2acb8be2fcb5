package register

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"hallmark/api/access"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard/message"
)

// PickHall makes the control by which the caller chooses one of the halls in their scope. The text
// is what stands in the control: an ID or, where there are too many halls for a list, anything
// typed. It chooses a hall by its ID, its whole name, or both as [web.HallValue] writes them; where
// loose is set, also by a part of these that no other hall has. A text that names no hall or
// several is refused with an error; the control is usable all the same, and offers a few of several
// halls as a list. Where keep is not nil, only the halls for which it returns true can be chosen.
func (s *Service) PickHall(ctx context.Context, caller access.Caller, text string, loose bool,
	keep func(*checklists.Hall) bool) (
	p web.HallPicker, err error,
) {
	all, err := s.HeadsInScope(ctx, caller)
	if err != nil {
		return p, err
	}
	if keep != nil {
		all = slices.DeleteFunc(slices.Clone(all), func(h *checklists.Hall) bool { return !keep(h) })
	}
	text = strings.TrimSpace(text)
	p.Chosen = checklists.HallID(text)
	if len(all) <= web.PickedHalls {
		p.Halls = plainHalls(all)
		return p, nil
	}
	p.Typed, p.Text = true, text
	found := hallsCalled(all, text)
	switch sure := len(found) == 1 && (loose || isCalled(found[0], text)); {
	case text == "":
	case sure:
		p.Chosen, p.Text = found[0].ID, web.HallValue(found[0])
	case len(found) == 0:
		p.Chosen, err = "", invalidHall("hall-unfound", text, 0)
	case len(found) > web.PickedHalls:
		p.Chosen, err = "", invalidHall("hall-many", text, len(found))
	default:
		p.Chosen, p.Typed, p.Halls = "", false, plainHalls(found)
		err = invalidHall("hall-several", text, len(found))
	}
	return p, err
}

// invalidHall refuses a text by which no hall was chosen; found is how many it names.
func invalidHall(code, text string, found int) *wire.Refusal {
	r := wire.Refuse(http.StatusUnprocessableEntity, "invalid")
	r.Fields = []wire.Field{{Name: "hall", Code: code, Text: func(l message.Language) string {
		return message.Text(l, "error.field-"+code, text, found)
	}}}
	return r
}

// hallsCalled finds the halls whose ID or whole name a text is or, where there are none, of which
// it is a part. They are in the order of their IDs.
func hallsCalled(all []*checklists.Hall, text string) (found []*checklists.Hall) {
	id, _, _ := strings.Cut(text, " ")
	for _, id := range []string{text, id} {
		if h := Head(all, checklists.HallID(id)); h != nil && isCalled(h, text) {
			return []*checklists.Hall{h}
		}
	}
	lower := Searched(text)
	for _, h := range all {
		if isCalled(h, text) {
			found = append(found, h)
		}
	}
	if found != nil || lower == "" {
		return found
	}
	for _, h := range all {
		if named(h, lower) {
			found = append(found, h)
		}
	}
	return found
}

// isCalled reports whether a text is the ID of a hall, its name, or both.
func isCalled(h *checklists.Hall, text string) bool {
	return text == string(h.ID) || text == h.Name || text == web.HallValue(h)
}

func plainHalls(halls []*checklists.Hall) []checklists.Hall {
	list := make([]checklists.Hall, len(halls))
	for i, h := range halls {
		list[i] = *h
	}
	return list
}
