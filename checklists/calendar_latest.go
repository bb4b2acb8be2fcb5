package checklists

import "time"

// extraordinary is how many working days more a year may take off on an occasion of its own, as 2015 did
// from 3 September on.
const extraordinary = 2

// holidayReach is how many days around a public holiday may be off, or worked in its place, in a year
// whose holidays are not announced. No announcement since the rule of 2007 went further; the days of
// 2020 that were added to the Spring Festival did not either.
const holidayReach = 8

// LatestWorkday is the day of [Calendar.AddWorkdays] at the latest, whatever will be announced for
// the years without data: there no day counts that lies near a public holiday, nor a weekend, and some are
// left for an occasion that no law knows yet.
func (c Calendar) LatestWorkday(from time.Time, n int, holidays Statutories) string {
	day := from.In(HallZone)
	near := map[int]map[int]bool{}
	for n > 0 {
		day = day.AddDate(0, 0, 1)
		working, known := c.IsWorkday(day)
		if !known {
			if len(near) == 0 {
				n += extraordinary
			}
			year := day.Year()
			if near[year] == nil {
				near[year] = nearHolidays(year, holidays)
			}
			working = !isWeekend(day) && !near[year][dayCount(day)]
		}
		if working {
			n--
		}
	}
	return day.Format(DayLayout)
}

// nearHolidays are the days near the public holidays of a year and of the next one, whose first
// reaches into this one, counted from 1970-01-01.
func nearHolidays(year int, holidays Statutories) map[int]bool {
	near := map[int]bool{}
	for _, h := range append(holidays(year), holidays(year+1)...) {
		day, err := time.Parse(DayLayout, h.Day)
		for i := -holidayReach; err == nil && i <= holidayReach; i++ {
			near[dayCount(day)+i] = true
		}
	}
	return near
}
