package register

import (
	"context"
	"slices"

	"hallmark/api/store"
	"hallmark/checklists"
)

// county is how many digits of a GB/T 2260 code denote a county.
const county = 6

// AreaChoices lists the counties in which there are halls, and the area that is chosen now. It
// reads one hall of each county, not the whole register.
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

// after returns a key that sorts behind all codes of the county of an area or, for a code shorter
// than that of a county, right behind that code.
func after(area string) string {
	if len(area) < county {
		return area + "\x00"
	}
	return area[:county] + ":" // ":" follows "9"
}

// Areas returns the area of each hall. With area "" nothing is to be filtered, so nothing is read.
func (s *Service) Areas(ctx context.Context, area string) (map[checklists.HallID]string, error) {
	areas := map[checklists.HallID]string{}
	if area == "" {
		return areas, nil
	}
	summaries, err := s.Heads(ctx)
	for _, h := range summaries {
		areas[h.ID] = h.Area
	}
	return areas, err
}

// HallsInArea returns the halls whose area begins with a code; nil stands for all halls.
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
