package browsertest

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// Timeout is how long a browser may live before its test fails; in a long walk it is three times that.
const Timeout = 6 * time.Minute

// startTimeout allows for a machine that is busy with other tests.
const startTimeout = time.Minute

// ShotsVariable names the environment variable with the directory where [Shot] keeps pictures.
const ShotsVariable = "HALLMARK_SHOTS"

// LongVariable names the environment variable that asks for the long walks of "make test-long".
const LongVariable = "HALLMARK_LONG"

// Long reports whether the long walks are asked for.
func Long(t testing.TB) bool {
	t.Helper()
	switch asked := os.Getenv(LongVariable); asked {
	case "":
		return false
	case "1":
		return true
	default:
		t.Fatalf("%s is %q; it is 1 or not there", LongVariable, asked)
		return false
	}
}

// New starts Chromium with an empty profile and one page of w × h CSS pixels, and returns the
// page's context for chromedp. The browser ends with the test, which then fails if the page had
// problems that were not expected (see [Expect]).
func New(t testing.TB, w, h int) context.Context {
	t.Helper()
	alloc, stop := chromedp.NewExecAllocator(context.Background(), options(find(t), w, h)...)
	t.Cleanup(stop)
	limit := Timeout
	if Long(t) {
		limit *= 3
	}
	limited, expire := context.WithTimeout(alloc, limit)
	t.Cleanup(expire)
	seen := new(problems)
	ctx, quit := chromedp.NewContext(context.WithValue(limited, problemsKey{}, seen))
	t.Cleanup(quit)
	if err := seen.watch(ctx); err != nil {
		t.Fatalf("browser: %v", err)
	}
	t.Cleanup(func() { seen.report(t) })
	Do(t, ctx, chromedp.EmulateViewport(int64(w), int64(h)))
	return ctx
}

// Do runs steps on the page, one after the other, and ends the test when one fails.
func Do(t testing.TB, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	for _, step := range steps {
		Get(t, ctx, step)
	}
}

// Get runs an action on the page and returns its result; it ends the test when that fails.
func Get[T any](t testing.TB, ctx context.Context, a chromedp.Action[T]) T {
	t.Helper()
	v, err := chromedp.Run(ctx, a)
	if err != nil {
		t.Fatalf("browser: %v", err)
	}
	return v
}

// Shot keeps a picture of the whole page as name.png in the directory that HALLMARK_SHOTS names;
// without the variable it does nothing.
func Shot(t testing.TB, ctx context.Context, name string) {
	t.Helper()
	dir := os.Getenv(ShotsVariable)
	if dir == "" {
		return
	}
	png := Get(t, ctx, chromedp.FullScreenshot(100))
	//nolint:gosec // the person who runs the tests names it
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o600); err != nil {
		t.Fatal(err)
	}
}

// find returns the path of Chromium or ends the test. Its headless shell comes first: without the
// frame of a browser it needs two thirds of the computing time.
func find(t testing.TB) string {
	t.Helper()
	for _, name := range []string{"chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("Chromium is not installed: apt-get install chromium-headless-shell")
	return ""
}

// options makes Chromium quiet: it must load nothing but the page under test.
func options(path string, w, h int) []chromedp.ExecAllocatorOption {
	return []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path),
		chromedp.WSURLReadTimeout(startTimeout),
		chromedp.WindowSize(w, h),
		chromedp.Flag("headless", "new"),
		chromedp.NoSandbox,
		chromedp.NoFirstRun,
		chromedp.NoDefaultBrowserCheck,
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-extensions", true),
		chromedp.Flag("disable-dev-shm-usage", true), // containers have a small /dev/shm
		chromedp.Flag("hide-scrollbars", true),
		chromedp.Flag("force-color-profile", "srgb"),
		chromedp.Flag("lang", "zh-CN"),
		chromedp.Flag("use-fake-device-for-media-stream", true),
		chromedp.Flag("use-fake-ui-for-media-stream", true),
	}
}
