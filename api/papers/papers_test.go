package papers_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"testing"
	"time"

	"hallmark/api/keys"
	"hallmark/api/papers"
	"hallmark/api/programtest"
	"hallmark/api/store"
	"hallmark/api/wire"
	"hallmark/pdf/canvas"
	"hallmark/pdf/fonts"
	"hallmark/pdf/seal"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// desk prints one paper again and again.
type desk struct {
	*papers.Service
	t   *testing.T
	now time.Time
	key *seal.Key
}

func at(day string) time.Time {
	t, err := time.Parse(time.RFC3339, day+"T08:00:00Z")
	if err != nil {
		panic(err)
	}
	return t
}

func open(t *testing.T, key *seal.Key, begin time.Time) *desk {
	t.Helper()
	docs, err := store.Open(t.Context(), programtest.New(t, programtest.Setup{}).Engine, papers.Schema)
	must(t, err)
	d := &desk{t: t, now: begin, key: key}
	d.Service = papers.New(papers.Deps{Now: func() time.Time { return d.now },
		Key:   func(context.Context) (*seal.Key, error) { return d.key, nil },
		Since: func(context.Context) (time.Time, error) { return begin, nil },
		Docs:  papers.Docs{Papers: docs}})
	return d
}

// print prints a paper of a state that came about at a time. It shows address and signer.
func (d *desk) print(base, text string, state time.Time) ([]byte, error) {
	return d.Print(d.t.Context(), papers.Paper{ID: "report/" + state.Format(time.DateOnly), State: state,
		Base: base, Write: func(w io.Writer, f papers.Form) (seal.Options, error) {
			set, err := fonts.Embedded()
			if err != nil {
				return seal.Options{}, err
			}
			doc := canvas.New(set, canvas.Meta{Title: text + f.Signer.Name, Created: state,
				Subject: f.Base + "/" + f.Signer.Fingerprint.Short()})
			doc.NewPage()
			return seal.Options{Reason: "签发"}, doc.Write(w)
		}})
}

func (d *desk) signed(base, text string, state time.Time) ([]byte, *seal.Verification) {
	d.t.Helper()
	file, err := d.print(base, text, state)
	must(d.t, err)
	v, err := seal.Verify(file)
	must(d.t, err)
	if v.Verdict != seal.Intact {
		d.t.Fatalf("%+v", v)
	}
	return file, v
}

func generated(t *testing.T, name string, from time.Time) *seal.Key {
	t.Helper()
	key, err := seal.GenerateKey(rand.Reader, name, from)
	must(t, err)
	return key
}

// Whoever asks again gets the bytes of the first issue: later, by another address, after the key was
// replaced, and when its certificate is over. The time is that of the first signing.
func TestSameBytes(t *testing.T) {
	first := generated(t, "拱墅区", at("2020-01-01"))
	d := open(t, first, at("2020-01-02"))
	d.now = at("2020-03-05")
	const base = "https://a.example"
	file, v := d.signed(base, "甲", at("2020-03-01"))
	if !v.SignedAt.Equal(d.now) || v.Fingerprint != first.Fingerprint() {
		t.Errorf("signed at %s by %s", v.SignedAt, v.Fingerprint)
	}
	d.key, d.now = generated(t, "另一个", at("2021-01-01")), at("2051-01-01")
	for _, base := range []string{base, "https://b.example", ""} {
		if again, _ := d.signed(base, "甲", at("2020-03-01")); !bytes.Equal(file, again) {
			t.Errorf("other bytes by %q", base)
		}
	}
	d.now = at("2021-02-01")
	changed, v := d.signed(base, "乙", at("2020-03-01"))
	if again, _ := d.signed("https://b.example", "乙", at("2020-03-01")); !bytes.Equal(changed, again) ||
		v.Fingerprint != d.key.Fingerprint() || !v.SignedAt.Equal(d.now) {
		t.Errorf("a paper that has changed: %+v", v)
	}
}

// The first printing before the service had an address, or at the machine itself, does not take the
// code from the paper.
func TestAddressComesLater(t *testing.T) {
	d := open(t, generated(t, "拱墅区", at("2020-01-01")), at("2020-01-02"))
	none, _ := d.signed("", "甲", at("2020-03-01"))
	local, _ := d.signed("http://127.0.0.1:8080", "甲", at("2020-03-01"))
	file, _ := d.signed("https://a.example", "甲", at("2020-03-01"))
	again, _ := d.signed("http://127.0.0.1:8080", "甲", at("2020-03-01"))
	if bytes.Equal(none, file) || bytes.Equal(local, file) || !bytes.Equal(local, again) {
		t.Error("the address of the service is not the paper's")
	}
	if last, _ := d.signed("", "甲", at("2020-03-01")); !bytes.Equal(last, file) {
		t.Error("other bytes without an address")
	}
}

// What came about before issues were kept counts as signed then, as it did, and never in the future.
func TestEarlierPapers(t *testing.T) {
	d := open(t, generated(t, "拱墅区", at("2020-01-01")), at("2020-06-01"))
	d.now = at("2020-06-05")
	for state, want := range map[string]time.Time{"2020-03-01": at("2020-03-01"),
		"2019-03-01": at("2020-01-01"), "2020-06-02": at("2020-06-05")} {
		if _, v := d.signed("", "甲", at(state)); !v.SignedAt.Equal(want) {
			t.Errorf("%s: signed at %s, want %s", state, v.SignedAt, want)
		}
	}
}

// A certificate that is over signs nothing new, nor does one that is not valid yet; a key that is
// elsewhere is said, too.
func TestKeyOver(t *testing.T) {
	d := open(t, generated(t, "拱墅区", at("2020-01-01")), at("2020-01-02"))
	refused := func(now, code string) {
		t.Helper()
		d.now = at(now)
		var r *wire.Refusal
		if _, err := d.print("", "甲", at("2020-03-01")); !errors.As(err, &r) || r.Code != code {
			t.Errorf("%s: %v, want %s", now, err, code)
		}
	}
	refused("2040-01-02", "key-expired")
	refused("2019-01-02", "key-not-yet")
	d.Key = func(context.Context) (*seal.Key, error) { return nil, &keys.Refusal{Name: "key-foreign"} }
	refused("2020-05-01", "key-unavailable")
}
