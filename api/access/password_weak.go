package access

import (
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/ccojocar/zxcvbn-go"

	"hallmark/api/wire"
	"hallmark/standard"
)

// leastScore is the lowest score of the estimator, of 0 to 4, that a new password must have: about
// 10⁸ guesses. NIST SP 800-63B, 5.1.1.2, asks for a comparison with what is expected and commonly
// used, and against forced mixtures of characters.
const leastScore = 2

var (
	errPasswordWeak   = wire.Refuse(http.StatusUnprocessableEntity, "password-weak")
	errPasswordBefore = wire.Refuse(http.StatusUnprocessableEntity, "password-before")
)

// fieldWords are the words of the field, in hanzi, in pinyin, and in English. Whoever guesses the
// password of a government hall tries them first.
var fieldWords = []string{"厅评", "政务", "大厅", "政务服务", "政务大厅", "服务中心", "行政", "审批",
	"行政审批", "便民", "社区", "街道", "检查", "检查员", "评价", "标准", "现场", "窗口", "办事", "整改",
	"申诉", "通报", "排名", "管理员", "密码", "中国", "杭州", "tingping", "zhengwu", "dating",
	"zhengwufuwu", "zhengwudating", "fuwu", "zhongxin", "fuwuzhongxin", "xingzheng", "shenpi",
	"xingzhengshenpi", "bianmin", "shequ", "jiedao", "jiancha", "jianchayuan", "pingjia", "biaozhun",
	"xianchang", "chuangkou", "banshi", "zhenggai", "shensu", "tongbao", "paiming", "guanliyuan",
	"mima", "zhongguo", "hangzhou", "hallmark", "government", "service", "hall", "auditor",
	"inspector", "supervisor", "standard", "zwfw", "zwdt", "xzsp"}

// Weak tells why a password is too easy to guess for somebody who knows the words, such as the
// person's name and those of the hall; nil if it is not.
func Weak(password string, words ...string) error {
	known := make([]string, 0, len(words)+len(fieldWords))
	for _, word := range append(words, fieldWords...) {
		for _, part := range append(strings.Fields(word), word) {
			if part = strings.ToLower(part); len(part) > 1 {
				known = append(known, part)
			}
		}
	}
	for _, word := range known {
		if word[0] >= utf8.RuneSelf { // the estimator finds words of ASCII alone
			password = strings.ReplaceAll(password, word, "a")
		}
	}
	if zxcvbn.PasswordStrength(password, known).Score < leastScore {
		return errPasswordWeak
	}
	return nil
}

// CheckNewPassword refuses what nobody may choose as password: one with a character that no text
// may hold, the one before (its hash, "" for none), and one that is [Weak].
func CheckNewPassword(password, before string, words ...string) error {
	if _, _, wrong := standard.Enter(password); wrong != nil {
		return wire.InvalidField("new", "control", wrong.Name(), wrong.Place)
	}
	if before != "" {
		if same, err := checkPassword(before, password); err != nil || same {
			return orBefore(err)
		}
	}
	return Weak(password, words...)
}

func orBefore(err error) error {
	if err != nil {
		return err
	}
	return errPasswordBefore
}
