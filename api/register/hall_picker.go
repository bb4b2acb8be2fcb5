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

// PickHall makes the control by which a person chooses one of the halls in scope of the request,
// with what stands in it: an ID or, where there are too many for a list, any text. The hall is
// chosen by its ID, its whole name, or the two as [web.HallValue] writes them, and where loose is
// set by a part of them that no other hall has. The error is a refusal of a text that names none or
// several, of which a few are offered as a list; the control is good all the same. Halls that leave
// keep out are not there; nil keeps all.
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

func invalidHall(code, text string, found int) *wire.Refusal {
	r := wire.Refuse(http.StatusUnprocessableEntity, "invalid")
	r.Fields = []wire.Field{{Name: "hall", Code: code, Text: func(l message.Language) string {
		return message.Text(l, "error.field-"+code, text, found)
	}}}
	return r
}

// hallsCalled are the halls that a text names wholly or, where there is none, in part. They are in
// the order of their IDs, as all of them are.
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

func plainHalls(heads []*checklists.Hall) []checklists.Hall {
	list := make([]checklists.Hall, len(heads))
	for i, h := range heads {
		list[i] = *h
	}
	return list
}
