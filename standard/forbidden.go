package standard

import (
	"regexp"
	"strings"
)

// misuse is a place where a text has a word that GB/T 1.1-2020, annex C, does not allow in a
// provision.
type misuse struct {
	word, instead string
	from          int  // byte offset
	sure          bool // false where the same signs may be a noun, or belong to two other words
}

// misuses finds 必须, 需要 and 不得 in a text. Where the signs certainly are something else, 所需要件,
// 群众的需要, 不得已, nothing is found; where they may be, the misuse is not sure.
func misuses(text string) []misuse {
	var found []misuse
	for _, w := range []struct {
		word, instead string
		judge         func(before, after string) (wrong, sure bool)
	}{
		{"必须", "应", func(_, after string) (bool, bool) {
			return !strings.HasPrefix(after, "品"), !strings.HasPrefix(after, "知")
		}},
		{"需要", "应", needed},
		{"不得", "不应", forbidding},
	} {
		for at := 0; ; at += len(w.word) {
			i := strings.Index(text[at:], w.word)
			if i < 0 {
				break
			}
			at += i
			if wrong, sure := w.judge(text[:at], text[at+len(w.word):]); wrong {
				found = append(found, misuse{w.word, w.instead, at, sure})
			}
		}
	}
	return found
}

var (
	// 需 + 要件 and the like.
	needAndMore = regexp.MustCompile(`^(件|素|害|闻|塞)`)
	// The noun: after what has or follows a need, and at the end of a phrase.
	needBefore = regexp.MustCompile(`(的|之|实际|工作|业务|服务|发展|特殊|客观|现实|迫切|正常|管理|群众|` +
		`办事|有|无|因|按|按照|根据|依据|视|依|因应|满足|适应|符合|结合|出于|基于|供给和)$`)
	needAfter = regexp.MustCompile(`^(时|之|[，。；、：,;:.!?！？)）”]|$)`)
	// 需要的材料, 不需要, 需要求助: it depends.
	needUnsure       = regexp.MustCompile(`^(的|者|与|和|而|点|求|量)`)
	needUnsureBefore = regexp.MustCompile(`(所|不|无|如|若|凡|急|确|(根据|按照|视|因|结合|满足)[^，。；,;]*)$`)
)

// needed judges a 需要.
func needed(before, after string) (wrong, sure bool) {
	if needAndMore.MatchString(after) || needBefore.MatchString(before) ||
		needAfter.MatchString(after) {
		return false, false
	}
	return true, !needUnsure.MatchString(after) && !needUnsureBefore.MatchString(before)
}

var (
	// 舍不得, 不得已, 不 + 得体: words of their own.
	barBefore = regexp.MustCompile(`(舍|巴|见|怪|恨|算|使|由|顾|少|免|值|认|记)$`)
	barAfter  = regexp.MustCompile(`^(已|人心|其解|其所|其法|而知|要领|力|法|了|当|体|劲|志|宠)`)
	barPlain  = regexp.MustCompile(`^(已经|力图|力求|法外|了解|了结|了却|当众|当场|当面|当日|当天|当作|` +
		`体罚|体现|体检|体验)`)
)

// forbidding judges a 不得.
func forbidding(before, after string) (wrong, sure bool) {
	switch {
	case barPlain.MatchString(after):
		return true, true
	case barBefore.MatchString(before), barAfter.MatchString(after):
		return false, false
	}
	return true, !strings.HasPrefix(after, "不")
}
