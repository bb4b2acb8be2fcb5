package register

import (
	"context"
	"slices"

	"hallmark/api/store"
	"hallmark/checklists"
)

// county is how many digits of a GB/T 2260 code name a county.
const county = 6

// AreaChoices lists the counties that halls are in, with the area that is chosen. It reads one hall
// of each.
func (s *Service) AreaChoices(ctx context.Context, chosen string) ([]string, error) {
	list := []string{chosen}
	for from, more := "", true; more; {
		more = false
		for h, err := range s.Docs.Halls.Find(ctx, store.Query{Order: "area", From: from, Limit: 1}) {
			if err != nil {
				return nil, err
			}
			area := h.Area[:min(county, len(h.Area))]
			list, from, more = append(list, area), after(h.Area), true
		}
	}
	slices.Sort(list)
	list = slices.Compact(list)
	return slices.DeleteFunc(list, func(area string) bool { return area == "" }), nil
}

// after is what follows all codes of the county of an area; of a shorter code, that one alone.
func after(area string) string {
	if len(area) < county {
		return area + "\x00"
	}
	return area[:county] + ":" // ":" follows "9"
}

// Areas reads where halls are, when that is asked for.
func (s *Service) Areas(ctx context.Context, area string) (map[checklists.HallID]string, error) {
	areas := map[checklists.HallID]string{}
	if area == "" {
		return areas, nil
	}
	heads, err := s.Heads(ctx)
	for _, h := range heads {
		areas[h.ID] = h.Area
	}
	return areas, err
}

// HallsInArea are the halls whose area begins with a code; nil stands for all of them.
func (s *Service) HallsInArea(ctx context.Context, area string) (
	map[checklists.HallID]bool, error,
) {
	if area == "" {
		return nil, nil
	}
	in := map[checklists.HallID]bool{}
	q := store.Query{Order: "area", From: area, To: area + ":"} // ":" follows "9"
	for h, err := range s.Docs.Halls.Find(ctx, q) {
		if err != nil {
			return nil, err
		}
		in[h.ID] = true
	}
	return in, nil
}
