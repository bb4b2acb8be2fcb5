package web_test

import (
	"hallmark/api/web"
	"hallmark/checklists"
)

func (w *world) notificationStories() []story {
	rows := []web.NotificationRow{
		{ID: "n1", Topic: "rectifications", Text: w.halls[3].Name + " JC2018-0007:已开出整改通知书,请制定整改计划" + w.note,
			At: at(11, 0)},
		{ID: "n2", Topic: "audits", Text: w.halls[3].Name + " JC2018-0007:检查结果已审定", At: at(10, 0)},
		{ID: "n3", Topic: "standards", Text: "“政务大厅现场管理规范”公开征求意见,欢迎提出意见", At: at(9, 0), Read: true},
	}
	settings := func(f web.Frame) *web.NotificationSettings {
		f.Path = web.NotificationSettingsURL
		p := &web.NotificationSettings{Frame: f, Mail: true, Hour: 8, Revision: 1,
			Choices: []string{"now", "daily", "never"}}
		for _, t := range []string{"audits", "campaigns", "rectifications", "appeals", "feedback",
			"trainings", "bulletins", "standards"} {
			p.Topics = append(p.Topics, web.TopicChoice{Topic: t, Choice: "daily"})
		}
		return p
	}
	robots := []web.Robot{
		{ID: "r1", Name: "督查工作群" + w.note, Kind: "wecom", Host: "qyapi.weixin.qq.com", Enabled: true,
			Topics: []string{"audits", "appeals"}, Created: at(8, 0), By: "林思远" + w.note},
		{ID: "r2", Name: "标准工作群", Kind: "dingtalk", Host: "oapi.dingtalk.com", Signed: true,
			Topics: []string{"standards"}, Created: at(8, 0), By: "林思远"},
	}
	said := []web.Delivery{{ID: "m1", Type: "robot.test", Target: "督查工作群" + w.note, State: "failed",
		Created: at(9, 0), Attempts: 10, Failure: "机器人平台拒绝,错误码 45009", Retry: "/robots/r1"}}
	return []story{
		{"robots", func(f web.Frame) web.Page {
			f.User.Role, f.Path = checklists.Supervisor, web.RobotsURL
			f.Problems = []web.Problem{{"address", "应为公网的 https 地址" + w.note}, {"secret", "没有密钥"},
				{"topics", "不应为空"}, {"name", "不应为空"}}
			return &web.Robots{Frame: f, Rows: robots, Kinds: []string{"wecom", "dingtalk"},
				Topics: []string{"audits", "appeals", "standards"}, Deliveries: said,
				Form: web.RobotForm{Name: w.note, Kind: "dingtalk", Topics: []string{"appeals"}}}
		}},
		{"robots-none", func(f web.Frame) web.Page {
			f.User.Role, f.Path = checklists.Admin, web.RobotsURL
			return &web.Robots{Frame: f, Kinds: []string{"wecom", "dingtalk"}, Topics: []string{"audits"}}
		}},
		{"notification-settings", func(f web.Frame) web.Page {
			p := settings(f)
			p.Notice, p.Pending, p.Form = "已保存。", "zhou.yuan@hall.example"+w.note, "zhou.yuan@hall.example"+w.note
			p.Address, p.Topics[2].Choice = "zhou@hall.example"+w.note, "now"
			return p
		}},
		{"notification-settings-refused", func(f web.Frame) web.Page {
			f.Problems = []web.Problem{{"address", "应为电子邮箱地址"}, {"code", "验证码不正确" + w.note},
				{"audits", "应为可选的一项"}}
			p := settings(f)
			p.Pending, p.Form = "a@b.example", w.note
			return p
		}},
		{"notification-settings-off", func(f web.Frame) web.Page {
			p := settings(f)
			p.Mail = false
			return p
		}},
		{"notifications", func(f web.Frame) web.Page {
			f.User.Role, f.Path, f.Unread = checklists.HallHead, web.NotificationsURL, 2
			return &web.Notifications{Frame: f, Rows: rows, Next: "x&y"}
		}},
		{"notifications-unread", func(f web.Frame) web.Page {
			f.User.Role, f.Path, f.Unread = checklists.Supervisor, web.NotificationsURL+"?unread=true", 100
			return &web.Notifications{Frame: f, Rows: rows[:2], OnlyUnread: true, Next: "x&y"}
		}},
		{"notifications-none", func(f web.Frame) web.Page {
			f.Path = web.NotificationsURL
			return &web.Notifications{Frame: f}
		}},
		{"notifications-none-unread", func(f web.Frame) web.Page {
			f.Path = web.NotificationsURL + "?unread=true"
			return &web.Notifications{Frame: f, OnlyUnread: true}
		}},
	}
}
