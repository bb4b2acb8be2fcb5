package seal

// definite writes one value of ASN.1 with the lengths of DER where other programs leave them open
// (X.690, 8.1.3.6), and returns what stands behind it. A value whose length is stated stays as it
// is, to the byte.
func definite(b []byte, depth int) (value, rest []byte, ok bool) {
	head := 1
	for more := len(b) > 0 && b[0]&0x1F == 0x1F; more && head < len(b); head++ {
		more = b[head]&0x80 != 0
	}
	if head >= len(b) || depth > maxDepth {
		return nil, nil, false
	}
	if b[head] != 0x80 {
		n, size := statedLength(b[head:])
		if size == 0 || n > len(b)-head-size {
			return nil, nil, false
		}
		end := head + size + n
		return b[:end], b[end:], true
	}
	var content []byte
	for rest = b[head+1:]; len(rest) < 2 || rest[0] != 0 || rest[1] != 0; {
		var child []byte
		if child, rest, ok = definite(rest, depth+1); !ok {
			return nil, nil, false
		}
		content = append(content, child...)
	}
	return append(appendLength(append([]byte{}, b[:head]...), len(content)), content...), rest[2:], true
}

// statedLength reads a length and how many bytes it takes; 0 for none that is sound.
func statedLength(b []byte) (n, size int) {
	if b[0] < 0x80 {
		return int(b[0]), 1
	}
	size = 1 + int(b[0]&0x7F)
	if size > 5 || size > len(b) {
		return 0, 0
	}
	for _, c := range b[1:size] {
		n = n<<8 | int(c)
	}
	return n, size
}

func appendLength(b []byte, n int) []byte {
	if n < 0x80 {
		return append(b, byte(n))
	}
	var digits []byte
	for ; n > 0; n >>= 8 {
		digits = append([]byte{byte(n)}, digits...)
	}
	return append(append(b, 0x80|byte(len(digits))), digits...)
}
