package editions

import (
	"slices"
	"strings"
	"unicode"

	"hallmark/api/wire"
	"hallmark/standard"
	"hallmark/standard/message"
)

// EditionView is an edition as the API shows it: the whole text, in camelCase. It cannot be read
// back; for that there are the exports.
type EditionView struct {
	ID          standard.EditionID `json:"id"`
	Number      string             `json:"number"`
	Name        string             `json:"name"`
	NameEN      string             `json:"nameEn,omitempty"`
	Status      standard.Status    `json:"status"`
	Amendments  []string           `json:"amendments"`
	Issued      string             `json:"issued"`
	Effective   string             `json:"effective"`
	IssuingBody string             `json:"issuingBody"`
	Note        string             `json:"note,omitempty"`
	Digest      standard.Digest    `json:"digest"`
	Scope       string             `json:"scope"`
	References  []string           `json:"references"`
	Tiers       []tierView         `json:"tiers"`
	Grades      []gradeView        `json:"grades"`
	Stars       []gradeView        `json:"stars"`
	BonusCap    standard.Decimal   `json:"bonusCap"`
	Terms       []termView         `json:"terms"`
	Chapters    []chapterView      `json:"chapters"`
	Clauses     []ClauseView       `json:"clauses"`
}

type tierView struct {
	ID     standard.Tier `json:"id"`
	Name   string        `json:"name"`
	NameEN string        `json:"nameEn,omitempty"`
}

type gradeView struct {
	Name string           `json:"name"`
	Min  standard.Decimal `json:"min"`
}

type termView struct {
	Code       string `json:"code"`
	Term       string `json:"term"`
	TermEN     string `json:"termEn,omitempty"`
	Definition string `json:"definition"`
}

type chapterView struct {
	Number  int              `json:"number"`
	Title   string           `json:"title"`
	TitleEN string           `json:"titleEn,omitempty"`
	Scored  bool             `json:"scored"`
	Weight  standard.PerTier `json:"weight"`
}

// ClauseView is a clause of an edition as the API shows it, with its values for every tier.
type ClauseView struct {
	UID         standard.ClauseUID      `json:"uid"`
	Code        string                  `json:"code"`
	Chapter     int                     `json:"chapter"`
	Section     string                  `json:"section"`
	Title       string                  `json:"title"`
	TitleEN     string                  `json:"titleEn,omitempty"`
	Text        string                  `json:"text"`
	Items       []standard.ListItem     `json:"items"`
	Modality    standard.Modality       `json:"modality"`
	DutyHolder  standard.DutyHolder     `json:"dutyHolder,omitempty"`
	Dimension   standard.Dimension      `json:"dimension,omitempty"`
	Tiers       []standard.Tier         `json:"tiers"`
	Scored      bool                    `json:"scored"`
	Points      standard.PerTier        `json:"points"`
	BonusPoints standard.PerTier        `json:"bonusPoints"`
	Veto        bool                    `json:"veto"`
	Key         bool                    `json:"key"`
	Condition   string                  `json:"condition,omitempty"`
	Method      *methodView             `json:"method,omitempty"`
	Evidence    []standard.EvidenceKind `json:"evidence"`
	Check       string                  `json:"check,omitempty"`
	Refs        []string                `json:"refs"`
}

// methodView is a method of checking. Its thresholds are of every tier (PerTier) or of one
// (Decimal).
type methodView struct {
	Type        standard.MethodKind `json:"type"`
	PassIf      string              `json:"passIf,omitempty"`
	Levels      map[string]string   `json:"levels,omitempty"`
	Metric      string              `json:"metric,omitempty"`
	Unit        string              `json:"unit,omitempty"`
	Better      standard.Better     `json:"better,omitempty"`
	How         string              `json:"how,omitempty"`
	Numerator   string              `json:"numerator,omitempty"`
	Denominator string              `json:"denominator,omitempty"`
	Target      any                 `json:"target,omitempty"`
	ZeroAt      any                 `json:"zeroAt,omitempty"`
	MinSample   any                 `json:"minSample,omitempty"`

	Occurrences []standard.OccurrenceKind `json:"occurrences,omitempty"`
}

