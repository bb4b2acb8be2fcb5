package oscal

import (
	"slices"
	"strings"

	"hallmark/standard"
)

// AssessmentMethod is one of OSCAL's ways to find out whether a control is met.
type AssessmentMethod string

// The methods: looking at things and papers, asking people, trying something out.
const (
	Examine   AssessmentMethod = "EXAMINE"
	Interview AssessmentMethod = "INTERVIEW"
	Test      AssessmentMethod = "TEST"
)

// tests are the words with which a check tells the auditor to try something out or to measure.
func tests() []string {
	return []string{"测", "拨打", "演示", "试评", "操作", "登录", "取号", "复印", "卷尺", "照度计"}
}

// asks are the words with which a check tells the auditor to ask people.
func asks() []string {
	return []string{"询问", "抽问", "提问", "访", "问卷", "电话核"}
}

// Methods tells how a clause is checked, from its kinds of evidence and the words of its check. It
// always has at least one method: without any sign, things are looked at.
func Methods(c *standard.Clause) []AssessmentMethod {
	var methods []AssessmentMethod
	says := func(words []string) bool {
		return slices.ContainsFunc(words, func(word string) bool {
			return strings.Contains(strings.ReplaceAll(c.Check, "暗访", ""), word)
		})
	}
	interview := slices.Contains(c.Evidence, standard.EvidenceInterview)
	others := slices.ContainsFunc(c.Evidence, func(k standard.EvidenceKind) bool {
		return k != standard.EvidenceInterview
	})
	if others || !interview {
		methods = append(methods, Examine)
	}
	if interview || says(asks()) {
		methods = append(methods, Interview)
	}
	if says(tests()) {
		methods = append(methods, Test)
	}
	return methods
}
