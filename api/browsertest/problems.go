package browsertest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

type problemsKey struct{}

// problems collects the faults of a page.
type problems struct {
	mu       sync.Mutex
	list     []string
	expected []string
	urls     map[network.RequestID]string
}

// Expect says that a problem whose text holds part may happen from now on, or has happened: the
// answer 422 to a form that is meant to be refused, the requests of a page that is meant to be
// offline.
func Expect(ctx context.Context, part string) {
	if p, ok := ctx.Value(problemsKey{}).(*problems); ok {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.expected = append(p.expected, part)
	}
}

// Problems returns the faults of the page that were not expected.
func Problems(ctx context.Context) []string {
	p, ok := ctx.Value(problemsKey{}).(*problems)
	if !ok {
		return nil
	}
	return p.unexpected()
}

func (p *problems) unexpected() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(p.list), func(text string) bool {
		return slices.ContainsFunc(p.expected, func(part string) bool {
			return strings.Contains(text, part)
		})
	})
}

// report fails the test once for each problem.
func (p *problems) report(t testing.TB) {
	t.Helper()
	for _, text := range p.unexpected() {
		t.Errorf("page: %s", text)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if t.Failed() { // what was expected may be the cause of what was not
		for _, text := range p.list {
			t.Logf("in the page: %s", text)
		}
	}
	p.list = nil
}

// watch starts to collect.
func (p *problems) watch(ctx context.Context) error {
	if err := chromedp.Listen(ctx, p.listen); err != nil {
		return err
	}
	if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
		return err
	}
	if _, err := chromedp.Call(ctx, log.Enable, cdp.Empty{}); err != nil {
		return err
	}
	_, err := chromedp.Call(ctx, runtime.Enable, cdp.Empty{})
	return err
}

// listen collects the events that mean trouble.
func (p *problems) listen(event any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if p.urls == nil {
			p.urls = map[network.RequestID]string{}
		}
		p.urls[e.RequestID] = e.Request.Method + " " + e.Request.URL
	case *network.EventLoadingFailed:
		if !e.Canceled { // a navigation cancels what the page before it still loads
			p.add("request failed: %s: %s", p.urls[e.RequestID], e.ErrorText)
		}
	case *network.EventResponseReceived:
		if e.Response.Status >= 400 {
			p.add("request failed: %s: status %d", p.urls[e.RequestID], e.Response.Status)
		}
	case *runtime.EventExceptionThrown:
		p.add("%s", exception(e.ExceptionDetails))
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeAssert {
			p.add("console: %s", arguments(e.Args))
		}
	case *log.EventEntryAdded:
		// Failed requests are noted above, with their method.
		if e.Entry.Level == log.EntryLevelError && e.Entry.Source != log.EntrySourceNetwork {
			p.add("%s: %s %s", e.Entry.Source, e.Entry.Text, e.Entry.URL)
		}
	}
}

func (p *problems) add(format string, args ...any) {
	p.list = append(p.list, fmt.Sprintf(format, args...))
}

func exception(e *runtime.ExceptionDetails) string {
	if e.Exception == nil {
		return fmt.Sprintf("%s at %s:%d", e.Text, e.URL, e.LineNumber+1)
	}
	return fmt.Sprintf("%s %s at %s:%d", e.Text, e.Exception.Description, e.URL, e.LineNumber+1)
}

func arguments(args []*runtime.RemoteObject) string {
	texts := make([]string, len(args))
	for i, a := range args {
		texts[i] = a.Description
		if len(a.Value) > 0 {
			texts[i] = strings.Trim(string(a.Value), `"`)
		}
	}
	return strings.Join(texts, " ")
}
