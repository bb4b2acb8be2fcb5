package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestCalendarCommand(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	file := filepath.Join("..", "..", "settings", "testdata", "2028.csv")
	text := succeed(t, "calendar", "import", file, "--data", dir)
	if want := "The days of 2028 are imported: 19 off, 3 worked instead. Nothing was known of the year before."; !strings.Contains(
		text, want) {
		t.Errorf("%s; want %q", text, want)
	}
	for _, want := range []string{"2002 to 2027 comes with the program", "2028 file “2028.csv”"} {
		if text := succeed(t, "calendar", "list", "--data", dir); !strings.Contains(text, want) {
			t.Errorf("%s; want %q", text, want)
		}
	}
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	bad := filepath.Join(t.TempDir(), "days.csv")
	wrong := strings.Replace(string(content), "2028-05-02,休", "2028-05-02,半", 1)
	if err := os.WriteFile(bad, []byte(wrong), 0o600); err != nil {
		t.Fatal(err)
	}
	refused(t, "", []string{"calendar", "import", bad, "--data", dir}, bad+":15: kind", "“半”")
	refused(t, "", []string{"calendar", "import", bad + "x", "--data", dir}, "days.csvx")
	t.Setenv("LANG", "zh_CN.UTF-8")
	text = succeed(t, "calendar", "import", file, "--data", dir)
	if !strings.Contains(text, "替换文件“2028.csv”的安排，有0天不同。") {
		t.Error(text)
	}
}
