package drafts

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/standard"
)

// frameForm fills the form for what stands around the clauses.
func frameForm(w *standard.WorkingDraft, e *standard.Edition, revision int) web.DraftFrameForm {
	f := web.DraftFrameForm{Revision: revision, Scope: e.FrontMatter.Scope,
		ScopeEN:    e.FrontMatter.ScopeEN,
		References: strings.Join(e.FrontMatter.NormativeReferences, "\n")}
	for _, t := range e.Terms {
		f.TermCodes, f.Terms = append(f.TermCodes, t.Code), append(f.Terms, t.Term)
		f.TermENs = append(f.TermENs, t.TermEN)
		f.Definitions = append(f.Definitions, t.Definition)
	}
	f.TermCodes = append(f.TermCodes, "") // a row for a new one
	for i := range e.Chapters {
		c := &e.Chapters[i]
		if !c.Scored {
			continue
		}
		var of [3]string
		spread(c.Weight, &of[0], &of[1], &of[2])
		f.Chapters = append(f.Chapters, c.Number)
		f.WeightsDistrict = append(f.WeightsDistrict, of[0])
		f.WeightsSubdistrict = append(f.WeightsSubdistrict, of[1])
		f.WeightsCommunity = append(f.WeightsCommunity, of[2])
	}
	r := formReader{wire.Refuse(http.StatusUnprocessableEntity, "invalid")}
	for _, v := range r.frame(&f) {
		f.Was = append(f.Was, v.name+"="+digestOfValue(w.Value(&v.edit)))
	}
	return f
}

// frame reads the form.
func (r *formReader) frame(f *web.DraftFrameForm) []fieldValue {
	front := func(name string, v any) fieldValue {
		e := standard.Edit{Op: standard.EditFront, Field: name}
		return fieldValue{e.Place(), name, e, v}
	}
	list := []fieldValue{front("scope", f.Scope), front("scope_en", f.ScopeEN),
		front("normative_references", wire.NonNil(linesOf(f.References)))}
	for i, code := range f.TermCodes {
		e := standard.Edit{Op: standard.EditTerm, Field: code}
		term := entry(f.Terms, i)
		v := fieldValue{e.Place(), "terms." + code, e, nil}
		if term != "" || entry(f.Definitions, i) != "" {
			t := map[string]string{"term": term, "definition": entry(f.Definitions, i)}
			if code != "" {
				t["code"] = code
			}
			if en := entry(f.TermENs, i); en != "" {
				t["term_en"] = en
			}
			v.value = t
		}
		list = append(list, v)
	}
	for i, number := range f.Chapters {
		e := standard.Edit{Op: standard.EditWeight, Field: strconv.Itoa(number)}
		all := []string{"district", "subdistrict", "community"}
		weight := r.perTier(fmt.Sprint("weight-", number), all, entry(f.WeightsDistrict, i),
			entry(f.WeightsSubdistrict, i), entry(f.WeightsCommunity, i))
		if weight == nil {
			weight = map[string]json.Number{}
		}
		list = append(list, fieldValue{e.Place(), fmt.Sprintf("chapters.%d.weight", number), e, weight})
	}
	return list
}

func entry(list []string, i int) string {
	if i < len(list) {
		return strings.TrimSpace(list[i])
	}
	return ""
}

// framePlan makes edits of what the editor has changed around the clauses.
func (s *Service) framePlan(f *web.DraftFrameForm) editPlan {
	return func(ctx context.Context, d *DraftDocument, w *standard.WorkingDraft) (
		[]standard.Edit, error,
	) {
		r := formReader{wire.Refuse(http.StatusUnprocessableEntity, "invalid")}
		values := r.frame(f)
		if len(r.refusal.Fields) > 0 {
			return nil, r.refusal
		}
		return s.fieldPlan(ctx, d, w, values, f.Was, nil)
	}
}
