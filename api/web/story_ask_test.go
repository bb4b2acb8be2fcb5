package web_test

import (
	"hallmark/api/web"
	"hallmark/checklists/campaign"
)

func (w *world) askStories() []story {
	return []story{
		{"ask-close", func(f web.Frame) web.Page {
			return &web.Ask{Frame: f, Heading: "结束活动？", Subject: "第一季度暗访" + w.note,
				Notable: []string{"12 个大厅中有 2 个尚未检查：" + w.halls[2].Name + "、" + w.note},
				Follows: []string{"不能再开始新的检查，大厅可以看到排名。"}, Do: "结束活动",
				Action: web.CampaignURL(campaignID) + "/close", Back: web.CampaignURL(campaignID),
				Fields: []web.AskField{{Name: "comment", Value: w.note}, {Name: "revision", Value: "4"}}}
		}},
		{"ask-delete", func(f web.Frame) web.Page {
			id := w.campaign(campaign.Open).ID
			return &web.Ask{Frame: f, Heading: "删除？", Follows: []string{"删除后不能恢复。"}, Do: "删除",
				Action: web.CampaignURL(id) + "/draw", Back: web.CampaignURL(id)}
		}},
	}
}
