package storetest

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hallmark/api/store"
)

// diary is a document that grows.
type diary struct {
	ID       string `json:"id"`
	Revision int    `json:"revision"`
	Hall     string `json:"hall"`
	Count    int    `json:"count"`
	Inner    inner  `json:"inner"` // so that the head ends with two braces
	Lines    []page `json:"lines,omitempty"`
}

type inner struct {
	Text string `json:"text"`
}

type page struct {
	Revision int    `json:"revision"`
	Text     string `json:"text"`
}

// written is a gain of a diary.
type written struct {
	Lines []page `json:"lines"`
}

func (d *diary) write(revision int, text string) {
	d.Lines = append(d.Lines[:len(d.Lines):len(d.Lines)], page{revision, text})
	d.Revision, d.Count, d.Inner.Text = revision, len(d.Lines), text
}

// Clone makes a copy that shares nothing that the tests change.
func (d diary) Clone() diary { return d }

func (d *diary) UnmarshalJSON(b []byte) error {
	type plain diary
	in := struct {
		*plain
		Gains []written `json:"gains"`
	}{plain: (*plain)(d)}
	err := json.Unmarshal(b, &in)
	for _, g := range in.Gains {
		d.Lines = append(d.Lines, g.Lines...)
	}
	return err
}

func diaries(growing bool) store.Schema[diary] {
	s := store.Schema[diary]{
		Name:     "diaries",
		ID:       func(d diary) string { return d.ID },
		Revision: func(d diary) int { return d.Revision },
		Keys:     map[string]func(diary) []string{"hall": func(d diary) []string { return one(d.Hall) }},
		Indexes:  []store.Index{{Equal: []string{"hall"}}},
	}
	if !growing {
		s.Bulky = []string{"lines"}
		return s
	}
	s.Growth = &store.Growth[diary]{
		Head: func(b []byte, d diary) ([]byte, error) {
			d.Lines = nil
			head, err := json.Marshal(d)
			return append(b, head...), err
		},
		Gain: func(b []byte, d diary, after int) ([]byte, error) {
			g := written{[]page{}}
			for _, l := range d.Lines {
				if l.Revision > after {
					g.Lines = append(g.Lines, l)
				}
			}
			gain, err := json.Marshal(g)
			return append(b, gain...), err
		},
		Join: joinDiary, Split: splitDiary,
	}
	return s
}

func joinDiary(b json.RawMessage) (json.RawMessage, error) {
	var head map[string]json.RawMessage
	var in struct {
		Lines []json.RawMessage `json:"lines"`
		Gains []struct {
			Lines []json.RawMessage `json:"lines"`
		} `json:"gains"`
	}
	if err := errors.Join(json.Unmarshal(b, &head), json.Unmarshal(b, &in)); err != nil {
		return nil, err
	}
	for _, g := range in.Gains {
		in.Lines = append(in.Lines, g.Lines...)
	}
	delete(head, "gains")
	if len(in.Lines) > 0 {
		head["lines"], _ = json.Marshal(in.Lines)
	}
	return json.Marshal(head)
}

func splitDiary(b json.RawMessage) (head, gain json.RawMessage, err error) {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(b, &all); err != nil {
		return nil, nil, err
	}
	lines := all["lines"]
	if lines == nil {
		lines = json.RawMessage("[]")
	}
	delete(all, "lines")
	head, err = json.Marshal(all)
	return head, append(append([]byte(`{"lines":`), lines...), '}'), err
}

func openDiaries(t *testing.T, e store.Engine, growing bool) store.Collection[diary] {
	t.Helper()
	c, err := store.Open(t.Context(), e, diaries(growing))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// holds fails unless a diary is what it should be, however it is read; briefly, its head.
func holds(t *testing.T, c store.Collection[diary], want diary) {
	t.Helper()
	got, err := c.Get(t.Context(), want.ID)
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
	for _, brief := range []bool{false, true} {
		if brief {
			want.Lines = nil
		}
		found := 0
		q := store.Query{Equal: map[string]string{"hall": want.Hall}, Brief: brief}
		for got, err := range c.Find(t.Context(), q) {
			if diff := cmp.Diff(want, got); err != nil || diff != "" {
				t.Error(err, diff)
			}
			found++
		}
		if found != 1 {
			t.Errorf("%d diaries of %s", found, want.Hall)
		}
	}
}

func growth(t *testing.T, e store.Engine) {
	ctx, c := t.Context(), openDiaries(t, e, true)
	d := diary{ID: "a", Hall: "east"}
	d.write(1, "甲")
	want(t, "insert", c.Insert(ctx, d), nil)
	want(t, "insert again", c.Insert(ctx, d), store.ErrExists)
	holds(t, c, d)
	for i := 2; i < 8; i++ {
		old := d
		d.write(i, fmt.Sprintf(`"}],"gains":[%d`, i))
		want(t, "replace", c.Replace(ctx, d, i-1), nil)
		old.write(i, "lost")
		want(t, "outdated", c.Replace(ctx, old, i-1), store.ErrConflict)
		holds(t, c, d)
	}
	d.Hall, d.Revision = "west", 8 // a key changes, and nothing was gained
	want(t, "move", c.Replace(ctx, d, 7), nil)
	holds(t, c, d)
	if c.Replace(ctx, d, 8) == nil {
		t.Error("a revision followed itself")
	}
	cached := store.Cached(c, 2, diaries(true))
	for i := 9; i < 12; i++ {
		got, err := store.Update(ctx, cached, "a", func(d *diary) error { d.write(i, "更"); return nil })
		if err != nil {
			t.Fatal(err)
		}
		d.write(i, "更")
		if diff := cmp.Diff(d, got); diff != "" {
			t.Error(diff)
		}
		holds(t, openDiaries(t, e, true), d)
	}
	want(t, "delete", c.Delete(ctx, "a"), nil)
	fresh := diary{ID: "a", Hall: "east", Revision: 1}
	want(t, "insert anew", c.Insert(ctx, fresh), nil)
	holds(t, c, fresh)
}

// A newer program keeps documents in parts that an older one kept whole, and the other way round.
func growthBeginsAndEnds(t *testing.T, e store.Engine) {
	ctx, d := t.Context(), diary{ID: "a", Hall: "east"}
	d.write(1, "one")
	want(t, "insert", openDiaries(t, e, false).Insert(ctx, d), nil)
	for i, growing := range []bool{true, true, false, true, false, false} {
		c := openDiaries(t, e, growing)
		holds(t, c, d)
		for n := range 2 {
			d.write(2*i+n+2, strings.Repeat("文", n))
			want(t, "replace", c.Replace(ctx, d, 2*i+n+1), nil)
		}
		holds(t, c, d)
	}
}
