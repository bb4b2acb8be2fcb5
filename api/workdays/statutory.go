package workdays

import (
	"fmt"

	"github.com/6tail/lunar-go/calendar"

	"hallmark/checklists"
)

// Statutory lists the thirteen public holidays of a year on which everybody is off, by day
// (全国年节及纪念日放假办法, State Council decree 795 of 2024, article 2): New Year, New Year's Eve
// and the first three days of the lunar year, Qingming, two days of Labour Day, Dragon Boat,
// Mid-Autumn, and three of National Day.
func Statutory(year int) []checklists.Statutory {
	fixed := func(month, day int, name string) checklists.Statutory {
		return checklists.Statutory{Day: fmt.Sprintf("%04d-%02d-%02d", year, month, day), Name: name}
	}
	lunar := func(month, day int, name string) checklists.Statutory {
		d := calendar.NewLunarFromYmd(year, month, day).GetSolar()
		return checklists.Statutory{Day: d.ToYmd(), Name: name}
	}
	eve := calendar.NewLunarFromYmd(year, 1, 1).GetSolar().NextDay(-1)
	qingming := calendar.NewLunarFromYmd(year, 1, 1).GetJieQiTable()["清明"]
	return []checklists.Statutory{
		fixed(1, 1, "元旦"),
		{Day: eve.ToYmd(), Name: "除夕"}, lunar(1, 1, "春节"), lunar(1, 2, "春节"),
		lunar(1, 3, "春节"),
		{Day: qingming.ToYmd(), Name: "清明节"},
		fixed(5, 1, "劳动节"), fixed(5, 2, "劳动节"),
		lunar(5, 5, "端午节"), lunar(8, 15, "中秋节"),
		fixed(10, 1, "国庆节"), fixed(10, 2, "国庆节"), fixed(10, 3, "国庆节"),
	}
}
