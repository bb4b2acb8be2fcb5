package campaigns_test

import (
	"net/url"
	"strings"
	"testing"

	"hallmark/api/apitest"
)

// TestPlanNamesAllAtOnce plans 99 of a few halls with a team of two from one inspector, without a
// name: each is said beside its field, in one answer.
func TestPlanNamesAllAtOnce(t *testing.T) {
	t.Parallel()
	k := apitest.New(t)
	b := k.Browse("supervisor")
	p := b.Post("/campaigns", apitest.PlanFields(url.Values{"name": {" "}, "quota-subdistrict": {"99"},
		"inspector": {"auditor"}, "team": {"2"}}))
	for _, want := range []string{`href="#name"`, `href="#quota-subdistrict"`, `href="#team"`,
		"不能抽取 99 个", "名单中只有 1 名检查员，不能每组 2 人"} {
		if p.Status != 422 || !strings.Contains(p.Body, want) {
			t.Errorf("%d, no %q in %s", p.Status, want, p.Main())
		}
	}
	k.SignIn("supervisor")
	k.Want(422, "POST", "/api/v1/campaigns", apitest.CampaignPlan(apitest.Object{
		"inspectors": []string{"auditor"}}), nil)
}
