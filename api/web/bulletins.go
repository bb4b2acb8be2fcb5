package web

import (
	"net/url"
	"strings"

	"hallmark/checklists"
	"hallmark/checklists/bulletin"
)

// BulletinsURL is the address of the list of bulletins.
const BulletinsURL = "/bulletins"

// Bulletins is the list of bulletins at /bulletins, the latest first, with a form to draft one.
type Bulletins struct {
	Frame
	Rows     []BulletinRow
	Next     string // cursor of the older part; "" at the end
	MayDraft bool
	Form     NewBulletinForm // as sent, or the period that is due
}

func (*Bulletins) template() string { return "bulletins" }

// Kinds lists the choices of the form.
func (*Bulletins) Kinds() []bulletin.Kind { return bulletin.Kinds() }

// BulletinRow is one bulletin in a list.
type BulletinRow struct {
	ID       bulletin.ID
	Kind     bulletin.Kind
	Period   string // in the frame's language
	State    bulletin.State
	Number   string // "" before it is issued
	Corrects string
	Title    string
	Language string // tag of the title
	Issued   checklists.Time
}

// URL returns the address of the bulletin's page.
func (r BulletinRow) URL() string { return BulletinURL(r.ID) }

// BulletinURL returns the address of a bulletin's page.
func BulletinURL(id bulletin.ID) string {
	return BulletinsURL + "/" + url.PathEscape(string(id))
}

// BulletinFileURL returns the address of a bulletin as a file, "bulletin.pdf" or "bulletin.docx".
func BulletinFileURL(id bulletin.ID, file string) string {
	return "/api/v1/bulletins/" + url.PathEscape(string(id)) + "/" + file
}

// NewBulletinForm is sent to /bulletins. Day lies in the period.
type NewBulletinForm struct {
	Kind     bulletin.Kind `form:"kind" validate:"required,max=20"`
	Day      string        `form:"day" validate:"required,max=10"`
	Language string        `form:"text-language" validate:"omitempty,oneof=zh-CN en"`
	Correct  bool          `form:"correct"`
}

// Bulletin is one bulletin at /bulletins/{id}; a draft has a form.
type Bulletin struct {
	Frame
	Row         BulletinRow
	Of          *bulletin.Bulletin
	Figures     bulletin.Figures
	CorrectedBy *BulletinRow // the issued one that corrects it, or nil
	IssuedBy    string       // a name
	May         bool         // edit, issue and correct
	Over        bool         // whether the period is over, so that it can be issued
	Form        BulletinForm // as sent, or as it stands
}

func (*Bulletin) template() string { return "bulletin" }

// Draft reports whether there is a form.
func (p *Bulletin) Draft() bool { return p.May && p.Of.State == bulletin.Draft }

// BulletinText is a section with the text of the form.
type BulletinText struct {
	bulletin.Section
	Lines  []string // of the text, without blank ones
	Strays []string // numbers in it that are not from the data
}

// Sections lists the sections; those of a draft as they stand in the form.
func (p *Bulletin) Sections() []BulletinText {
	var list []BulletinText
	for _, s := range p.Of.Sections {
		if p.Draft() {
			s.Text = *p.Form.Section(s.Key)
		}
		text := BulletinText{Section: s, Strays: s.Strays()}
		for line := range strings.SplitSeq(s.Text, "\n") {
			if line = strings.TrimSpace(line); line != "" {
				text.Lines = append(text.Lines, line)
			}
		}
		list = append(list, text)
	}
	return list
}

// BulletinForm is sent to /bulletins/{id}: what people write, and what is to be done after it is
// saved.
type BulletinForm struct {
	Revision   int    `form:"revision" validate:"min=0"`
	Do         string `form:"do" validate:"required,oneof=save redraft issue delete"`
	Title      string `form:"title" validate:"max=200,clean"`
	Issuer     string `form:"issuer" validate:"max=80,clean"`
	Addressees string `form:"addressees" validate:"max=500,clean"`
	Copies     string `form:"copies" validate:"max=500,clean"`
	Checks     string `form:"checks" validate:"max=50000,note"`
	Ranking    string `form:"ranking" validate:"max=50000,note"`
	Practice   string `form:"practice" validate:"max=50000,note"`
	Problems   string `form:"problems" validate:"max=50000,note"`
	Mending    string `form:"mending" validate:"max=50000,note"`
	Demands    string `form:"demands" validate:"max=50000,note"`
	Confirmed  bool   `form:"confirmed"` // on the page that asked first
}

// Section returns where the form keeps the text of a section.
func (f *BulletinForm) Section(key bulletin.Key) *string {
	return map[bulletin.Key]*string{bulletin.SectionChecks: &f.Checks,
		bulletin.SectionRanking: &f.Ranking, bulletin.SectionPractice: &f.Practice,
		bulletin.SectionProblems: &f.Problems, bulletin.SectionMending: &f.Mending,
		bulletin.SectionDemands: &f.Demands}[key]
}

// bulletinTone returns the style class of a state.
func bulletinTone(s bulletin.State) string {
	if s == bulletin.Issued {
		return "good"
	}
	return "fair"
}
