package takeover_test

import (
	"testing"

	"hallmark/api/takeover"
	"hallmark/standard/message"
)

// TestSaid holds what a supervisor reads of a file that was handed in: everything, in words.
func TestSaid(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string][2]string{
		`{"hall":"GS-S03","kind":"announced","startedAt":"2018-03-01T01:00:00Z"}`: {
			"大厅 GS-S03，明察，开始于 2018年3月1日 09:00:00",
			"hall GS-S03, announced visit, begun at 1 March 2018 09:00:00"},
		`{"verdict":"fail","note":"门锁着"}`:         {"不合格，说明“门锁着”", "fail, note “门锁着”"},
		`{"level":1}`:                             {"1 级", "level 1"},
		`{"value":1.50}`:                          {"实测值 1.50", "measured value 1.50"},
		`{"numerator":19,"denominator":20}`:       {"符合数 19，总数 20", "conforming 19, of 20"},
		`{"occurrences":[]}`:                      {"扣分情形 未发现", "occurrences none found"},
		`{"id":"x","kind":"a"}`:                   {"编号 x，a", "ID x, a"},
		`{"notApplicable":"本厅无此服务"}`:              {"理由“本厅无此服务”", "reason “本厅无此服务”"},
		`{"strange":{"pass":true},"verdict":"?"}`: {"strange pass true，?", "strange pass true, ?"},
		`{"comment":"","opinion":"属实","signatures":[{"role":"present","name":"王主任","refused":"外出"}]}`: {
			"大厅意见“属实”，签字 在场人员，王主任，未签字，理由“外出”",
			"hall's opinion “属实”, signatures person present, 王主任, not signed, because “外出”"},
		`{"op":"clear","saw":[],"value":null}`: {"清除", "cleared"},
		`{"broken`:                             {`{"broken`, `{"broken`},
		``:                                     {"", ""},
	} {
		for i, l := range message.Languages() {
			if have := takeover.Said(l, []byte(raw)); have != want[i] {
				t.Errorf("%s: %s, want %s", raw, have, want[i])
			}
		}
	}
}
