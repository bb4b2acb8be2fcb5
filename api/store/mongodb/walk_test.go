package mongodb_test

import (
	"net/http"
	"os"
	"testing"

	"hallmark/api/apitest"
	"hallmark/api/store"
)

// TestWalk breaks off an approval, an appeal and a decision at calls of the storage on MongoDB, and
// compares all collections with those of an undisturbed run. On SQLite every call is broken; here the
// adapter is tried, at some. It belongs to make test-long.
func TestWalk(t *testing.T) {
	if os.Getenv("HALLMARK_LONG") != "1" {
		t.Skip("breaks off the whole program: make test-long, or HALLMARK_LONG=1")
	}
	k := apitest.New(t)
	k.Must(k.AddSupervisor("boss"))
	k.SignIn("auditor")
	id := k.StartAudit("GS-C01")
	k.Record(id, k.Answers("community")...)
	k.Want(http.StatusOK, "POST", "/api/v1/audits/"+id+"/submit", nil, nil)
	breakOff(t, k, "supervisor", "POST /api/v1/audits/"+id+"/approve", nil)

	k = apitest.New(t)
	id = k.ApprovedAudit()
	breakOff(t, k, "head", "POST /api/v1/audits/"+id+"/appeals",
		apitest.Object{"clause": "HS044", "ground": "清单当日更新"})

	k = apitest.New(t)
	k.Must(k.AddSupervisor("boss"))
	id = k.ApprovedAudit()
	k.SignIn("head")
	k.Want(http.StatusCreated, "POST", "/api/v1/audits/"+id+"/appeals",
		apitest.Object{"clause": "HS044", "ground": "清单当日更新"}, nil)
	breakOff(t, k, "boss", "POST /api/v1/appeals/"+id+"-HS044/decide",
		apitest.Object{"uphold": true, "reason": "属实", "answer": apitest.Object{"level": 3}})
}

func breakOff(t *testing.T, k *apitest.Kit, who, call string, body any) {
	t.Helper()
	k.SignIn(who)
	w := k.Freeze(func(k *apitest.Kit) (int, []byte) { return k.Ask(call, body) })
	w.Every = 5
	w.On = func() (store.Engine, store.Blobs) {
		engine := open(t, database(t, base))
		return engine, engine.Blobs()
	}
	w.Run(t)
}

// TestClocksDiffer lets two processes, of which one is ten minutes ahead, work on one database: what is
// approved in either of them is told once, by whichever worker comes first.
func TestClocksDiffer(t *testing.T) {
	if os.Getenv("HALLMARK_LONG") != "1" {
		t.Skip("walks the whole program: make test-long, or HALLMARK_LONG=1")
	}
	uri := database(t, base)
	engine := open(t, uri)
	k := apitest.NewOn(t, engine, engine.Blobs(), engine.Shelf())
	apitest.TwoClocks(k, func() store.Engine { return open(t, uri) })
}
