package access_test

import (
	"testing"

	"hallmark/api/access"
)

// TestWeak: what people of an office try first is refused, and several unrelated words are not,
// without digits or signs.
func TestWeak(t *testing.T) {
	words := []string{"lihua", "李华", "祥符街道便民服务中心", "Xiangfu Subdistrict Service Centre", "GS-S03"}
	for _, password := range []string{"1234567890", "          ", "aaaaaaaaaaaa", "qwertyuiop",
		"password123", "hallmark2017", "zhengwudating", "Zhengwu123", "lihua12345", "lihualihua",
		"dating2018!", "tingping123", "xiangfu2018", "P@ssw0rd12", "guanliyuan1", "abcdefghij",
		"祥符街道便民服务中心"} {
		if access.CheckNewPassword(password, "", words...) == nil {
			t.Errorf("%q is taken", password)
		}
	}
	for _, password := range []string{"correct horse battery staple", "vermilion otter ladder",
		"kz7-wq2p-vm9x", "春江潮水连海平海上明月", "gherkin-tuba-48-lantern"} {
		if err := access.CheckNewPassword(password, "", words...); err != nil {
			t.Errorf("%q: %v", password, err)
		}
	}
	if access.CheckNewPassword("vermilion\x00otter ladder", "") == nil {
		t.Error("a password with NUL is taken")
	}
	hash, err := access.HashPassword("vermilion otter ladder", false, access.PasswordCost{Memory: 8, Passes: 1})
	if err != nil {
		t.Fatal(err)
	}
	if access.CheckNewPassword("vermilion otter ladder", hash) == nil {
		t.Error("the password before is taken")
	}
}
