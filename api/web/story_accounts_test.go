package web_test

import (
	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/standard"
)

func (w *world) accountStories() []story {
	return []story{
		{"sign-in", func(f web.Frame) web.Page { f.User = nil; return &web.SignIn{Frame: f} }},
		{"sign-in-refused", func(f web.Frame) web.Page {
			f.User, f.Problems = nil, []web.Problem{{"username", "用户名或密码不正确。" + w.note}}
			return &web.SignIn{Frame: f, Form: web.SignInForm{Username: w.note, Next: w.note}}
		}},
		{"password", func(f web.Frame) web.Page {
			f.Problems = []web.Problem{{"new", "新密码至少 10 个字符。"}, {"repeat", "两次输入不一致。"}}
			return &web.Password{Frame: f}
		}},
		{"users", func(f web.Frame) web.Page {
			f.User.Role, f.Path = checklists.Admin, "/users"
			f.Problems = []web.Problem{{"auditor2-hall", "没有编号为“GS-X”的大厅。" + w.note}}
			return &web.Users{Frame: f, Refused: "auditor2", Rows: []web.UserRow{
				{User: *f.User},
				{User: web.User{Username: "auditor2", Name: "陈晓禾", Role: checklists.Auditor},
					HallName: w.halls[3].Name + w.note, Firm: "某评估公司" + w.note,
					Place: &web.PlaceForm{Hall: "GS-X", Firm: "某评估公司" + w.note, Revision: 2}},
				{User: web.User{Username: "head", Name: "周予安", Role: checklists.HallHead},
					HallName: w.halls[3].Name + w.note},
				{User: web.User{Username: "old", Name: "陈晓禾", Role: checklists.Supervisor}, Disabled: true},
			}}
		}},
		{"users-none", func(f web.Frame) web.Page { return &web.Users{Frame: f} }},
		{"error", func(f web.Frame) web.Page {
			return &web.Error{Frame: f, Status: 500, Sentence: "这次操作没有完成。" + w.note,
				RequestID: "01949b2c-7d00" + w.note}
		}},
		{"error-unknown", func(f web.Frame) web.Page {
			f.User = nil
			return &web.Error{Frame: f, Status: 418, Sentence: "这次操作没有完成。"}
		}},
		{"events", func(f web.Frame) web.Page {
			f.User.Role, f.Path = checklists.Admin, "/events"
			return &web.Events{Frame: f, Next: "c", Rows: []web.Event{
				{At: at(10, 32), By: "林思远" + w.note, What: "提交检查" + w.note,
					Subject: w.audit.Number, URL: web.AuditURL(auditID),
					Before: w.edition.Digest(), After: standard.DigestBytes(nil)},
				{At: at(8, 0), What: "导入标准", Subject: w.note, After: w.edition.Digest()},
			}}
		}},
		{"events-none", func(f web.Frame) web.Page { return &web.Events{Frame: f} }},
	}
}
