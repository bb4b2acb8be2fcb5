package workdays

import (
	"fmt"

	"github.com/6tail/lunar-go/HolidayUtil"

	"hallmark/checklists"
)

// firstYear is the first year with complete data.
const firstYear = 2002

// Calendar returns the working days of every year from 2002 to the last one that had been
// announced when the data were made; of later years only weekends are known. The New Year holiday
// is announced with the year it opens, so the last two days of the last year may yet change.
func Calendar() (checklists.Calendar, error) {
	var holidays, makeUp []string
	var years []int
	for year := firstYear; ; year++ {
		days := HolidayUtil.GetHolidaysByYear(year)
		if days.Len() == 0 {
			return checklists.NewCalendar(holidays, makeUp, years)
		}
		years = append(years, year)
		for e := days.Front(); e != nil; e = e.Next() {
			day, ok := e.Value.(*HolidayUtil.Holiday)
			if !ok {
				return checklists.Calendar{}, fmt.Errorf("holidays of %d: %T", year, e.Value)
			}
			if day.IsWork() {
				makeUp = append(makeUp, day.GetDay())
			} else {
				holidays = append(holidays, day.GetDay())
			}
		}
	}
}
