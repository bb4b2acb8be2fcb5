package apitest

import (
	"net/url"
	"regexp"
	"strings"
)

// PlanFields is the form of a plan with some of its fields set otherwise.
func PlanFields(set url.Values) url.Values {
	form := url.Values{"revision": {"0"}, "name": {"第一季度暗访"}, "kind": {"unannounced"},
		"from": {"2018-03-01"}, "to": {"2018-03-31"}, "tier": {"subdistrict"},
		"quota-subdistrict": {"1"}, "team": {"2"}, "rest": {"30"},
		"inspector": {"auditor", "auditor2"}}
	for name, values := range set {
		form[name] = values
	}
	return form
}

// StepCampaign seals, draws twice and opens, looking for the seed at each step.
func (k *Kit) StepCampaign(b *Browser, one string) {
	t := k.T
	t.Helper()
	revision := func() url.Values {
		m := regexp.MustCompile(`name="revision" value="(\d+)"`).FindStringSubmatch(b.Get(one).Body)
		if m == nil {
			t.Fatalf("no step at %s: %s", one, b.Get(one).Main())
		}
		return url.Values{"revision": {m[1]}, "confirmed": {"true"}}
	}
	if p := b.Post(one+"/draw", revision()); p.Status != 409 || !strings.Contains(p.Body, "不能进行这一步") {
		t.Errorf("drawn before the lists were closed: %d", p.Status)
	}
	for _, step := range []string{"seal", "draw"} {
		if p := b.Post(one+"/"+step, revision()); p.Status != 303 {
			t.Errorf("%s: %d %s", step, p.Status, p.Main())
		}
	}
	if p := b.Get(one + "/plan"); p.Status != 409 {
		t.Errorf("the plan of an announced campaign: %d", p.Status)
	}
	if p := b.Post(one+"/draw", revision()); p.Status != 409 || !strings.Contains(p.Body, "理由") {
		t.Errorf("drawn again without a reason: %d", p.Status)
	}
	again := revision()
	again.Set("comment", "一名检查员生病")
	if p := b.Post(one+"/draw", again); p.Status != 303 {
		t.Errorf("drawn again: %d", p.Status)
	}
	if p := b.Get(one); !strings.Contains(p.Body, "一名检查员生病") || !strings.Contains(p.Body,
		"检查开始后公开") {
		t.Errorf("before the opening: %s", p.Main())
	}
	if p := b.Post(one+"/open", revision()); p.Status != 303 {
		t.Errorf("opened: %d", p.Status)
	}
	p := b.Get(one).Body
	digest := regexp.MustCompile(`<code class="break">([0-9a-f]{64})</code>`).FindStringSubmatch(p)
	seed := regexp.MustCompile(`<code class="break">([A-Z2-7]{26})</code>`).FindStringSubmatch(p)
	if digest == nil || seed == nil || DigestOf([]byte(seed[1])) != digest[1] {
		t.Errorf("digest %v, seed %v", digest, seed)
	}
}