// ViewEdition shows an edition as the API does.
func ViewEdition(e *standard.Edition) EditionView {
	m := e.Standard
	v := EditionView{
		ID: m.Edition, Number: m.Number, Name: m.Name, NameEN: m.NameEN, Status: m.Status,
		Amendments: wire.NonNil(m.Amendments), Issued: m.Issued, Effective: m.Effective,
		IssuingBody: m.IssuingBody, Note: m.NumberNote, Digest: e.Digest(),
		Scope: e.FrontMatter.Scope, References: wire.NonNil(e.FrontMatter.NormativeReferences),
		BonusCap: e.Scoring.BonusCap,
	}
	for _, t := range m.Tiers {
		v.Tiers = append(v.Tiers, tierView{t.ID, t.Name, t.NameEN})
	}
	v.Grades, v.Stars = viewGrades(e.Scoring.Grades), viewGrades(e.Scoring.Stars)
	v.Terms = make([]termView, 0, len(e.Terms))
	for _, t := range e.Terms {
		v.Terms = append(v.Terms, termView(t))
	}
	for _, c := range e.Chapters {
		v.Chapters = append(v.Chapters, chapterView(c))
	}
	v.Clauses = make([]ClauseView, 0, len(e.Clauses))
	for i := range e.Clauses {
		v.Clauses = append(v.Clauses, ViewClause(&e.Clauses[i]))
	}
	return v
}

func viewGrades(bands []standard.Grade) []gradeView {
	out := make([]gradeView, 0, len(bands))
	for _, g := range bands {
		out = append(out, gradeView{g.Name, g.Min})
	}
	return out
}

// ViewClause shows a clause as the API does, with its values for every tier.
func ViewClause(c *standard.Clause) ClauseView {
	return ClauseView{
		UID: c.UID, Code: c.Code, Chapter: c.Chapter, Section: c.Section, Title: c.Title,
		TitleEN: c.TitleEN, Text: c.Text, Items: wire.NonNil(c.Items), Modality: c.Modality,
		DutyHolder: c.DutyHolder, Dimension: c.Dimension, Tiers: wire.NonNil(c.Tiers), Scored: c.Scored,
		Points: c.Points, BonusPoints: c.BonusPoints, Veto: c.Veto, Key: c.Key,
		Condition: c.Condition, Method: viewMethod(c.Method, standard.NoTier),
		Evidence: wire.NonNil(c.Evidence), Check: c.Check, Refs: wire.NonNil(c.Refs),
	}
}

// viewMethod shows a method with the thresholds of one tier, or of all tiers with NoTier.
func viewMethod(m *standard.Method, t standard.Tier) *methodView {
	if m == nil {
		return nil
	}
	threshold := func(p standard.PerTier) any {
		if t == standard.NoTier {
			if p.IsZero() {
				return nil
			}
			return p
		}
		if d, ok := p.Get(t); ok {
			return d
		}
		return nil
	}
	return &methodView{
		Type: m.Type, PassIf: m.PassIf, Levels: m.Levels, Metric: m.Metric, Unit: m.Unit,
		Better: m.Better, How: m.How, Numerator: m.Numerator, Denominator: m.Denominator,
		Target: threshold(m.Target), ZeroAt: threshold(m.ZeroAt), MinSample: threshold(m.MinSample),
		Occurrences: m.Occurrences,
	}
}

// checklistView is the checklist of one tier: the clauses that an auditor answers in its halls.
type checklistView struct {
	Edition  standard.EditionID `json:"edition"`
	Digest   standard.Digest    `json:"digest"`
	Tier     standard.Tier      `json:"tier"`
	Items    []checklistClause  `json:"items"`
	Next     string             `json:"next"`
	Chapters []checklistChapter `json:"chapters"`
}

