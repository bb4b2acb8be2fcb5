package checklists

import (
	"time"
)

// timeForm is RFC 3339 in UTC with a fixed width, so that stored times sort as text.
const timeForm = "2006-01-02T15:04:05.000Z"

// Time is an instant to the millisecond. Its text form is UTC RFC 3339 of fixed width; the zero
// value is "".
type Time struct{ time.Time }

// At returns t as a Time.
func At(t time.Time) Time { return Time{t.UTC().Truncate(time.Millisecond)} }

// MarshalText writes "2018-01-12T01:30:00.000Z", or "" for the zero value.
func (t Time) MarshalText() ([]byte, error) {
	if t.IsZero() {
		return nil, nil
	}
	return t.UTC().AppendFormat(nil, timeForm), nil
}

// MarshalJSON writes the text form as a JSON string.
func (t Time) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte(`""`), nil
	}
	return t.UTC().AppendFormat(make([]byte, 0, 26), `"`+timeForm+`"`), nil
}

// UnmarshalText reads RFC 3339 with any offset, or "".
func (t *Time) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*t = Time{}
		return nil
	}
	v, err := time.Parse(time.RFC3339Nano, string(b))
	if err == nil {
		*t = At(v)
	}
	return err
}

// UnmarshalJSON reads the text form from a JSON string.
func (t *Time) UnmarshalJSON(b []byte) error {
	if len(b) < 2 || b[0] != '"' {
		return t.UnmarshalText(b)
	}
	return t.UnmarshalText(b[1 : len(b)-1])
}

// HallZone is the zone of every hall, UTC+8 without daylight saving (Asia/Shanghai since 1991).
var HallZone = time.FixedZone("Asia/Shanghai", 8*60*60)

// InHall returns the instant in the hall's zone.
func (t Time) InHall() time.Time { return t.In(HallZone) }
