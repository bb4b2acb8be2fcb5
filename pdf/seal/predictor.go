package seal

// undoPredictor undoes the PNG predictors of a deflated stream (7.4.4.4), so that the same picture
// means the same however a program packed it. It returns nil for predictors that it does not know.
func undoPredictor(data []byte, colors, bits, columns int) []byte {
	if colors < 1 || colors > 32 || bits < 1 || bits > 16 || columns < 1 || columns > 1<<20 {
		return nil
	}
	step := max(1, colors*bits/8)
	size := (colors*bits*columns + 7) / 8
	out := make([]byte, 0, len(data))
	above := make([]byte, size)
	for ; len(data) > size; data = data[size+1:] {
		kind, row := data[0], data[1:size+1]
		from := len(out)
		for i, c := range row {
			var left, corner byte
			if i >= step {
				left, corner = out[from+i-step], above[i-step]
			}
			switch kind {
			case 0:
			case 1:
				c += left
			case 2:
				c += above[i]
			case 3:
				c += byte((int(left) + int(above[i])) / 2)
			case 4:
				c += paeth(int(left), int(above[i]), int(corner))
			default:
				return nil
			}
			out = append(out, c)
		}
		above = out[from:]
	}
	return out
}

// paeth is the predictor of PNG 1.2, 6.6.
func paeth(left, above, corner int) byte {
	distance := func(n int) int { return max(n, -n) }
	p := left + above - corner
	l, a, c := distance(p-left), distance(p-above), distance(p-corner)
	switch {
	case l <= a && l <= c:
		return byte(left)
	case a <= c:
		return byte(above)
	}
	return byte(corner)
}
