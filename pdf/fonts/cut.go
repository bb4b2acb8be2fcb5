package fonts

import (
	"slices"
	"unicode"
)

// Cut returns a full font without the tables and glyphs that a printed document has no use for.
// The characters of first come first, so that those of a common text lie near each other when the
// font is packed (see [Pack]); then all others. Where there are other fonts, only the Chinese
// characters that all of these lack are kept.
func Cut(name string, full []byte, first []rune, others ...[]byte) ([]byte, error) {
	font, err := parse(name, full)
	if err != nil {
		return nil, err
	}
	have := make([]*Font, len(others))
	for i, other := range others {
		if have[i], err = parse(name, other); err != nil {
			return nil, err
		}
	}
	s := newSubset(font)
	for _, r := range append(slices.Clone(first), font.runes()...) {
		_, taken := s.of[r]
		had := slices.ContainsFunc(have, func(f *Font) bool { return f.Has(r) })
		if !taken && !had && (len(have) == 0 || unicode.Is(unicode.Han, r)) {
			s.add(r, r)
		}
	}
	s.addParts()
	small := s.assemble(s.cmap12())
	_, err = parse(name, small)
	return small, err
}
