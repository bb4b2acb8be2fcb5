package standard_test

import (
	"encoding/json"
	"strings"
	"testing"

	"hallmark/standard"
	"hallmark/standard/message"
)

// sentences are those of the sheet XG1 as the program writes them.
var sentences = []string{
	"第2章增加引用文件：GB/T 36112—2018、GB/T 36113—2018、GB/T 39734—2020、GB/T 39735—2020。",
	"第3章增加术语3.13“好差评”（good-or-bad rating），" +
		"定义为“办事人对一次政务服务按五个等级作出的评价及其回访、整改过程。”",
	"将5.1.1“大厅使用面积”中的“200 m²”修改为“300 m²”，“50 m²”修改为“80 m²”；满分值：街道级由200 m²修改为300 m²，" +
		"社区级由50 m²修改为80 m²；零分值：街道级由100 m²修改为150 m²，社区级由25 m²修改为40 m²。",
	"将5.2.4“私密接待空间”中的“宜安排”修改为“应安排”；条款类型由“宜”（推荐）修改为“应”（要求）；" +
		"分值：区级由1分修改为2分。",
	"将6.1.1“排队叫号系统”中的“语音播报和等候人数统计功能”之后增加“;社区级大厅应采用取号或预约方式保证先到先办”；" +
		"适用范围扩大到社区级；分值：社区级为1分；检查方法修改为“分级：3级，取号、显示、语音、等候人数统计齐全并联网;" +
		"社区级有取号或预约且公开次序；2级，功能基本齐全但数据不能导出；1级，仅有人工维持次序；0级，无次序安排”。",
	"删除6.1.2“社区办事次序”，编号保留不用，其内容并入6.1.1。",
	"将6.2.1“自助服务终端”中的“街道级”之后增加“和社区级”；适用范围扩大到社区级；分值：社区级为1分；" +
		"满分值：社区级为1台；零分值：社区级为0台。",
	"在8.3.5之后增加8.3.6“‘办不成事’反映窗口”，条文为“区级和街道级大厅应设‘办不成事’反映窗口或专岗,受理办事人反映的" +
		"未办成事项,2个工作日内给出处理意见。”；分值为区级2分、街道级2分；检查方法为实测：" +
		"近一季度登记到处理意见的最长用时;无窗口记0分；≤2工作日得满分、5工作日得0分。",
	"在9.2.3之后增加9.2.4“容缺受理”，条文为“主要材料齐全、次要材料欠缺的,大厅宜先行受理,并书面约定补交材料和期限。”；" +
		"分值为区级1分、街道级1分、社区级1分；检查方法为分级：3级，有清单、承诺书、补交跟踪；2级，有清单和承诺书；" +
		"1级，口头同意；0级，不开展；原9.2.4、9.2.5依次改为9.2.5、9.2.6。",
	"删除11.3.4“业务信息推送”；原11.3.5改为11.3.4。",
	"13.3.2“评价真实性”：标题由“评价真实性”修改为“评价真实性(一票否决)”；设为一票否决项。",
	"将13.3.1“群众满意度”中的“95%”修改为“98%”；满分值：区级、街道级、社区级由95%修改为98%；" +
		"零分值：区级、街道级、社区级由70%修改为80%。",
	"8.4.1“办事指南内容”：列项f)的“咨询和投诉电话。”修改为“咨询和投诉电话;”；" +
		"在列项f)之后增加列项g)“网上办理入口。”",
	"12.2.3“急救设备”：分值：区级、街道级由1分修改为2分。",
	"评分用章权重：第5章由8、10、8修改为7、9、7，第13章由7、6、6修改为8、7、7（依次为区级、街道级、社区级）。",
	"将9.1.3“咨询电话接通率”中的“公布的咨询电话在服务时间内应有人接听”之后增加“,铃响20 s内接通”。",
}

func TestSheetText(t *testing.T) {
	base, sheet := reference(t), sheetXG1(t)
	if len(sheet.Items) != len(sentences) {
		t.Fatalf("%d items", len(sheet.Items))
	}
	for i := range sheet.Items {
		item := &sheet.Items[i]
		if have := standard.SheetText(message.Chinese, item, base); have != sentences[i] {
			t.Errorf("item %d:\n%s\nwant\n%s", i+1, have, sentences[i])
		}
		if have := standard.SheetText(message.English, item, base); strings.Contains(have, "%!") ||
			strings.Contains(have, "sheettext.") {
			t.Errorf("item %d: %s", i+1, have)
		}
		if label := standard.SheetLabel(i + 1); label != item.Label {
			t.Errorf("item %d: label %s, want %s", i+1, label, item.Label)
		}
	}
	const transition = "过渡期至2024年6月30日：2022年7月1日前已启用的大厅在过渡期内仍按原下限评分,新建、迁址大厅立即适用。"
	if have := standard.TransitionText(message.Chinese, &sheet.Items[2]); have != transition {
		t.Errorf("transition: %s", have)
	}
}