type checklistChapter struct {
	Number int              `json:"number"`
	Title  string           `json:"title"`
	Weight standard.Decimal `json:"weight"`
}

type checklistClause struct {
	UID        standard.ClauseUID      `json:"uid"`
	Code       string                  `json:"code"`
	Chapter    int                     `json:"chapter"`
	Section    string                  `json:"section"`
	Title      string                  `json:"title"`
	TitleEN    string                  `json:"titleEn,omitempty"`
	Text       string                  `json:"text"`
	Items      []standard.ListItem     `json:"items"`
	Modality   standard.Modality       `json:"modality"`
	DutyHolder standard.DutyHolder     `json:"dutyHolder"`
	Points     standard.Decimal        `json:"points"`
	Bonus      bool                    `json:"bonus"`
	Veto       bool                    `json:"veto"`
	Key        bool                    `json:"key"`
	Condition  string                  `json:"condition,omitempty"`
	Method     *methodView             `json:"method"`
	Evidence   []standard.EvidenceKind `json:"evidence"`
	Check      string                  `json:"check,omitempty"`
}

func viewChecklist(e *standard.Edition, t standard.Tier) checklistView {
	v := checklistView{Edition: e.ID(), Digest: e.Digest(), Tier: t, Items: []checklistClause{},
		Chapters: []checklistChapter{}}
	for _, c := range e.Chapters {
		if w, ok := c.Weight.Get(t); ok && c.Scored {
			v.Chapters = append(v.Chapters, checklistChapter{c.Number, c.Title, w})
		}
	}
	for _, c := range e.Checklist(t) {
		v.Items = append(v.Items, checklistClause{
			UID: c.UID, Code: c.Code, Chapter: c.Chapter, Section: c.Section, Title: c.Title,
			TitleEN: c.TitleEN, Text: c.Text, Items: wire.NonNil(c.Items), Modality: c.Modality,
			DutyHolder: c.DutyHolder, Points: c.Max(t), Bonus: c.IsBonus(), Veto: c.Veto,
			Key: c.Key, Condition: c.Condition, Method: viewMethod(c.Method, t),
			Evidence: wire.NonNil(c.Evidence), Check: c.Check,
		})
	}
	return v
}

// ClausesNamed finds the scored clauses that a text names, on the checklists of some tiers. A word
// of the text is the number or the UID of a clause, or the number of a chapter or section, which
// stands for all of its clauses. Words that name no clause are returned in unknown.
func ClausesNamed(e *standard.Edition, tiers []standard.Tier, text string) (
	uids []standard.ClauseUID, unknown []string,
) {
	names := strings.FieldsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(",，、;；", r)
	})
	for _, name := range names {
		found := false
		for i := 0; e != nil && i < len(e.Clauses); i++ {
			clause := &e.Clauses[i]
			named := clause.Code == name || string(clause.UID) == name ||
				strings.HasPrefix(clause.Code, name+".")
			if !named || !clause.Scored || !slices.ContainsFunc(tiers, clause.Applies) {
				continue
			}
			found = true
			if !slices.Contains(uids, clause.UID) {
				uids = append(uids, clause.UID)
			}
		}
		if !found {
			unknown = append(unknown, name)
		}
	}
	return uids, unknown
}

// TitleIn returns the title in a language, or the Chinese one where there is no translation.
func TitleIn(l message.Language, title, english string) string {
	if l == message.English && english != "" {
		return english
	}
	return title
}

// CodesOf joins the printed numbers that clauses have in an edition. Clauses that the edition does
// not have are left out.
func CodesOf(l message.Language, e *standard.Edition, uids []standard.ClauseUID) string {
	var codes []string
	for _, uid := range uids {
		if clause, ok := e.Clause(uid); ok {
			codes = append(codes, clause.Code)
		}
	}
	return strings.Join(codes, message.Text(l, "page.comma"))
}
