package oscal

import (
	"reflect"
	"strings"

	"hallmark/standard"
)

// ControlID returns the ID of a clause's control: its permanent name, changed only where OSCAL
// does not allow it ("+" becomes "..", a digit at the beginning gets "_." before it).
func ControlID(uid standard.ClauseUID) string {
	id := strings.ReplaceAll(string(uid), "+", "..")
	if id != "" && strings.IndexByte("0123456789-.", id[0]) >= 0 {
		id = "_." + id
	}
	return id
}

// StatementID returns the ID of the statement of a clause.
func StatementID(uid standard.ClauseUID) string { return ControlID(uid) + "_smt" }

// ObjectiveID returns the ID of a clause's objective: what a hall has to achieve.
func ObjectiveID(uid standard.ClauseUID) string { return ControlID(uid) + "_obj" }

// paramID returns the ID of a threshold of a clause.
func paramID(uid standard.ClauseUID, name string) string {
	return ControlID(uid) + "_" + token(name)
}

// threshold is a value of a method that differs by tier.
type threshold struct {
	name   string
	values standard.PerTier
}

func thresholds(m *standard.Method) []threshold {
	return []threshold{{"target", m.Target}, {"zero_at", m.ZeroAt}, {"min_sample", m.MinSample}}
}

// thresholdNames are the fields of a method that are parameters.
func thresholdNames() []string { return []string{"target", "zero_at", "min_sample"} }

// clausePlaced are the fields of a clause that OSCAL has a place for.
func clausePlaced() []string {
	return []string{"code", "chapter", "section", "title", "text", "items", "method", "check", "refs"}
}

func (w *catalogWriter) control(c *standard.Clause) Control {
	k := Control{ID: ControlID(c.UID), Class: modalityClass(c.Modality), Props: labels(c.Code)}
	k.Title = exactLine(&k.Props, "title", c.Title)
	props, parts := fieldsOf(reflect.ValueOf(*c), clausePlaced()...)
	k.Props = append(k.Props, props...)
	k.Parts = append([]Part{statement(c)}, parts...)
	if c.Method != nil {
		k.Params = params(c)
		k.Parts = append(k.Parts, objective(c))
	}
	k.Parts = append(k.Parts, methodParts(c)...)
	for _, ref := range c.Refs {
		k.Links = append(k.Links, w.cite(ref))
	}
	return k
}

// modalityClass is the type of provision in English, for readers that know no Chinese.
func modalityClass(m standard.Modality) string {
	return map[standard.Modality]string{standard.Requirement: "requirement",
		standard.Recommendation: "recommendation", standard.Permission: "permission"}[m]
}

func statement(c *standard.Clause) Part {
	p := Part{ID: StatementID(c.UID), Name: "statement", Prose: Escape(c.Text)}
	for i, item := range c.Items {
		label := Own("label", item.Label)
		label.NS = ""
		p.Parts = append(p.Parts, Part{ID: p.ID + "." + itoa(i+1), Name: "item",
			Props: []Prop{label}, Prose: Escape(item.Text)})
	}
	return p
}

// params makes a parameter of each threshold. It has no value of its own: each tier has one, and
// the profile of the tier sets it.
func params(c *standard.Clause) []Param {
	var list []Param
	for _, t := range thresholds(c.Method) {
		if !t.values.IsZero() {
			list = append(list, Param{ID: paramID(c.UID, t.name),
				Label: heading("oscal.param-" + token(t.name)),
				Props: tierProps("value", t.values)})
		}
	}
	return list
}

// objective says what a hall has to achieve: how the clause is scored.
func objective(c *standard.Clause) Part {
	p := Part{ID: ObjectiveID(c.UID), Name: "assessment-objective", Class: string(c.Method.Type)}
	p.Props, p.Parts = fieldsOf(reflect.ValueOf(*c.Method),
		append(thresholdNames(), "pass_if")...)
	p.Prose = Escape(c.Method.PassIf)
	return p
}

// methodParts says how the clause is checked, once for each of OSCAL's methods.
func methodParts(c *standard.Clause) []Part {
	if len(c.Evidence) == 0 && c.Check == "" {
		return nil
	}
	var parts []Part
	for _, m := range Methods(c) {
		p := Part{ID: ControlID(c.UID) + "_asm-" + strings.ToLower(string(m)),
			Name:  "assessment-method",
			Props: []Prop{{Name: "method", NS: MethodNamespace, Value: string(m)}}}
		if c.Check != "" {
			p.Parts = []Part{{Name: "assessment-objects", Prose: Escape(c.Check)}}
		}
		parts = append(parts, p)
	}
	return parts
}
