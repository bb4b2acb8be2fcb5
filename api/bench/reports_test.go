package bench_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"hallmark/api/benchtest"
	"hallmark/checklists"
	"hallmark/fixtures"
	"hallmark/pdf"
	"hallmark/standard"
)

// effort is what writing reports took a process that did nothing else.
type effort struct {
	CPU   float64 // ms for one report, once the fonts are loaded
	Peak  float64 // MB of memory
	Size  float64 // KB of the file
	Pages int
}

// reports measures whole reports without photographs, in processes of their own. Of their memory 57 MB
// are the mapped file of the test, with 30 MB of fonts, and some 60 MB the fonts once they are open; the
// collector, which runs when the memory has doubled, may hold as much again.
func reports(t *testing.T, f *figures) {
	one, four := inChild(t, 1), inChild(t, 4)
	name := fmt.Sprintf("report of %d pages", one.Pages)
	f.time(name+": CPU", 50, one.CPU, "ms")
	f.memory(name+": peak memory", 190, one.Peak)
	f.memory(name+": four at once", 240, four.Peak)
	f.fixed(name+": file", 500, one.Size, "KB")
}

func inChild(t *testing.T, n int) (e effort) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), childKey+"="+strconv.Itoa(n))
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	must(t, err)
	must(t, json.Unmarshal(out, &e))
	return e
}

// reportChild writes n reports at the same time, several times over, and prints the effort.
func reportChild(n string) {
	e, err := write(n)
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(e)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write(count string) (e effort, err error) {
	n, err := strconv.Atoi(count)
	if err != nil {
		return e, err
	}
	r, err := sampleReport()
	if err != nil {
		return e, err
	}
	var times []float64
	var file bytes.Buffer
	for range 8 {
		before := cpu()
		var wg sync.WaitGroup
		errs := make([]error, n)
		files := make([]bytes.Buffer, n)
		for i := range n {
			wg.Go(func() { errs[i] = pdf.WriteReport(&files[i], r) })
		}
		wg.Wait()
		if errs[0] != nil {
			return e, errs[0]
		}
		times = append(times, float64(cpu()-before)/float64(time.Millisecond)/float64(n))
		file = files[0]
	}
	e = effort{CPU: benchtest.Median(times[1:]), Size: float64(file.Len()) / 1e3,
		Pages: bytes.Count(file.Bytes(), []byte("/Type /Page\n"))}
	e.Peak, err = memory("self", "VmHWM")
	return e, err
}

// cpu is the time that this process has computed so far, the collector included.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// memory reads a line of /proc/PID/status, in MB.
func memory(pid, line string) (float64, error) {
	b, err := os.ReadFile("/proc/" + pid + "/status")
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(b), "\n"+line+":")
	text, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
	kb, err := strconv.ParseFloat(text, 64)
	return kb * 1024 / 1e6, err
}

// sampleReport is of an audit with an answer to every clause.
func sampleReport() (r pdf.Report, err error) {
	e, err := fixtures.Edition2017()
	if err != nil {
		return r, err
	}
	r = pdf.Report{Edition: e, Office: "拱墅区行政审批办",
		Names: map[checklists.Username]string{"auditor": "沈佳宁"},
		Proof: pdf.Proof{VerifyURL: "https://hall.example/verify/4F2A-9C31-77B0",
			VerifyCode: "4F2A-9C31-77B0"},
		Audit: &checklists.Audit{ID: "01", Number: "GS-S03-20180112-4F2A9C", Hall: "GS-S03",
			HallName: "小河街道便民服务中心", Tier: tier, Kind: checklists.Comprehensive,
			State: checklists.Approved, Edition: e.ID(), EditionDigest: e.Digest(),
			Inspectors: []checklists.Username{"auditor"},
			StartedAt:  checklists.At(time.Date(2018, 1, 12, 1, 0, 0, 0, time.UTC)),
			Digest:     standard.DigestBytes([]byte("chain")), Revision: 132}}
	r.Answers = answersTo(e)
	if r.Score, err = checklists.ScoreOf(e, tier, r.Answers); err != nil {
		return r, err
	}
	for _, line := range r.Score.Clauses {
		if line.Max.Compare(line.Earned) > 0 && !line.Bonus {
			c, _ := e.Clause(line.UID)
			r.Findings = append(r.Findings, checklists.Finding{Clause: c.UID, Code: c.Code,
				Severity: checklists.Minor, DutyHolder: c.DutyHolder, Workdays: 30,
				Due: "2018-03-05"})
		}
	}
	return r, nil
}
