package standard

import (
	"regexp"
	"slices"
	"strings"
)

// The verbal forms of provisions (GB/T 1.1-2020, annex C) are words. A sign counts only where it
// stands as a word of its own: the 应 of 响应 and the 可 of 许可 say nothing.

// compound is a word that has the sign of a verb inside it and is not that verb.
type compound struct {
	word   string
	before []string // words that end inside the compound, 提供 + 应: there the sign is the verb
	after  []string // what follows where the sign is the verb, 应 + 答复
}

// compounds lists such words by the sign of the verb.
func compounds(verb Modality) []compound {
	switch verb {
	case Requirement:
		return slices.Concat(endInRequirement(), beginWithRequirement())
	case Recommendation:
		return recommendationCompounds()
	case Permission:
		return permissionCompounds()
	}
	return nil
}

// split makes a list of words that are written with blanks between them.
func split(list string) []string { return strings.Fields(list) }

// endInRequirement are the words with 应 at the end.
func endInRequirement() []compound {
	return []compound{
		{"响应", split("影响 音响"), nil},
		{"供应", split("提供"), nil},
		{"相应", split("互相"), nil},
		{"适应", split("合适 舒适 不适"), nil},
		{"反应", split("违反 相反"), nil},
		{"对应", split("面对 核对 比对 针对 校对 查对 应对"), nil},
		{"效应", split("有效 无效 时效 绩效 成效 实效 高效 生效 失效"), nil},
		{"感应", split("观感 情感 体感 手感"), nil},
		{"回应", split("收回 返回 退回 撤回 召回 取回 发回"), nil},
		{"答应", split("解答 回答 问答 作答 抢答"), nil},
		{"呼应", split("招呼 称呼"), nil},
		{"顺应", split("通顺 理顺"), nil},
		{"供不应求", nil, nil},
		{"里应外合", nil, nil},
		{"一应俱全", nil, nil},
	}
}

// beginWithRequirement are the words with 应 at the beginning.
func beginWithRequirement() []compound {
	return []compound{
		{"应急", nil, nil},
		{"应答", nil, split("复 疑 谢")},
		{"应变", nil, split("更 动 换 成 为")},
		{"应聘", nil, split("请 用 任")},
		{"应征", nil, split("求 得 收 询")},
		{"应邀", nil, split("请")},
		{"应诉", nil, nil},
		{"应届", nil, nil},
		{"应激", nil, split("发 励 活")},
		{"应酬", nil, nil},
		{"应试", nil, split("行 用 点 运")},
		{"应税", nil, nil},
		{"应运而生", nil, nil},
		{"应有尽有", nil, nil},
		{"应接不暇", nil, nil},
		{"应知应会", nil, nil},
		{"应会", nil, split("同 商 签 诊 见 谈")},
		{"应用", split("人员 窗口 大厅 中心 机构 部门 单位 前台 者 均 都 也 还 则"),
			split("普通话 文明 规范 统一 中文 汉字 标准 礼貌 敬语 双语 双手 醒目 专用 专门 明显 通俗 " +
				"简明 简体 繁体 国家 微笑 黑色 红色 中性")},
		{"应对", nil, nil}, // see coping
	}
}

func recommendationCompounds() []compound {
	return []compound{
		{"事宜", split("办事 做事 从事 管事 同事 理事"), nil},
		{"适宜", split("合适 舒适"), nil},
		{"便宜", split("方便 简便 轻便 就便 近便"), nil},
		{"相宜", split("互相"), nil},
		{"制宜", split("编制 控制 限制 机制 体制 绘制 印制"), nil},
		{"权宜之计", nil, nil},
		{"合时宜", nil, nil},
		{"授机宜", nil, nil},
		{"得宜", nil, nil},
		{"合宜", split("结合 配合 符合 整合 综合 联合"), nil},
		{"宜居", nil, split("中 于")},
		{"宜人", nil, split("工 员 性")},
		{"宜昌", nil, nil},
		{"宜宾", nil, nil},
		{"宜兴", nil, split("建 办")},
		{"宜春", nil, split("季")},
	}
}

func permissionCompounds() []compound {
	return []compound{
		{"许可", nil, nil},
		{"认可", split("确认 默认 承认"), nil},
		{"宁可", nil, nil},
		{"不可", nil, nil},
		{"无可", nil, nil},
		{"非可", nil, nil},
		{"可能", nil, nil},
		{"可靠", nil, split("近 边 墙")},
		{"可行", nil, split("使 走 政 进 驶")},
		{"可见", nil, split("面 附 表 图 第 本 1 2 3 4 5 6 7 8 9 GB")},
		{"可信", nil, nil},
		{"可视", nil, split("情 需 具 为 作 同")},
		{"可持续", nil, nil},
		{"可追溯", nil, nil},
		{"可操作性", nil, nil},
		{"可读性", nil, nil},
		{"可用性", nil, nil},
		{"可比性", nil, nil},
		{"可及性", nil, nil},
		{"可达性", nil, nil},
		{"可疑", nil, nil},
		{"可燃", nil, nil},
		{"可否", nil, nil},
		{"可观", nil, split("看 察 摩")},
		{"可控", nil, split("制")},
		{"可惜", nil, nil},
		{"可怕", nil, nil},
		{"可爱", nil, nil},
		{"可回收", nil, nil},
		{"可再生", nil, nil},
		{"可逆", nil, nil},
		{"可溶", nil, nil},
		{"可变", nil, split("更 换 通")},
	}
}

