package standard

// Range tells which values a clause can measure, by its unit. Nothing that is counted, timed, or
// whose size is taken falls below zero, and no percentage is above 100; a temperature may be below.
// Where a threshold of the clause itself lies outside, so may a value. low is true where the values
// begin at 0; high is the greatest, or nil.
func (m *Method) Range() (low bool, high *Decimal) {
	switch m.Unit {
	case "℃", "°C", "℉", "°F", "度":
		return false, nil
	case "%", "％":
		hundred := NewDecimal(100, 0)
		high = &hundred
	}
	low = true
	for _, thresholds := range []*PerTier{&m.Target, &m.ZeroAt} {
		for _, t := range Tiers() {
			v, ok := thresholds.Get(t)
			low = low && (!ok || v.Compare(Decimal{}) >= 0)
			if high != nil && ok && v.Compare(*high) > 0 {
				high = nil
			}
		}
	}
	return low, high
}
