package fonts

import "github.com/klauspost/compress/zstd"

// marks are the typographic characters that documents need beside those of characters.txt.
const marks = "—–‘’“”…·•〔〕〓、。《》【】（）％‰°℃㎡²³×÷±≤≥≠→←↑↓№√★☆●○■□▲△◆◇①②③④⑤⑥⑦⑧⑨⑩"

// Cut returns a font with ASCII, Latin-1, the marks that documents need and the given characters,
// and those of them that the full font lacks.
func Cut(name string, full []byte, characters []rune) (small []byte, lacks []rune, err error) {
	font, err := parse(name, full)
	if err != nil {
		return nil, nil, err
	}
	wanted := append([]rune(marks), characters...)
	for r := rune(' '); r <= 0xFF; r++ {
		if r < 0x7F || r > 0x9F {
			wanted = append(wanted, r)
		}
	}
	for _, r := range wanted {
		if r > ' ' && !font.Has(r) {
			lacks = append(lacks, r)
		}
	}
	small = font.Subset(wanted)
	_, err = parse(name, small)
	return small, lacks, err
}

// unpack returns a font that is compressed after RFC 8878.
func unpack(packed []byte) ([]byte, error) {
	r, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxFont))
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return r.DecodeAll(packed, nil)
}