// covers reports whether the compound stands in the text with the sign at a byte offset.
func (c compound) covers(text string, at int, sign string) bool {
	inside := strings.Index(c.word, sign)
	from := at - inside
	if from < 0 || !strings.HasPrefix(text[from:], c.word) {
		return false
	}
	for _, word := range c.before { // it ends with the signs before the verb's
		if strings.HasSuffix(text[:at], word) {
			return false
		}
	}
	rest := text[from+len(c.word):]
	if c.word == "应对" {
		return coping(text[:from], rest)
	}
	return !slices.ContainsFunc(c.after, func(w string) bool { return strings.HasPrefix(rest, w) })
}

var (
	copeAfter = regexp.MustCompile(`^(措施|突发|预案|能力|机制|方案|策略|高峰|风险|危机|紧急|` +
		`灾害|舆情|流程|办法|自如|各类突发|各种突发|各类风险)`)
	copeBefore = regexp.MustCompile(`(的|积极|妥善|有效|及时|共同|如何|以|为|能|来|用于|科学|从容)$`)
	treated    = regexp.MustCompile(`^[^，。；,;]*(进行|予以|给予|加以|实行|作出|做出|实施|负责)`)
)

// coping tells 应对, to cope, from 应 + 对: "窗口应对来访群众进行登记" has the verb.
func coping(before, after string) bool {
	if treated.MatchString(after) {
		return false
	}
	return copeAfter.MatchString(after) || copeBefore.MatchString(before)
}

// verbPlaces returns the byte offsets at which the sign of a verb stands as a word.
func verbPlaces(text string, verb Modality) []int {
	var places []int
	sign, known := string(verb), compounds(verb)
	for at := 0; ; at += len(sign) {
		i := strings.Index(text[at:], sign)
		if i < 0 {
			return places
		}
		at += i
		if !slices.ContainsFunc(known, func(c compound) bool { return c.covers(text, at, sign) }) {
			places = append(places, at)
		}
	}
}

// HasVerb reports whether a text has a verb of GB/T 1.1-2020, annex C, as a word: 应, 不应, 宜, 不宜,
// 可 or 不必. A prohibition 不应 is a use of 应, too.
func HasVerb(text, verb string) bool {
	if verb == "不必" {
		return strings.Contains(strings.ReplaceAll(text, "不必要", ""), verb)
	}
	sign := strings.TrimPrefix(verb, "不")
	for _, at := range verbPlaces(text, Modality(sign)) {
		if sign == verb || strings.HasSuffix(text[:at], "不") {
			return true
		}
	}
	return false
}

// CutVerb cuts a text around the first verb, as [HasVerb] finds it.
func CutVerb(text, verb string) (before, after string, found bool) {
	sign := strings.TrimPrefix(verb, "不")
	for _, at := range verbPlaces(text, Modality(sign)) {
		from := at - len(verb) + len(sign)
		if from >= 0 && strings.HasPrefix(text[from:], verb) {
			return text[:from], text[from+len(verb):], true
		}
	}
	if verb == "不必" {
		return strings.Cut(text, verb)
	}
	return text, "", false
}

// English verbal forms of provisions (ISO/IEC Directives, Part 2, clause 7; RFC 8174 for texts that
// use must). "May" with a capital letter inside a sentence is a month.
var (
	englishRequirement    = regexp.MustCompile(`(?i)\b(shall|must|is required to|are required to)\b`)
	englishRecommendation = regexp.MustCompile(`(?i)\b(should|ought to)\b`)
	englishPermission     = regexp.MustCompile(`\b(may|MAY)\b|(?i)\bneed not\b`)
)

// ModalityOf returns the type of provision by the verbs of a text, in Chinese or English: the
// strongest that stands there as a word. It is "" where the text has none of them.
func ModalityOf(text string) Modality {
	switch {
	case HasVerb(text, string(Requirement)), englishRequirement.MatchString(text):
		return Requirement
	case HasVerb(text, string(Recommendation)), englishRecommendation.MatchString(text):
		return Recommendation
	case HasVerb(text, string(Permission)), HasVerb(text, "不必"),
		englishPermission.MatchString(text):
		return Permission
	}
	return ""
}
