package standard

// SheetLabel returns the label of the n-th item of a sheet, 1 ≤ n ≤ 9999: 一、 … 十、 十一、
// 二十一、 一百零一、.
func SheetLabel(n int) string { return Numeral(n) + "、" }

// Numeral writes a number from 1 to 9999 in Chinese numerals: 十, 二十一, 一百零一, 一百一十.
func Numeral(n int) string {
	digits, units := []rune("零一二三四五六七八九"), []string{"千", "百", "十", ""}
	if n < 1 || n > 9999 {
		return ""
	}
	var text []rune
	zero := false
	for i, power := range []int{1000, 100, 10, 1} {
		d := n / power % 10
		switch {
		case d == 0:
			zero = len(text) > 0
			continue
		case zero:
			text = append(text, '零')
		}
		zero = false
		if !(d == 1 && power == 10 && len(text) == 0) { // 十二, not 一十二
			text = append(text, digits[d])
		}
		text = append(text, []rune(units[i])...)
	}
	return string(text)
}
