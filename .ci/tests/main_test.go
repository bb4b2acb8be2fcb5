package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReport(t *testing.T) {
	for _, test := range []struct {
		name, events, want string
		failed             bool
	}{
		{"passed", `{"Action":"run","Package":"a","Test":"TestOne"}
{"Action":"output","Package":"a","Test":"TestOne","Output":"=== RUN   TestOne\n"}
{"Action":"output","Package":"a","Test":"TestOne","Output":"--- PASS: TestOne (1.50s)\n"}
{"Action":"pass","Package":"a","Test":"TestOne","Elapsed":1.5}
{"Action":"pass","Package":"a","Test":"TestTwo/part","Elapsed":9}
{"Action":"pass","Package":"a","Test":"TestTwo","Elapsed":2}
{"Action":"skip","Package":"a","Test":"TestLater","Elapsed":0}
{"Action":"output","Package":"a","Output":"PASS\n"}
{"Action":"output","Package":"a","Output":"ok  \ta\t3.5s\n"}
{"Action":"pass","Package":"a","Elapsed":3.5}
`, "ok  \ta\t3.5s\nskipped tests:\n            a TestLater\nslowest tests:\n" +
			"     2.0 s  a TestTwo\n     1.5 s  a TestOne\n     0.0 s  a TestLater\n", false},
		{"failed", `{"Action":"output","Package":"a","Test":"TestOne","Output":"=== RUN   TestOne\n"}
{"Action":"output","Package":"a","Test":"TestTwo","Output":"    said in vain\n"}
{"Action":"output","Package":"a","Test":"TestOne","Output":"    one_test.go:7: wrong <1>\n"}
{"Action":"output","Package":"a","Test":"TestOne","Output":"--- FAIL: TestOne (0.00s)\n"}
{"Action":"pass","Package":"a","Test":"TestTwo","Elapsed":0}
{"Action":"fail","Package":"a","Test":"TestOne","Elapsed":0}
{"Action":"output","Package":"a","Output":"FAIL\n"}
{"Action":"output","Package":"a","Output":"FAIL\ta\t0.1s\n"}
{"Action":"fail","Package":"a","Elapsed":0.1}
`, "    one_test.go:7: wrong <1>\n--- FAIL: TestOne (0.00s)\nFAIL\nFAIL\ta\t0.1s\nslowest tests:\n" +
			"     0.0 s  a TestTwo\n     0.0 s  a TestOne\n", true},
		{"died", `{"Action":"output","Package":"a","Test":"TestOne","Output":"panic: oh\n"}
{"Action":"output","Package":"a","Output":"FAIL\ta\t0.1s\n"}
{"Action":"fail","Package":"a","Elapsed":0.1}
`, "panic: oh\nFAIL\ta\t0.1s\n", true},
		{"not built", `{"ImportPath":"a","Action":"build-output","Output":"a.go:1:1: no\n"}
{"ImportPath":"a","Action":"build-fail"}
`, "a.go:1:1: no\n", true},
		{"cut short", `{"Action":"output","Package":"a","Test":"TestOne","Output":"    said\n"}
go: no such tool`, "go: no such tool    said\n", false},
	} {
		var out strings.Builder
		r := newReport(&out)
		if err := r.read(strings.NewReader(test.events)); err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
		r.end()
		if diff := cmp.Diff(test.want, out.String()); diff != "" || r.failed != test.failed {
			t.Errorf("%s: failed %t, want %t; (-want +got):\n%s", test.name, r.failed, test.failed, diff)
		}
	}
}
