package fonts

import (
	"encoding/binary"
	"fmt"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// blockSize is how many bytes of outlines are packed together: some 1,500 Chinese characters.
const blockSize = 1 << 19

// Pack compresses a font in parts, each as RFC 8878 has it, so that a document unpacks only the
// outlines near those that it needs. The packed form is the number of parts, the size of each, and the parts: first the font
// with an empty table glyf, then that table in blocks of 512 KiB. Numbers have four bytes, the
// highest first.
func Pack(name string, font []byte, compress func([]byte) ([]byte, error)) ([]byte, error) {
	f, err := parse(name, font)
	if err != nil {
		return nil, err
	}
	outlines := f.tables["glyf"]
	f.tables["glyf"] = nil
	parts := [][]byte{join(f.tables)}
	for from := 0; from < len(outlines); from += blockSize {
		parts = append(parts, outlines[from:min(from+blockSize, len(outlines))])
	}
	head, body := binary.BigEndian.AppendUint32(nil, uint32(len(parts))), []byte(nil)
	for _, part := range parts {
		packed, err := compress(part)
		if err != nil {
			return nil, err
		}
		head = binary.BigEndian.AppendUint32(head, uint32(len(packed)))
		body = append(body, packed...)
	}
	return append(head, body...), nil
}

// maxWindow is the window that the tool which packs may declare, in bytes; no part is that large.
const maxWindow = 128 << 20

var reader = sync.OnceValues(func() (*zstd.Decoder, error) {
	return zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(maxWindow),
		zstd.WithDecoderMaxWindow(maxWindow))
})

func decompress(packed []byte) ([]byte, error) {
	r, err := reader()
	if err != nil {
		return nil, err
	}
	return r.DecodeAll(packed, nil)
}

// open reads a font that [Pack] packed. Its outlines stay packed.
func open(name string, packed []byte) (*Font, error) {
	broken := fmt.Errorf("font %s: %w: its packed form is broken", name, ErrFont)
	if len(packed) < 4 || (len(packed)-4)/4 < be32(packed, 0) || be32(packed, 0) == 0 {
		return nil, broken
	}
	n := be32(packed, 0)
	parts, at := make([][]byte, n), 4+4*n
	for i := range parts {
		size := be32(packed, 4+4*i)
		if size > len(packed)-at {
			return nil, broken
		}
		parts[i] = packed[at : at+size]
		at += size
	}
	head, err := decompress(parts[0])
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", name, err)
	}
	font, err := parse(name, head)
	if err == nil {
		font.blocks = parts[1:]
	}
	return font, err
}

// unpack returns the bytes from..to of the outlines of a packed font. The packed fonts are part of
// the program: one that does not unpack is a fault of it.
func (s *subset) unpack(from, to int) []byte {
	var out []byte
	for i := from / blockSize; i <= (to-1)/blockSize && i < len(s.font.blocks); i++ {
		block, ok := s.blocks[i]
		if !ok {
			var err error
			if block, err = decompress(s.font.blocks[i]); err != nil {
				panic(fmt.Sprintf("font %s: %v", s.font.name, err))
			}
			s.blocks[i] = block
		}
		start, end := max(from-i*blockSize, 0), min(to-i*blockSize, len(block))
		if start == from-i*blockSize && end == to-i*blockSize {
			return block[start:end] // the common case, without a copy
		}
		out = append(out, block[start:end]...)
	}
	return out
}
