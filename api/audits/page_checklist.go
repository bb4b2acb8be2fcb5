package audits

import (
	"context"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"hallmark/api/access"
	"hallmark/api/pages"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/checklists"
	"hallmark/standard"
)

// PageChecklist answers GET /audits/:id.
func (s Handlers) PageChecklist(c *gin.Context) error {
	a, err := s.Audit(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return s.renderChecklist(c, http.StatusOK, a, nil)
}

// renderChecklist shows one chapter; refused is the form that was refused, if any.
func (s Handlers) renderChecklist(c *gin.Context, status int, a *checklists.Audit,
	refused *refusedForm,
) error {
	e, err := s.Editions.Edition(c.Request.Context(), a.Edition)
	if err != nil {
		return err
	}
	page := &web.Checklist{Frame: s.Pages.Frame(c), Audit: a, Edition: e, States: States(e, a),
		May: PermissionsFor(access.UserOf(c), a), Show: web.Show(c.Query("show"))}
	page.Chapter, _ = strconv.Atoi(c.Query("chapter")) // 0, the first one, for anything else
	if page.Score, err = a.Score(e); err != nil {
		return err
	}
	if page.People, err = s.Access.Names(c.Request.Context(), a); err != nil {
		return err
	}
	if page.Previous, err = s.previous(c.Request.Context(), access.CallerOf(c), a); err != nil {
		return err
	}
	if page.Carry, err = s.carry(c.Request.Context(), access.UserOf(c), a); err != nil {
		return err
	}
	if refused != nil {
		page.Chapter, page.Show = refused.clause.Chapter, web.ShowChapter
		page.Path = web.ChapterURL(a.ID, page.Chapter)
		page.SentTo, page.Sent = refused.clause.UID, refused.form
		page.Problems = pages.Problems(refused.err, page.Language, string(refused.clause.UID)+"-")
		if page.Problems == nil {
			return refused.err
		}
	}
	return s.Pages.Render(c, status, page)
}

// previous are the lines of the hall's audit before this one, or nil.
func (s *Service) previous(ctx context.Context, caller access.Caller, a *checklists.Audit) (
	*web.Previous, error,
) {
	before, err := s.ApprovedBefore(ctx, caller.User, a)
	if before == nil || err != nil {
		return nil, err
	}
	score, err := s.Score(ctx, before)
	if err != nil {
		return nil, err
	}
	p := &web.Previous{At: before.StartedAt, Lines: map[standard.ClauseUID]checklists.ClauseScore{}}
	for _, line := range score.Clauses {
		p.Lines[line.UID] = line
	}
	return p, nil
}

// refusedForm is a form that was refused, with the reason.
type refusedForm struct {
	clause *standard.Clause
	form   web.ClauseForm
	err    error
}

// FormClause answers POST /audits/:id/clauses/:uid.
func (s Handlers) FormClause(c *gin.Context) error {
	a, err := s.Audit(c.Request.Context(), access.CallerOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	e, err := s.Editions.Edition(c.Request.Context(), a.Edition)
	if err != nil {
		return err
	}
	clause, ok := e.Clause(standard.ClauseUID(c.Param("uid")))
	if !ok {
		return wire.ErrNotFound
	}
	var form web.ClauseForm
	err = pages.BindForm(c, &form)
	if err == nil {
		err = s.answerForm(c, a, clause, form)
	}
	if err != nil {
		if fresh, e := s.Audit(c.Request.Context(), access.CallerOf(c), c.Param("id")); e == nil {
			a = fresh
		}
		return s.renderChecklist(c, wire.RefusalOf(err).Status, a, &refusedForm{clause, form, err})
	}
	return pages.SeeOther(c, web.CardURL(a.ID, clause))
}

func (s Handlers) answerForm(c *gin.Context, a *checklists.Audit, clause *standard.Clause,
	form web.ClauseForm,
) error {
	changes, err := s.formChanges(c, a, clause, form)
	if err != nil {
		return err
	}
	results, _, err := s.record(c.Request.Context(), access.CallerOf(c), c.Param("id"), changes, nil)
	if err != nil {
		return err
	}
	for _, r := range results {
		if r.Status == checklists.Rejected {
			refusal := wire.Refuse(http.StatusUnprocessableEntity, "invalid")
			refusal.Fields = []wire.Field{{Name: controlOf(clause, form.Op, r.Code), Code: r.Code,
				Text: r.Text}}
			return refusal
		}
	}
	return nil
}

// controlOf is the control of a clause card to which a refusal belongs, "" for the whole card.
func controlOf(clause *standard.Clause, op checklists.Op, code string) string {
	switch op {
	case checklists.OpNote:
		return "note"
	case checklists.OpEvidenceAdd, checklists.OpEvidenceRemove:
		return "photo"
	case checklists.OpNotApplicable:
		if clause.Veto {
			return "" // its card has no such control
		}
		return "reason"
	case checklists.OpAnswer:
		return answerControl(clause, code)
	}
	return ""
}

// answerControl is the control that takes the answer of a clause's method.
func answerControl(clause *standard.Clause, code string) string {
	switch clause.Method.Type {
	case standard.PassFail:
		return "verdict"
	case standard.Graded:
		return "level"
	case standard.Measured:
		return "value"
	case standard.Ratio:
		if code == "answer.denominator" {
			return "denominator"
		}
		return "numerator"
	}
	return "occurrences"
}

// formChanges turns a form into the changes that a tablet would have sent.
func (s Handlers) formChanges(c *gin.Context, a *checklists.Audit, clause *standard.Clause,
	form web.ClauseForm,
) ([]checklists.Change, error) {
	var values []any
	op := form.Op
	switch op {
	case checklists.OpAnswer:
		answer, err := FormAnswer(clause, form)
		if err != nil {
			return nil, err
		}
		values = []any{answer}
	case web.OpChoose:
		answer, err := chosen(a.ClauseState(clause.UID), form.Change)
		if err != nil {
			return nil, err
		}
		if op = checklists.OpAnswer; answer.Kind == checklists.Unanswered {
			op = checklists.OpClear
		}
		values = []any{answer}
	case checklists.OpNotApplicable:
		values = []any{map[string]string{"notApplicable": strings.TrimSpace(form.Reason)}}
	case checklists.OpNote:
		values = []any{map[string]string{"note": form.Note}}
	case checklists.OpOccurrenceAdd:
		values = []any{checklists.Occurrence{ID: NewID(), Kind: form.Kind}}
	case checklists.OpOccurrenceRemove:
		values = []any{map[string]string{"id": form.Occurrence}}
	case checklists.OpEvidenceRemove:
		values = []any{map[string]string{"sha256": form.Evidence}}
	case checklists.OpEvidenceAdd:
		digests, err := s.FormPhotos(c)
		if err != nil {
			return nil, err
		}
		for _, d := range digests {
			values = append(values, map[string]standard.Digest{"sha256": d})
		}
	default:
		values = []any{nil}
	}
	return s.ChangesOf(op, clause.UID, form.Saw, values)
}

// ChangesOf makes the changes that give a clause values by form, one for each value.
func (s *Service) ChangesOf(op checklists.Op, uid standard.ClauseUID, saw []checklists.ChangeID,
	values []any,
) ([]checklists.Change, error) {
	changes := make([]checklists.Change, len(values))
	for i, value := range values {
		change := checklists.Change{ID: checklists.ChangeID(NewID()), Clause: uid, Saw: wire.NonNil(saw),
			At: checklists.StampAt(s.Now(), i, pageDevice), Device: pageDevice, Op: op}
		if value != nil && op != checklists.OpClear {
			b, err := json.Marshal(value)
			if err != nil {
				return nil, err
			}
			change.Value = b
		}
		changes[i] = change
	}
	return changes, nil
}

// pageDevice is the device of answers given by form, without a tablet's own queue.
const pageDevice = "web"

// NewID makes a UUID of version 7, which sorts by time.
func NewID() string { return uuid.Must(uuid.NewV7()).String() }

func chosen(st checklists.ClauseState, id checklists.ChangeID) (checklists.Answer, error) {
	for _, h := range st.Conflict {
		if h.Change == id {
			h.Answer.Note, h.Answer.Evidence = "", nil
			return h.Answer, nil
		}
	}
	return checklists.Answer{}, wire.InvalidField("conflict", "choice")
}

// FormAnswer reads the fields that belong to the clause's method.
func FormAnswer(clause *standard.Clause, form web.ClauseForm) (checklists.Answer, error) {
	a := checklists.Answer{Note: strings.TrimSpace(form.Note)}
	if clause.Method == nil {
		return a, wire.ErrNotFound
	}
	switch clause.Method.Type {
	case standard.PassFail:
		if form.Verdict == "" {
			return a, wire.InvalidField("verdict", "choice")
		}
		a.Kind, a.Pass = checklists.Verdict, form.Verdict == "pass"
	case standard.Graded:
		if form.Level == "" {
			return a, wire.InvalidField("level", "choice")
		}
		a.Kind, a.Level = checklists.Level, int(form.Level[0]-'0')
	case standard.Measured:
		v, err := standard.ParseDecimal(typed(form.Value))
		if err != nil {
			return a, wire.NoNumber("value", form.Value)
		}
		a.Kind, a.Value = checklists.Value, v
	case standard.Ratio:
		n, err1 := strconv.ParseInt(typed(form.Numerator), 10, 64)
		d, err2 := strconv.ParseInt(typed(form.Denominator), 10, 64)
		switch {
		case err1 != nil:
			return a, wire.NoNumber("numerator", form.Numerator)
		case err2 != nil:
			return a, wire.NoNumber("denominator", form.Denominator)
		}
		a.Kind, a.Numerator, a.Denominator = checklists.RatioOf, n, d
	case standard.Deduction:
		if form.None == "" {
			return a, wire.InvalidField("none", "choice")
		}
		a.Kind, a.Occurrences = checklists.Occurrences, []checklists.Occurrence{}
	}
	return a, nil
}

// typed brings a number as people type it (full-width digits, spaces, a leading plus or point)
// into the form of the parsers.
func typed(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= '\uff10' && r <= '\uff19': // full-width digits
			return r - '\uff10' + '0'
		case r == '\uff0e' || r == '\u3002':
			return '.'
		case r == '\uff0d' || r == '\u2212':
			return '-'
		case unicode.IsSpace(r):
			return -1
		}
		return r
	}, s)
	s = strings.TrimPrefix(s, "+")
	if strings.HasPrefix(s, ".") {
		s = "0" + s
	}
	return strings.TrimSuffix(s, ".")
}

