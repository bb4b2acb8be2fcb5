package standard_test

import (
	"testing"

	"hallmark/standard"
)

// TestVerbsAreWords asks for the verb of each text, worked out by hand; "" is none.
func TestVerbsAreWords(t *testing.T) {
	for text, want := range map[string]standard.Modality{
		// 应 inside of words
		"窗口响应时间不超过3分钟。":   "",
		"咨询的响应时间宜不超过3分钟。": "宜",
		"供应商名单在大厅公示。":     "",
		"按相应的流程办理。":       "",
		"对老年人适应性改造完成。":    "",
		"群众反应强烈的问题每周汇总。":  "",
		"编号与窗口一一对应。":      "",
		"应用系统每日备份。":       "",
		"应急预案每年演练一次。":     "",
		"应对突发事件的措施每年演练。":  "",
		"积极应对客流变化。":       "",
		"感应门保持完好。":        "",
		"应答时间不超过20秒。":     "",
		"设施一应俱全。":         "",
		"应届毕业生窗口每年七月开放。":  "",
		"自动应答系统每日检查。":     "",
		"窗口供不应求时增开。":      "",
		"应知应会内容每季度更新。":    "",
		"回应群众关切。":         "",
		"答应的事项有记录。":       "",
		"信息化的规模效应明显。":     "",
		// 应 that stands beside other words
		"由窗口提供应急药箱的大厅不少于1个。": "",
		"所提供应当完整。":           "应",
		"提供应符合要求。":           "应",
		"不影响应办事项。":           "应",
		"工作人员应对办事群众主动问候。":    "应",
		"窗口应对突发事件进行登记。":      "应",
		"工作人员应用普通话服务。":       "应",
		"窗口应答复咨询人。":          "应",
		"办理地点应变更公示。":         "应",
		"应征求办事人意见。":          "应",
		"政策解答应准确。":           "应",
		"收回应登记。":             "应",
		"互相应尊重。":             "应",
		"设备应保持完好。":           "应",
		"工作人员不应推诿。":          "应",
		"窗口应该公示。":            "应",
		"1应":                 "应",
		"应𠮷😀":                "应",
		"响应时间应不超过3分钟。":       "应",
		"应响应办事人的诉求。":         "应",
		// 宜
		"大厅办理注销事宜的窗口不少于1个。": "",
		"室内温度适宜。":           "",
		"便宜的复印服务公示价格。":      "",
		"因地制宜设置窗口。":         "",
		"宜昌市各大厅统一标识。":       "",
		"环境宜人。":             "",
		"群众办事宜预约。":          "宜",
		"为群众方便宜设置座椅。":       "宜",
		"温度合适宜保持。":          "宜",
		"流失率宜控制在20%以内。":     "宜",
		"面积不宜小于10 m²。":      "宜",
		"注销事宜宜当日办结。":        "宜",
		// 可
		"许可事项在大厅公示。":  "",
		"经认可的机构名单公示。": "",
		"尽可能缩短时间。":    "",
		"设备安全可靠。":     "",
		"可行性报告存档。":    "",
		"标识清晰可见。":     "",
		"因不可抗力中断的除外。": "",
		"可持续运行。":      "",
		"减少不必要的证明。":   "",
		"办事人可以预约。":    "可",
		"经确认可办理。":     "可",
		"任一窗口均可办理。":   "可",
		"办事人可行使陈述权。":  "可",
		"不必提供复印件。":    "可",
		"许可事项可网上办理。":  "可",
		// strength
		"大厅可设茶座，座位应整洁。": "应",
		"": "",
		// English
		"The organization shall:":                         "应",
		"What the operator must, in every hall, publish.": "应",
		"Shall.":                                             "应",
		"The marshall may check the hall.":                   "可",
		"Mustard and shallow dishes.":                        "",
		"Every hall should show its opening hours.":          "宜",
		"The shoulder is free.":                              "",
		"Reviewed in May 2026.":                              "",
		"Visitors may ask.":                                  "可",
		"Visitors need not ask.":                             "可",
		"Informationen und Assets MUSS Verfahren verankern.": "",
		"Der Betreiber soll prüfen.":                         "",
		"窗口shall公示。":                                         "应",
	} {
		if have := standard.ModalityOf(text); have != want {
			t.Errorf("%s: have %q, want %q", text, have, want)
		}
	}
}

func TestHasVerb(t *testing.T) {
	for _, test := range []struct {
		text, verb string
		want       bool
	}{
		{"工作人员不应推诿。", "不应", true}, {"工作人员不应推诿。", "应", true},
		{"窗口供不应求时增开。", "不应", false}, {"窗口应公示。", "不应", false},
		{"面积不宜过小。", "不宜", true}, {"面积宜大。", "不宜", false},
		{"不必排队。", "不必", true}, {"减少不必要的证明。", "不必", false},
		{"不可吸烟。", "可", false},
	} {
		if have := standard.HasVerb(test.text, test.verb); have != test.want {
			t.Errorf("%s %s: %v", test.text, test.verb, have)
		}
	}
}
