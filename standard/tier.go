package standard

import (
	"encoding/json"
	"fmt"
)

// Tier is one of the three levels of hall. The zero value is "no tier".
type Tier uint8

// The tiers, from the top: 区行政服务中心, 街道便民服务中心, 社区公共服务站.
const (
	NoTier Tier = iota
	District
	Subdistrict
	Community
)

// Tiers lists the tiers from the top.
func Tiers() []Tier { return []Tier{District, Subdistrict, Community} }

var tierNames = [...]string{"", "district", "subdistrict", "community"}

// ParseTier reads the text form: "district", "subdistrict" or "community".
func ParseTier(s string) (Tier, error) {
	for i, name := range tierNames {
		if i > 0 && name == s {
			return Tier(i), nil
		}
	}
	return NoTier, fmt.Errorf("tier %q: want district, subdistrict or community", s)
}

// String returns the text form, "" for NoTier.
func (t Tier) String() string { return tierNames[t] }

// MarshalText writes the text form; NoTier is "".
func (t Tier) MarshalText() ([]byte, error) { return []byte(tierNames[t]), nil }

// UnmarshalText reads the text form; "" is NoTier.
func (t *Tier) UnmarshalText(b []byte) (err error) {
	if len(b) == 0 {
		*t = NoTier
		return nil
	}
	*t, err = ParseTier(string(b))
	return err
}

// PerTier holds a number for some of the tiers, such as the points of a clause.
type PerTier struct {
	set    [4]bool
	values [4]Decimal
}

// Get returns the number of a tier and whether there is one.
func (p *PerTier) Get(t Tier) (Decimal, bool) { return p.values[t], p.set[t] }

// With returns a copy that holds v for t.
func (p PerTier) With(t Tier, v Decimal) PerTier {
	p.set[t], p.values[t] = true, v
	return p
}

// IsZero reports whether no tier has a number (it makes `omitzero` leave the field out).
func (p PerTier) IsZero() bool { return p == PerTier{} }

// MarshalJSON writes an object from tier to number, tiers from the top.
func (p PerTier) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	for _, t := range Tiers() {
		if v, ok := p.Get(t); ok {
			if len(b) > 1 {
				b = append(b, ',')
			}
			b = append(append(append(b, '"'), t.String()...), '"', ':')
			b = v.AppendText(b)
		}
	}
	return append(b, '}'), nil
}

// UnmarshalJSON reads an object from tier to number.
func (p *PerTier) UnmarshalJSON(b []byte) error {
	var m map[Tier]Decimal
	if err := json.Unmarshal(b, &m); err != nil {
		return err
	}
	*p = PerTier{}
	for t, v := range m {
		*p = p.With(t, v)
	}
	return nil
}