// maxPhotos is how many photographs one form may bring.
const maxPhotos = 20

// FormPhotos stores the photographs of a multipart form, of which there must be one.
func (s *Service) FormPhotos(c *gin.Context) ([]standard.Digest, error) {
	digests, err := s.PhotosIn(c, web.PhotoField)
	if err == nil && len(digests) == 0 {
		err = wire.InvalidField(web.PhotoField, "photo")
	}
	return digests, err
}

// PhotosIn stores the photographs of one field of a multipart form.
func (s *Service) PhotosIn(c *gin.Context, name string) ([]standard.Digest, error) {
	var files []*multipart.FileHeader
	if form := c.Request.MultipartForm; form != nil {
		files = form.File[name]
	}
	if len(files) > maxPhotos {
		return nil, wire.InvalidField(name, "max", fmt.Sprint(maxPhotos))
	}
	var digests []standard.Digest
	for _, header := range files {
		if header.Filename == "" && header.Size == 0 {
			continue // a browser sends an empty field so
		}
		d, err := s.photoIn(c.Request.Context(), access.CallerOf(c), header)
		if err != nil {
			if r := wire.RefusalOf(err); len(r.Fields) == 1 && strings.HasPrefix(r.Fields[0].Code, "image") {
				r.Fields[0].Name = name
			}
			return nil, err
		}
		if !slices.Contains(digests, d) {
			digests = append(digests, d)
		}
	}
	return digests, nil
}

// photoIn stores one photograph of a form.
func (s *Service) photoIn(ctx context.Context, caller access.Caller, header *multipart.FileHeader) (
	standard.Digest, error,
) {
	f, err := header.Open()
	if err != nil {
		return "", err
	}
	defer f.Close()
	return s.Evidence.SaveFile(ctx, caller.User.Username, f, header.Size)
}
