package apitest

// CampaignPlan is the plan of a campaign with some of its fields set otherwise.
func CampaignPlan(set Object) Object {
	plan := Object{"name": "第一季度暗访", "kind": "unannounced", "from": "2018-03-01", "to": "2018-03-31",
		"tiers": []string{"subdistrict"}, "quota": Object{"subdistrict": 1}, "team": 2,
		"inspectors": []string{"auditor", "auditor2"}}
	for name, value := range set {
		plan[name] = value
	}
	return plan
}