// What the reference sheet does not do.
func TestSheetTextOfOtherChanges(t *testing.T) {
	tests := []struct{ name, item, want string }{
		{"a new text", `{"op":"replace","code":"5.1","before":{"text":"大厅应整洁。"},
			"after":{"text":"窗口设备宜每季度检修一次，并留存记录。"}}`,
			"将5.1的条文修改为“窗口设备宜每季度检修一次，并留存记录。”"},
		{"a passage goes", `{"op":"replace","code":"5.1",
			"before":{"text":"大厅应整洁、明亮，地面应保持干燥和防滑，并在入口设防滑垫。"},
			"after":{"text":"大厅应整洁、明亮，地面应保持干燥，并在入口设防滑垫。"}}`,
			"将5.1中的“和防滑”删除。"},
		{"a passage that stands twice", `{"op":"replace","code":"5.1",
			"before":{"text":"区级不少于2台，街道级不少于2台，其余层级不作规定。"},
			"after":{"text":"区级不少于2台，街道级不少于1台，其余层级不作规定。"}}`,
			"将5.1中的“街道级不少于2台”修改为“街道级不少于1台”。"},
		{"quotes inside", `{"op":"replace","code":"5.1","before":{"check":""},
			"after":{"check":"看“一窗”牌子"}}`, "5.1：增加检查要点“看‘一窗’牌子”。"},
		{"a tier less", `{"op":"replace","code":"5.1",
			"before":{"tiers":["district","community"],"points":{"district":2,"community":1}},
			"after":{"tiers":["district"],"points":{"district":2}}}`,
			"5.1：不再适用于社区级；分值：社区级不再规定（原为1分）。"},
		{"another method", `{"op":"replace","code":"5.1",
			"before":{"method":{"type":"pass_fail","pass_if":"有"}},
			"after":{"method":{"type":"deduction","occurrences":[{"id":"a","what":"缺岗","deduct":0.5}]}}}`,
			"5.1：检查方法修改为“扣分：a）缺岗，每次扣0.5分”。"},
		{"an item goes", `{"op":"replace","code":"5.1",
			"before":{"items":[{"label":"a","text":"水;"},{"label":"b","text":"纸。"}]},
			"after":{"items":[{"label":"a","text":"水。"}]}}`,
			"5.1：删除列项b)“纸。”；列项a)的“水;”修改为“水。”"},
		{"a definition", `{"op":"term","code":"3.1","before":{"code":"3.1","term":"大厅","definition":"甲"},
			"after":{"code":"3.1","term":"大厅","definition":"乙"}}`,
			"将第3章术语3.1“大厅”的定义“甲”修改为“乙”。"},
		{"a term goes", `{"op":"term","code":"3.1","before":{"code":"3.1","term":"大厅","definition":"甲"}}`,
			"删除第3章的术语3.1“大厅”。"},
		{"references go", `{"op":"front_matter","target":"front_matter.normative_references",
			"before":["甲","乙"],"after":["甲"]}`, "第2章删除引用文件：乙。"},
		{"the scope", `{"op":"front_matter","target":"front_matter.scope",
			"before":"本文件适用于两级大厅。","after":"本文件适用于三级大厅。"}`,
			"将第1章中的“两级大”修改为“三级大”。"},
		{"not an item", `{"op":"replace","code":"5.1","before":7,"after":"x"}`, "。"},
		{"an addition of nothing", `{"op":"add","code":"5.1","after":null}`, "增加5.1“”，条文为“”。"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var item standard.Item
			d := json.NewDecoder(strings.NewReader(test.item))
			d.UseNumber()
			if err := d.Decode(&item); err != nil {
				t.Fatal(err)
			}
			if have := standard.SheetText(message.Chinese, &item, nil); have != test.want {
				t.Errorf("%s\nwant\n%s", have, test.want)
			}
		})
	}
}

func TestNumeral(t *testing.T) {
	for n, want := range map[int]string{
		0: "", 1: "一", 9: "九", 10: "十", 11: "十一", 20: "二十", 21: "二十一", 99: "九十九",
		100: "一百", 101: "一百零一", 110: "一百一十", 111: "一百一十一", 1000: "一千",
		1001: "一千零一", 1010: "一千零一十", 2026: "二千零二十六", 9999: "九千九百九十九", 10000: "",
	} {
		if have := standard.Numeral(n); have != want {
			t.Errorf("%d is %q, want %q", n, have, want)
		}
	}
}
