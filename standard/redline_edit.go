package standard

// maxEdit bounds the work of [shortestEdit]: texts that differ in more words are shown as replaced
// as a whole.
const maxEdit = 1500

// shortestEdit returns a shortest sequence of deletions and insertions that turns a into b
// (Myers, "An O(ND) difference algorithm and its variations", 1986).
func shortestEdit(a, b []string) []hunk {
	limit := min(len(a)+len(b), maxEdit)
	far := make([]int, 2*limit+3) // by diagonal x-y, shifted: the furthest x
	at := func(k int) int { return k + limit + 1 }
	var trace [][]int // what far was before step d, diagonals -d..d
	for d := 0; d <= limit; d++ {
		trace = append(trace, append([]int(nil), far[at(-d)-1:at(d)+2]...))
		for k := -d; k <= d; k += 2 {
			x := far[at(k-1)] + 1
			if k == -d || k != d && far[at(k-1)] < far[at(k+1)] {
				x = far[at(k+1)]
			}
			for x < len(a) && x-k < len(b) && a[x] == b[x-k] {
				x++
			}
			far[at(k)] = x
			if x >= len(a) && x-k >= len(b) {
				return backtrack(a, b, trace)
			}
		}
	}
	return []hunk{{del: a, ins: b}}
}

// backtrack walks from the end of both texts to their start along the steps that were taken.
func backtrack(a, b []string, trace [][]int) []hunk {
	x, y := len(a), len(b)
	reversed := make([]hunk, 0, len(trace))
	for d := len(trace) - 1; d >= 0; d-- {
		far := func(k int) int { return trace[d][k+d+1] }
		k := x - y
		from := k - 1
		if k == -d || k != d && far(k-1) < far(k+1) {
			from = k + 1
		}
		px := far(from)
		py := px - from
		if d == 0 {
			px, py = 0, 0
		}
		start := x
		for x > px && y > py {
			x, y = x-1, y-1
		}
		reversed = append(reversed, hunk{equal: a[x:start]})
		if d > 0 {
			reversed = append(reversed, hunk{del: a[px:x], ins: b[py:y]})
		}
		x, y = px, py
	}
	hunks := make([]hunk, 0, len(reversed))
	for i := len(reversed) - 1; i >= 0; i-- {
		hunks = append(hunks, reversed[i])
	}
	return hunks
}
