package web_test

import (
	"fmt"

	"hallmark/api/web"
	"hallmark/checklists"
	"hallmark/checklists/bulletin"
	"hallmark/standard"
	"hallmark/standard/message"
)

// bulletin is the weekly one of 15 to 21 January 2018, with a check and an overdue rectification.
func (w *world) bulletin(state bulletin.State) *bulletin.Bulletin {
	p, err := bulletin.PeriodOf(bulletin.Weekly, "2018-01-18")
	if err != nil {
		panic(err)
	}
	r := w.rectification("HS079", checklists.AwaitingPlan)
	r.Steps, r.Opened, r.FirstDue = nil, checklists.At(at(9, 0).AddDate(0, 0, -5)), "2018-01-18"
	_, end := p.Bounds()
	b, err := bulletin.New(bulletin.DataOf(bulletin.Weekly, p, end,
		bulletin.Sources{Halls: w.halls, Rectifications: []checklists.Rectification{*r},
			Outcomes: []checklists.Outcome{{Audit: auditID, Hall: w.audit.Hall, HallName: w.audit.HallName,
				Tier: w.audit.Tier, Kind: checklists.Unannounced, Approved: r.Opened,
				Result: checklists.Result{Total: standard.MustDecimal("88.4"), Grade: "合格"}}}}),
		message.Chinese, nil, bulletin.Words{Issuer: "区行政审批办" + w.note,
			Addressees: "各街道办事处" + w.note}, "supervisor", end)
	if err != nil {
		panic(err)
	}
	b.Title += w.note
	if state == bulletin.Issued {
		b.State, b.IssuedBy, b.Issued = state, "supervisor", at(9, 30)
		b.Number = bulletin.Number{Kind: bulletin.Weekly, Year: 2018, Serial: 3}
		b.Digest = standard.DigestBytes([]byte(b.Title))
	}
	return &b
}

func (w *world) bulletinRow(b *bulletin.Bulletin) web.BulletinRow {
	return web.BulletinRow{ID: b.ID, Kind: b.Kind, Period: b.Period.Text(message.Chinese, b.Kind),
		State: b.State, Number: b.Number.Text(message.Chinese), Title: b.Title, Language: b.Language,
		Issued: b.Issued}
}

func (w *world) bulletinPage(f web.Frame, b *bulletin.Bulletin) *web.Bulletin {
	f.Path = web.BulletinURL(b.ID)
	p := &web.Bulletin{Frame: f, Of: b, Row: w.bulletinRow(b), Figures: bulletin.FiguresOf(&b.Data),
		Over: true, Form: web.BulletinForm{Revision: 1, Title: b.Title, Issuer: b.Issuer,
			Addressees: b.Addressees}}
	for _, s := range b.Sections {
		*p.Form.Section(s.Key) = s.Text
	}
	return p
}

func (w *world) bulletinStories() []story {
	return []story{
		{"bulletins", func(f web.Frame) web.Page {
			f.User.Role, f.Path = checklists.Supervisor, web.BulletinsURL
			rows := []web.BulletinRow{w.bulletinRow(w.bulletin(bulletin.Draft)),
				w.bulletinRow(w.bulletin(bulletin.Issued)),
				w.bulletinRow(w.bulletin(bulletin.Issued))}
			rows[0].Corrects, rows[1].State = rows[2].Number, bulletin.Sealed
			rows[2].Kind = bulletin.Quarterly
			return &web.Bulletins{Frame: f, Rows: rows, Next: "x&y", MayDraft: true,
				Form: web.NewBulletinForm{Kind: bulletin.Weekly, Day: "2018-01-15"}}
		}},
		{"bulletins-none", func(f web.Frame) web.Page { return &web.Bulletins{Frame: f} }},
		{"bulletins-refused", func(f web.Frame) web.Page {
			f.User.Role, f.Path = checklists.Supervisor, web.BulletinsURL
			f.Problems = []web.Problem{{"day", "这一期还没有开始。" + w.note},
				{"correct", "该期没有已印发的通报可更正。"}}
			return &web.Bulletins{Frame: f, MayDraft: true, Form: web.NewBulletinForm{
				Kind: bulletin.Quarterly, Day: "2018-01-15" + w.note, Language: "en", Correct: true}}
		}},
		{"bulletin-draft", func(f web.Frame) web.Page {
			f.User.Role = checklists.Supervisor
			f.Problems = []web.Problem{{"issuer", "不应为空" + w.note}, {"problems", "不应为空"}}
			p := w.bulletinPage(f, w.bulletin(bulletin.Draft))
			p.May, p.Form.Mending = true, fmt.Sprint("截至1月22日,逾期9项。", w.note)
			return p
		}},
		{"bulletin-running", func(f web.Frame) web.Page {
			f.User.Role, f.Notice = checklists.Supervisor, "已保存。"+w.note
			p := w.bulletinPage(f, w.bulletin(bulletin.Draft))
			p.May, p.Over = true, false
			return p
		}},
		{"bulletin-issued", func(f web.Frame) web.Page {
			f.User.Role = checklists.HallHead
			p := w.bulletinPage(f, w.bulletin(bulletin.Issued))
			next := p.Row
			p.IssuedBy, p.CorrectedBy = "周予安"+w.note, &next
			return p
		}},
		{"bulletin-issued-own", func(f web.Frame) web.Page {
			f.User.Role = checklists.Supervisor
			p := w.bulletinPage(f, w.bulletin(bulletin.Issued))
			p.May, p.IssuedBy = true, "周予安"
			return p
		}},
	}
}
